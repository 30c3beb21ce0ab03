"""HTML as a browser reads it, for tests that look at elements, attributes and texts of pages."""

from __future__ import annotations

import json
from collections.abc import Iterator
from xml.etree.ElementTree import Element

import html5lib


def parse(body: str) -> Element:
    """A page's body as a tree, less what it says to machines; what the HTML standard calls an error fails."""
    parser = html5lib.HTMLParser(namespaceHTMLElements=False, strict=False)
    tree: Element = parser.parseFragment(body)
    assert not [error for error in parser.errors if error[1] not in _HARMLESS], parser.errors[:3]
    without_data(tree)
    return tree


def without_data(tree: Element) -> None:
    """Take out elements that hold data and no script; a script under their name would be no JSON."""
    for parent in list(tree.iter()):
        for child in list(parent):
            if child.tag == "script" and child.get("type") == "application/ld+json":
                json.loads(child.text or "")
                parent.remove(child)


_HARMLESS = frozenset({"expected-doctype-but-got-start-tag"})


def elements(tree: Element) -> Iterator[Element]:
    """Every element of a tree, comments left out; the fragment's root is none."""
    return (element for element in tree.iter() if element is not tree and isinstance(element.tag, str))


def text(tree: Element) -> str:
    """All text of a tree, as a reader meets it: in order, without what is markup."""
    return "".join(tree.itertext())


def values(tree: Element, *names: str) -> list[str]:
    """The values of attributes with these names, in the order of the elements."""
    return [element.attrib[name] for element in elements(tree) for name in names if name in element.attrib]
