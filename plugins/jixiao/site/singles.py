"""What is made of single declarations, apart from all others: their pages, their files, and pieces to be joined later."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from ..judgement import Judgement
from ..model import Declaration
from ..render import Renderer
from . import compare, declaration, indicators, searchable
from .addresses import address
from .open_data import PIECE_KINDS, Publication, pieces_of
from .open_data.twin import twins
from .page import DataFile, Page
from .view import View

SINGLE_PIECES: tuple[str, ...] = (*PIECE_KINDS, indicators.PIECE, searchable.PIECE)
"""The kinds of pieces that :meth:`Singles.of` gives."""


class Single(NamedTuple):
    """The pages and files of some declarations, and by kind the pieces that aggregated files are joined from."""

    pages: tuple[Page, ...]
    files: tuple[DataFile, ...]
    pieces: Mapping[str, bytes]


class Singles:
    """Renders what belongs to single declarations."""

    def __init__(self, theme: Path, shows_notices: bool, publication: Publication) -> None:
        self._renderer = Renderer(theme, address)
        self._shows_notices = shows_notices
        self._publication = publication

    def of(self, judgement: Judgement, declarations: Sequence[Declaration]) -> Single:
        """Everything that is made of some of the judgement's declarations, all of one year, in their order."""
        view = View(judgement, self._renderer, self._shows_notices, self._publication)
        pages = tuple(declaration.page(view, single) for single in declarations)
        found, texts = searchable.single(declarations)
        files = (*compare.forms(view, declarations), *twins(view.release, declarations), *texts)
        year = declarations[0].year if declarations else 0
        pieces = {
            **pieces_of(view.release, declarations, year),
            indicators.PIECE: indicators.uses_piece(declarations),
            searchable.PIECE: found,
        }
        return Single(pages, files, pieces)
