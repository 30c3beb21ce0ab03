"""What the file of an edition must say: which roles the program knows, of which kinds of fields and columns; of declarations, and of results."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

Kinds = tuple[str, ...]
_TEXTS: Kinds = ("long-text", "text")
_AMOUNTS: Kinds = ("money-or-none", "money")
_FIGURES: Kinds = ("figure",)


class Asked(NamedTuple):
    """``roles`` are those that the program knows by more than their text, with the kinds of fields that may have them.

    ``required`` must be there and be filled, ``several`` may be given more than once. ``columns`` are the roles of columns,
    by the role of their table, or else its kind; where a table has any, its columns have no other. ``option_tags`` are
    those of options, ``root`` what stands at the top of the file beside what any edition has. ``kinds`` are the ids of
    record kinds.
    """

    roles: Mapping[str, Kinds]
    required: frozenset[str]
    several: frozenset[str] = frozenset()
    columns: Mapping[str, Mapping[str, Kinds]] = {}
    option_tags: frozenset[str] = frozenset()
    root: frozenset[str] = frozenset()
    kinds: Kinds = ()


_OF_ANY: Mapping[str, Kinds] = {
    "year": ("year",),
    "name": ("text",),
    "spending_unit": ("unit",),
    "period": ("period",),
    "period.start": ("date", "moment"),
    "period.end": ("date", "moment"),
    "indicators": ("indicators",),
}
DECLARATIONS = Asked(
    roles={
        **_OF_ANY,
        "budget.total": ("money", "funding"),
        "budget.current_year": ("money", "funding"),
        "prior_year.budget": ("money", "funding"),
        "prior_year.outturn": ("money", "funding"),
        "subprojects": ("rows",),
        "overall_goal": _TEXTS,
        "yearly_goal": _TEXTS,
    },
    required=frozenset({"name", "spending_unit", "budget.current_year"}),
    columns={
        "indicators": {
            "name": _TEXTS,
            "target": _TEXTS,
            **dict.fromkeys(("operator", "unit"), ("text", "choice")),
            "weight": ("text", "figure"),
        },
        "subprojects": {"name": ("text",), "amount": ("money",)},
    },
    option_tags=frozenset({"recurrent", "one-off", "new", "continued"}),
)
_FUNDS: Mapping[str, Kinds] = {
    **dict.fromkeys(("initial", "adjusted", "executed", "forecast"), _AMOUNTS),
    **dict.fromkeys(("weight", "rate", "score"), _FIGURES),
}
_SAID: Mapping[str, Kinds] = dict.fromkeys(
    ("expected_goal", "actual_goal", "reason", "conclusion", "problems", "remedies"), _TEXTS
)
RESULTS = Asked(
    roles={
        **_OF_ANY,
        **_SAID,
        "funds": ("rows",),
        **{f"funds.{role}": (*kinds, "funding") if kinds == _AMOUNTS else kinds for role, kinds in _FUNDS.items()},
        "score": (*_FIGURES, *_TEXTS),
        "grade": ("text", "choice"),
        "until": ("text",),
        "line_department": ("text",),
    },
    required=frozenset({"name", "spending_unit"}),
    several=frozenset({"funds"}),
    columns={
        "funds": {"source": ("choice",), **_FUNDS, "reason": _TEXTS},
        "indicators": {
            **dict.fromkeys(("name", "target", "actual", "forecast"), _TEXTS),
            **dict.fromkeys(("operator", "unit"), (*_TEXTS, "choice")),
            **dict.fromkeys(("weight", "score"), _FIGURES),
            "reason": _TEXTS,
            "likelihood": ("choice", "text"),
        },
        "rows": _SAID,
    },
    option_tags=frozenset({"scored"}),
    root=frozenset({"kind", "points"}),
)
