"""Pieces of open data: the rows of a few declarations as each format has them, made once and joined as they are."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Mapping
from functools import cache

import msgspec

from ...digest import digest_of
from ...model import Declaration
from .archive import ArchivePart
from .as_csv import csv_cell, csv_rows
from .as_json import json_lines_of
from .as_sqlite import sql_rows
from .as_xlsx import looks_of
from .release import Release
from .tables import DataTable, tables
from .twin import twins_of
from .xlsx_rows import rows_of

CSV, JSON_LINES, SHEETS, SQL, TWINS, FACTS = "csv", "jsonl", "xlsx", "sqlite", "twins", "facts"
PIECE_KINDS = (CSV, JSON_LINES, SHEETS, SQL, TWINS, FACTS)
"""What there is a piece of for each batch of declarations, all of one year."""

_QUICKLY = 1
"""How hard to squeeze a workbook's rows: the quickest way takes a third of the time, and a third more room."""


class Facts(msgspec.Struct, array_like=True, frozen=True):
    """What is told of the rows of each table: how many, the first value of each column as text, and the hash of all.

    ``sizes`` are the bytes of each table's rows in CSV, ``squeezed`` those of all rows in a workbook, ``twins`` of the JSON.
    """

    year: int
    counts: tuple[int, ...]
    samples: tuple[tuple[str | None, ...], ...]
    digests: tuple[str, ...]
    sizes: tuple[int, ...]
    squeezed: int
    twins: int


SqlRows = tuple[tuple[tuple[str | int | float | None, ...], ...], ...]
"""For each table its rows, as SQLite keeps them."""

_encode = msgspec.msgpack.Encoder().encode
_json = msgspec.json.Decoder(dict[str, msgspec.Raw])


def texts_in(content: bytes) -> tuple[bytes, ...]:
    """The rows of each table, of a piece of CSV or JSON Lines."""
    return _decoder(tuple[bytes, ...]).decode(content)  # type: ignore[no-any-return]


def sheets_in(content: bytes) -> tuple[ArchivePart, ...]:
    """The rows of each table, of a piece of a workbook."""
    return _decoder(tuple[ArchivePart, ...]).decode(content)  # type: ignore[no-any-return]


def sql_in(content: bytes) -> SqlRows:
    """The rows of each table, of a piece of a database."""
    return _decoder(SqlRows).decode(content)  # type: ignore[no-any-return]


def twins_in(content: bytes) -> bytes:
    """The twins of a batch, as the members of a JSON object that they are."""
    _json.decode(b"{" + content + b"}")
    return content


def facts_in(content: bytes) -> Facts:
    """What is told of a batch."""
    return _decoder(Facts).decode(content)  # type: ignore[no-any-return]


@cache
def _decoder(kind: object) -> msgspec.msgpack.Decoder:  # type: ignore[type-arg]
    return msgspec.msgpack.Decoder(kind)


def pieces_of(release: Release, declarations: Iterable[Declaration], year: int) -> Mapping[str, bytes]:
    """The pieces of some declarations, all of one year, by kind."""
    chosen = tuple(declarations)
    made = tables(release, chosen)
    texts, lines, sheets = tuple(map(csv_rows, made)), tuple(map(json_lines_of, made)), tuple(map(_sheet, made))
    told = twins_of(release, chosen)
    counts, samples = tuple(len(table.rows) for table in made), tuple(map(_samples, made))
    sizes = tuple(map(len, texts)), sum(len(sheet.squeezed) for sheet in sheets)
    return {
        CSV: _encode(texts),
        JSON_LINES: _encode(lines),
        SHEETS: _encode(sheets),
        SQL: _encode(tuple(map(sql_rows, made))),
        TWINS: told,
        FACTS: _encode(Facts(year, counts, samples, tuple(map(digest_of, lines)), *sizes, len(told))),
    }


def _sheet(table: DataTable) -> ArchivePart:
    rows = "".join(rows_of(table, looks_of(table))).encode("utf-8", "surrogatepass")
    squeezer = zlib.compressobj(_QUICKLY, zlib.DEFLATED, -zlib.MAX_WBITS)
    squeezed = squeezer.compress(rows) + squeezer.flush(zlib.Z_FULL_FLUSH)
    return ArchivePart(squeezed, len(rows), zlib.crc32(rows))


def _samples(table: DataTable) -> tuple[str | None, ...]:
    rows = tuple(table.cells())
    firsts = (next((row[n] for row in rows if row[n] is not None), None) for n in range(len(table.columns)))
    pairs = zip(table.columns, firsts, strict=True)
    return tuple(None if value is None else csv_cell(column, value) for column, value in pairs)
