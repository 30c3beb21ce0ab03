"""What the rules over results have in common: cells, points, and whether something was said in words."""

from __future__ import annotations

from decimal import Decimal

from ..outcome import NOTHING_FILED
from ..results import Result

HUNDRED, TENTH = Decimal(100), Decimal("0.1")


def plain(number: Decimal) -> str:
    """A number without trailing zeros: ``14.4``."""
    return f"{number.normalize():f}"


def in_points(number: Decimal) -> str:
    """``14.4 分``."""
    return f"{plain(number)} 分"


def has_words(text: str) -> bool:
    """Whether a cell says anything, beside a stroke or 无."""
    return text.strip() not in NOTHING_FILED


def told_for_all(result: Result) -> bool:
    """Whether the form says for all rows at once why something fell short, or what is to be mended."""
    return any(has_words(text) for role in ("reason", "problems", "remedies") for text in result.filled(role))
