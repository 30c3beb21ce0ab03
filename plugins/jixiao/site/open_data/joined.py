"""Pieces of open data → the files: each format joined row by row as the pieces have them, of each year and, squeezed, of all."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import BinaryIO

from ...digest import Input, digest_of
from ...table import Ref
from ..addresses import address
from ..page import Artifact, DataFile, DerivedFile, Pieces, Printed, Stamp, StreamedFile
from .archive import Archive, ArchivePart, blocks_of, squeezed_together
from .as_csv import csv_header
from .as_json import as_document
from .as_sqlite import DATABASE as DATABASE_FILE
from .as_sqlite import join_databases, write_database
from .as_xlsx import fits, write_workbook
from .feed import feeds
from .folders import Folder, in_parts
from .index import INDEX, index, notes
from .package import data_package
from .pieces import CSV, FACTS, JSON_LINES, SHEETS, SQL, TWINS, Facts, facts_in, sheets_in, sql_in, texts_in, twins_in
from .publication import Publication
from .release import Release
from .schema import SCHEMA, declarations_schema
from .tables import DataTable, shapes_of_all
from .twin import write_twins
from .v1 import FOLDER

PACKAGE = f"{FOLDER}datapackage.json"
WORKBOOK, DATABASE = "jixiao.xlsx", f"{DATABASE_FILE}.zip"
ALL_CSV, ALL_JSON_LINES = "csv.zip", "jsonl.zip"
"""All tables of CSV, of all years; and of JSON Lines, of one."""


_ALL = tuple(range(len(shapes_of_all())))
"""All tables, by their numbers."""


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
    """The batches that a folder's files are joined from; ``folder`` is below the open data's own, or empty.

    ``shapes`` are the tables without rows.
    """

    folder: str
    numbers: tuple[int, ...]
    facts: tuple[Facts, ...]
    shapes: tuple[DataTable, ...]

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


def workbook(folder: str) -> str:
    """The name of a folder's workbook: it says of which year it is, also when it lies among others."""
    return f"jixiao-{folder.strip('/')}.xlsx" if folder.strip("/") else WORKBOOK


def facts_of(pieces: Pieces) -> tuple[Facts, ...]:
    """What is told of each batch."""
    return tuple(pieces.read(FACTS, number, facts_in) for number in range(len(pieces.states)))


def totals_of(facts: Sequence[Facts], shapes: Sequence[DataTable]) -> Totals:
    """Add up what is told of each batch of rows of some tables."""
    samples = tuple(
        tuple(
            next((told.samples[at][column] or "" for told in facts if told.samples[at][column] is not None), "")
            for column in range(len(table.columns))
        )
        for at, table in enumerate(shapes)
    )
    keys = tuple(digest_of(*(told.digests[at] for told in facts)) for at in range(len(shapes_of_all())))
    return Totals(tuple(sorted({told.year for told in facts})), _added(facts), samples, keys)


def _added(facts: Sequence[Facts]) -> tuple[int, ...]:
    return tuple(sum(told.counts[at] for told in facts) for at in range(len(shapes_of_all())))


def data_artifacts(release: Release, pieces: Pieces, facts: Sequence[Facts], most: int) -> Iterator[Artifact]:
    """Every file but those that tell of the others, none of more than so many bytes: those of each year, and of all.

    A year whose files would be larger comes in parts; where those of all years would be, there are none.
    """
    shapes = shapes_of_all(release.dimensions)
    joints = tuple(_joints(facts, most, shapes))
    for joint in joints:
        yield from _csv(pieces, joint)
        yield _json_lines(pieces, joint)
        yield from _workbook(release, pieces, joint)
        yield _database(release, pieces, joint)
    numbers = tuple(number for joint in joints for number in joint.numbers)
    whole = _Joint("", numbers, tuple(told for joint in joints for told in joint.facts), shapes)
    if sum(_squeezed(told) for told in facts) <= most:
        yield _whole_csv(whole, joints)
        yield from _workbook(release, pieces, whole)
        yield _whole_database(release, whole, joints)
    yield from _twins(pieces, facts, most)
    schema = DataFile(SCHEMA, as_document(declarations_schema(shapes[0].record)))
    yield Artifact(SCHEMA, _of_content(schema), partial(_one, schema), (SCHEMA,))
    for feed in feeds(release):
        yield Artifact(feed.path, _of_content(feed), partial(_one, feed), (feed.path,))


def _joints(facts: Sequence[Facts], most: int, shapes: tuple[DataTable, ...]) -> Iterator[_Joint]:
    """The folders of each year."""
    years: dict[int, list[int]] = {}
    for number, told in enumerate(facts):
        years.setdefault(told.year, []).append(number)
    for year, numbers in sorted(years.items()):
        parts = tuple(in_parts(numbers, lambda number: (*facts[number].sizes, _squeezed(facts[number])), most))
        for part, those in enumerate(parts, 1):
            folder = Folder(year, part if len(parts) > 1 else 0)
            yield _Joint(f"{folder.name}/", those, tuple(facts[number] for number in those), shapes)


def _squeezed(told: Facts) -> int:
    """About what a batch takes of an archive with all of its rows, at most: of a database more than of a workbook."""
    return told.squeezed * 5 // 4


def _one(printed: Printed) -> tuple[Printed, ...]:
    return (printed,)


def _of_content(file: DataFile) -> tuple[Input, ...]:
    return (Input("内容", digest_of(file.content)),)


def _artifact(joint: _Joint, key: str, printed: StreamedFile | DerivedFile, cost: int = 1) -> Artifact:
    """The artifact of one file; ``cost`` is about how many times as long as a text it takes."""
    needs = printed.needs if isinstance(printed, DerivedFile) else ()
    inputs, weight = (Input("数据", key),), cost * len(joint.numbers)
    return Artifact(printed.path, inputs, partial(_one, printed), (printed.path,), weight, needs)


def _csv(pieces: Pieces, joint: _Joint) -> Iterator[Artifact]:
    for at, table in enumerate(joint.shapes):
        write = partial(_write_csv, pieces, joint, at, csv_header(table))
        yield _artifact(joint, joint.key(at), StreamedFile(joint.path(f"{table.name}.csv"), write))


def _write_csv(pieces: Pieces, joint: _Joint, at: int, header: bytes, stream: BinaryIO) -> None:
    stream.write(header)
    for number in joint.numbers:
        stream.write(pieces.read(CSV, number, texts_in)[at])


def _json_lines(pieces: Pieces, joint: _Joint) -> Artifact:
    """An archive of all tables."""
    write = partial(_write_json_lines, pieces, joint)
    return _artifact(joint, joint.key(*_ALL), StreamedFile(joint.path(ALL_JSON_LINES), write), cost=4)


def _write_json_lines(pieces: Pieces, joint: _Joint, stream: BinaryIO) -> None:
    archive = Archive(stream)
    for at, table in enumerate(shapes_of_all()):
        rows = (pieces.read(JSON_LINES, number, texts_in)[at] for number in joint.numbers)
        archive.add(f"{table.name}.jsonl", squeezed_together(rows))
    archive.close()


def _whole_csv(whole: _Joint, years: Sequence[_Joint]) -> Artifact:
    """An archive of all tables, each of all years."""
    needs = tuple(year.path(f"{table.name}.csv") for table in shapes_of_all() for year in years)
    return _artifact(
        whole, whole.key(*_ALL), DerivedFile(whole.path(ALL_CSV), needs, partial(_join_csv, whole.shapes)), cost=4
    )


def _join_csv(shapes: Sequence[DataTable], files: Sequence[Path], stream: BinaryIO) -> None:
    archive = Archive(stream)
    years = len(files) // len(shapes)
    for at, table in enumerate(shapes):
        rows = _on_end(csv_header(table), files[at * years : (at + 1) * years])
        archive.add(f"{table.name}.csv", squeezed_together(rows))
    archive.close()


def _on_end(header: bytes, files: Sequence[Path]) -> Iterator[bytes]:
    """The content of files that all begin with the same header, which is given once."""
    yield header
    for file in files:
        with file.open("rb") as part:
            part.seek(len(header))
            yield from blocks_of(part)


def _twins(pieces: Pieces, facts: Sequence[Facts], most: int) -> Iterator[Artifact]:
    """A file for each unit and year, or several that each name the next one."""
    owners: dict[str, list[int]] = {}
    for number, owner in enumerate(pieces.names):
        owners.setdefault(owner, []).append(number)
    for owner, numbers in owners.items():
        path = address(Ref("twin", f"{owner}/"))
        parts = tuple(in_parts(numbers, lambda number: (facts[number].twins,), most))
        paths = (path, *(f"{path.removesuffix('.json')}-{n}.json" for n in range(2, len(parts) + 1)))
        for part, here, following in zip(parts, paths, (*paths[1:], ""), strict=True):
            write = partial(_write_twins, pieces, part, here, owner, following.rpartition("/")[2] or None)
            inputs = (Input("申报表", digest_of(following, *(pieces.states[number] for number in part))),)
            yield Artifact(here, inputs, partial(_one, StreamedFile(here, write)), (here,), len(part))


def _write_twins(
    pieces: Pieces, numbers: Sequence[int], path: str, owner: str, following: str | None, stream: BinaryIO
) -> None:
    write_twins(stream, path, owner, following, (pieces.read(TWINS, number, twins_in) for number in numbers))


def _workbook(release: Release, pieces: Pieces, joint: _Joint) -> Iterator[Artifact]:
    """The workbook, unless a table has more rows than a sheet."""
    if fits(joint.counts):
        printed = StreamedFile(joint.path(workbook(joint.folder)), partial(_write_workbook, release, pieces, joint))
        yield _artifact(joint, _noted(release, joint), printed, cost=2)


def _noted(release: Release, joint: _Joint) -> str:
    """The key of a file that holds all rows and the notes."""
    return digest_of(repr(notes(release.publication)), joint.key(*_ALL))


def _write_workbook(release: Release, pieces: Pieces, joint: _Joint, stream: BinaryIO) -> None:
    def parts(at: int) -> Iterator[ArchivePart]:
        return (pieces.read(SHEETS, number, sheets_in)[at] for number in joint.numbers)

    shapes, history = joint.shapes, release.publication.history
    sheets = [partial(parts, at) for at in range(len(shapes))]
    write_workbook(stream, shapes, sheets, joint.counts, notes(release.publication), history.date if history else None)


def _database(release: Release, pieces: Pieces, joint: _Joint) -> Artifact:
    printed = StreamedFile(joint.path(DATABASE), partial(_write_database, release, pieces, joint))
    return _artifact(joint, _noted(release, joint), printed, cost=10)


def _write_database(release: Release, pieces: Pieces, joint: _Joint, stream: BinaryIO) -> None:
    batches = (pieces.read(SQL, number, sql_in) for number in joint.numbers)
    write_database(stream, joint.shapes, batches, notes(release.publication))


def _whole_database(release: Release, whole: _Joint, years: Sequence[_Joint]) -> Artifact:
    needs = tuple(year.path(DATABASE) for year in years)
    printed = DerivedFile(whole.path(DATABASE), needs, partial(_join_databases, release, whole.shapes))
    return _artifact(whole, _noted(release, whole), printed, cost=10)


def _join_databases(release: Release, shapes: Sequence[DataTable], files: Sequence[Path], stream: BinaryIO) -> None:
    join_databases(stream, shapes, files, notes(release.publication))


def closing_files(
    publication: Publication, totals: Totals, stamps: Mapping[str, Stamp], shapes: Sequence[DataTable]
) -> Iterator[DataFile]:
    """The files that tell of the others, whose stamps are given by their addresses; no package is without any file."""
    listed = dict(stamps)
    if totals.years:
        package = DataFile(PACKAGE, as_document(data_package(publication, shapes, stamps)))
        listed[package.path] = package.stamp
        yield package
    yield DataFile(INDEX, as_document(index(publication, totals.years, totals.counts, listed)))
