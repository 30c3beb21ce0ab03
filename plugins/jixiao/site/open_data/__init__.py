"""Open data: declarations, indicators, subprojects and findings as files for programs and spreadsheets, versioned."""

from .joined import Totals, closing_files, data_parcels, facts_of, totals_of
from .pieces import PIECE_KINDS, pieces_of
from .publication import UNSTATED, Publication
from .release import Release

__all__ = [
    "PIECE_KINDS",
    "UNSTATED",
    "Publication",
    "Release",
    "Totals",
    "closing_files",
    "data_parcels",
    "facts_of",
    "pieces_of",
    "totals_of",
]
