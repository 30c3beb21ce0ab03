"""``jixiao edition``: checks the file of an edition, and prints the form that it makes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import click

from ..forms import (
    DECLARATIONS,
    EDITION_IDS,
    RESULTS,
    Dimension,
    EditionError,
    FormEdition,
    check_dimensions,
    check_options,
    edition_in,
    edition_mistakes,
    file_of,
    is_of_result,
    listed_dimensions,
    load_edition,
    result_edition_in,
)
from ..problem import SetupProblem, in_chinese
from ..registry import is_id
from ..source import Document, Mapping, Node, Scalar, read
from ..terminal import inert
from .chinese import ChineseCommand
from .root import root_option

SUFFIX = ".yml"


@click.command(cls=ChineseCommand)
@click.argument("file", type=click.Path(path_type=Path), metavar="文件")
@root_option
@click.option("--html", type=click.Path(path_type=Path), metavar="文件", help="另把空白的表写成网页，用浏览器看或打印")
def edition(file: Path, root: Path, html: Path | None) -> int:
    """检查一个表式文件，印出空白的表。

    文件里的每一处错误各列一行：在第几行、哪一栏、错在哪里、怎样改；有错误时退出码为 1。
    """
    document = read(str(file), _content(file))
    others = _Others(file.stem)
    for fault in others.faults:
        click.echo(f"另一个文件有错误：{inert(fault)}", err=True)
    told = [mistake.told(str(file)) for mistake in edition_mistakes(document)] or [*_conflicts(file, document, others)]
    if told:
        click.echo("\n".join(map(inert, told)))
        click.echo(f"错误 {len(told)} 条。改好以后再运行一次。")
        return 1
    made = _made(file, document)
    from ..site.form import Blank, sheet
    from ..site.form_text import form_text

    blank = sheet(Blank(made))
    click.echo(form_text(blank), nl=False)
    click.echo(_summary(made, others))
    if html:
        _write_html(html, root, made)
    return 0


def _content(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise SetupProblem(in_chinese(error)) from error


def _made(file: Path, document: Document) -> FormEdition:
    """The edition that a sound file describes: of the declaration or, where it names a kind, of another record."""
    return (result_edition_in if is_of_result(document) else edition_in)(file.stem, document)


class _Others:
    """The other editions of the declaration and the dimensions, as far as they are sound, and what is wrong with the rest."""

    def __init__(self, but: str) -> None:
        self.editions: list[FormEdition] = []
        self.dimensions: tuple[Dimension, ...] = ()
        self.faults: list[str] = []
        self._try(self._take_dimensions)
        for name in EDITION_IDS:
            if name != but:
                self._try(partial(self._take, name))

    def _try(self, take: Callable[[], None]) -> None:
        try:
            take()
        except EditionError as error:
            self.faults.extend(error.args)

    def _take_dimensions(self) -> None:
        check_dimensions(listed_dimensions(), ())
        self.dimensions = listed_dimensions()

    def _take(self, name: str) -> None:
        other = load_edition(name)
        check_dimensions(self.dimensions, (other,))
        self.editions.append(other)

    def conflicts_with(self, made: FormEdition) -> Iterator[str]:
        """What of an edition contradicts these, each once."""
        found: dict[str, None] = {}
        for those in ((made,), *((other, made) for other in self.editions)):
            try:
                check_options(those)
                check_dimensions(self.dimensions, those)
            except EditionError as error:
                found |= dict.fromkeys(error.args)
        yield from (told.removeprefix(f"{file_of(made)}:1:1 ") for told in found)


def _conflicts(file: Path, document: Document, others: _Others) -> Iterator[str]:
    """What contradicts the editions that are there: options that would share a page's address, fields that cannot be a dimension."""
    if not is_id(file.stem):
        yield f"{file}:1:1 文件名“{file.stem}”不能用作表式的编号；只用小写字母、数字和连字符，例如 qinghe-2026.yml"
        return
    for told in others.conflicts_with(_made(file, document)):
        yield f"{_place(file, document, told)} {told}"


def _place(file: Path, document: Document, told: str) -> str:
    """The file with the line of what is quoted first in a text, or of its beginning."""
    quoted = re.findall("“([^”]*)”", told)
    found = (scalar for text in quoted for scalar in _texts(document.root) if scalar.text == text)
    at = next(found, None)
    return f"{file}:{at.line if at else 1}:{at.column if at else 1}"


def _texts(node: Node | None) -> Iterator[Scalar]:
    if isinstance(node, Scalar):
        yield node
    elif isinstance(node, Mapping):
        for entry in node.entries:
            yield from _texts(entry.value)
    elif node:
        for item in node.items:
            yield from _texts(item)


def _summary(made: FormEdition, others: _Others) -> str:
    fields = tuple(made.fields())
    columns = sum(len(field.columns) for field in fields)
    told = f"没有错误。栏目 {len(fields)} 个，表里的列 {columns} 个，金额单位 {made.money_unit}。"
    roles = "、".join(sorted(made.by_role))
    unknown = "、".join(sorted(made.by_role.keys() - _known_roles(others)))
    return f"{told}用到的 role：{roles}。" + (f"其中没有规则和页面认得的：{unknown}，照样公布。" if unknown else "")


def _known_roles(others: _Others) -> frozenset[str]:
    """Roles that the program knows, that divide projects, or that another edition has."""
    used = {role for edition in others.editions for role in edition.by_role}
    divide = {dimension.role for dimension in others.dimensions}
    return frozenset({*DECLARATIONS.roles, *RESULTS.roles, *used, *divide})


def _write_html(target: Path, root: Path, made: FormEdition) -> None:
    from ..render import Renderer
    from ..site.addresses import address
    from ..site.form import Blank, sheet

    theme = (root / "theme").resolve()
    styles = [(theme / "assets" / "stylesheets" / f"{name}.css").as_uri() for name in ("site", "declaration")]
    page = Renderer(theme, address).render("parts/blank.html", "", sheet=sheet(Blank(made)), styles=styles)
    try:
        target.write_text(page, encoding="utf-8", newline="\n")
    except OSError as error:
        raise SetupProblem(in_chinese(error)) from error
    click.echo(f"已写入 {inert(str(target))}")
