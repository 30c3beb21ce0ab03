"""Declarations by the batch: read, judged and rendered by workers, kept by content hash, joined to a whole."""

from .around import surveys_around
from .earlier import Earlier
from .orders import order_of, rendering_of
from .parts import adopt_part, make_part
from .pool import processors
from .records import FindingRecord
from .run import survey
from .sheets import sheets_of
from .survey import Survey
from .work import Order, Rendering

__all__ = [
    "Earlier",
    "FindingRecord",
    "Order",
    "Rendering",
    "Survey",
    "adopt_part",
    "make_part",
    "order_of",
    "processors",
    "rendering_of",
    "sheets_of",
    "survey",
    "surveys_around",
]
