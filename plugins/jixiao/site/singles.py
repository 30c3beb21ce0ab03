"""What is made of single declarations, apart from all others: their pages, their files, and pieces to be joined later."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from ..judgement import Judgement
from ..model import Declaration
from ..render import Renderer
from ..search import piece_of
from ..stopwatch import Stopwatch
from . import declaration, indicators, searchable
from .addresses import address
from .open_data.pieces import PIECE_KINDS, pieces_of
from .open_data.publication import Publication
from .page import DataFile, Page
from .record import record_file
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

    def of(self, judgement: Judgement, declarations: Sequence[Declaration], watch: Stopwatch | None = None) -> Single:
        """Everything that is made of some of the judgement's declarations, all of one year, in their order."""
        watch = watch or Stopwatch()
        view = View(judgement, self._renderer, self._shows_notices, self._publication)
        with watch.step("网页"):
            pages = tuple(declaration.page(view, single) for single in declarations)
        with watch.step("搜索索引"):
            texts = [tuple(searchable.passages(single)) for single in declarations]
            found = piece_of(texts)
        with watch.step("搜索和对照用的脚本"):
            told = zip(declarations, texts, strict=True)
            records = tuple(record_file(view.portfolio, single, passages) for single, passages in told)
        with watch.step("开放数据"):
            rows = pieces_of(view.release, declarations, declarations[0].year if declarations else 0)
        uses = indicators.uses_piece(declarations)
        pieces = {**rows, indicators.PIECE: uses, searchable.PIECE: found}
        return Single(pages, records, pieces)
