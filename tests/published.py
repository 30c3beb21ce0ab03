"""What is published of a judgement, as files by their paths."""

from __future__ import annotations

from pathlib import Path

from in_memory import Judged as Judgement
from in_memory import render

from jixiao.site.open_data.publication import UNSTATED, Publication
from jixiao.site.open_data.v1 import FOLDER

THEME = Path(__file__).resolve().parent.parent / "theme"


def open_data(judgement: Judgement, publication: Publication = UNSTATED) -> dict[str, bytes]:
    """Every file of open data by its path, the twins included."""
    files = render(judgement, THEME, publication=publication).files
    kept = (file for file in files if file.path.startswith(FOLDER) or file.path.endswith("/declaration.json"))
    return {file.path: file.content for file in kept}
