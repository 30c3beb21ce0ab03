"""``datapackage.json`` (Frictionless Data Package v2): every CSV file of each year, and every column of it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from ...table import Ref
from ..addresses import address
from ..page import Stamp
from . import v1
from .as_csv import csv_name
from .columns import Column, Kind
from .folders import Folder, folders_among
from .publication import Publication
from .tables import DataTable

PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
ESCAPING = (
    "以 = + - @ 等开头的文字，前面加了一个半角单引号，免得表格软件当作公式运行；本来以单引号开头的也加。"
    "程序读入后去掉开头的一个单引号，就是原文。JSON Lines、XLSX 和 SQLite 里的文字没有加。"
)
_TYPES: dict[Kind, str] = {
    "text": "string", "whole": "integer", "number": "number", "money": "number", "percent": "number", "date": "date",
}  # fmt: skip
_LICENCE_NAME = re.compile(r"[-a-zA-Z0-9._]+")


def data_package(publication: Publication, tables: Sequence[DataTable], files: Mapping[str, Stamp]) -> dict[str, Any]:
    """The descriptor; ``files`` are the stamps of all files, by their addresses: some year's CSV is among them."""
    history = publication.history
    return {
        "$schema": PROFILE,
        "name": "jixiao-declarations",
        "title": publication.site_name or "绩效目标申报表",
        "description": f"财政支出项目绩效目标申报表的公开数据，第 {v1.VERSION} 版。{ESCAPING}",
        "version": f"{v1.VERSION}{f'+{history.commit[:12]}' if history else ''}",
        **({"created": history.date.isoformat()} if history else {}),
        **({"homepage": f"{publication.site_url}{address(Ref('downloads'))}"} if publication.site_url else {}),
        **licences(publication),
        **({"citation": publication.citation} if publication.citation else {}),
        "resources": [
            _resource(table, folder, files[f"{v1.FOLDER}{folder.name}/{table.name}.csv"])
            for folder in folders_among(files)
            for table in tables
        ],
    }


def licences(publication: Publication) -> dict[str, Any]:
    """The licence as the standard has it: a name of its kind or an address is needed, or it stays out."""
    named = {"name": publication.licence} if _LICENCE_NAME.fullmatch(publication.licence) else {}
    path = {"path": publication.licence_url} if publication.licence_url else {}
    if not publication.licence or not (named or path):
        return {}
    return {"licenses": [{**named, **path, "title": publication.licence}]}


def _resource(table: DataTable, folder: Folder, file: Stamp) -> dict[str, Any]:
    return {
        "name": _name(table.name, folder),
        "type": "table",
        "title": f"{folder.title}{table.title}",
        "description": table.description,
        "path": f"{folder.name}/{table.name}.csv",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": file.size,
        "hash": f"sha256:{file.sha256}",
        "dialect": {"delimiter": ",", "lineTerminator": "\r\n", "quoteChar": '"', "doubleQuote": True},
        "schema": {
            "fields": [_field(column) for column in table.columns],
            "primaryKey": list(table.key),
            "missingValues": [""],
            **({"foreignKeys": [_owner(folder)]} if "project_id" in table.key else {}),
        },
    }


def _name(table: str, folder: Folder) -> str:
    return f"{table}-{folder.name}"


def _owner(folder: Folder) -> dict[str, Any]:
    return {"fields": ["project_id"], "reference": {"resource": _name("projects", folder), "fields": ["id"]}}


def _field(column: Column) -> dict[str, Any]:
    unit = {"unit": column.unit} if column.unit else {}
    constraints: dict[str, Any] = {"required": True} if column.required else {}
    if column.choices:
        constraints["enum"] = list(column.choices)
    return {
        "name": csv_name(column),
        "type": _TYPES[column.kind],
        "title": column.title,
        "description": column.description,
        **unit,
        "source": column.source,
        **({"constraints": constraints} if constraints else {}),
    }
