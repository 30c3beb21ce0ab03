"""A declaration's record as a script: its texts, which searches are proved by, and its rows, which are laid side by side.

Both say the same texts, so that squeezed together they take hardly more room than one of them alone.
``jixiaoSearch.record`` is the browser's one way to it: a year's records packed together would stand beside, as
``data/records/<year>.js``, for a search that wants hundreds.
"""

from __future__ import annotations

from collections.abc import Iterable

from ..model import Declaration
from ..portfolio import Portfolio
from ..search import Passage, squeezed_script
from ..table import Ref
from .addresses import address
from .aligned import parts
from .page import DataFile


def record_file(portfolio: Portfolio, declaration: Declaration, passages: Iterable[Passage]) -> DataFile:
    """The script of one declaration, whose texts are ``passages``; it calls ``jixiaoSearch.keep`` with id and record."""
    record = {
        "name": declaration.name,
        "year": declaration.year,
        "unit": declaration.spending_unit.name,
        "edition": declaration.edition.title,
        "address": address(Ref("declaration", declaration.id)),
        "parts": parts(portfolio, declaration),
        "passages": tuple(passages),
    }
    return DataFile(address(Ref("record", declaration.id)), squeezed_script("keep", declaration.id, record))
