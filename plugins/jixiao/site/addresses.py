"""The permanent addresses of everything that has a page, below the site's root."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from ..forms import DIMENSIONS, EditionError, load_dimensions
from ..table import Ref


def _twin(year: str, unit: str, _: str) -> str:
    """The file in which a declaration's twin stands among its unit's of that year."""
    return f"data/v1/units/{unit}/{year}.json"


def _reports(year: str, unit: str, _: str = "") -> str:
    """The file in which what was reported of a unit's projects of a year stands."""
    return f"data/v1/units/{unit}/{year}.results.json"


_ADDRESSES: dict[str, Callable[[str], str]] = {
    "home": lambda _: "",
    "projects": lambda _: "projects/",
    "explorer": lambda _: "explore/",
    "compare": lambda _: "compare/",
    "declaration": lambda declaration_id: f"projects/{declaration_id}/",
    "year": lambda year: f"projects/{year}/",
    "units": lambda _: "units/",
    "unit": lambda unit_id: f"units/{unit_id}/",
    "dimension": lambda folder: f"{folder}/",
    "value": lambda folder_and_value: f"{folder_and_value}/",
    "chain": lambda first_id: f"history/{first_id}/",
    "summaries": lambda _: "summary/",
    "summary": lambda year: f"summary/{year}/",
    "indicators": lambda _: "indicators/",
    "result": lambda record: f"projects/{record}/",
    "results": lambda _: "results/",
    "results-year": lambda year: f"results/{year}/",
    "results-unit": lambda year_and_unit: f"results/{year_and_unit}/",
    "results-rows": lambda rows: f"results/{rows}/",
    "findings": lambda _: "findings/",
    "findings-rules": lambda _: "findings/rules/",
    "findings-units": lambda _: "findings/units/",
    "findings-projects": lambda _: "findings/projects/",
    "unit-findings": lambda unit_id: f"findings/units/{unit_id}/",
    "differences": lambda declaration_id: f"projects/{declaration_id}/#differences",
    "declaration-findings": lambda declaration_id: f"projects/{declaration_id}/#findings",
    "result-findings": lambda record: f"projects/{record}/#findings",
    "result-differences": lambda record: f"projects/{record}/#differences",
    "rule-findings": lambda code: f"findings/{code.lower()}/",
    "indicator": lambda slug: f"indicators/names/{slug}/",
    "indicator-group": lambda group: f"indicators/{group}/",
    "unit-year": lambda unit_and_year: f"units/{unit_and_year}/",
    "value-year": lambda value_and_year: f"{value_and_year}/",
    "rules": lambda _: "rules/",
    "rule": lambda name: f"rules/{name}/",
    "about": lambda _: "about/",
    "downloads": lambda _: "data/",
    "data": lambda name: f"data/v1/{name}",
    "record": lambda declaration_id: f"data/records/{declaration_id}.js",
    "twin": lambda declaration_id: _twin(*declaration_id.split("/")),
    "reports": lambda project_id: _reports(*project_id.split("/")),
}


_NOT_FIXED = frozenset({"about", "dimension", "value", "value-year"})


def namespaces() -> frozenset[str]:
    """The first folder of every address that is made; the page “about” is written by hand.

    Raises :class:`EditionError` where a dimension has the folder of something else.
    """
    fixed = {make("0/0/0").partition("/")[0] for kind, make in _ADDRESSES.items() if kind not in _NOT_FIXED}
    folders = {dimension.folder for dimension in load_dimensions()}
    if taken := fixed & folders:
        raise EditionError(f"{DIMENSIONS}:1:1 folder“{'、'.join(sorted(taken))}”是其他网页的；换一个")
    return frozenset((fixed | folders) - {""})


def addresses(kinds: Iterable[str], name: str) -> Iterator[str]:
    """The addresses of pages and files of several kinds that one thing has, for those that ask for very many."""
    return (_ADDRESSES[kind](name) for kind in kinds)


def address(ref: Ref) -> str:
    """The address of what a reference points at; raises ``KeyError`` for a kind that has no page.

    Of a list on several pages a reference names the page, from the second on, by its number in a line of its own.
    """
    name, _, number = ref.id.partition("\n")
    return f"{_ADDRESSES[ref.kind](name)}{f'page_{number}/' if number else ''}"
