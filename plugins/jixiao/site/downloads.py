"""The page of open data: every file with its size, what each column means, and examples that can be run as they stand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from ..table import Cell, Ref, Table
from ..table import Column as TableColumn
from ..text import join_layout_lines
from ..words import PAGES
from .addresses import address
from .linked_data import dataset
from .open_data.columns import Column, Kind
from .open_data.examples import examples
from .open_data.feed import FEED, unit_feed
from .open_data.folders import Folder, folders_among
from .open_data.index import INDEX
from .open_data.joined import ALL_CSV, ALL_JSON_LINES, DATABASE, PACKAGE, WORKBOOK, Totals, closing_files, workbook
from .open_data.publication import Publication
from .open_data.tables import DataTable, shapes_of_all
from .open_data.v1 import FOLDER
from .page import DataFile, FinalArtifact, Heading, Page, Stamp
from .view import View, Whole, section

DESCRIPTION = "申报表、绩效指标、子项目和检查结果，分年度和全部年度，CSV、XLSX、JSON Lines、SQLite，每一列都有说明。"
OFFERED = (".csv", ".xlsx", ".zip")
"""How files end that machines are told of, each whole for a year or for all."""
MOST_UNITS = 5
"""Units that the examples list."""
MOST_FEEDS = 300
"""Units whose feeds the page lists one by one."""
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
    (WORKBOOK, "XLSX", "各表各一个工作表，数字和日期是真的数字和日期，表头固定；另有一个工作表说明各列"),
    (ALL_CSV, "CSV", "各表各一个 CSV 文件，合在一个压缩包里"),
    (DATABASE, "SQLite", "各表在一个数据库里，可以直接用 SQL 查；解压后使用"),
    ("datapackage.json", "Data Package", "说明各年度 CSV 文件的每一列，Frictionless 等工具可以据此读取和核对"),
    ("declarations.schema.json", "JSON Schema", "说明单份申报表所在的 JSON 文件"),
    ("results.schema.json", "JSON Schema", "说明自评表、监控表所在的 JSON 文件"),
    ("index.json", "目录", "数据的版本、对应的提交、规则版本、条数和每个文件的校验值"),
)


def page(view: View, publication: Publication, totals: Totals, stamps: Mapping[str, Stamp]) -> Page:
    """The one page, made of the printed files' stamps."""
    sizes = {path.removeprefix(FOLDER): _size(stamp) for path, stamp in stamps.items()}
    units = view.portfolio.units
    first = view.portfolio.declarations[0] if view.portfolio.declarations else None
    joined, folders = DATABASE in sizes, folders_among(stamps)
    year = next((folder.year for folder in reversed(folders) if not folder.part), None)
    shapes = shapes_of_all(view.portfolio.registry.dimensions)
    named = tuple((name, size) for name, size in sizes.items() if name.endswith(OFFERED) and name.count("/") < 2)
    return view.page(
        Ref("downloads"),
        title=PAGES["downloads"],
        description=DESCRIPTION,
        about=dataset(DESCRIPTION, view.portfolio.years, named, _stated(publication)),
        section=section("downloads"),
        toc=tuple(_toc(year is not None)),
        joined=joined,
        folder="" if joined else f"{year}/",
        workbook=WORKBOOK if joined else workbook(str(year)),
        whole=_whole_table(totals),
        others=[(name, kind, text, sizes[name]) for name, kind, text in _OTHERS if name in sizes],
        years=_year_table(folders, sizes),
        divided=any(folder.part for folder in folders),
        twin=Ref("twin", first.id) if first else None,
        twin_id=first.id if first else "",
        twin_path=address(Ref("twin", first.id)) if first else "",
        reports_address=address(Ref("reports", "年度/单位代号/项目代号")) if "results.schema.json" in sizes else "",
        twin_address=address(Ref("twin", "年度/单位代号/项目代号")),
        described=[(table, _described(table, row)) for table, row in zip(shapes, totals.samples, strict=True)],
        examples=examples(view.portfolio, shapes[0], year) if year else None,
        feed=FEED if FEED.removeprefix(FOLDER) in sizes else None,
        unit_feeds=[(unit, unit_feed(unit)) for unit in units] if len(units) <= MOST_FEEDS else [],
        publication=publication,
    )


def final(whole: Whole, totals: Totals) -> FinalArtifact:
    """The page, and the files that tell of the others."""
    publication = whole.publication

    def make(stamps: Mapping[str, Stamp]) -> Iterator[Page | DataFile]:
        ordered = dict(sorted(stamps.items()))  # they come in the order in which the files were written
        told = dict(ordered)
        for file in closing_files(publication, totals, ordered, shapes_of_all(whole.release.dimensions)):
            told[file.path] = file.stamp
            yield file
        yield page(View(whole.common, whole.everything), publication, totals, told)

    package = (PACKAGE,) if totals.years else ()
    return FinalArtifact(FOLDER, (address(Ref("downloads")), *package, INDEX), make)


def _stated(publication: Publication) -> dict[str, str]:
    """What the site states of its data, by schema.org's names."""
    return {
        "license": publication.licence_url or publication.licence,
        "creditText": publication.citation,
        "dateModified": f"{publication.history.date:%Y-%m-%d}" if publication.history else "",
    }


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


def _size(stamp: Stamp) -> str:
    """A file's size for people, rounded up: ``12 KB``, ``3.4 MB``."""
    kilobytes = -(-stamp.size // 1024)
    return f"{kilobytes} KB" if kilobytes < 1000 else f"{kilobytes / 1024:.1f} MB"


def _whole_table(totals: Totals) -> Table:
    columns = (TableColumn("table", "表"), TableColumn("what", "内容"), TableColumn("rows", "行数", "count"))
    counted = zip(shapes_of_all(), totals.counts, strict=True)
    rows = tuple((Cell(table.title), Cell(table.description), Cell(count)) for table, count in counted)
    return Table("全部年度的数据", columns, rows)


def _year_table(folders: Sequence[Folder], sizes: dict[str, str]) -> Table:
    tables = shapes_of_all()
    columns = (
        TableColumn("year", "年度"),
        *(TableColumn(table.name, f"{table.title} CSV") for table in tables),
        TableColumn("jsonl", "JSON Lines"),
        TableColumn("xlsx", "XLSX"),
        TableColumn("sqlite", "SQLite"),
    )
    names = (*(f"{table.name}.csv" for table in tables), ALL_JSON_LINES, "", DATABASE)
    latest_first = sorted(folders, key=lambda folder: (-folder.year, folder.part))
    rows = tuple(
        (
            Cell(folder.title, Ref("year", str(folder.year))),
            *(_file(f"{folder.name}/{name or workbook(folder.name)}", sizes) for name in names),
        )
        for folder in latest_first
    )
    return Table("分年度的数据", columns, rows)


def _file(name: str, sizes: dict[str, str]) -> Cell:
    return Cell(f"{name.rpartition('/')[2]}（{sizes[name]}）", Ref("data", name)) if name in sizes else Cell("—")


def _described(table: DataTable, samples: Sequence[str]) -> Table:
    """A table's columns, each with its first value."""
    rows = tuple(_row(column, sample) for column, sample in zip(table.columns, samples, strict=True))
    return Table(f"{table.title}（{table.name}）的各列", _DESCRIBED, rows)


def _row(column: Column, filed: str) -> tuple[Cell, ...]:
    text = join_layout_lines(filed)
    sample = f"{text[:LONGEST_SAMPLE]}……" if len(text) > LONGEST_SAMPLE else text
    told = (column.name, column.heading, _KINDS[column.kind], column.description, column.source, sample)
    return tuple(map(Cell, told))
