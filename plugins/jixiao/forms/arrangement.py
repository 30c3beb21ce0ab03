"""How fields stand on the form, as an edition's file says it: what does not go together is noted."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from ..source import Mapping
from .notes import Notes, list_of, text_of

STRUCTURES = ("rows", "record", "indicators", "funding")
"""Kinds that have more than one value."""
ABREAST = {"half": 2, "third": 3}
"""How many fields stand side by side."""


def check_arrangement(notes: Notes, root: Mapping, required: Collection[str]) -> None:
    """Look at every section by itself; the ``required`` roles are of fields that every file fills."""
    for section in list_of(root.get("sections")):
        if isinstance(section, Mapping):
            fields = [field for field in list_of(section.get("fields")) if isinstance(field, Mapping)]
            _section(notes, section, fields, {*required, "year"})
            _side_by_side(notes, [field for field in fields if field.get("added") is None])


def _section(notes: Notes, section: Mapping, fields: list[Mapping], required: Collection[str]) -> None:
    """What a heading above the table, one at its side, and a sheet of its own can be."""
    for name in ("side", "sheet"):
        if (at := section.get(name)) and not text_of(section, "title"):
            notes.note(at, (), f"写了 {name} 的一节没有 title", "补上 title，或删去这一项")
    if section.get("header"):
        if at := section.get("sheet") or section.get("side"):
            notes.note(at, (), "一节不能又在表的上面，又在别处", "header、side、sheet 只写一个")
        for field in fields:
            if text_of(field, "kind") in STRUCTURES:
                notes.note(field, (text_of(field, "label"),), "表的上面只能有一行一个的值", "移到没有 header 的一节")
    if section.get("sheet"):
        for field in fields:
            if text_of(field, "role") in required:
                told = "单独一张纸可以不附，不能有每份申报表都要有的栏目"
                notes.note(field, (text_of(field, "label"),), told, "移到没有 sheet 的一节")


def _side_by_side(notes: Notes, fields: list[Mapping]) -> None:
    """Halves come in twos, thirds in threes."""
    for run in _runs(fields):
        name = _look(run[0])
        missing = -len(run) % ABREAST.get(name, 1)
        if missing:
            last = run[-1]
            told = f"{name} 是每行 {ABREAST[name]} 栏并排，这一行还少 {missing} 栏"
            notes.note(last, (text_of(last, "label"),), told, f"旁边的栏目也写 {name}: yes，或删去这里的")
    for field in fields:
        if field.get("half") and field.get("third"):
            notes.note(field, (text_of(field, "label"),), "又写 half 又写 third", "只留一个")


def _look(field: Mapping) -> str:
    return next((name for name in ABREAST if field.get(name)), "")


def _runs(fields: list[Mapping]) -> Iterator[list[Mapping]]:
    """Fields that follow each other and stand side by side in the same way."""
    run: list[Mapping] = []
    for field in fields:
        if run and _look(run[0]) != _look(field):
            yield run
            run = []
        run.append(field)
    if run:
        yield run
