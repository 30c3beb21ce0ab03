"""What is wrong in an edition's file: each mistake with its line, the field it is in, and what to do about it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from collections.abc import Mapping as TypingMapping
from decimal import Decimal
from difflib import get_close_matches

from ..source import Document, Fault, Mapping, Node, Scalar
from ..values import MONEY_FACTORS, Unreadable, read_figure
from .arrangement import STRUCTURES, check_arrangement
from .asked import DECLARATIONS, Asked
from .edition import FUNDING_TOTAL, KINDS, PERIODS, Field, FormEdition, Group, Option, Section
from .notes import YES, Mistake, Notes, instead, list_of, names_of, text_of

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
OF_PARTS = frozenset({"label", "printed", "kind", "parts"})
"""What a part of a total may say."""
WITH_PERIOD = ("operator", "target", "unit", "actual", "forecast")
"""Columns that may be said of a period of their own."""
TAKEN_ROLES = frozenset({"edition", "provenance", "predecessor", "answers", "amendments"})
"""Roles of the fields that every file may have beside its form's own."""
NOT_OF_COLUMNS = frozenset({"half", "third", "above", "side", "added", "comprises"})
_POINTS = ("whole", "execution", "indicators", "weights")
LONGEST_LABEL = 60
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


def mistakes_in(
    document: Document, common: Collection[str] = (), asked: Asked = DECLARATIONS, persons: Collection[str] = ()
) -> tuple[Mistake, ...]:
    """Every mistake in an edition's file, by their places.

    ``common`` are labels of fields that every file may have, ``persons`` those of fields that are not published.
    """
    if document.root is None or document.faults:
        return tuple(map(_of_fault, document.faults))
    found = _Checker(asked, common, persons).edition(document.root)
    return tuple(sorted(found, key=lambda mistake: mistake.place))


def _of_fault(fault: Fault) -> Mistake:
    facts = fault.facts
    if "first" in facts:
        return Mistake(fault.place, (), f"“{facts['key']}”写了两次，第一次在第 {facts['first']} 行", "删去一处")
    what = facts.get("what") or f"这里有{facts.get('kind', '不能用的字符')} {facts.get('code', '')}".rstrip()
    return Mistake(fault.place, (), what, _ADVICE.get(facts.get("remedy", ""), facts.get("remedy", "请删去")))


_ADVICE = {
    "参照一份已有的申报表填写": "参照一份已有的表式写",
    "把内容按申报表的栏目写成文本文件，只改扩展名没有用": "把内容按表式的写法写成文本文件，只改扩展名没有用",
    "删去 --- ，每份申报表单独一个文件": "删去 --- ，每种表式单独一个文件",
}
"""What is advised of declarations, as it is of editions."""


class _Checker:
    """Walks an edition's file and notes what is wrong."""

    def __init__(self, asked: Asked, common: Collection[str], persons: Collection[str]) -> None:
        self._notes = Notes()
        self._asked, self._common, self._persons = asked, common, persons
        self._roles: dict[str, tuple[Mapping, str]] = {}

    # The parts of a file

    def edition(self, root: Mapping) -> Collection[Mistake]:
        """The mistakes of the file as a whole."""
        needed = ("title", "money_unit", "sections", *(("kind",) if self._asked.kinds else ()))
        self._notes.keys(root, names_of(FormEdition) - {"id"} | self._asked.root, (), needed)
        self._notes.one_of(root, "money_unit", tuple(MONEY_FACTORS), ())
        self._notes.one_of(root, "kind", self._asked.kinds, ())
        self._points(root.get("points"))
        labels: list[tuple[str, Node]] = []
        for section in self._notes.items(root, "sections", ()):
            labels += self._section(section)
        self._notes.unique(labels, (), self._common)
        check_arrangement(self._notes, root, self._asked.required)
        if labels:
            self._whole(root)
        return self._notes.found

    def _points(self, node: Node | None) -> None:
        """How points are given: numbers, of which execution and indicators make up the whole, or the indicators alone."""
        if node is None:
            return
        if not isinstance(node, Mapping):
            self._notes.note(
                node, (), "points 应写明满分和各部分", "写作 points: {whole: 100, execution: 10, indicators: 90}"
            )
            return
        self._notes.keys(node, frozenset(_POINTS), (), needed=("whole",))
        given = {name: self._figure(name, value) for name in _POINTS if (value := node.get(name))}
        if None in given.values() or "whole" not in given:
            return
        whole, execution = given["whole"] or Decimal(0), given.get("execution") or Decimal(0)
        indicators = given.get("indicators")
        if not whole or given.get("weights") == 0:
            self._notes.note(node, (), "points 的 whole 和 weights 不能是 0", "写满分和权重的合计；不给分的整项删去")
        elif indicators not in (None, whole, whole - execution) or execution > whole:
            told = f"执行 {execution}、指标 {indicators} 与满分 {whole} 不符"
            self._notes.note(node, (), told, "预算执行在满分之内的，两项之和是满分；另计的，indicators 就是满分")

    def _figure(self, name: str, node: Node) -> Decimal | None:
        try:
            return read_figure(node.text if isinstance(node, Scalar) else "").value
        except Unreadable:
            self._notes.note(node, (), f"points 的 {name} 应是数字", f"例如 {name}: 100")
            return None

    def _section(self, node: Node) -> Iterator[tuple[str, Node]]:
        if not isinstance(node, Mapping):
            self._notes.note(node, (), "这里应是一节", "写明 fields，有标题的写 title")
            return
        self._notes.keys(node, names_of(Section), (), needed=("fields",))
        self._notes.placeholders(node, "title", ())
        for field in self._notes.items(node, "fields", ()):
            yield from self._field(field, ())

    def _field(self, node: Node, above: tuple[str, ...]) -> Iterator[tuple[str, Node]]:
        """A field or, below one, a column."""
        if not isinstance(node, Mapping):
            self._notes.note(node, above, "这里应是一个栏目", "写作 {label: …, kind: …}")
            return
        label = text_of(node, "label").strip()
        where = (*above, label) if label else above
        self._notes.keys(node, names_of(Field), where, needed=("label", "kind"))
        self._notes.one_of(node, "kind", KINDS, where)
        self._notes.one_of(node, "period", PERIODS[1:], where)
        self._notes.placeholders(node, "printed", where)
        self._of_kind(node, text_of(node, "kind"), where, is_column=bool(above))
        self._label(node, above)
        for option in self._notes.items(node, "options", where):
            self._option(option, where)
        self._notes.unique(self._notes.labels(node, "options", where), where)
        self._notes.unique(self._notes.labels(node, "options", where, "id"), where, what="id ")
        self._groups(node, where)
        self._notes.unique(
            [pair for column in self._notes.items(node, "columns", where) for pair in self._field(column, where)], where
        )
        self._parts(node, where)
        if not above:
            self._role(node, label)
        self._columns(node, where)
        if label:
            yield label, node.get("label") or node

    def _label(self, node: Mapping, above: tuple[str, ...]) -> None:
        label = text_of(node, "label")
        if len(label) > LONGEST_LABEL or "\n" in label:
            remedy = "label 写表上的标签，说明写在 help 里"
            self._notes.note(node, above, f"栏目名超过 {LONGEST_LABEL} 个字或不止一行", remedy)
        elif label != label.strip():
            self._notes.note(node.get("label") or node, above, f"栏目名“{label}”前后有空格", "删去空格")

    def _of_kind(self, node: Mapping, kind: str, where: tuple[str, ...], is_column: bool) -> None:
        """Whether a field has what its kind needs, and nothing that only others have."""
        for key, _ in node.entries:
            kinds = ONLY_OF.get(key.text, KINDS)
            if kind in KINDS and kind not in kinds:
                self._notes.note(
                    key, where, f"{kind} 类的栏目没有 {key.text}", f"删去，或把 kind 改成 {'、'.join(kinds)}"
                )
            elif kind == "person" and key.text in NOT_OF_PERSONS:
                self._notes.note(
                    key, where, f"person 类的栏目没有 {key.text}", "涉及个人的栏目照印，不录入、不公布；删去这一项"
                )
            elif key.text in (NOT_OF_COLUMNS if is_column else OF_COLUMNS):
                place = "列" if is_column else "栏目"
                self._notes.note(key, where, f"{place}没有 {key.text}", "删去这一项")
            elif key.text == "period" and not self._may_have_period(node, is_column):
                told = "period 只写在指标表上，或指标表里 role 是 target、operator、unit 的列上"
                self._notes.note(key, where, told, "删去这一项；项目的起止时间写 role: period")
        self._notes.needs(node, (name for name in NEEDED if kind in ONLY_OF[name]), where)
        label = text_of(node, "label")
        if kind in KINDS and kind != "person" and label in self._persons:
            self._notes.note(
                node.get("kind") or node, where, f"“{label}”涉及个人，不公布", "kind 写 person：照印，不录入"
            )
        if is_column and kind in STRUCTURES:
            self._notes.note(node.get("kind") or node, where, f"列不能是 {kind} 类", "表里的每一格只有一个值")

    def _may_have_period(self, node: Mapping, is_column: bool) -> bool:
        return text_of(node, "role") in WITH_PERIOD if is_column else text_of(node, "kind") == "indicators"

    def _option(self, node: Node, where: tuple[str, ...]) -> None:
        if not isinstance(node, Mapping):
            self._notes.note(node, where, "选项应写明 id 和 label", "写作 {id: recurrent, label: 经常性项目}")
            return
        known = names_of(Option) - {"filed"} - (frozenset() if self._asked.kinds else {"part_of"})
        self._notes.keys(node, known, where, needed=("id", "label"))
        if (option_id := text_of(node, "id")) and not _ID.fullmatch(option_id):
            self._notes.note(
                node.get("id") or node, where, f"id“{option_id}”不能用在网址里", "只用小写字母、数字和连字符"
            )
        self._notes.tags(node, self._asked.option_tags, where)

    def _groups(self, node: Mapping, where: tuple[str, ...]) -> None:
        for group in self._notes.named(node, "groups", where, "{label: 产出指标, subgroups: [数量指标]}"):
            if isinstance(group, Mapping):
                self._notes.keys(group, names_of(Group) - {"subgroup_tags"}, where, needed=("label",))
                self._notes.tags(group, GROUP_TAGS, where)
                for subgroup in self._notes.named(group, "subgroups", where, "{label: 成本指标, tags: [cost]}"):
                    if isinstance(subgroup, Mapping):
                        self._notes.keys(subgroup, frozenset({"label", "tags"}), where, needed=("label",))
                        self._notes.tags(subgroup, GROUP_TAGS, where)
                self._notes.unique(self._notes.labels(group, "subgroups", where), (*where, text_of(group, "label")))
        self._notes.unique(self._notes.labels(node, "groups", where), where)

    def _parts(self, node: Mapping, where: tuple[str, ...]) -> None:
        labels = self._notes.labels(node, "parts", where)
        self._notes.unique(labels, where, (FUNDING_TOTAL,), by="总额自己的名称")
        for part in self._notes.named(node, "parts", where, "{label: 财政拨款, parts: [中央资金, 省级资金]}"):
            if isinstance(part, Mapping):
                self._notes.keys(part, OF_PARTS, where, needed=("label",))
                self._parts(part, (*where, text_of(part, "label")))
        carried_over = node.get("carried_over")
        if isinstance(carried_over, Scalar) and carried_over.text not in set(_all_parts(node)):
            self._notes.note(carried_over, where, f"parts 里没有“{carried_over.text}”", "写 parts 里的一个名称")

    def _role(self, node: Mapping, label: str) -> None:
        role = text_of(node, "role")
        if not role:
            return
        where, at = (label,), node.get("role") or node
        if role in TAKEN_ROLES:
            self._notes.note(at, where, f"role {role} 是每份文件都有的栏目的", "换一个，或删去")
        elif role in self._roles and role not in self._asked.several:
            first, other = self._roles[role]
            self._notes.note(
                at, where, f"role {role} 已由第 {first.line} 行的“{other}”担任", "一个 role 只能给一个栏目"
            )
        else:
            self._roles.setdefault(role, (node, label))
            self._role_kind(node, where, role, self._asked.roles)
            self._nearly(role, at, where)

    def _nearly(self, role: str, at: Node, where: tuple[str, ...]) -> None:
        """A role that nobody knows, but for a letter."""
        close = get_close_matches(role, self._asked.roles, 1, 0.75)
        if role not in self._asked.roles and close and close[0] not in self._roles:
            self._notes.note(
                at,
                where,
                f"程序不认得 role“{role}”，它与 {close[0]} 只差一点",
                f"是否想写 {close[0]}；不是的，换一个不相近的",
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
        if (kind := text_of(node, "kind")) in KINDS and kind not in kinds:
            at = node.get("role") or node
            self._notes.note(at, where, f"role 是 {role} 的{what}不能是 {kind} 类", f"kind 写 {'、'.join(kinds)}")

    def _columns(self, node: Mapping, where: tuple[str, ...]) -> None:
        """The roles of a table's columns: each once for each period, and those that the table cannot be without."""
        columns = [column for column in self._notes.items(node, "columns", where) if isinstance(column, Mapping)]
        seen = Counter[tuple[str, str]]()
        for column in columns:
            key = text_of(column, "role"), text_of(column, "period")
            seen[key] += 1
            if key[0] and seen[key] > 1:
                told = f"role {key[0]}（{key[1]}）" if key[1] else f"role {key[0]}"
                at = column.get("role") or column
                remedy = "各期间的指标值用 period 区分" if key[0] == "target" else "只留一个，其余的不写 role"
                self._notes.note(at, (*where, text_of(column, "label")), f"有两列是 {told}", remedy)
        self._column_roles(node, columns)
        roles = {text_of(column, "role"): column for column in columns}
        if text_of(node, "kind") == "indicators" and columns and "name" not in roles:
            self._notes.note(node.get("columns") or node, where, "没有一列是指标的名称", "给名称一列写 role: name")
        if text_of(node, "role") == "subprojects" and columns:
            for role in ("name", "amount"):
                if role not in roles or text_of(roles[role], "required") != YES:
                    self._notes.note(
                        node.get("columns") or node,
                        where,
                        f"资金构成（role subprojects）要有必填的一列，role 是 {role}",
                        "补上这一列，或删去栏目的 role",
                    )

    def _column_roles(self, node: Mapping, columns: Iterable[Mapping]) -> None:
        """Whether the roles of a table's columns are such as the program knows there, where it knows all of them."""
        known = self._asked.columns.get(text_of(node, "role")) or self._asked.columns.get(text_of(node, "kind"))
        for column in columns if known else ():
            role, where = text_of(column, "role"), (text_of(node, "label"), text_of(column, "label"))
            if known and role and role not in known:
                hint = f"{instead(role, known)}；照原文公布的不写 role"
                self._notes.note(column.get("role") or column, where, f"这张表没有 role 是 {role} 的列", hint)
            elif known:
                self._role_kind(column, where, role, known, "列")

    def _whole(self, root: Mapping) -> None:
        """What an edition must have among all its fields."""
        self._sources(root)
        self._once(root)
        for role in sorted(self._asked.required):
            node, label = self._roles.get(role, (None, ""))
            if node is None:
                kinds = "、".join(self._asked.roles[role])
                self._notes.note(
                    root, (), f"没有一个栏目的 role 是 {role}", f"给这样的栏目写 role: {role}，kind 是 {kinds}"
                )
            elif text_of(node, "required") != YES:
                self._notes.note(node, (label,), f"role 是 {role} 的栏目必须填写", "写上 required: yes")
        self._there(root)
        node, label = self._roles.get("budget.current_year", (None, ""))
        if node is not None and not self._asked.kinds and not text_of(node, "comprises"):
            self._notes.note(
                node, (label,), "没有说明当年预算包含什么", "写上 comprises；包含的不同，就不与上年对比，合计分口径说明"
            )
        for where, column in self._all_columns(root):
            total = text_of(column, "sums_to")
            if total and text_of(self._roles.get(total, (column, ""))[0], "kind") not in ("money", "funding"):
                self._notes.note(
                    column.get("sums_to") or column, where, f"没有 role 是 {total} 的金额栏目", "写一个金额栏目的 role"
                )
            if total and total not in self._roles:
                self._notes.note(
                    column.get("sums_to") or column, where, f"没有栏目的 role 是 {total}", "写一个金额栏目的 role"
                )

    def _there(self, root: Mapping) -> None:
        """What a declaration cannot be without, whether or not its originals have it filled in."""
        if self._asked.kinds:
            return
        if "year" not in self._roles:
            told = "给年度一栏写 role: year；表上没有的，加 {label: 年度, kind: year, role: year, required: yes, added: yes}"
            self._notes.note(root, (), "没有一个栏目的 role 是 year", told)
        if not any(text_of(field, "kind") == "indicators" for field in all_fields(root)):
            self._notes.note(root, (), "没有一个栏目的 kind 是 indicators", "给绩效指标表写 kind: indicators")

    def _sources(self, root: Mapping) -> None:
        """Each source of funds that is part of another is part of one that is there, and not of itself by whatever way."""
        columns = [(where, column) for where, column in self._all_columns(root) if text_of(column, "role") == "source"]
        options = [(where, one) for where, column in columns for one in list_of(column.get("options"))]
        above = {text_of(one, "id"): text_of(one, "part_of") for _, one in options if isinstance(one, Mapping)}
        for where, one in options:
            whole = text_of(one, "part_of") if isinstance(one, Mapping) else ""
            if whole and (whole not in above or _leads_back(above, whole)):
                self._notes.note(one, where, f"part_of“{whole}”不是另一种资金的 id", "写它所属的那种资金的 id")

    def _once(self, root: Mapping) -> None:
        """What a form says once: its unit, and its period in one way."""
        units = [field for field in all_fields(root) if text_of(field, "kind") == "unit"]
        for field in units[1:]:
            told = f"kind: unit 已由“{text_of(units[0], 'label')}”担任"
            self._notes.note(field, (text_of(field, "label"),), told, "其他单位的名称写 kind: text")
        for role in {"period.start", "period.end"} & self._roles.keys() if "period" in self._roles else ():
            node, label = self._roles[role]
            told = f"起止时间已由“{self._roles['period'][1]}”一栏写明"
            self._notes.note(node, (label,), told, f"删去 role: {role}，或删去 role: period")

    def _all_columns(self, root: Mapping) -> Iterator[tuple[tuple[str, ...], Mapping]]:
        for field in all_fields(root):
            for column in list_of(field.get("columns")):
                if isinstance(column, Mapping):
                    yield (text_of(field, "label"), text_of(column, "label")), column


def all_fields(root: Mapping) -> Iterator[Mapping]:
    """Every field of an edition's file that is one."""
    for section in list_of(root.get("sections")):
        fields = list_of(section.get("fields")) if isinstance(section, Mapping) else ()
        yield from (field for field in fields if isinstance(field, Mapping))


def _leads_back(above: TypingMapping[str, str], start: str) -> bool:
    """Whether whoever goes from one to that above, and so on, comes back."""
    passed = set[str]()
    while start and start not in passed:
        passed.add(start)
        start = above.get(start, "")
    return bool(start)


def _all_parts(node: Mapping) -> Iterator[str]:
    for part in list_of(node.get("parts")):
        if isinstance(part, Scalar):
            yield part.text
        elif isinstance(part, Mapping):
            yield text_of(part, "label")
            yield from _all_parts(part)
