"""What lies in the store: plain records of outlines, findings, fingerprints and pages, as MessagePack.

Decoding checks every type, so that no bytes, damaged or planted, become anything but such a record.
"""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any, TypeVar

import msgspec

from ..finding import Answer, Finding, Place, Severity
from ..forms import EDITION_IDS, load_edition, load_result_edition, named_value
from ..model import Budget, Outline, PriorYear
from ..registry import Registry
from ..results import Counts, ResultOutline
from ..rules import BY_CODE, Fingerprint, Wording
from ..site.page import DataFile, Page
from ..values import Money, read_figure

Step = str | int
_SEVERITIES = tuple(Severity)
_Record = TypeVar("_Record")


class OutlineRecord(msgspec.Struct, array_like=True, frozen=True):
    """An :class:`Outline`: its edition and unit by their ids, values of dimensions by their labels, amounts in 元 as text."""

    id: str
    file: str
    edition: str
    year: int
    unit: str
    name: str
    dimensions: dict[str, str]
    total: str | None
    current: str
    carried_over: str | None
    prior: str | None
    outturn: str | None
    predecessor: str
    indicators: int
    quantified: int


class ResultRecord(msgspec.Struct, array_like=True, frozen=True):
    """A :class:`ResultOutline`: its edition and unit by their ids, amounts in 元 as text, the score as filed."""

    id: str
    file: str
    edition: str
    year: int
    unit: str
    name: str
    adjusted: str | None
    executed: str | None
    score: str | None
    counts: Counts


class AnswerRecord(msgspec.Struct, array_like=True, frozen=True):
    """An :class:`Answer`."""

    code: str
    reason: str
    at: tuple[Step, ...]


class FindingRecord(msgspec.Struct, array_like=True, frozen=True):
    """A :class:`Finding`, less what its rule says of all of its findings."""

    code: str
    severity: int
    file: str
    line: int
    column: int
    label: str
    message: str
    seen: str
    expected: str
    difference: str
    width: int
    answer: AnswerRecord | None


class FileRecord(msgspec.Struct, array_like=True, frozen=True):
    """One file as read and judged by itself; one with faults in its structure has neither outline, result nor fingerprint."""

    file: str
    outline: OutlineRecord | None
    fingerprint: Fingerprint | None
    findings: tuple[FindingRecord, ...]
    result: ResultRecord | None = None


class ReadRecord(msgspec.Struct, array_like=True, frozen=True):
    """The files of one batch, each read and judged by itself."""

    files: tuple[FileRecord, ...]


class WordingsRecord(msgspec.Struct, array_like=True, frozen=True, weakref=True):
    """The wordings of a batch's sound declarations, in the order of their outlines."""

    wordings: tuple[tuple[Wording, ...], ...]


class YearRecord(msgspec.Struct, array_like=True, frozen=True):
    """What judging a year as a whole found."""

    findings: tuple[FindingRecord, ...]


class RenderedRecord(msgspec.Struct, array_like=True, frozen=True):
    """The pages and files of a batch's declarations, each less the shell around it."""

    pages: tuple[Page, ...]
    files: tuple[DataFile, ...]


class Unreadable(Exception):
    """Bytes are not the record that they should be."""


_encoder = msgspec.msgpack.Encoder()
_decoders: dict[type[Any], msgspec.msgpack.Decoder[Any]] = {}
_AS_JSON = b"["
"""How a record begins that holds a text which is no Unicode (a file's name may be); MessagePack's arrays begin otherwise."""


def encode(record: object) -> bytes:
    """The record as bytes; :func:`decode` is the way back."""
    try:
        return _encoder.encode(record)
    except UnicodeEncodeError:
        return json.dumps(msgspec.to_builtins(record)).encode()


def decode(content: bytes, kind: type[_Record]) -> _Record:
    """The record that the bytes are; raises :class:`Unreadable` where they are none."""
    if kind not in _decoders:
        _decoders[kind] = msgspec.msgpack.Decoder(kind)
    try:
        if content.startswith(_AS_JSON):
            return msgspec.convert(json.loads(content), kind)
        return _decoders[kind].decode(content)  # type: ignore[no-any-return]
    except (msgspec.MsgspecError, ValueError) as error:
        raise Unreadable(str(error)) from error


def outline_record(outline: Outline) -> OutlineRecord:
    """An outline's record."""
    prior = outline.prior_year
    return OutlineRecord(
        outline.id,
        outline.file,
        outline.edition.id,
        outline.year,
        outline.spending_unit.id,
        outline.name,
        {dimension.id: value.label for dimension, value in outline.dimensions},
        None if outline.budget.total is None else str(outline.budget.total.yuan),
        str(outline.budget.current_year.yuan),
        None if outline.budget.carried_over is None else str(outline.budget.carried_over.yuan),
        None if prior.budget is None else str(prior.budget.yuan),
        None if prior.outturn is None else str(prior.outturn.yuan),
        outline.predecessor,
        outline.indicator_count,
        outline.quantified_count,
    )


def result_record(result: ResultOutline) -> ResultRecord:
    """The record of a result's outline."""
    return ResultRecord(
        result.id,
        result.file,
        result.edition.id,
        result.year,
        result.spending_unit.id,
        result.name,
        None if result.adjusted is None else str(result.adjusted.yuan),
        None if result.executed is None else str(result.executed.yuan),
        result.score.raw if result.score else None,
        result.counts,
    )


class Outlines:
    """Makes outlines of records; units are those of the registry, options those of the editions."""

    def __init__(self, registry: Registry) -> None:
        self._units = {unit.id: unit for unit in registry.units}
        self._editions = {name: load_edition(name) for name in EDITION_IDS}
        self._dimensions = registry.dimensions

    def of(self, record: OutlineRecord) -> Outline:
        """The outline of a record."""
        return Outline(
            record.id,
            record.file,
            self._editions[record.edition],
            record.year,
            self._units[record.unit],
            record.name,
            tuple(
                (dimension, named_value(dimension, label))
                for dimension in self._dimensions
                if (label := record.dimensions.get(dimension.id)) is not None
            ),
            Budget(
                None if record.total is None else _money(record.total),
                _money(record.current),
                None if record.carried_over is None else _money(record.carried_over),
            ),
            PriorYear(
                None if record.prior is None else _money(record.prior),
                None if record.outturn is None else _money(record.outturn),
            ),
            record.predecessor,
            record.indicators,
            record.quantified,
        )

    def of_result(self, record: ResultRecord) -> ResultOutline:
        """The outline of a result's record."""
        return ResultOutline(
            record.id,
            record.file,
            load_result_edition(record.edition),
            record.year,
            self._units[record.unit],
            record.name,
            None if record.adjusted is None else _money(record.adjusted),
            None if record.executed is None else _money(record.executed),
            None if record.score is None else read_figure(record.score),
            record.counts,
        )


def _money(text: str) -> Money:
    return Money(Decimal(text))


def finding_record(finding: Finding) -> FindingRecord:
    """A finding's record."""
    answer = finding.answer
    return FindingRecord(
        finding.code,
        finding.severity.rank,
        finding.file,
        finding.place.line,
        finding.place.column,
        finding.label,
        finding.message,
        finding.seen,
        finding.expected,
        finding.difference,
        finding.width,
        AnswerRecord(answer.code, answer.reason, answer.at) if answer else None,
    )


def finding_of(record: FindingRecord) -> Finding:
    """The finding of a record."""
    rule, answer = BY_CODE[record.code], record.answer
    return Finding(
        record.code,
        rule.name,
        _SEVERITIES[record.severity],
        record.file,
        Place(record.line, record.column),
        record.label,
        rule.title,
        record.message,
        record.seen,
        record.expected,
        record.difference,
        rule.why,
        rule.fix,
        rule.basis,
        Answer(answer.code, answer.reason, answer.at) if answer else None,
        record.width,
    )
