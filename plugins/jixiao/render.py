"""The templates' environment: everything is escaped once, nothing undefined passes, links are relative to the page."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, pass_context
from jinja2.runtime import Context
from markupsafe import Markup, escape

from .table import Ref
from .text import join_layout_lines
from .values import Money, Percent


def relative(target: str, page: str) -> str:
    """The address of ``target`` as written on ``page``, both below the site's root: ``../../units/a/``."""
    if target.startswith(("https://", "http://", "#")):
        return target
    return "../" * page.count("/") + target or "./"


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
        )
        self._environment.globals.update(href=self._href, ref=Ref)
        self._environment.filters.update(
            joined=join_layout_lines, lines=lines, wan=wan, exact=exact, signed=signed, plain=plain
        )

    def render(self, template: str, page: str, **context: Any) -> str:
        """Render one template for the page at an address."""
        return self._environment.get_template(template).render(page=page, **context)

    @property
    def _href(self) -> Callable[..., str]:
        @pass_context
        def href(context: Context, target: Ref | str) -> str:
            address = self._address(target) if isinstance(target, Ref) else target
            return relative(address, context["page"])

        return href


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
    """An amount for summaries: ``¥266.55 万``, the exact 元 on hover and for screen readers."""
    if value is None:
        return Markup("—")
    if abs(value).yuan < 10_000:
        return Markup('<span class="jx-money">¥{}</span>').format(value.grouped)
    return Markup('<span class="jx-money" title="{} 元">¥{} 万元</span>').format(value.grouped, value.wan)


def plain(value: Money | Percent | int | str | None) -> str:
    """A value as a program reads it, for ``data-`` attributes."""
    if value is None:
        return ""
    if isinstance(value, Money):
        return value.plain
    return (
        f"{value.points:.6f}".rstrip("0").rstrip(".") if isinstance(value, Percent) else re.sub(r"\s+", " ", str(value))
    )
