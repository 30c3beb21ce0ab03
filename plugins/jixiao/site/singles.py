"""What is made of single declarations, apart from all others: their pages, their files, and pieces to be joined later."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from ..judgement import Judgement
from ..render import Renderer
from . import compare, declaration
from .addresses import address
from .open_data import Publication
from .page import DataFile, Page
from .view import View

SINGLE_PIECES: tuple[str, ...] = ()
"""The kinds of pieces that :meth:`Singles.of` gives."""


class Single(NamedTuple):
    """The pages and files of some declarations, and by kind the pieces that aggregated files are joined from."""

    pages: tuple[Page, ...]
    files: tuple[DataFile, ...]
    pieces: Mapping[str, bytes]


class Singles:
    """Renders what belongs to single declarations: those that a judgement holds whole."""

    def __init__(self, theme: Path, shows_notices: bool, publication: Publication) -> None:
        self._renderer = Renderer(theme, address)
        self._shows_notices = shows_notices
        self._publication = publication

    def of(self, judgement: Judgement) -> Single:
        """Everything that is made of the judgement's declarations, in their order."""
        view = View(judgement, self._renderer, self._shows_notices, self._publication)
        return Single(tuple(declaration.pages(view)), tuple(compare.files(view)), {})
