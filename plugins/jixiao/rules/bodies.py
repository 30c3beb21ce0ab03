"""The offices, companies and schools that a text names, and whether two names may be of the same one."""

from __future__ import annotations

import re
from itertools import islice

_ENDS = "委员会|办公厅|办公室|研究院|总局|银行|公司|大学|学院|医院|协会|中心|局|委|办|厅|部|署"
_APART = re.compile(
    r"[^\u3400-\u9fff]|以及|会同|联合|协调|配合|加强|建立|完善|健全|完成|开展|推进|落实|通过|委托|相关|有关|[与及同向由对在至到从经将被给的]"
    r"|(?<=[局委办厅部署院学司行会心])和"
)
"""What parts names. 和 does so only after a whole name: it stands within many (文化和旅游局)."""

_BODY = re.compile(
    rf"(?P<stem>[\u3400-\u9fff]{{1,20}}?)(?P<end>{_ENDS})"
    r"(?!门|分|事|理|公|法|学|案|件|位|队|员|托|派|会|面|长|势|限|名|级|生|医|城|区|部|署|局|室|厅|院|校|任|内|外)"
)
_END = re.compile(_ENDS)
_NOT_A_BODY = re.compile(
    r"(?:格局|布局|结局|全局|大局|当局|开局|部署|签署|举办|承办|主办|开办|协办|督办|交办|查办|创办|停办|干部|内部|外部|全部|总部|局部|"
    r"南部|北部|东部|西部|中部|各部|餐厅|大厅|展厅|客厅|会议中心|数据中心)$"
)
_MOST_NAMED = 20
_SAME_END = {"委员会": "委", "办公室": "办", "办公厅": "办"}


def bodies(text: str) -> tuple[str, ...]:
    """The names of bodies in a text, in the order written, each once; general words (相关单位, 各部门) are none."""
    if not _END.search(text):
        return ()
    pieces = (match.group() for piece in _APART.split(text) if (match := _BODY.match(piece)))
    names = (name for name in pieces if not _NOT_A_BODY.search(name))
    return tuple(dict.fromkeys(islice(names, _MOST_NAMED)))


def may_be_same(one: str, other: str) -> bool:
    """Whether one name can be a short form of the other: 人社局 of 市人力资源社会保障局, but not 工商局 of 工商总局."""
    stem, end = _stem_and_end(one)
    other_stem, other_end = _stem_and_end(other)
    return end == other_end and (_within(stem, other_stem) or _within(other_stem, stem))


def _stem_and_end(name: str) -> tuple[str, str]:
    match = _BODY.fullmatch(name)
    return (match["stem"], _SAME_END.get(match["end"], match["end"])) if match else (name, "")


def _within(short: str, long: str) -> bool:
    """Whether the characters of one stand in the other in the same order."""
    rest = iter(long)
    return all(character in rest for character in short)


def others(names: tuple[str, ...], known: tuple[str, ...]) -> tuple[str, ...]:
    """Those of the names that none of the known ones can stand for."""
    return tuple(name for name in names if not any(may_be_same(name, other) for other in known))
