"""The search index as values: grams by which declarations are looked up, and texts, as scripts that work from a folder too."""

from .folding import canonical, fold, searched, wanted
from .index import (
    FOLDER,
    PER_SHARD,
    REPORTS_PER_SHARD,
    Passage,
    Searchable,
    Weight,
    index_files,
    listing,
    shards_for,
    squeezed_script,
)
from .pieces import MOST_IN_PIECE, TextPiece, piece_in, piece_of
from .segment import segment_files

__all__ = [
    "FOLDER",
    "MOST_IN_PIECE",
    "PER_SHARD",
    "REPORTS_PER_SHARD",
    "Passage",
    "Searchable",
    "TextPiece",
    "Weight",
    "canonical",
    "fold",
    "index_files",
    "listing",
    "piece_in",
    "piece_of",
    "searched",
    "segment_files",
    "shards_for",
    "squeezed_script",
    "wanted",
]
