"""The permanent addresses of everything that has a page, below the site's root."""

from __future__ import annotations

from collections.abc import Callable

from ..table import Ref

_ADDRESSES: dict[str, Callable[[str], str]] = {
    "home": lambda _: "",
    "projects": lambda _: "projects/",
    "explorer": lambda _: "explore/",
    "compare": lambda _: "compare/",
    "declaration": lambda declaration_id: f"projects/{declaration_id}/",
    "year": lambda year: f"projects/{year}/",
    "units": lambda _: "units/",
    "unit": lambda unit_id: f"units/{unit_id}/",
    "types": lambda _: "types/",
    "type": lambda option_id: f"types/{option_id}/",
    "purposes": lambda _: "purposes/",
    "purpose": lambda option_id: f"purposes/{option_id}/",
    "chain": lambda first_id: f"history/{first_id}/",
    "summaries": lambda _: "summary/",
    "summary": lambda year: f"summary/{year}/",
    "indicators": lambda _: "indicators/",
    "findings": lambda _: "findings/",
    "findings-rule": lambda code: f"findings/#{code.lower()}",
    "rules": lambda _: "rules/",
    "rule": lambda name: f"rules/{name}/",
    "about": lambda _: "about/",
    "downloads": lambda _: "data/",
    "data": lambda name: f"data/v1/{name}",
    "form": lambda declaration_id: f"data/forms/{declaration_id}.js",
    "twin": lambda declaration_id: f"projects/{declaration_id}/declaration.json",
}


def address(ref: Ref) -> str:
    """The address of what a reference points at; raises ``KeyError`` for a kind that has no page."""
    return _ADDRESSES[ref.kind](ref.id)
