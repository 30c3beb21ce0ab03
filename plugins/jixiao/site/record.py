"""A project's year as a script: its texts, which searches are proved by, and its rows, which are laid side by side.

Both say the same texts, so that squeezed together they take hardly more room than one of them alone.
``jixiaoSearch.record`` is the browser's one way to it: a year's records packed together would stand beside, as
``data/records/<year>.js``, for a search that wants hundreds.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

from ..model import Declaration
from ..portfolio import Portfolio
from ..search import Passage, squeezed_script
from ..table import Ref
from .addresses import address
from .aligned import parts
from .cycle import Cycle
from .page import DataFile

Reported = Mapping[str, Sequence[Passage]]
"""The texts of what was reported of one project's year, by the kinds' suffixes."""


def record_file(
    portfolio: Portfolio,
    declaration: Declaration,
    passages: Iterable[Passage],
    cycle: Cycle | None = None,
    reported: Reported = MappingProxyType({}),
) -> DataFile:
    """The script of one declaration, whose texts are ``passages``; it calls ``jixiaoSearch.keep`` with id and record.

    ``cycle`` is the declaration beside what was reported of it, ``reported`` the reports' own texts.
    """
    record = {
        "name": declaration.name,
        "year": declaration.year,
        "unit": declaration.spending_unit.name,
        "edition": declaration.edition.title,
        "address": address(Ref("declaration", declaration.id)),
        "parts": parts(portfolio, declaration, cycle),
        "passages": tuple(passages),
        **({"reports": reported} if reported else {}),
    }
    return _script(declaration.id, record)


def reports_file(project_id: str, reported: Reported) -> DataFile:
    """The same of a project's year of which no declaration was published."""
    return _script(project_id, {"reports": reported})


def _script(project_id: str, record: object) -> DataFile:
    return DataFile(address(Ref("record", project_id)), squeezed_script("keep", project_id, record))
