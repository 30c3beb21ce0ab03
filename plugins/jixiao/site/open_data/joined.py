"""Pieces of open data → the files: each format joined row by row as the pieces have them, of all years and of each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import BinaryIO

from ...cache import digest_of
from ..page import DataFile, Parcel, Pieces, Printed, Stamp, StreamedFile
from .archive import Part
from .as_csv import csv_header
from .as_json import as_document
from .as_sqlite import write_database
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

PACKAGE, SQLITE = f"{FOLDER}datapackage.json", f"{FOLDER}jixiao.sqlite"
WORKBOOK = "jixiao.xlsx"


@dataclass(frozen=True, slots=True)
class Totals:
    """What is told of all rows: the years, how many each table has, and a sample of each column's values as text."""

    years: tuple[int, ...]
    counts: tuple[int, ...]
    samples: tuple[tuple[str, ...], ...]

    @property
    def indicators(self) -> int:
        """How many indicators there are."""
        return dict(zip((table.name for table in shapes_of_all()), self.counts, strict=True))["indicators"]


@dataclass(frozen=True, slots=True)
class _Joint:
    """The batches that a folder's files are joined from; ``folder`` is below the open data's own."""

    folder: str
    numbers: tuple[int, ...]
    counts: tuple[int, ...]


def totals_of(pieces: Pieces) -> Totals:
    """Add up what is told of each batch."""
    facts = _facts(pieces)
    samples = tuple(
        tuple(
            next((told.samples[at][column] or "" for told in facts if told.samples[at][column] is not None), "")
            for column in range(len(table.columns))
        )
        for at, table in enumerate(shapes_of_all())
    )
    return Totals(tuple(sorted({told.year for told in facts})), _added(facts), samples)


def _facts(pieces: Pieces) -> list[Facts]:
    return [facts_in(pieces.read(FACTS, number)) for number in range(len(pieces.states))]


def _added(facts: Sequence[Facts]) -> tuple[int, ...]:
    return tuple(sum(told.counts[at] for told in facts) for at in range(len(shapes_of_all())))


def data_parcels(release: Release, pieces: Pieces) -> Iterator[Parcel]:
    """Every file but those that tell of the others."""
    facts = _facts(pieces)
    everything = tuple(range(len(facts)))
    whole = _Joint("", everything, _added(facts))
    yield from _joined(release, pieces, whole)
    yield _parcel(
        pieces, whole, SQLITE, partial(_write_database, release, pieces, whole), repr(notes(release.publication))
    )
    for year in sorted({told.year for told in facts}):
        numbers = tuple(number for number in everything if facts[number].year == year)
        yield from _joined(release, pieces, _Joint(f"{year}/", numbers, _added([facts[number] for number in numbers])))
    schema = DataFile(SCHEMA, as_document(twin_schema()))
    yield Parcel(SCHEMA, digest_of(schema.content), lambda: (schema,), (SCHEMA,))
    for feed in feeds(release):
        yield Parcel(feed.path, digest_of(feed.content), partial(_one, feed), (feed.path,))


def _one(printed: Printed) -> tuple[Printed, ...]:
    return (printed,)


def _joined(release: Release, pieces: Pieces, joint: _Joint) -> Iterator[Parcel]:
    for at, table in enumerate(shapes_of_all()):
        start = f"{FOLDER}{joint.folder}{table.name}"
        yield _parcel(pieces, joint, f"{start}.csv", partial(_write_texts, pieces, joint, CSV, at, csv_header(table)))
        yield _parcel(pieces, joint, f"{start}.jsonl", partial(_write_texts, pieces, joint, JSON_LINES, at, b""))
    if fits(joint.counts):
        write = partial(_write_workbook, release, pieces, joint)
        yield _parcel(pieces, joint, f"{FOLDER}{joint.folder}{WORKBOOK}", write, repr(notes(release.publication)))


def _parcel(pieces: Pieces, joint: _Joint, path: str, write: partial[None], more: str = "") -> Parcel:
    key = digest_of(more, *(pieces.states[number] for number in joint.numbers))
    return Parcel(path, key, partial(_one, StreamedFile(path, write)), (path,), weight=len(joint.numbers))


def _write_texts(pieces: Pieces, joint: _Joint, kind: str, at: int, header: bytes, stream: BinaryIO) -> None:
    stream.write(header)
    for number in joint.numbers:
        stream.write(texts_in(pieces.read(kind, number))[at])


def _write_workbook(release: Release, pieces: Pieces, joint: _Joint, stream: BinaryIO) -> None:
    def parts(at: int) -> Iterator[Part]:
        return (sheets_in(pieces.read(SHEETS, number))[at] for number in joint.numbers)

    shapes, history = shapes_of_all(), release.publication.history
    sheets = [partial(parts, at) for at in range(len(shapes))]
    write_workbook(stream, shapes, sheets, joint.counts, notes(release.publication), history.date if history else None)


def _write_database(release: Release, pieces: Pieces, joint: _Joint, stream: BinaryIO) -> None:
    batches = (sql_in(pieces.read(SQL, number)) for number in joint.numbers)
    write_database(stream, shapes_of_all(), batches, notes(release.publication))


def closing_files(publication: Publication, totals: Totals, stamps: Mapping[str, Stamp]) -> Iterator[DataFile]:
    """The files that tell of the others, whose stamps are given by their addresses."""
    package = DataFile(PACKAGE, as_document(data_package(publication, shapes_of_all(), stamps)))
    yield package
    listed = {**stamps, package.path: package.stamp}
    yield DataFile(INDEX, as_document(index(publication, totals.years, totals.counts, listed)))
