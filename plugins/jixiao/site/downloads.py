"""The page of open data: every file with its size, what each column means, and examples that can be run as they stand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..table import Cell, Ref, Table
from ..table import Column as TableColumn
from ..text import join_layout_lines
from .addresses import address
from .open_data import OpenData
from .open_data.as_csv import csv_cell
from .open_data.columns import Column, Kind
from .open_data.examples import examples
from .open_data.feed import FEED, unit_feed
from .open_data.tables import DataTable
from .open_data.v1 import FOLDER
from .page import DataFile, Heading, Page
from .view import HOME, View

MOST_UNITS = 5
"""Units that the examples list."""
LONGEST_SAMPLE = 24
"""Characters shown of a sample value."""
_KINDS: dict[Kind, str] = {
    "text": "文字", "whole": "整数", "number": "数", "money": "金额", "percent": "百分数", "date": "日期",
}  # fmt: skip
_DESCRIBED = (
    TableColumn("name", "列名"),
    TableColumn("title", "中文名"),
    TableColumn("kind", "类型"),
    TableColumn("description", "说明"),
    TableColumn("source", "来自"),
    TableColumn("sample", "例子"),
)
_OTHERS = (
    ("jixiao.xlsx", "XLSX", "四张表各一个工作表，数字和日期是真的数字和日期，表头固定；另有一个工作表说明各列"),
    ("jixiao.sqlite", "SQLite", "四张表在一个数据库里，可以直接用 SQL 查"),
    ("datapackage.json", "Data Package", "说明各 CSV 文件的每一列，Frictionless 等工具可以据此读取和核对"),
    ("declaration.schema.json", "JSON Schema", "说明单份申报表的 JSON 文件"),
    ("index.json", "目录", "数据的版本、对应的提交、规则版本、条数和每个文件的校验值"),
)


def pages(view: View) -> Iterator[Page]:
    """The one page."""
    data = view.open_data
    sizes = {file.path.removeprefix(FOLDER): _size(file) for file in data.files}
    first = view.portfolio.declarations[0] if view.portfolio.declarations else None
    yield view.page(
        Ref("downloads"),
        title="数据下载",
        description="全部申报表、绩效指标、子项目和检查结果，分年度和全部，CSV、XLSX、JSON Lines、SQLite，每一列都有说明。",
        section=HOME,
        toc=tuple(_toc(bool(first))),
        whole=_whole_table(data, sizes),
        others=[(name, kind, text, sizes[name]) for name, kind, text in _OTHERS if name in sizes],
        years=_year_table(view, data.tables, sizes),
        twin=Ref("twin", first.id) if first else None,
        twin_address=address(Ref("twin", "年度/单位编号/项目代号")),
        described=[(table, _described(table)) for table in data.tables],
        examples=examples(view.portfolio, data.tables[0]) if first else None,
        feed=FEED if FEED.removeprefix(FOLDER) in sizes else None,
        unit_feeds=[(unit, unit_feed(unit)) for unit in view.portfolio.units],
        publication=view.publication,
    )


def files(view: View) -> Iterator[DataFile]:
    """All files of open data."""
    yield from view.open_data.files


def _toc(has_examples: bool) -> Iterator[Heading]:
    yield Heading("all", "全部年度")
    yield Heading("years", "分年度")
    yield Heading("twins", "单份申报表")
    if has_examples:
        yield Heading("examples", "怎样使用")
    yield Heading("columns", "每一列的意思")
    yield Heading("conventions", "写法约定")
    yield Heading("changes", "版本和更新")
    yield Heading("licence", "许可和引用")


def _size(file: DataFile) -> str:
    """A file's size for people, rounded up: ``12 KB``, ``3.4 MB``."""
    kilobytes = -(-len(file.content) // 1024)
    return f"{kilobytes} KB" if kilobytes < 1000 else f"{kilobytes / 1024:.1f} MB"


def _whole_table(data: OpenData, sizes: dict[str, str]) -> Table:
    columns = (
        TableColumn("table", "表"),
        TableColumn("what", "内容"),
        TableColumn("rows", "行数", "count"),
        TableColumn("csv", "CSV"),
        TableColumn("jsonl", "JSON Lines"),
    )
    rows = tuple(
        (
            Cell(table.title),
            Cell(table.description),
            Cell(len(table.rows)),
            *(_file(f"{table.name}.{kind}", sizes) for kind in ("csv", "jsonl")),
        )
        for table in data.tables
    )
    return Table("全部年度的数据", columns, rows)


def _year_table(view: View, tables: Sequence[DataTable], sizes: dict[str, str]) -> Table:
    columns = (
        TableColumn("year", "年度"),
        *(TableColumn(table.name, f"{table.title} CSV") for table in tables),
        TableColumn("xlsx", "XLSX"),
    )
    names = (*(f"{table.name}.csv" for table in tables), "jixiao.xlsx")
    rows = tuple(
        (Cell(f"{year}年", Ref("year", str(year))), *(_file(f"{year}/{name}", sizes) for name in names))
        for year in reversed(view.portfolio.years)
    )
    return Table("分年度的数据", columns, rows)


def _file(name: str, sizes: dict[str, str]) -> Cell:
    return Cell(sizes[name], Ref("data", name)) if name in sizes else Cell("—")


def _described(table: DataTable) -> Table:
    """A table's columns, each with the value of its first row that has one."""
    return Table(f"{table.title}（{table.name}）的各列", _DESCRIBED, tuple(_row(table, c) for c in table.columns))


def _row(table: DataTable, column: Column) -> tuple[Cell, ...]:
    values = (getattr(row, column.name) for row in table.rows)
    text = join_layout_lines(csv_cell(column, next((value for value in values if value is not None), None)))
    sample = f"{text[:LONGEST_SAMPLE]}……" if len(text) > LONGEST_SAMPLE else text
    told = (column.name, column.heading, _KINDS[column.kind], column.description, column.source, sample)
    return tuple(map(Cell, told))
