"""The JSON Schema of a form edition, by which editors complete, explain and check a declaration while it is typed.

Draft 7, which the YAML language server knows best. Patterns mean the same to Python and to JavaScript.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from .field_reader import LONGEST_REMAINDER
from .forms import FUNDING_TOTAL, Field, FormEdition, Group, Section, common_fields_of
from .period import LONGEST_PERIOD
from .registry import ID
from .values import FIGURE_DECIMALS

Schema = dict[str, Any]

_DIGIT = "[0-9０-９]"
_LEADING = "[1-9１-９]"
_FRACTION = rf"(?:[.．]{_DIGIT}{{1,%d}}[0０]*)?"
_AMOUNT = rf"(?:[0０]|{_LEADING}{_DIGIT}{{0,14}}|{_LEADING}{_DIGIT}{{0,2}}(?:[,，]{_DIGIT}{{3}})+)"
_MONTH = "(?:[0０]?[1-9１-９]|[1１][0-2０-２])"
_DAY = "(?:[0０]?[1-9１-９]|[12１２][0-9０-９]|[3３][01０１])"
_YEAR = "(?:[1１][9９][9９][0-9０-９]|[2２][0０][0-9０-９]{2}|[2２][1１][0０][0０])"
_DATE_MARKS = (("[-－]", "[-－]", ""), ("[/／]", "[/／]", ""), ("[.．]", "[.．]", ""), ("年", "月", "日"))
_DATE = "|".join(f"{_DIGIT}{{4}}{first}{_MONTH}{second}{_DAY}{last}" for first, second, last in _DATE_MARKS)
_STROKE = r"^\s*(?:/|-|—|——|无)\s*$"
"""What forms print where nothing applies."""
_DECIMALS = {"元": 2, "万元": 6}


def schema_text(edition: FormEdition) -> str:
    """The schema as its file holds it: the same text for the same edition, anywhere."""
    return json.dumps(schema(edition), ensure_ascii=False, indent=2) + "\n"


def schema(edition: FormEdition) -> Schema:
    """What a declaration file of the edition may hold."""
    fields = (_on_its_sheet(field, part) for part in edition.sections for field in part.fields)
    content = _object((*common_fields_of(edition), *fields), edition.money_unit) | _whole_sheets(edition)
    described = {key: content["properties"]["表式"][key] for key in ("title", "description")}
    content["properties"]["表式"] = {**described, "type": "string", "enum": [edition.id]}
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "$comment": "由 jixiao schema --write 生成，请勿手改。",
        "title": edition.title,
        "description": edition.source,
        **content,
    }


def _on_its_sheet(field: Field, part: Section) -> Field:
    """A field; one that is required on a sheet of its own is not required of who leaves the sheet out."""
    if not part.sheet or not field.required:
        return field
    return replace(field, required=False, help="。".join(filter(None, (f"附有{part.title}的必填", field.help))))


def _whole_sheets(edition: FormEdition) -> Schema:
    """Who fills anything on a sheet of its own must fill all that is required there."""
    sheets = ([field.label for field in part.fields if field.required] for part in edition.sections if part.sheet)
    needed = {label: [other for other in labels if other != label] for labels in sheets for label in labels}
    return {"dependencies": needed} if needed else {}


def _object(fields: tuple[Field, ...], unit: str) -> Schema:
    return {
        "type": "object",
        "additionalProperties": False,
        "required": [field.label for field in fields if field.required],
        "properties": {field.label: _field(field, unit) for field in fields if field.kind != "person"},
    }


def _field(field: Field, unit: str) -> Schema:
    """One field: its heading and help, and what its kind allows; a blank one is as good as none where it may be left out."""
    described = {"title": field.heading, "description": _description(field, unit)}
    content = _KINDS[field.kind](field, unit)
    return {**described, **(content if field.required else _or_blank(content))}


def _description(field: Field, unit: str) -> str:
    hint = _HINTS.get(field.kind, "").format(
        unit=unit, parts="、".join(part.label for part in field.parts), total=FUNDING_TOTAL
    )
    return "。".join(part for part in ("必填" if field.required else "可不填", field.help, hint) if part)


def _or_blank(content: Schema) -> Schema:
    kinds = content["type"] if isinstance(content["type"], list) else [content["type"]]
    blank: Schema = {**content, "type": [*kinds, "null"]}
    if "pattern" in content:
        blank["pattern"] = rf"^\s*$|{content['pattern']}"
    if "enum" in content:
        blank["enum"] = [*content["enum"], "", None]
    if "anyOf" in content:
        blank["anyOf"] = [*content["anyOf"], {"enum": ["", None]}]
    return blank


def _pattern(pattern: str, message: str, kinds: tuple[str, ...] = ("string",), **more: object) -> Schema:
    """A text of a form, which YAML may have read as a number; the message is the YAML language server's own keyword."""
    return {"type": list(kinds), "pattern": pattern, "patternErrorMessage": message, **more}


def _text(field: Field, unit: str) -> Schema:
    content = _pattern(r"\S", "不能是空白", ("string", "number", "boolean"))
    return content if field.required else {"type": content["type"]}


def _year(field: Field, unit: str) -> Schema:
    limits = {"minimum": 1990, "maximum": 2100}
    return _pattern(rf"^\s*{_YEAR}年?\s*$", "应是四位数的年份，例如 2019", ("integer", "string"), **limits)


def _date(field: Field, unit: str) -> Schema:
    return _pattern(rf"^\s*(?:{_DATE})\s*$", "应是日期，写作 2019-01-01")


def _moment(field: Field, unit: str) -> Schema:
    month = f"{_DIGIT}{{4}}(?:[-－/／.．]{_MONTH}|年{_MONTH}月份?)"
    form = rf"^\s*(?:{_DATE}|{month}|{_YEAR}(?:年度?)?|[^0-9０-９]{{0,20}})\s*$"
    return _pattern(form, "应是日期、月份或年份，写作 2024-01-01、2024-01 或 2024年", ("string", "number"))


def _period(field: Field, unit: str) -> Schema:
    return {**_text(field, unit), "maxLength": LONGEST_PERIOD}


def _money(field: Field, unit: str) -> Schema:
    form = rf"^\s*{_AMOUNT}{_FRACTION % _DECIMALS[unit]}\s*$"
    message = f"应是以{unit}为单位的数字，例如 2665500"
    return _pattern(form, message, ("number", "string"), minimum=0, exclusiveMaximum=10**15)


def _money_or_none(field: Field, unit: str) -> Schema:
    money = _money(field, unit)
    return {**money, "pattern": f"{_STROKE}|{money['pattern']}"}


def _figure(field: Field, unit: str) -> Schema:
    sign = "" if field.is_judged else "(?:[-−－] ?)?"
    number = rf"^\s*{sign}(?:[0０]|{_LEADING}{_DIGIT}{{0,8}}){_FRACTION % FIGURE_DECIMALS}(?: ?[%％分])?\s*$"
    least = {"minimum": 0} if field.is_judged else {}
    return _pattern(f"{_STROKE}|{number}", "应是数字，例如 10、9.75 或 97.5%", ("number", "string"), **least)


def _choice(field: Field, unit: str) -> Schema:
    """One of the options; behind some of them words of one's own may follow."""
    labels = [option.label for option in field.options]
    own = "|".join(re.escape(option.label) for option in field.options if option.remainder)
    if not own:
        return {"type": "string", "enum": labels}
    patterns = [{"enum": labels}, {"pattern": rf"^\s*(?:{own})(?:\s*[:：(（,，—－-]|\s+)\s*\S"}]
    return {"type": "string", "anyOf": patterns, "maxLength": LONGEST_REMAINDER}


def _address(field: Field, unit: str) -> Schema:
    return _pattern(r"^\s*https?://[^\s\x22'<>`\\]*\s*$", "应是以 https:// 或 http:// 开头的网址")


def _declaration_id(field: Field, unit: str) -> Schema:
    part = ID.pattern
    return _pattern(rf"^\s*{part}/{part}/{part}\s*$", "应是申报表的编号，例如 2018/danwei/xiangmu")


def _rows(field: Field, unit: str) -> Schema:
    least = {"minItems": 1} if field.required else {}
    return {"type": "array", **least, "items": _object(field.columns, unit)}


def _record(field: Field, unit: str) -> Schema:
    return _object(field.columns, unit)


def _funding(field: Field, unit: str) -> Schema:
    whole = _object((field.total, *field.parts), unit)
    if field.required:
        return whole
    amount = _KINDS[field.total.kind](field, unit)
    return {**amount, **whole, "type": ["object", *amount["type"]]}


def _indicators(field: Field, unit: str) -> Schema:
    groups = {group.label: {"title": group.label, **_group(group, field, unit)} for group in field.groups}
    return {"type": "object", "additionalProperties": False, "properties": groups}


def _group(group: Group, field: Field, unit: str) -> Schema:
    rows = {"type": ["array", "null"], "items": _object(field.columns, unit)}
    if not group.subgroups:
        return rows
    subgroups = {name: {"title": name, **rows} for name in group.subgroups}
    return {"type": ["object", "null"], "additionalProperties": False, "properties": subgroups}


_KINDS: dict[str, Callable[[Field, str], Schema]] = {
    "text": _text,
    "long-text": _text,
    "year": _year,
    "date": _date,
    "moment": _moment,
    "period": _period,
    "money": _money,
    "money-or-none": _money_or_none,
    "figure": _figure,
    "choice": _choice,
    "unit": _text,
    "address": _address,
    "declaration-id": _declaration_id,
    "rows": _rows,
    "record": _record,
    "funding": _funding,
    "indicators": _indicators,
}
_HINTS = {
    "date": "日期，写作 2019-01-01",
    "moment": "日期、月份或年份，写作 2024-01-01、2024-01 或 2024年",
    "period": "按表上所写，例如 2024年-2026年、2023.07-2024.06、3年",
    "money": "金额，单位{unit}，只写数字",
    "money-or-none": "金额，单位{unit}，只写数字；不适用的留空或写 /",
    "figure": "数字；不适用的留空或写 /",
    "funding": "金额，单位{unit}：{total}，以及{parts}",
    "choice": "从所列选项中选一项",
    "rows": "每行以“- ”开头",
}
