"""The shape that a file of this folder has: mappings with known keys, lists and texts; what is otherwise is a mistake."""

from __future__ import annotations

from collections.abc import Mapping as TypingMapping
from typing import Any

from ..source import Mapping, Node, Scalar, Sequence
from .notes import Mistake, Notes

Shape = Any
"""``TEXT``, ``[shape]`` of a list's items, or a mapping's ``{key: shape}``; a key with ``?`` at its end may be missing."""
TEXT = ""


def mistakes_of_shape(node: Node, shape: Shape) -> tuple[Mistake, ...]:
    """What of a file has another shape, by its places."""
    notes = Notes()
    _check(notes, node, shape)
    return tuple(sorted(notes.found, key=lambda mistake: mistake.place))


def _check(notes: Notes, node: Node, shape: Shape) -> None:
    if isinstance(shape, list):
        if not isinstance(node, Sequence):
            notes.note(node, (), "这里应是列表", "每项以“- ”开头，或写在 [ ] 里")
            return
        for item in node.items:
            _check(notes, item, shape[0])
    elif isinstance(shape, dict):
        _check_mapping(notes, node, shape)
    elif not isinstance(node, Scalar) or node.is_blank:
        notes.note(node, (), "这里应是一段文字", "不是列表，也没有下级；不要的整项删去")


def _check_mapping(notes: Notes, node: Node, shape: TypingMapping[str, Shape]) -> None:
    known = {name.removesuffix("?"): inner for name, inner in shape.items()}
    if not isinstance(node, Mapping):
        notes.note(node, (), "这里应写明各项", f"写作 {{{'、'.join(known)}}} 的样子，每项一个名称、一个值")
        return
    notes.keys(node, frozenset(known), (), [name for name in shape if not name.endswith("?")])
    for key, value in node.entries:
        if key.text in known and not (isinstance(value, Scalar) and value.is_blank and f"{key.text}?" not in shape):
            _check(notes, value, known[key.text])
