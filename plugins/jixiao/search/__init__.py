"""The search index as values: grams by which declarations are looked up, and texts, as scripts that work from a folder too."""

from .index import FOLDER, Passage, Searchable, Weight, index_files, listing, squeezed_script
from .segment import MOST_IN_PIECE, GramPiece, piece_in, piece_of, segment_files

__all__ = [
    "FOLDER",
    "MOST_IN_PIECE",
    "GramPiece",
    "Passage",
    "Searchable",
    "Weight",
    "index_files",
    "listing",
    "piece_in",
    "piece_of",
    "segment_files",
    "squeezed_script",
]
