"""The templates' environment: everything is escaped once, nothing undefined passes, links are relative to the page."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from jinja2 import BytecodeCache, Environment, FileSystemLoader, StrictUndefined, pass_context
from jinja2.bccache import Bucket
from jinja2.runtime import Context
from markupsafe import Markup, escape

from .table import Cell, Column, Ref
from .text import join_layout_lines
from .values import Money, Percent
from .words import PAGES


def relative(target: str, page: str) -> str:
    """The address of ``target`` as written on ``page``, both below the site's root: ``../../units/a/``."""
    if target.startswith(("https://", "http://", "#")):
        return target
    return "../" * page.count("/") + target or "./"


class _Compiled(BytecodeCache):
    """What templates were compiled to, for every renderer of this process: by name, file and the hash of their text."""

    def __init__(self) -> None:
        self._codes: dict[tuple[str, str], Any] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give what the same text was compiled to, if it was."""
        bucket.code = self._codes.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what was compiled."""
        self._codes[bucket.key, bucket.checksum] = bucket.code


_COMPILED = _Compiled()


class Renderer:
    """Renders the theme's page templates. ``address`` turns references into addresses below the site's root."""

    def __init__(self, theme: Path, address: Callable[[Ref], str]) -> None:
        self._address = address
        self._environment = Environment(
            loader=FileSystemLoader(theme / "pages", encoding="utf-8"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=False,
            auto_reload=False,
            bytecode_cache=_COMPILED,
        )
        self._environment.globals.update(
            href=self._href,
            ref=Ref,
            data_block=self._data_block,
            names=PAGES,
            table_rows=self._table_rows,
            form_rows=form_rows,
        )
        self._environment.filters.update(
            joined=join_layout_lines,
            lines=lines,
            wan=wan,
            amount=amount,
            exact=exact,
            signed=signed,
        )

    def render(self, template: str, page: str, **context: Any) -> str:
        """Render one template for the page at an address."""
        return self._environment.get_template(template).render(page=page, **context)

    @property
    def _table_rows(self) -> Callable[..., Markup]:
        @pass_context
        def table_rows(context: Context, columns: Sequence[Column], rows: Sequence[Sequence[Cell]]) -> Markup:
            up = "../" * context["page"].count("/")

            def link(ref: Ref) -> str:
                return up + self._address(ref) or "./"

            return Markup("".join(table_row(columns, cells, link) for cells in rows))

        return table_rows

    @property
    def _data_block(self) -> Callable[..., Markup]:
        @pass_context
        def data_block(context: Context, value: Any) -> Markup:
            """Values as JSON for an element of a page, which no text in them can end."""
            told = _with_addresses(value, lambda ref: relative(self._address(ref), context["page"]))
            return Markup(json.dumps(told, ensure_ascii=False, separators=(",", ":")).translate(_BREAKS_OUT))

        return data_block

    @property
    def _href(self) -> Callable[..., str]:
        @pass_context
        def href(context: Context, target: Ref | str) -> str:
            address = self._address(target) if isinstance(target, Ref) else target
            return relative(address, context["page"])

        return href


_BREAKS_OUT = {ord(mark): f"\\u{ord(mark):04x}" for mark in "<>&\u2028\u2029"}
"""Signs by which data could end the element that it stands in, and their escapes in JSON."""


def _with_addresses(value: Any, link: Callable[[Ref], str]) -> Any:
    """Plain values with each reference as an address."""
    if isinstance(value, Ref):
        return link(value)
    if isinstance(value, Mapping):
        return {name: _with_addresses(part, link) for name, part in value.items()}
    return [_with_addresses(part, link) for part in value] if isinstance(value, list) else value


# Rows of tables and forms are most of what a large site prints, some hundred cells a page: these two are code and not
# templates, which take several times as long. What they print is escaped as templates escape.


SHORT = 40
"""Characters of a text that is likely to recur, such as a label."""


@lru_cache(maxsize=1 << 14)
def escaped(text: str) -> str:
    """A short text, such as a label or a name, as it may stand in an element or an attribute in quotes."""
    return str(escape(text))


def table_row(columns: Sequence[Column], cells: Sequence[Cell], link: Callable[[Ref], str]) -> str:
    """One row; its first cell is its heading. Each cell ends with a line break, or its text would run into the next."""
    parts = ["<tr>\n"]
    for position, (column, cell) in enumerate(zip(columns, cells, strict=True)):
        value, kind = cell.value, column.kind
        shown = signed(value) if kind in _SIGNED and isinstance(value, _CHANGES) else exact(value)
        text = escaped(shown)
        if cell.ref and value is not None:
            text = f'<a href="{escaped(link(cell.ref))}">{text}</a>'
        opening, closing = _TAGS[position == 0]
        looks = _LOOKS[kind == "text", column.narrow].format(kind)
        parts.append(f'{opening}{looks} data-label="{escaped(column.title)}">{text}{closing}\n')
    parts.append("</tr>\n")
    return "".join(parts)


_SIGNED = ("change", "growth")
_CHANGES = (Money, Percent, type(None))
_LOOKS = {
    (True, False): "",
    (True, True): ' class="jx-{} jx-narrow"',
    (False, False): ' class="jx-{}"',
    (False, True): ' class="jx-{} jx-narrow"',
}
"""The class of a cell, by whether it is a text and whether it is narrow; most cells are texts, and need none."""
_TAGS = {True: ('<th scope="row"', "</th>"), False: ("<td", "</td>")}


def form_rows(rows: Iterable[Any]) -> Markup:
    """A form's grid (rows are ``site.form.FormRow``). The roles say what the elements mean when the table folds."""
    parts = []
    first = after = 0  # the turns that tables side by side take on a narrow screen, and that of what follows them
    for row in rows:
        if row.begins:
            first, after = after, after + row.begins + 1
        is_beside = any(cell.block for cell in row.cells)
        parts.append(f'<tr role="row" class="jx-row-{row.kind}{"" if is_beside else _turn(after)}">\n')
        parts.extend(_form_cell(cell, _turn(first + max(1, cell.block)) if is_beside else "") for cell in row.cells)
        parts.append("</tr>\n")
    return Markup("".join(parts))


LAST_TURN = 30
"""How many turns the stylesheet knows; a form with still more tables side by side shows the last of them mixed."""


def _turn(turn: int) -> str:
    return f" jx-turn-{min(turn, LAST_TURN)}" if turn else ""


def _form_cell(cell: Any, turn: str = "") -> str:
    if cell.scope:
        role = "rowheader" if cell.scope == "row" else "columnheader"
        opening, closing = f'<th scope="{cell.scope}" role="{role}"', "</th>\n"
    else:
        opening, closing = '<td role="cell"', "</td>\n"
    kind = f' class="jx-form-{cell.kind}{turn}"' if cell.kind else f' class="{turn.strip()}"' if turn else ""
    named = f' id="{escaped(cell.id)}"' if cell.id else ""
    headed = f' headers="{escaped(cell.headers)}"' if cell.headers else ""
    labelled = f' data-label="{escaped(cell.label)}"' if cell.label else ""
    wide = f' colspan="{cell.columns}"' if cell.columns > 1 else ""
    high = f' rowspan="{cell.rows}"' if cell.rows > 1 else ""
    suffix = f'<span class="jx-suffix">{escaped(cell.suffix)}</span>' if cell.suffix else ""
    return f"{opening}{kind}{named}{headed}{labelled}{wide}{high}>{_form_text(cell)}{suffix}{closing}"


def _form_text(cell: Any) -> str:
    if cell.options:
        return f'<ul class="jx-options">\n{"".join(_option(*option) for option in cell.options)}</ul>'
    if "\n" in cell.text:
        return str(lines(cell.text))
    return escaped(cell.text) if len(cell.text) <= SHORT else str(escape(cell.text))


@lru_cache(maxsize=1 << 10)
def _option(label: str, is_ticked: bool) -> str:
    if is_ticked:
        tick = '<span class="jx-tick" aria-hidden="true">☑</span><span class="jx-spoken">（已选）</span>'
        return f'<li class="jx-ticked">{escape(label)}{tick}</li>\n'
    return f'<li>{escape(label)}<span class="jx-tick" aria-hidden="true">□</span></li>\n'


def lines(text: str) -> Markup:
    """A text as paragraphs of lines: escaped, each line break kept."""
    return Markup("<br>\n").join(escape(line) for line in text.split("\n"))


def exact(value: Money | Percent | int | str | None) -> str:
    """A table's figure: ``2,665,500``, ``82.85%``; a dash where there is none."""
    if value is None:
        return "—"
    return value.grouped if isinstance(value, Money) else str(value)


def signed(value: Money | Percent | None) -> str:
    """A change with its sign: ``+265,500``, ``−1.35%``; a dash where there is none."""
    return "—" if value is None else value.signed


def wan(value: Money | None) -> Markup:
    """An amount for summaries: ``266.55 万元``, the exact 元 on hover and for screen readers."""
    if value is None:
        return Markup("—")
    return amount(value, "元" if abs(value).yuan < 10_000 else "万元")


def amount(value: Money, unit: str, is_change: bool = False) -> Markup:
    """An amount in 元 or 万元; a change has its sign."""
    plus = "+" if is_change and value.yuan > 0 else ""
    if unit == "元":
        return Markup(f'<span class="jx-money">{plus}{value.grouped} 元</span>')
    return Markup(f'<span class="jx-money" title="{plus}{value.grouped} 元">{plus}{value.wan} 万元</span>')
