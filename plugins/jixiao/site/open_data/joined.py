"""Pieces of open data → the files: each format joined row by row as the pieces have them, of all years and of each."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import BinaryIO

from ...digest import Input, digest_of
from ..page import Artifact, DataFile, DerivedFile, Pieces, Printed, Stamp, StreamedFile
from .archive import Part
from .as_csv import csv_header
from .as_json import as_document
from .as_sqlite import join_databases, write_database
from .as_xlsx import fits, write_workbook
from .feed import feeds
from .index import INDEX, index, notes
from .package import data_package
from .pieces import CSV, FACTS, JSON_LINES, SHEETS, SQL, Facts, facts_in, sheets_in, sql_in, texts_in
from .publication import Publication
from .release import Release
from .schema import SCHEMA, twin_schema
from .tables import shapes_of_all
from .v1 import FOLDER

PACKAGE = f"{FOLDER}datapackage.json"
WORKBOOK, DATABASE = "jixiao.xlsx", "jixiao.sqlite"


@dataclass(frozen=True, slots=True)
class Totals:
    """What is told of all rows: the years; for each table how many, a sample of each column as text, and the hash of all."""

    years: tuple[int, ...]
    counts: tuple[int, ...]
    samples: tuple[tuple[str, ...], ...]
    keys: tuple[str, ...]

    def of(self, table: str) -> tuple[int, str]:
        """How many rows a table has, and the hash of all of them."""
        at = next(at for at, shape in enumerate(shapes_of_all()) if shape.name == table)
        return self.counts[at], self.keys[at]


@dataclass(frozen=True, slots=True)
class _Joint:
    """The batches that a folder's files are joined from; ``folder`` is below the open data's own."""

    folder: str
    numbers: tuple[int, ...]
    facts: tuple[Facts, ...]

    def path(self, name: str) -> str:
        """Where a file of the folder stands."""
        return f"{FOLDER}{self.folder}{name}"

    @property
    def counts(self) -> tuple[int, ...]:
        """How many rows each table has."""
        return _added(self.facts)

    def key(self, *tables: int) -> str:
        """The hash of all rows of some tables."""
        return digest_of(*(told.digests[at] for told in self.facts for at in tables))


def facts_of(pieces: Pieces) -> tuple[Facts, ...]:
    """What is told of each batch."""
    return tuple(pieces.read(FACTS, number, facts_in) for number in range(len(pieces.states)))


def totals_of(facts: Sequence[Facts]) -> Totals:
    """Add up what is told of each batch."""
    samples = tuple(
        tuple(
            next((told.samples[at][column] or "" for told in facts if told.samples[at][column] is not None), "")
            for column in range(len(table.columns))
        )
        for at, table in enumerate(shapes_of_all())
    )
    keys = tuple(digest_of(*(told.digests[at] for told in facts)) for at in range(len(shapes_of_all())))
    return Totals(tuple(sorted({told.year for told in facts})), _added(facts), samples, keys)


def _added(facts: Sequence[Facts]) -> tuple[int, ...]:
    return tuple(sum(told.counts[at] for told in facts) for at in range(len(shapes_of_all())))


def data_artifacts(release: Release, pieces: Pieces, facts: Sequence[Facts], most_rows: int) -> Iterator[Artifact]:
    """Every file but those that tell of the others: those of each year, and then those of all, made of them.

    Where a table has more than so many rows, there are none of all years.
    """
    years: dict[int, list[int]] = {}
    for number, told in enumerate(facts):
        years.setdefault(told.year, []).append(number)
    joints = [_Joint(f"{year}/", tuple(ns), tuple(facts[n] for n in ns)) for year, ns in sorted(years.items())]
    for joint in joints:
        yield from _texts(pieces, joint)
        yield from _workbook(release, pieces, joint)
        yield _database(release, pieces, joint)
    numbers = tuple(number for joint in joints for number in joint.numbers)
    whole = _Joint("", numbers, tuple(facts[number] for number in numbers))
    if max(whole.counts) <= most_rows:
        yield from _whole_texts(whole, joints)
        yield from _workbook(release, pieces, whole)
        yield _whole_database(release, whole, joints)
    schema = _schema()
    yield Artifact(SCHEMA, _of_content(schema), partial(_one, schema), (SCHEMA,))
    for feed in feeds(release):
        yield Artifact(feed.path, _of_content(feed), partial(_one, feed), (feed.path,))


@cache
def _schema() -> DataFile:
    return DataFile(SCHEMA, as_document(twin_schema()))


def _one(printed: Printed) -> tuple[Printed, ...]:
    return (printed,)


def _of_content(file: DataFile) -> tuple[Input, ...]:
    return (Input("内容", digest_of(file.content)),)


def _artifact(joint: _Joint, key: str, printed: StreamedFile | DerivedFile, cost: int = 1) -> Artifact:
    """The artifact of one file; ``cost`` is about how many times as long as a text it takes."""
    needs = printed.needs if isinstance(printed, DerivedFile) else ()
    inputs = (Input("数据", key),)
    return Artifact(printed.path, inputs, partial(_one, printed), (printed.path,), cost * len(joint.numbers), needs)


def _texts(pieces: Pieces, joint: _Joint) -> Iterator[Artifact]:
    for at, table in enumerate(shapes_of_all()):
        for kind, header in ((CSV, csv_header(table)), (JSON_LINES, b"")):
            write = partial(_write_texts, pieces, joint, kind, at, header)
            yield _artifact(joint, joint.key(at), StreamedFile(joint.path(f"{table.name}.{kind}"), write))


def _write_texts(pieces: Pieces, joint: _Joint, kind: str, at: int, header: bytes, stream: BinaryIO) -> None:
    stream.write(header)
    for number in joint.numbers:
        stream.write(pieces.read(kind, number, texts_in)[at])


def _whole_texts(whole: _Joint, years: Sequence[_Joint]) -> Iterator[Artifact]:
    for at, table in enumerate(shapes_of_all()):
        for kind, header in ((CSV, csv_header(table)), (JSON_LINES, b"")):
            name = f"{table.name}.{kind}"
            needs = tuple(year.path(name) for year in years)
            printed = DerivedFile(whole.path(name), needs, partial(_join_texts, header))
            yield _artifact(whole, whole.key(at), printed)


def _join_texts(header: bytes, files: Sequence[Path], stream: BinaryIO) -> None:
    """Put files on end that all begin with the same header."""
    stream.write(header)
    for file in files:
        with file.open("rb") as part:
            part.seek(len(header))
            shutil.copyfileobj(part, stream, 1 << 20)


def _workbook(release: Release, pieces: Pieces, joint: _Joint) -> Iterator[Artifact]:
    """The workbook, unless a table has more rows than a sheet."""
    if fits(joint.counts):
        printed = StreamedFile(joint.path(WORKBOOK), partial(_write_workbook, release, pieces, joint))
        yield _artifact(joint, _noted(release, joint), printed, cost=2)


def _noted(release: Release, joint: _Joint) -> str:
    """The key of a file that holds all rows and the notes."""
    return digest_of(repr(notes(release.publication)), joint.key(*range(len(shapes_of_all()))))


def _write_workbook(release: Release, pieces: Pieces, joint: _Joint, stream: BinaryIO) -> None:
    def parts(at: int) -> Iterator[Part]:
        return (pieces.read(SHEETS, number, sheets_in)[at] for number in joint.numbers)

    shapes, history = shapes_of_all(), release.publication.history
    sheets = [partial(parts, at) for at in range(len(shapes))]
    write_workbook(stream, shapes, sheets, joint.counts, notes(release.publication), history.date if history else None)


def _database(release: Release, pieces: Pieces, joint: _Joint) -> Artifact:
    printed = StreamedFile(joint.path(DATABASE), partial(_write_database, release, pieces, joint))
    return _artifact(joint, _noted(release, joint), printed, cost=10)


def _write_database(release: Release, pieces: Pieces, joint: _Joint, stream: BinaryIO) -> None:
    batches = (pieces.read(SQL, number, sql_in) for number in joint.numbers)
    write_database(stream, shapes_of_all(), batches, notes(release.publication))


def _whole_database(release: Release, whole: _Joint, years: Sequence[_Joint]) -> Artifact:
    needs = tuple(year.path(DATABASE) for year in years)
    printed = DerivedFile(whole.path(DATABASE), needs, partial(_join_databases, release))
    return _artifact(whole, _noted(release, whole), printed, cost=10)


def _join_databases(release: Release, files: Sequence[Path], stream: BinaryIO) -> None:
    join_databases(stream, shapes_of_all(), files, notes(release.publication))


def closing_files(publication: Publication, totals: Totals, stamps: Mapping[str, Stamp]) -> Iterator[DataFile]:
    """The files that tell of the others, whose stamps are given by their addresses."""
    package = DataFile(PACKAGE, as_document(data_package(publication, shapes_of_all(), stamps)))
    yield package
    listed = {**stamps, package.path: package.stamp}
    yield DataFile(INDEX, as_document(index(publication, totals.years, totals.counts, listed)))
