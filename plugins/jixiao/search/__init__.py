"""The search index as values: what is searchable of each page, written as scripts that work over http and from a folder."""

from .index import FOLDER, Facts, Passage, Searchable, Weight, index_files

__all__ = ["FOLDER", "Facts", "Passage", "Searchable", "Weight", "index_files"]
