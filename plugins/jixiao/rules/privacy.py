"""P: does any field hold what belongs to a person and must not be published?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import islice

from ..finding import Path, Place, Severity
from ..forms import FUNDING_TOTAL, Field, common_fields, load_editions, load_result_edition, result_edition_ids
from ..privacy import PersonalDatum, file_may_hold_personal_data, mask, personal_data
from ..reader import ParsedFile
from ..source import Scalar, located_scalars
from .catalogue import Hit, file_rule
from .thresholds import Thresholds

MOST_TOLD = 100
"""Findings of one file at most."""


@file_rule("P801", "personal-data", Severity.ERROR, "这里有{kind} {seen}，{remedy}")
def personal_data_in_a_field(parsed: ParsedFile, thresholds: Thresholds) -> Iterator[Hit]:
    """有个人信息

    为什么重要
        申报表要向社会公开。手机号、身份证号和私人邮箱一经公布就收不回来，会给本人带来骚扰和风险。

    反例
        备注: 联系人小周，手机13800138000。   # <- P801 这里有手机号 138********，请删去

    正例
        备注: 联系电话见本馆网站“联系我们”一栏。

    怎样改
        填报的删去号码，需要留联系方式的写单位的办公电话或单位邮箱；录入的不录号码，在“来源”的录入说明里写明略去。已经提交过的，请管理员清理历史版本。
        合同、项目、发票、档案、文件的编号不算；只写“编号”或夹在代码里的按待核对列出，确是编号的在“说明”中写明。

    依据
        本站的公开要求：公开的申报表不含个人信息。什么算编号由本站设定。
    """
    yield from islice(_hits(parsed), MOST_TOLD)


def _hits(parsed: ParsedFile) -> Iterator[Hit]:
    for datum in personal_data(parsed.file):
        seen = mask(parsed.file)[datum.start : datum.end]
        facts = {"kind": f"用作文件名的{datum.kind}", "remedy": "请改用不含个人信息的名称"}
        yield Hit((), facts, seen=seen, place=Place())
    if not file_may_hold_personal_data("\n".join(parsed.document.lines)):
        return
    for scalar, at in located_scalars(parsed.document.root):
        for datum in () if _is_amount(scalar, at) else personal_data(scalar.text):
            if not _is_page(scalar.text, datum):
                yield _hit(scalar, at, datum)


def _hit(scalar: Scalar, at: Path, datum: PersonalDatum) -> Hit:
    """A datum at its place; what may as well be a code is a warning, which can be answered."""
    found, place = slice(datum.start, datum.end), Place(scalar.line, scalar.column)
    facts, severity = {"kind": datum.kind, "remedy": "请删去"}, None
    if datum.perhaps:
        facts, severity = (
            {"kind": f"与{datum.kind}形式相同的编号", "remedy": "确是编号的请在“说明”中写明"},
            Severity.WARNING,
        )
    return Hit(at, facts, mask(scalar.text)[found], part=scalar.text[found], severity=severity, place=place)


_AMOUNT = re.compile(r"[0-9０-９,，.． ]+")
_ADDRESS = re.compile(r"https?://\S+/")
_PAGE_ENDING = re.compile(r"\.[a-z]{2,5}(?:[?#]|$)", re.IGNORECASE)


def _is_page(text: str, datum: PersonalDatum) -> bool:
    """Whether a number is the name of a page in an address, which sites count through: ``https://…/13800138000.html``."""
    return bool(_ADDRESS.fullmatch(text[: datum.start]) and _PAGE_ENDING.match(text, datum.end))


def _is_amount(scalar: Scalar, at: Path) -> bool:
    return bool(at) and at[-1] in _labels_of_amounts() and bool(_AMOUNT.fullmatch(scalar.text))


@cache
def _labels_of_amounts() -> frozenset[str]:
    """Labels of fields whose digits are amounts, in any edition."""
    editions = (*load_editions(), *map(load_result_edition, result_edition_ids()))
    fields = [*common_fields(), *(field for edition in editions for field in edition.fields())]
    return frozenset(label for field in fields for label in _labels_in(field))


def _labels_in(field: Field) -> Iterator[str]:
    if field.kind in ("money", "money-or-none", "figure"):
        yield field.label
    if field.kind == "funding":
        yield from (FUNDING_TOTAL, field.label, *(part.label for part in field.all_parts()))
    for column in field.columns:
        yield from _labels_in(column)
