"""Tables as one SQLite file in an archive: amounts are whole 分, so that sums are exact; two tables more say what all of it means."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, BinaryIO
from zipfile import ZipFile

from .archive import Archive, blocks_of, squeezed_together
from .as_json import json_number
from .columns import Column, Kind
from .tables import DataTable

Rows = Sequence[tuple[str | int | float | None, ...]]

DATABASE = "jixiao.sqlite"
"""What the file in the archive is called."""
FEN = "_fen"
"""What an amount's column is called beyond its name."""
_TYPES: dict[Kind, str] = {
    "text": "TEXT", "whole": "INTEGER", "number": "REAL", "money": "INTEGER", "percent": "REAL", "date": "TEXT",
}  # fmt: skip
_CHANGES, _ONCE = 24, (1).to_bytes(4, "big")
_WRITER, _RELEASE = 92, (3_040_001).to_bytes(4, "big")
"""Where a file tells how often it was changed, and with which change and by which release of SQLite it was last written.

Fixed ones stand there, so that the bytes are the same.
"""
_DESCRIPTION = """\
CREATE TABLE meta (name TEXT PRIMARY KEY NOT NULL, value TEXT NOT NULL);
CREATE TABLE columns (
  table_name TEXT NOT NULL, column_name TEXT NOT NULL, title TEXT NOT NULL, description TEXT NOT NULL,
  unit TEXT NOT NULL, source TEXT NOT NULL, PRIMARY KEY (table_name, column_name)
);
"""


def write_database(
    stream: BinaryIO,
    tables: Sequence[DataTable],
    batches: Iterable[Sequence[Rows]],
    notes: Sequence[tuple[str, str]],
) -> None:
    """Write the archive; each batch has the rows of each table. The same rows give the same bytes."""
    with _new_database(stream, tables, notes) as database:
        database.execute("BEGIN")
        for batch in batches:
            for table, rows in zip(tables, batch, strict=True):
                marks = ", ".join("?" for _ in table.columns)
                database.executemany(f"INSERT INTO {table.name} VALUES ({marks})", rows)
        database.execute("COMMIT")


def join_databases(
    stream: BinaryIO, tables: Sequence[DataTable], parts: Sequence[Path], notes: Sequence[tuple[str, str]]
) -> None:
    """Write an archive whose database has the rows of some others', one after the other."""
    with _new_database(stream, tables, notes) as database, TemporaryDirectory(prefix="jixiao-") as folder:
        for part in parts:
            with ZipFile(part) as archive:
                file = Path(archive.extract(DATABASE, folder))
            database.execute("ATTACH ? AS part", (f"{file.as_uri()}?mode=ro&immutable=1",))
            database.execute("BEGIN")
            for table in tables:
                database.execute(f"INSERT INTO main.{table.name} SELECT * FROM part.{table.name} ORDER BY rowid")
            database.execute("COMMIT")
            database.execute("DETACH part")
            file.unlink()


@contextmanager
def _new_database(
    stream: BinaryIO, tables: Sequence[DataTable], notes: Sequence[tuple[str, str]]
) -> Iterator[sqlite3.Connection]:
    """An empty database to be filled, then put away. It is a file of its own, so that its size is no matter of memory."""
    with TemporaryDirectory(prefix="jixiao-") as folder:
        file = Path(folder) / DATABASE
        with closing(sqlite3.connect(file.as_uri(), isolation_level=None, uri=True)) as database:
            for setting in ("page_size = 4096", "journal_mode = OFF", "synchronous = OFF", "locking_mode = EXCLUSIVE"):
                database.execute(f"PRAGMA {setting}")
            database.execute("BEGIN")
            for statement in filter(None, map(str.strip, _DESCRIPTION.split(";"))):
                database.execute(statement)
            database.executemany("INSERT INTO meta VALUES (?, ?)", notes)
            for table in tables:
                _define(database, table)
            database.execute("COMMIT")
            yield database
        with file.open("r+b") as made:
            made.seek(_CHANGES)
            made.write(_ONCE)
            made.seek(_WRITER)
            made.write(_ONCE + _RELEASE)
            made.seek(0)
            archive = Archive(stream)
            archive.add(DATABASE, squeezed_together(blocks_of(made)))
            archive.close()


def sql_rows(table: DataTable) -> Rows:
    """The table's rows as SQLite keeps them."""
    special = tuple((n, column.kind) for n, column in enumerate(table.columns) if column.kind not in ("text", "whole"))
    return tuple(_row(cells, special) for cells in table.cells())


def _row(cells: tuple[Any, ...], special: tuple[tuple[int, Kind], ...]) -> tuple[Any, ...]:
    """A row; only the cells of some columns are not as SQLite keeps them already."""
    row = list(cells)
    for number, kind in special:
        row[number] = _stored(kind, row[number])
    return tuple(row)


def sql_name(column: Column) -> str:
    """A column's name in the database."""
    return f"{column.name}{FEN}" if column.kind == "money" else column.name


def _define(database: sqlite3.Connection, table: DataTable) -> None:
    database.execute(f"CREATE TABLE {table.name} ({', '.join(_definitions(table))})")
    described = ((table.name, sql_name(c), c.title, c.description, _unit(c), c.source) for c in table.columns)
    database.executemany("INSERT INTO columns VALUES (?, ?, ?, ?, ?, ?)", described)


def _definitions(table: DataTable) -> Iterator[str]:
    for column in table.columns:
        needed = " NOT NULL" if column.required else ""
        yield f'"{sql_name(column)}" {_TYPES[column.kind]}{needed}'
    yield f"PRIMARY KEY ({', '.join(table.key)})"
    if "project_id" in table.key:
        yield "FOREIGN KEY (project_id) REFERENCES projects (id)"


def _unit(column: Column) -> str:
    return "分" if column.kind == "money" else column.unit


def _stored(kind: Kind, value: Any) -> Any:
    """A value as SQLite keeps it."""
    if isinstance(value, Decimal):
        return int(value * 100) if kind == "money" else json_number(value)
    return value.isoformat() if kind == "date" and value is not None else value
