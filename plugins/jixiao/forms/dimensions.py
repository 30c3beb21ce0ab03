"""Dimensions as data: what projects are divided by (项目类型, 主管部门 …), and what a declaration's value of one is."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from dataclasses import field as _field
from functools import cache, lru_cache
from hashlib import blake2b

from ..characters import FULL_WIDTH, unified
from ..text import fold, unwrap
from .edition import Field, FormEdition, Option
from .loading import FORMS, EditionError, file_of, load_data, load_editions, read_options
from .shape import TEXT

KINDS_OF_DIMENSIONS = ("choice", "text")
"""The kinds of fields that may say a dimension."""
LONGEST_VALUE = 100
"""Characters of a value; of a longer text the beginning is its value."""
RESERVED = frozenset(
    [
        "id",
        "name",
        "year",
        "unit",
        "budget",
        "prior",
        "outturn",
        "address",
        "lack",
        "edition",
        "change",
        "growth",
        "rate",
        "text",
        "comprises",
        "label",
        "count",
        "known",
        "share",
        "years",
        "q",
        "group",
        "sort",
        "columns",
        "shown",
    ]
)
"""Names of the scripts' own columns, figures and settings: no dimension is called so."""
_ID = re.compile(r"[a-z][a-z0-9]*(?:_[a-z0-9]+)*")
_SHAPE = {
    **dict.fromkeys(("id", "label", "folder", "role?", "about?", "hint?", "pages?", "filter?"), TEXT),
    "values?": [{"id": TEXT, "label": TEXT, "tags?": [TEXT]}],
}
DIMENSIONS = f"{FORMS}/dimensions.yml"
"""How mistakes in the list of dimensions name its file."""
FOLDER = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
TEXT_ID = re.compile(r"[0-9a-f]{16}")
_CODE = re.compile(r"(?<=.)\s?[\[〔]\s?\d+\s?[\]〕]$|^[\[〔]\s?\d+\s?[\]〕]\s?(?=.)")
_HAN = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]")


@dataclass(frozen=True, slots=True)
class Dimension:
    """What projects are divided by; see ``dimensions.yml``. ``at`` is its place among all, counted from 0.

    One that a site adds has no role: the fields with one of its ``labels`` say it, in any edition. One that is not shown
    stands in open data alone.
    """

    id: str
    label: str
    role: str = _field(repr=False)
    folder: str = _field(repr=False)
    about: str = _field(repr=False)
    hint: str = _field(repr=False)
    at: int
    has_pages: bool = True
    is_filter: bool = True
    values: tuple[Option, ...] = _field(default=(), repr=False)
    labels: tuple[str, ...] = _field(default=(), repr=False)
    is_shown: bool = True

    @property
    def title(self) -> str:
        """The name of its page: 按项目类型."""
        return f"按{self.label}"

    @property
    def code_column(self) -> str:
        """The column of open data that has the values' ids; the one that has their labels is called as the dimension."""
        return f"{self.id}_id"

    def field_of(self, edition: FormEdition) -> Field | None:
        """The field of an edition that says it."""
        if self.role:
            return edition.by_role.get(self.role)
        fields = (field for field in edition.fields() if field.label in self.labels)
        return next((field for field in fields if field.kind in KINDS_OF_DIMENSIONS), None)


@cache
def load_dimensions() -> tuple[Dimension, ...]:
    """The dimensions that the program knows, in their order; raises :class:`EditionError` where the list is faulty or does not fit the editions."""
    dimensions = listed_dimensions()
    check_dimensions(dimensions, load_editions())
    return dimensions


@cache
def listed_dimensions() -> tuple[Dimension, ...]:
    """The dimensions as their list has them, whether or not they fit the editions."""
    items = load_data("dimensions.yml", {"dimensions": [_SHAPE]})["dimensions"]
    return tuple(
        Dimension(
            item["id"],
            item["label"],
            item.get("role", item["id"]),
            item["folder"],
            item.get("about", item["label"]),
            item.get("hint", ""),
            at,
            item.get("pages") != "no",
            item.get("filter") != "no",
            read_options(item.get("values", ())),
        )
        for at, item in enumerate(items)
    )


def check_dimensions(dimensions: Sequence[Dimension], editions: Sequence[FormEdition]) -> None:
    """Refuse what would not work as a name or an address, stands twice, or is said by fields of another kind."""
    for dimension in dimensions:
        if dimension.id in RESERVED:
            raise EditionError(f"{DIMENSIONS}:1:1 “{dimension.id}”是另一列的名称；id 换一个")
        if not _ID.fullmatch(dimension.id) or not FOLDER.fullmatch(dimension.folder):
            raise EditionError(
                f"{DIMENSIONS}:1:1 id“{dimension.id}”或 folder“{dimension.folder}”不能用；"
                "id 只用小写字母、数字和下划线，folder 只用小写字母、数字和连字符"
            )
    for name in ("id", "label", "role", "folder"):
        values = [getattr(dimension, name) for dimension in dimensions]
        if len({*values}) < len(values):
            raise EditionError(f"{DIMENSIONS}:1:1 两种划分的 {name} 相同；改成不同的")
    roles = {dimension.role for dimension in dimensions}
    for edition in editions:
        for field in edition.fields():
            if field.role and field.role in roles and field.kind not in KINDS_OF_DIMENSIONS:
                kinds = " 或 ".join(KINDS_OF_DIMENSIONS)
                raise EditionError(
                    f"{file_of(edition)}:1:1 栏目“{field.label}”（role {field.role}）划分项目，不能是 {field.kind} 类；kind 写 {kinds}"
                )
    options_of(dimensions, editions)


def value_of(dimension: Dimension, filed: Option | str | None) -> Option | None:
    """A declaration's value, of what its field holds: the option that was ticked, or of a text what it comes to.

    A text that some edition has as an option of the dimension is that option. Any other text is a value of its own: its
    id, which stands in addresses, is a hash of the label, so that no text leads out of its folder or into another's. So is
    that of an option of a dimension that a site adds: two editions may have one id for two things.
    """
    if filed is None:
        return None
    if isinstance(filed, Option) and dimension.role:
        return filed.plain
    label = _label(filed.label if isinstance(filed, Option) else filed)
    return named_value(dimension, label) if label else None


@lru_cache(1 << 12)
def named_value(dimension: Dimension, label: str) -> Option:
    """The value with a label: ``value_of(dimension, text)`` is ``named_value`` of its own label."""
    known = _options().get((dimension.id, fold(label))) if dimension.role else None
    return known or Option(blake2b(label.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest(), label)


def options_of(dimensions: Iterable[Dimension], editions: Sequence[FormEdition]) -> dict[tuple[str, str], Option]:
    """Every option of every edition, and every known value, by dimension and folded label.

    Raises :class:`EditionError` where two share an id or a label, or an id is as values of texts have them.
    """
    found: dict[tuple[str, str], Option] = {}
    for dimension in dimensions:
        of_editions = ((edition, edition.by_role.get(dimension.role)) for edition in editions)
        known = [(option, DIMENSIONS) for option in dimension.values]
        known += [(option, file_of(edition)) for edition, field in of_editions if field for option in field.options]
        by_id = {option.id: (option, file) for option, file in known}
        by_label = {fold(option.label): (option, file) for option, file in known}
        for option, file in known:
            same_id, same_label = by_id[option.id], by_label[fold(option.label)]
            if same_id[0] != option or same_label[0] != option or TEXT_ID.fullmatch(option.id):
                other, at = same_id if same_id[0] != option else same_label
                told = f"{dimension.label}的“{other.label}”（id {other.id}）与 {file} 的“{option.label}”（id {option.id}）相混"
                raise EditionError(
                    f"{at}:1:1 {told}；同一个的 id 和名称要写得一样，不同的各用一个；id 也不能是 16 位十六进制数"
                )
        found |= {(dimension.id, label): option for label, (option, _) in by_label.items()}
    return found


@cache
def _options() -> dict[tuple[str, str], Option]:
    return options_of(load_dimensions(), load_editions())


@lru_cache(1 << 12)
def _label(text: str) -> str:
    """A text less what differs in its writing alone: width, radicals, blanks; beside Han characters marks are wide.

    A code in square brackets before or behind a name (青禾市文化局［203］) is no part of it.
    """
    plain = _CODE.sub("", " ".join(unicodedata.normalize("NFKC", unified(text)).split()))
    plain = unwrap(plain.translate(FULL_WIDTH)) if _HAN.search(plain) else plain
    return plain if len(plain) <= LONGEST_VALUE else f"{plain[: LONGEST_VALUE - 2]}……"
