"""What is published of a judgement, as files by their paths."""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

from in_memory import Judged as Judgement
from in_memory import render

from jixiao.site.open_data.publication import UNSTATED, Publication
from jixiao.site.open_data.v1 import FOLDER

THEME = Path(__file__).resolve().parent.parent / "theme"


def open_data(judgement: Judgement, publication: Publication = UNSTATED) -> dict[str, bytes]:
    """Every file of open data by its path."""
    files = render(judgement, THEME, publication=publication).files
    return {file.path: file.content for file in files if file.path.startswith(FOLDER)}


def unpacked(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """What a reader has who has unpacked every archive where it lies: its files stand beside the others."""
    found = dict(files)
    for path in files:
        if path.endswith(".zip"):
            with ZipFile(BytesIO(files[path])) as archive:
                assert archive.testzip() is None
                for name in archive.namelist():
                    place = f"{path.rpartition('/')[0]}/{name}"
                    assert place not in found
                    found[place] = archive.read(name)
    return found
