"""Two to four declarations side by side: a page whose script reads the ids from its address, and then their records."""

from __future__ import annotations

from collections.abc import Iterator

from ..table import Ref
from ..words import PAGES
from .page import Page
from .view import Draft, View, Whole, section

EXPLORER = section("explorer")
LEAST, MOST = 2, 4
"""How many declarations stand side by side."""


def drafts(whole: Whole) -> Iterator[Draft]:
    """The one page."""
    yield whole.draft(Ref("compare"), whole.nothing, _page, whole.portfolio.years)


def _page(view: View, years: tuple[int, ...]) -> Page:
    return view.page(
        Ref("compare"),
        title=PAGES["compare"],
        description=f"把 {LEAST} 到 {MOST} 份绩效目标申报表并排放在一起，逐栏逐项对照，不同之处用文字标明。",
        section=EXPLORER,
        crumbs=[(PAGES["explorer"], Ref("explorer"))],
        least=LEAST,
        most=MOST,
        years=list(reversed(years)),
    )
