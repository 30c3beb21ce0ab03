"""HTML that Markdown made of a stranger's text, less what could run: handlers, styles, addresses that are scripts."""

from __future__ import annotations

import re
from html import escape
from html.parser import HTMLParser

_ADDRESSES = frozenset(("href", "src", "srcset", "poster", "cite", "background", "longdesc"))
_FORBIDDEN = frozenset(("style", "srcdoc", "action", "formaction", "ping", "target", "http-equiv", "xlink:href"))
_OF_THE_THEME = "__"
"""How the ids begin by which the theme's scripts find their own elements."""
_SCHEME = re.compile(r"[\x00-\x20]*([^/?#:]*):", re.DOTALL)
_IGNORED = re.compile(r"[\x00-\x20\x7f-\xa0]")
_SCHEMES = frozenset(("http", "https", "mailto"))
_VOID = frozenset(("br", "hr", "img", "input", "col", "wbr"))


class _Harmless(HTMLParser):
    """Prints HTML as it was, less the attributes that run something or lead to a scheme that does."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.parts: list[str] = []
        self.left_out: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Print a tag."""
        bad = [(name, value) for name, value in attrs if not _is_harmless(name, value or "")]
        if not bad:
            self.parts.append(self.get_starttag_text() or "")
            return
        self.left_out += [f"{name}={value}" for name, value in bad]
        kept = "".join(f' {name}="{escape(value or "")}"' for name, value in attrs if (name, value) not in bad)
        self.parts.append(f"<{tag}{kept}{' /' if tag in _VOID else ''}>")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Print a tag that has no end."""
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        """Print the end of an element."""
        self.parts.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        """Print text."""
        self.parts.append(data)

    def handle_entityref(self, name: str) -> None:
        """Print a character by name."""
        self.parts.append(f"&{name};")

    def handle_charref(self, name: str) -> None:
        """Print a character by number."""
        self.parts.append(f"&#{name};")


def _is_harmless(name: str, value: str) -> bool:
    if name.startswith("on") or name in _FORBIDDEN or (name == "id" and value.startswith(_OF_THE_THEME)):
        return False
    scheme = _SCHEME.match(value) if name in _ADDRESSES else None
    return scheme is None or _IGNORED.sub("", scheme[1]).lower() in _SCHEMES


def harmless(html: str) -> tuple[str, tuple[str, ...]]:
    """What Markdown made, less what could run, and what was left out."""
    printer = _Harmless()
    printer.feed(html)
    printer.close()
    return ("".join(printer.parts), tuple(printer.left_out)) if printer.left_out else (html, ())
