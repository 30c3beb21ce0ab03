"""What every declaration is read and judged by: the registry of units, thresholds, dimensions; judged like any content."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from .finding import Place
from .forms import read_dimensions
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
def read_settings(units: RawFile, thresholds: RawFile | None, dimensions: RawFile | None = None) -> Settings:
    """Read content/units.yml, rules.yml and dimensions.yml; there need be but the first. Who asks again gets the same."""
    document = document_of(units)
    registry, faults = read_registry(document)
    files, numbers = [ParsedFile(document, (*document.faults, *faults))], Thresholds()
    if thresholds is not None and thresholds.problem != NOT_THERE:
        document = document_of(thresholds)
        numbers, faults = read_thresholds(document)
        files.append(ParsedFile(document, (*document.faults, *faults)))
    if dimensions is not None and dimensions.problem != NOT_THERE:
        document = document_of(dimensions)
        registry.dimensions, faults = read_dimensions(document)
        files.append(ParsedFile(document, (*document.faults, *faults)))
    return Settings(registry, numbers, tuple(files))


def document_of(raw: RawFile) -> Document:
    """A file's document; that it could not be read as a file is a fault like any other."""
    if raw.problem:
        return Document(raw.file, (), None, (Fault("misplaced-file", Place(), {"what": raw.problem}),))
    return read(raw.file, raw.data)
