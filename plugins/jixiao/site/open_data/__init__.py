"""Open data: declarations, indicators, subprojects and findings as files for programs and spreadsheets, versioned."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ...model import Declaration
from ..page import DataFile
from .as_csv import csv_of
from .as_json import as_document, json_lines_of
from .as_sqlite import database_of
from .as_xlsx import fits, workbook_of
from .feed import feeds
from .index import INDEX, index, notes
from .package import data_package
from .publication import UNSTATED, Publication
from .release import Release
from .schema import SCHEMA, twin_schema
from .tables import DataTable, tables
from .twin import twins
from .v1 import FOLDER

PACKAGE, SQLITE = f"{FOLDER}datapackage.json", f"{FOLDER}jixiao.sqlite"


@dataclass(frozen=True, slots=True)
class OpenData:
    """All files of open data, and the tables of all years they were made from."""

    tables: tuple[DataTable, ...]
    files: tuple[DataFile, ...]


def open_data(release: Release) -> OpenData:
    """Make every file; the same release gives the same bytes."""
    portfolio = release.portfolio
    whole = tables(release, portfolio.declarations)
    files = [
        *_of_all(release, whole),
        *(file for year in portfolio.years for file in _of_year(release, year, portfolio.of_year(year))),
        *feeds(release),
        *twins(release),
    ]
    listed = as_document(index(release.publication, whole, files))
    return OpenData(whole, (DataFile(INDEX, listed), *files))


def _of_all(release: Release, whole: tuple[DataTable, ...]) -> Iterator[DataFile]:
    by_name = {table.name: DataFile(f"{FOLDER}{table.name}.csv", csv_of(table)) for table in whole}
    yield DataFile(PACKAGE, as_document(data_package(release.publication, whole, by_name)))
    yield DataFile(SCHEMA, as_document(twin_schema()))
    yield from by_name.values()
    yield from _json_lines(whole, FOLDER)
    yield from _workbook(release, whole, FOLDER)
    yield DataFile(SQLITE, database_of(whole, notes(release.publication)))


def _of_year(release: Release, year: int, declarations: Iterable[Declaration]) -> Iterator[DataFile]:
    folder, those = f"{FOLDER}{year}/", tables(release, declarations)
    yield from (DataFile(f"{folder}{table.name}.csv", csv_of(table)) for table in those)
    yield from _json_lines(those, folder)
    yield from _workbook(release, those, folder)


def _json_lines(those: tuple[DataTable, ...], folder: str) -> Iterator[DataFile]:
    return (DataFile(f"{folder}{table.name}.jsonl", json_lines_of(table)) for table in those)


def _workbook(release: Release, those: tuple[DataTable, ...], folder: str) -> Iterator[DataFile]:
    """The workbook, unless there is more than sheets hold."""
    if fits(those):
        history = release.publication.history
        made = workbook_of(those, notes(release.publication), history.date if history else None)
        yield DataFile(f"{folder}jixiao.xlsx", made)


__all__ = ["UNSTATED", "OpenData", "Publication", "Release", "open_data"]
