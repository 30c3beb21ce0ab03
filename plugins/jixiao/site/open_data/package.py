"""``datapackage.json`` (Frictionless Data Package v2): every CSV file of all years, or of each, and every column of it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ...table import Ref
from ..addresses import address
from ..page import Stamp
from . import v1
from .columns import Column, Kind
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
_OF_A_YEAR = re.compile(rf"{v1.FOLDER}(\d{{4}})/projects\.csv", re.ASCII)
_LICENCE_NAME = re.compile(r"[-a-zA-Z0-9._]+")


def data_package(publication: Publication, tables: Sequence[DataTable], files: Mapping[str, Stamp]) -> dict[str, Any]:
    """The descriptor; ``files`` are the stamps of all files, those of the tables' CSV among them, by their addresses."""
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
        "resources": [_resource(table, year, file) for year, table, file in _files_of(tables, files)],
    }


def _files_of(tables: Sequence[DataTable], files: Mapping[str, Stamp]) -> Iterator[tuple[str, DataTable, Stamp]]:
    """The CSV files of all years; of a site that has none, those of each year, with the year."""
    whole = [("", table, files[path]) for table in tables if (path := f"{v1.FOLDER}{table.name}.csv") in files]
    years = sorted({match[1] for path in files if (match := _OF_A_YEAR.fullmatch(path))})
    yield from whole or (
        (year, table, files[f"{v1.FOLDER}{year}/{table.name}.csv"]) for year in years for table in tables
    )


def licences(publication: Publication) -> dict[str, Any]:
    """The licence as the standard has it: a name of its kind or an address is needed, or it stays out."""
    named = {"name": publication.licence} if _LICENCE_NAME.fullmatch(publication.licence) else {}
    path = {"path": publication.licence_url} if publication.licence_url else {}
    if not publication.licence or not (named or path):
        return {}
    return {"licenses": [{**named, **path, "title": publication.licence}]}


def _resource(table: DataTable, year: str, file: Stamp) -> dict[str, Any]:
    return {
        "name": _name(table.name, year),
        "type": "table",
        "title": f"{year}年{table.title}" if year else table.title,
        "description": table.description,
        "path": f"{year}/{table.name}.csv" if year else f"{table.name}.csv",
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
            **({"foreignKeys": [_owner(year)]} if "project_id" in table.key else {}),
        },
    }


def _name(table: str, year: str) -> str:
    return f"{table}-{year}" if year else table


def _owner(year: str) -> dict[str, Any]:
    return {"fields": ["project_id"], "reference": {"resource": _name("projects", year), "fields": ["id"]}}


def _field(column: Column) -> dict[str, Any]:
    unit = {"unit": column.unit} if column.unit else {}
    constraints: dict[str, Any] = {"required": True} if column.required else {}
    if column.choices:
        constraints["enum"] = list(column.choices)
    return {
        "name": column.name,
        "type": _TYPES[column.kind],
        "title": column.title,
        "description": column.description,
        **unit,
        "source": column.source,
        **({"constraints": constraints} if constraints else {}),
    }
