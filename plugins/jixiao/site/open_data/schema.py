"""The JSON Schema of the files of declarations, made from the records of the contract."""

from __future__ import annotations

from dataclasses import is_dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Literal, get_args, get_origin

from . import v1
from .columns import MONEY, About, without_none

SCHEMA = f"{v1.FOLDER}declarations.schema.json"
REPORTS_SCHEMA = f"{v1.FOLDER}results.schema.json"
AMOUNT = "^-?(0|[1-9][0-9]*)(\\.[0-9]{2})?$"
_FILED = {
    "description": "按原文录入的内容：文字，或者由各行、各栏组成",
    "anyOf": [
        {"type": "string"},
        {"type": "array", "items": {"$ref": "#/$defs/Filed"}},
        {"type": "object", "additionalProperties": {"$ref": "#/$defs/Filed"}},
    ],
}
_SIMPLE: dict[object, dict[str, Any]] = {
    str: {"type": "string"},
    int: {"type": "integer"},
    bool: {"type": "boolean"},
    Decimal: {"type": "number"},
    date: {"type": "string", "format": "date"},
}


def declarations_schema(project: type = v1.Project) -> dict[str, Any]:
    """The schema of a file of declarations; ``project`` is the record of a project on the site."""
    schema = _whole(v1.Declarations, "一个申报单位一个年度的绩效目标申报表（公开数据第 1 版）")
    schema["$defs"]["Project"] = _record(project, schema["$defs"])
    return schema


def reports_schema() -> dict[str, Any]:
    """The schema of a file of what was reported of projects."""
    return _whole(v1.Reports, "一个单位一个年度的自评表、监控表等（公开数据第 1 版）")


def _whole(record: type, title: str) -> dict[str, Any]:
    """The whole schema; a record's own schema stands once, under ``$defs``."""
    definitions: dict[str, Any] = {"Filed": _FILED}
    root = _record(record, definitions)
    root["properties"] = {"$schema": {"type": "string"}, **root["properties"]}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": title,
        **root,
        "$defs": dict(sorted(definitions.items())),
    }


def _record(record: type, definitions: dict[str, Any]) -> dict[str, Any]:
    properties = {name: _field(about, hint, definitions) for name, about, hint in v1.inner_fields(record)}
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _field(about: About, hint: Any, definitions: dict[str, Any]) -> dict[str, Any]:
    base, required = without_none(hint)
    told = {"title": about.title, "description": _description(about)}
    judged = _type(base, about.unit, definitions)
    return {**told, **(judged if required else {"anyOf": [judged, {"type": "null"}]})}


def _description(about: About) -> str:
    unit = f"；单位：{about.unit}" if about.unit else ""
    return f"{about.description}{unit}；来自：{about.source}"


def _type(hint: Any, unit: str, definitions: dict[str, Any]) -> dict[str, Any]:
    if get_origin(hint) is Literal:
        return {"enum": list(get_args(hint))}
    if get_origin(hint) is tuple:
        return {"type": "array", "items": _type(get_args(hint)[0], unit, definitions)}
    if get_origin(hint) is dict:
        value = get_args(hint)[1]
        held = {"$ref": "#/$defs/Filed"} if value is Any else _type(value, unit, definitions)
        return {"type": "object", "additionalProperties": held}
    if is_dataclass(hint) and isinstance(hint, type):
        if hint.__name__ not in definitions:
            definitions[hint.__name__] = {}  # a record may hold records of its own kind
            definitions[hint.__name__] = _record(hint, definitions)
        return {"$ref": f"#/$defs/{hint.__name__}"}
    return {"type": "string", "pattern": AMOUNT} if unit == MONEY else dict(_SIMPLE[hint])
