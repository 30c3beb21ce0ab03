"""What every declaration is judged by: the registry of units and the rules' thresholds, read and judged like any content."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from .finding import Place
from .reader import ParsedFile
from .registry import Registry, read_registry
from .repository import NOT_THERE, RawFile
from .rules import Thresholds, read_thresholds
from .source import Document, Fault, read


@dataclass(frozen=True, slots=True)
class Settings:
    """The registry, the thresholds, and the files that they come from, with their faults."""

    registry: Registry
    thresholds: Thresholds
    files: tuple[ParsedFile, ...]


@lru_cache(2)
def read_settings(units: RawFile, thresholds: RawFile | None) -> Settings:
    """Read content/units.yml and content/rules.yml; of the second there need be none. Who asks again gets the same."""
    document = document_of(units)
    registry, faults = read_registry(document)
    parsed = ParsedFile(document, (*document.faults, *faults))
    if thresholds is None or thresholds.problem == NOT_THERE:
        return Settings(registry, Thresholds(), (parsed,))
    document = document_of(thresholds)
    numbers, faults = read_thresholds(document)
    return Settings(registry, numbers, (parsed, ParsedFile(document, (*document.faults, *faults))))


def document_of(raw: RawFile) -> Document:
    """A file's document; that it could not be read as a file is a fault like any other."""
    if raw.problem:
        return Document(raw.file, (), None, (Fault("misplaced-file", Place(), {"what": raw.problem}),))
    return read(raw.file, raw.data)
