"""What pages say to machines in the words of schema.org, as values; ``render`` prints them as JSON-LD that nothing breaks out of.

A :class:`Ref` stands for an address, which is printed relative to the page: it holds wherever the site is put.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from ..model import Declaration
from ..registry import SpendingUnit
from ..table import Ref

Node = Mapping[str, Any]
LANGUAGE = "zh-Hans"
DATASET = "财政支出项目绩效目标申报表"
"""What the open data is called."""
_FORMATS = {
    "csv": "text/csv",
    "json": "application/json",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "zip": "application/zip",
}


def graph(about: Node | None, trail: Sequence[tuple[str, Ref]], title: str) -> Node | None:
    """All that a page says: what it is about, and where it stands; nothing where it says neither."""
    nodes = [node for node in (about, _trail(trail, title)) if node]
    return {"@context": "https://schema.org", "@graph": nodes} if nodes else None


def _trail(trail: Sequence[tuple[str, Ref]], title: str) -> Node | None:
    if not trail:
        return None
    steps = [{"@type": "ListItem", "position": n, "name": name, "item": ref} for n, (name, ref) in enumerate(trail, 1)]
    last = {"@type": "ListItem", "position": len(trail) + 1, "name": title}
    return {"@type": "BreadcrumbList", "itemListElement": [*steps, last]}


def website(name: str, description: str) -> Node:
    """The site, on its home page."""
    return {
        "@type": "WebSite",
        "name": name,
        "description": description,
        "inLanguage": LANGUAGE,
        "url": Ref("home"),
    }


def organization(unit: SpendingUnit) -> Node:
    """A spending unit, with its short name and former ones."""
    others = [name for name in (unit.short_name, *unit.former_names) if name]
    named = {"alternateName": others} if others else {}
    return {"@type": "GovernmentOrganization", "name": unit.name, **named, "url": Ref("unit", unit.id)}


def report(declaration: Declaration, title: str) -> Node:
    """A declaration: a report by its unit about a project. What is applied for is no grant, so no amount is claimed."""
    origin = declaration.provenance.address if declaration.provenance else ""
    based = {"isBasedOn": origin} if origin.startswith(("https://", "http://")) else {}
    return {
        "@type": "Report",
        "name": title,
        "inLanguage": LANGUAGE,
        "temporalCoverage": str(declaration.year),
        "author": organization(declaration.spending_unit),
        "about": {"@type": "Project", "name": declaration.name},
        "url": Ref("declaration", declaration.id),
        "encoding": {
            "@type": "MediaObject",
            "encodingFormat": _FORMATS["json"],
            "contentUrl": Ref("twin", declaration.id),
        },
        "isPartOf": {"@type": "Dataset", "name": DATASET, "url": Ref("downloads")},
        **based,
    }


def dataset(description: str, years: Sequence[int], files: Iterable[tuple[str, str]], told: Mapping[str, str]) -> Node:
    """The open data: its years, and each file by its name below the data's folder, with its size in words.

    ``told`` has what the site states, by schema.org's names; what is empty is left out.
    """
    distribution = [
        {
            "@type": "DataDownload",
            "name": name,
            "contentUrl": Ref("data", name),
            "encodingFormat": _FORMATS[name.rpartition(".")[2]],
            "contentSize": size,
        }
        for name, size in files
    ]
    covered = {"temporalCoverage": f"{years[0]}/{years[-1]}"} if years else {}
    return {
        "@type": "Dataset",
        "name": DATASET,
        "description": description,
        "inLanguage": LANGUAGE,
        "isAccessibleForFree": True,
        "url": Ref("downloads"),
        **covered,
        **{name: text for name, text in told.items() if text},
        "distribution": distribution,
    }
