"""The theme's shell without the blanks that no browser shows: the same page to every reader, and texts as they are."""

from __future__ import annotations

import re

import html5lib
import pytest
from adapter_site import ROOT
from hypothesis import strategies as st
from jinja2 import Environment, FileSystemLoader
from properties import holds_for

PIECES = (
    "<p>",
    "</p>",
    "<b>",
    "</b>",
    "字",
    "a b",
    " ",
    "\n",
    "\n\n",
    "\n    ",
    "  \n",
    "\t",
    "\r\n",
    "\u3000",
    "\u00a0",
    "&lt;",
)


MACROS = Environment(loader=FileSystemLoader(ROOT / "theme")).get_template("partials/squeezed.html").module


def squeezed(html: str, *kept: str) -> str:
    """What the theme's macro makes of some HTML."""
    return str(MACROS.squeezed(html, kept))  # type: ignore[attr-defined]


@holds_for(st.lists(st.sampled_from(PIECES), max_size=20).map("".join))
def test_a_browser_sees_the_same(html: str) -> None:
    assert _seen(squeezed(html)) == _seen(html)
    assert squeezed(squeezed(html)) == squeezed(html)
    assert not re.search(r"[ \t\r]\n|\n[ \t\r]|\n\n", squeezed(html)[1:-1])


def _seen(html: str) -> str:
    """The document as it is shown: blanks that a browser collapses are one, of whichever kind they were."""
    tree = html5lib.parse(f"<div>{html}</div>", namespaceHTMLElements=False)
    return re.sub(r"[ \t\r\n\f]+", " ", html5lib.serialize(tree, omit_optional_tags=False))


@pytest.mark.parametrize("title", ["一  二", "一\n\n  二", "\n 一 \n", "<"])
def test_a_kept_text_stays_as_it_is(title: str) -> None:
    assert squeezed(f"<i>\n   {title}\n\n  </i>", title) == f"<i>\n{title}\n</i>"


def test_nothing_is_kept_where_there_is_no_title() -> None:
    assert squeezed("<i>\n\n  </i>", "") == "<i>\n</i>"
