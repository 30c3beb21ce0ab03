"""What is wrong in an edition's file: each mistake with its line, the field it is in, and what to do about it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from collections.abc import Mapping as TypingMapping
from dataclasses import dataclass, fields
from decimal import Decimal
from difflib import get_close_matches

from ..finding import Place
from ..source import Document, Fault, Mapping, Node, Scalar, Sequence
from ..values import MONEY_FACTORS, Unreadable, read_figure
from .asked import DECLARATIONS, Asked
from .edition import FUNDING_TOTAL, KINDS, PERIODS, Field, FormEdition, Group, Option, Section

GROUP_TAGS = frozenset({"required", "expected", "input", "output", "effect", "influence", "cost", "satisfaction"})
"""What rules may know of a group."""
ONLY_OF: dict[str, tuple[str, ...]] = {
    "keeps_lines": ("long-text",),
    "options": ("choice",),
    "columns": ("rows", "record", "indicators"),
    "groups": ("indicators",),
    "parts": ("funding",),
    "carried_over": ("funding",),
    "comprises": ("money", "funding"),
    "all_groups": ("indicators",),
    "sums_to": ("money",),
    "merges": ("text",),
}
"""What only fields of some kinds have."""
NEEDED = ("options", "columns", "groups", "parts")
"""Of these, what a field of the kind cannot be without."""
OF_COLUMNS = frozenset({"width", "sums_to", "merges"})
NOT_OF_PERSONS = frozenset({"role", "required", "added"})
NOT_OF_COLUMNS = frozenset({"half", "third", "above", "side", "added", "comprises"})
STRUCTURES = ("rows", "record", "indicators", "funding")
YES = "yes"
_POINTS = ("whole", "execution", "indicators", "weights")
WIDEST = 60
LONGEST_LABEL = 60
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_PLACEHOLDER = re.compile(r"\{([^{}]*)\}|[{}]")
_YEARS = ("year", "from", "to")


@dataclass(frozen=True, slots=True)
class Mistake:
    """One mistake: its place, the labels that lead to it, what it is, and what to do."""

    place: Place
    where: tuple[str, ...]
    what: str
    remedy: str

    def told(self, file: str) -> str:
        """One line: ``file:line:column 栏目“项目名称”：没有 kind；写明 kind``."""
        where = f"栏目“{'／'.join(self.where)}”：" if self.where else ""
        return f"{file}:{self.place.line}:{self.place.column} {where}{self.what}；{self.remedy}"


def mistakes_in(
    document: Document, common: Collection[str] = (), asked: Asked = DECLARATIONS, persons: Collection[str] = ()
) -> tuple[Mistake, ...]:
    """Every mistake in an edition's file, by their places.

    ``common`` are labels of fields that every file may have, ``persons`` those of fields that are not published.
    """
    if document.root is None or document.faults:
        return tuple(map(_of_fault, document.faults)) or (Mistake(Place(), (), "文件是空的", "照一份现有的表式写"),)
    checker = _Checker(asked, common, persons)
    checker.edition(document.root)
    return tuple(sorted(checker.found, key=lambda mistake: mistake.place))


def _of_fault(fault: Fault) -> Mistake:
    facts = fault.facts
    if "first" in facts:
        return Mistake(fault.place, (), f"“{facts['key']}”写了两次，第一次在第 {facts['first']} 行", "删去一处")
    what = facts.get("what") or f"这里有{facts.get('kind', '不能用的字符')} {facts.get('code', '')}".rstrip()
    return Mistake(fault.place, (), what, facts.get("remedy", "请删去"))


def _names(*kinds: type) -> frozenset[str]:
    return frozenset(field.name for kind in kinds for field in fields(kind))


def _of_type(written: str) -> frozenset[str]:
    return frozenset(
        field.name for kind in (Field, Section, FormEdition, Option) for field in fields(kind) if field.type == written
    )


class _Checker:
    """Walks an edition's file and notes what is wrong."""

    def __init__(self, asked: Asked, common: Collection[str], persons: Collection[str]) -> None:
        self.found: list[Mistake] = []
        self._asked, self._common, self._persons = asked, common, persons
        self._roles: dict[str, tuple[Mapping, str]] = {}

    def _note(self, node: Node, where: tuple[str, ...], what: str, remedy: str) -> None:
        self.found.append(Mistake(Place(node.line, node.column), where, what, remedy))

    # The parts of a file

    def edition(self, root: Mapping) -> None:
        """The file as a whole."""
        needed = ("title", "money_unit", "sections", *(("kind",) if self._asked.kinds else ()))
        self._keys(root, _names(FormEdition) - {"id"} | self._asked.root, (), needed)
        self._one_of(root, "money_unit", tuple(MONEY_FACTORS), ())
        self._one_of(root, "kind", self._asked.kinds, ())
        self._points(root.get("points"))
        labels: list[tuple[str, Node]] = []
        for section in self._items(root, "sections", ()):
            labels += self._section(section)
        self._unique(labels, (), self._common)
        self._whole(root)

    def _points(self, node: Node | None) -> None:
        """How points are given: numbers, of which execution and indicators make up the whole, or the indicators alone."""
        if node is None:
            return
        if not isinstance(node, Mapping):
            self._note(
                node, (), "points 应写明满分和各部分", "写作 points: {whole: 100, execution: 10, indicators: 90}"
            )
            return
        self._keys(node, frozenset(_POINTS), (), needed=("whole",))
        given = {name: self._figure(name, value) for name in _POINTS if (value := node.get(name))}
        if None in given.values() or "whole" not in given:
            return
        whole, execution = given["whole"] or Decimal(0), given.get("execution") or Decimal(0)
        indicators = given.get("indicators")
        if indicators not in (None, whole, whole - execution) or execution > whole:
            told = f"执行 {execution}、指标 {indicators} 与满分 {whole} 不符"
            self._note(node, (), told, "预算执行在满分之内的，两项之和是满分；另计的，indicators 就是满分")

    def _figure(self, name: str, node: Node) -> Decimal | None:
        try:
            return read_figure(node.text if isinstance(node, Scalar) else "").value
        except Unreadable:
            self._note(node, (), f"points 的 {name} 应是数字", f"例如 {name}: 100")
            return None

    def _section(self, node: Node) -> Iterator[tuple[str, Node]]:
        if not isinstance(node, Mapping):
            self._note(node, (), "这里应是一节", "写明 fields，有标题的写 title")
            return
        self._keys(node, _names(Section), (), needed=("fields",))
        self._placeholders(node, "title", ())
        for field in self._items(node, "fields", ()):
            yield from self._field(field, ())

    def _field(self, node: Node, above: tuple[str, ...]) -> Iterator[tuple[str, Node]]:
        """A field or, below one, a column."""
        if not isinstance(node, Mapping):
            self._note(node, above, "这里应是一个栏目", "写作 {label: …, kind: …}")
            return
        label = _text(node, "label").strip()
        where = (*above, label) if label else above
        self._keys(node, _names(Field), where, needed=("label", "kind"))
        self._one_of(node, "kind", KINDS, where)
        self._one_of(node, "period", PERIODS[1:], where)
        self._placeholders(node, "printed", where)
        self._of_kind(node, _text(node, "kind"), where, is_column=bool(above))
        if len(label) > LONGEST_LABEL or "\n" in label:
            self._note(
                node, above, f"栏目名超过 {LONGEST_LABEL} 个字或不止一行", "label 写表上的标签，说明写在 help 里"
            )
        for option in self._items(node, "options", where):
            self._option(option, where)
        self._unique(self._labels(node, "options", where), where)
        self._unique(self._labels(node, "options", where, "id"), where, what="id ")
        self._groups(node, where)
        self._unique(
            [pair for column in self._items(node, "columns", where) for pair in self._field(column, where)], where
        )
        self._parts(node, where)
        if not above:
            self._role(node, label)
        self._columns(node, where)
        if label:
            yield label, node.get("label") or node

    def _of_kind(self, node: Mapping, kind: str, where: tuple[str, ...], is_column: bool) -> None:
        """Whether a field has what its kind needs, and nothing that only others have."""
        for key, _ in node.entries:
            kinds = ONLY_OF.get(key.text, KINDS)
            if kind in KINDS and kind not in kinds:
                self._note(key, where, f"{kind} 类的栏目没有 {key.text}", f"删去，或把 kind 改成 {'、'.join(kinds)}")
            elif kind == "person" and key.text in NOT_OF_PERSONS:
                self._note(
                    key, where, f"person 类的栏目没有 {key.text}", "涉及个人的栏目照印，不录入、不公布；删去这一项"
                )
            elif key.text in (NOT_OF_COLUMNS if is_column else OF_COLUMNS):
                place = "列" if is_column else "栏目"
                self._note(key, where, f"{place}没有 {key.text}", "删去这一项")
        for name in NEEDED:
            if kind in ONLY_OF[name] and not node.get(name):
                self._note(node, where, f"{kind} 类的栏目要写明 {name}", f"补上 {name}")
        label = _text(node, "label")
        if kind in KINDS and kind != "person" and label in self._persons:
            self._note(node.get("kind") or node, where, f"“{label}”涉及个人，不公布", "kind 写 person：照印，不录入")
        if is_column and kind in STRUCTURES:
            self._note(node.get("kind") or node, where, f"列不能是 {kind} 类", "表里的每一格只有一个值")

    def _option(self, node: Node, where: tuple[str, ...]) -> None:
        if not isinstance(node, Mapping):
            self._note(node, where, "选项应写明 id 和 label", "写作 {id: recurrent, label: 经常性项目}")
            return
        known = _names(Option) - {"filed"} - (frozenset() if self._asked.kinds else {"part_of"})
        self._keys(node, known, where, needed=("id", "label"))
        if (option_id := _text(node, "id")) and not _ID.fullmatch(option_id):
            self._note(node.get("id") or node, where, f"id“{option_id}”不能用在网址里", "只用小写字母、数字和连字符")
        self._tags(node, self._asked.option_tags, where)

    def _groups(self, node: Mapping, where: tuple[str, ...]) -> None:
        for group in self._items(node, "groups", where):
            if not isinstance(group, Mapping):
                self._note(group, where, "指标组应写明 label", "写作 {label: 产出指标, subgroups: [数量指标]}")
                continue
            self._keys(group, _names(Group) - {"subgroup_tags"}, where, needed=("label",))
            self._tags(group, GROUP_TAGS, where)
            for subgroup in self._items(group, "subgroups", where):
                if isinstance(subgroup, Mapping):
                    self._keys(subgroup, frozenset({"label", "tags"}), where, needed=("label",))
                    self._tags(subgroup, GROUP_TAGS, where)
            self._unique(self._labels(group, "subgroups", where), (*where, _text(group, "label")))
        self._unique(self._labels(node, "groups", where), where)

    def _parts(self, node: Mapping, where: tuple[str, ...]) -> None:
        labels = self._labels(node, "parts", where)
        self._unique(labels, where, (FUNDING_TOTAL,))
        for part in self._items(node, "parts", where):
            if isinstance(part, Mapping):
                self._keys(part, _names(Field), where, needed=("label",))
                self._parts(part, (*where, _text(part, "label")))
        carried_over = node.get("carried_over")
        if isinstance(carried_over, Scalar) and carried_over.text not in set(_all_parts(node)):
            self._note(carried_over, where, f"parts 里没有“{carried_over.text}”", "写 parts 里的一个名称")

    def _role(self, node: Mapping, label: str) -> None:
        role = _text(node, "role")
        if not role:
            return
        where, at = (label,), node.get("role") or node
        if role in self._roles and role not in self._asked.several:
            first, other = self._roles[role]
            self._note(at, where, f"role {role} 已由第 {first.line} 行的“{other}”担任", "一个 role 只能给一个栏目")
            return
        self._roles.setdefault(role, (node, label))
        self._role_kind(node, where, role, self._asked.roles)
        close = get_close_matches(role, self._asked.roles, 1, 0.8)
        if role not in self._asked.roles and close and close[0] not in self._roles:
            self._note(
                at, where, f"程序不认得 role“{role}”，它与 {close[0]} 只差一点", f"改成 {close[0]}，或换一个不相近的"
            )

    def _role_kind(
        self,
        node: Mapping,
        where: tuple[str, ...],
        role: str,
        known: TypingMapping[str, tuple[str, ...]],
        what: str = "栏目",
    ) -> None:
        kinds = known.get(role, KINDS)
        if (kind := _text(node, "kind")) in KINDS and kind not in kinds:
            at = node.get("role") or node
            self._note(at, where, f"role 是 {role} 的{what}不能是 {kind} 类", f"kind 写 {'、'.join(kinds)}")

    def _columns(self, node: Mapping, where: tuple[str, ...]) -> None:
        """The roles of a table's columns: each once for each period, and those that the table cannot be without."""
        columns = [column for column in self._items(node, "columns", where) if isinstance(column, Mapping)]
        seen = Counter[tuple[str, str]]()
        for column in columns:
            key = _text(column, "role"), _text(column, "period")
            seen[key] += 1
            if key[0] and seen[key] > 1:
                told = f"role {key[0]}（{key[1]}）" if key[1] else f"role {key[0]}"
                at = column.get("role") or column
                remedy = "各期间的指标值用 period 区分" if key[0] == "target" else "只留一个，其余的不写 role"
                self._note(at, (*where, _text(column, "label")), f"有两列是 {told}", remedy)
        self._column_roles(node, columns)
        roles = {_text(column, "role"): column for column in columns}
        if _text(node, "kind") == "indicators" and columns and "name" not in roles:
            self._note(node.get("columns") or node, where, "没有一列是指标的名称", "给名称一列写 role: name")
        if _text(node, "role") == "subprojects" and columns:
            for role in ("name", "amount"):
                if role not in roles or _text(roles[role], "required") != YES:
                    self._note(
                        node.get("columns") or node,
                        where,
                        f"资金构成（role subprojects）要有必填的一列，role 是 {role}",
                        "补上这一列，或删去栏目的 role",
                    )

    def _column_roles(self, node: Mapping, columns: Iterable[Mapping]) -> None:
        """Whether the roles of a table's columns are such as the program knows there, where it knows all of them."""
        known = self._asked.columns.get(_text(node, "role")) or self._asked.columns.get(_text(node, "kind"))
        for column in columns if known else ():
            role, where = _text(column, "role"), (_text(node, "label"), _text(column, "label"))
            if known and role and role not in known:
                close = get_close_matches(role, known, 1, 0.6)
                hint = f"是否想写 {close[0]}" if close else f"可用的是 {'、'.join(known)}；照原文公布的不写 role"
                self._note(column.get("role") or column, where, f"这张表没有 role 是 {role} 的列", hint)
            elif known:
                self._role_kind(column, where, role, known, "列")

    def _whole(self, root: Mapping) -> None:
        """What an edition must have among all its fields."""
        self._sources(root)
        for role in sorted(self._asked.required):
            node, label = self._roles.get(role, (None, ""))
            if node is None:
                kinds = "、".join(self._asked.roles[role])
                self._note(root, (), f"没有一个栏目的 role 是 {role}", f"给这样的栏目写 role: {role}，kind 是 {kinds}")
            elif _text(node, "required") != YES:
                self._note(node, (label,), f"role 是 {role} 的栏目必须填写", "写上 required: yes")
        node, label = self._roles.get("budget.current_year", (None, ""))
        if node is not None and not self._asked.kinds and not _text(node, "comprises"):
            self._note(node, (label,), "没有说明当年预算包含什么", "写上 comprises；包含的不同，就不相加、不对比")
        for where, column in self._all_columns(root):
            total = _text(column, "sums_to")
            if total and _text(self._roles.get(total, (column, ""))[0], "kind") not in ("money", "funding"):
                self._note(
                    column.get("sums_to") or column, where, f"没有 role 是 {total} 的金额栏目", "写一个金额栏目的 role"
                )
            if total and total not in self._roles:
                self._note(
                    column.get("sums_to") or column, where, f"没有栏目的 role 是 {total}", "写一个金额栏目的 role"
                )

    def _sources(self, root: Mapping) -> None:
        """Each source of funds that is part of another is part of one that is there, and not of itself by whatever way."""
        columns = [(where, column) for where, column in self._all_columns(root) if _text(column, "role") == "source"]
        options = [(where, one) for where, column in columns for one in _list(column.get("options"))]
        above = {_text(one, "id"): _text(one, "part_of") for _, one in options if isinstance(one, Mapping)}
        for where, one in options:
            whole = _text(one, "part_of") if isinstance(one, Mapping) else ""
            if whole and (whole not in above or _leads_back(above, whole)):
                self._note(one, where, f"part_of“{whole}”不是另一种资金的 id", "写它所属的那种资金的 id")

    def _all_columns(self, root: Mapping) -> Iterator[tuple[tuple[str, ...], Mapping]]:
        for section in _list(root.get("sections")):
            for field in _list(section.get("fields")) if isinstance(section, Mapping) else ():
                for column in _list(field.get("columns")) if isinstance(field, Mapping) else ():
                    if isinstance(field, Mapping) and isinstance(column, Mapping):
                        yield (_text(field, "label"), _text(column, "label")), column

    # What any mapping may have wrong

    def _keys(self, node: Mapping, known: frozenset[str], where: tuple[str, ...], needed: Iterable[str]) -> None:
        for key, value in node.entries:
            if key.text not in known:
                close = get_close_matches(key.text[:100], known, 1, 0.6)
                hint = f"是否想写 {close[0]}" if close else f"可用的是 {'、'.join(sorted(known))}"
                self._note(key, where, f"没有“{key.text[:40]}”这一项", hint)
            elif key.text in _of_type("bool"):
                if not (isinstance(value, Scalar) and value.text == YES):
                    self._note(value, where, f"{key.text} 只能写 yes", "不要的整项删去")
            elif key.text in _of_type("int"):
                self._number(key, value, where)
        for name in needed:
            value_of = node.get(name)
            if value_of is None or (isinstance(value_of, Scalar) and value_of.is_blank):
                self._note(node, where, f"没有写 {name}", f"补上 {name}")

    def _number(self, key: Scalar, value: Node, where: tuple[str, ...]) -> None:
        written = value.text if isinstance(value, Scalar) else ""
        if not (written.isascii() and written.isdigit() and 1 <= int(written[:5]) <= WIDEST):
            self._note(value, where, f"{key.text} 应是 1 到 {WIDEST} 的整数", "例如 width: 3，是与其他列相比的宽度")

    def _one_of(self, node: Mapping, key: str, known: tuple[str, ...], where: tuple[str, ...]) -> None:
        value = node.get(key)
        if value is None or (isinstance(value, Scalar) and (value.text in known or value.is_blank)):
            return
        written = value.text[:40] if isinstance(value, Scalar) else ""
        close = get_close_matches(written, known, 1, 0.6)
        hint = f"是否想写 {close[0]}" if close else f"可用的是 {'、'.join(known)}"
        self._note(value, where, f"没有“{written}”这种 {key}", hint)

    def _placeholders(self, node: Mapping, key: str, where: tuple[str, ...]) -> None:
        value = node.get(key)
        if not isinstance(value, Scalar):
            return
        for found in _PLACEHOLDER.finditer(value.text):
            if found[1] not in _YEARS:
                known = "、".join(f"{{{name}}}" for name in _YEARS)
                self._note(value, where, f"{key} 里的“{found[0]}”没有意义", f"可用的是 {known}，要印花括号的用全角")

    def _tags(self, node: Mapping, known: frozenset[str], where: tuple[str, ...]) -> None:
        for tag in self._items(node, "tags", where):
            if not (isinstance(tag, Scalar) and tag.text in known):
                written = tag.text[:40] if isinstance(tag, Scalar) else ""
                self._note(tag, where, f"没有“{written}”这种 tag", f"可用的是 {'、'.join(sorted(known))}")

    def _items(self, node: Mapping, key: str, where: tuple[str, ...]) -> tuple[Node, ...]:
        """The items of a list; what is no list is told once, by whoever asks first."""
        value = node.get(key)
        if value is None or isinstance(value, Sequence):
            return value.items if value else ()
        mistake = Mistake(Place(value.line, value.column), where, f"{key} 应是列表", "每项以“- ”开头，或写在 [ ] 里")
        if mistake not in self.found:
            self.found.append(mistake)
        return ()

    def _labels(self, node: Mapping, key: str, where: tuple[str, ...], name: str = "label") -> list[tuple[str, Node]]:
        found: list[tuple[str, Node]] = []
        for item in self._items(node, key, where):
            if isinstance(item, Scalar):
                found.append((item.text, item))
            elif isinstance(item, Mapping) and (text := _text(item, name)):
                found.append((text, item.get(name) or item))
        return found

    def _unique(
        self, labels: Iterable[tuple[str, Node]], where: tuple[str, ...], taken: Collection[str] = (), what: str = ""
    ) -> None:
        first = dict.fromkeys(taken, 0)
        for label, node in labels:
            if label not in first:
                first[label] = node.line
            elif first[label]:
                self._note(node, where, f"{what}“{label}”写了两次，第一次在第 {first[label]} 行", "改成不同的名称")
            else:
                self._note(node, where, f"“{label}”是每份文件都有的栏目", "换一个名称")


def _text(node: Mapping, key: str) -> str:
    value = node.get(key)
    return value.text if isinstance(value, Scalar) and not value.is_blank else ""


def _list(node: Node | None) -> tuple[Node, ...]:
    return node.items if isinstance(node, Sequence) else ()


def _leads_back(above: TypingMapping[str, str], start: str) -> bool:
    """Whether whoever goes from one to that above, and so on, comes back."""
    passed = set[str]()
    while start and start not in passed:
        passed.add(start)
        start = above.get(start, "")
    return bool(start)


def _all_parts(node: Mapping) -> Iterator[str]:
    for part in _list(node.get("parts")):
        if isinstance(part, Scalar):
            yield part.text
        elif isinstance(part, Mapping):
            yield _text(part, "label")
            yield from _all_parts(part)
