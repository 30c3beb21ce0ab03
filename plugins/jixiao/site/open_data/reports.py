"""What was reported of a unit's projects of a year, as one JSON file: each record whole, as filed and as read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from typing import BinaryIO

import msgspec

from ...digest import Input, digest_of
from ...results import FundsRow, Result
from ...table import Ref
from ..addresses import address
from ..page import Artifact, DataFile, Pieces, StreamedFile
from . import records, v1
from .as_json import as_document, as_value, plain
from .release import Release
from .schema import REPORTS_SCHEMA, reports_schema
from .twin import form_as_filed, origin_of, texts_as_printed

PIECE = "reports"
"""The kind of the pieces that the files are joined from: members of a JSON object."""


def reports_piece(release: Release, results: Iterable[Result]) -> bytes:
    """The records of some results, each below its id."""
    return b",\n".join(
        as_value(result.record_id) + b":" + as_value(plain(report(release, result))) for result in results
    )


def report(release: Release, result: Result) -> v1.Report:
    """The public record of a result."""
    form = dict(form_as_filed(result))
    added = {field.label: form.pop(field.label) for field in result.added_fields}
    unit = result.spending_unit
    owner = result.id, result.year, unit.id, unit.name, result.name
    outcomes = (records.outcome(owner, number, result, one) for number, one in enumerate(result.indicators, 1))
    return v1.Report(
        id=result.record_id,
        project_id=result.id,
        kind=result.kind.id,
        year=result.year,
        unit_id=unit.id,
        unit=unit.name,
        unit_as_filed=result.unit_name,
        name=result.name,
        edition=result.edition.id,
        money_unit=records.MONEY_UNITS[result.edition.money_unit],
        is_declared=release.portfolio.get(result.id) is not None,
        adjusted=records.yuan(result.adjusted),
        executed=records.yuan(result.executed),
        rate=records.points(result.rate),
        score=result.score.value if result.score else None,
        form=form,
        added=added,
        texts=tuple(texts_as_printed(result, form)),
        funds=tuple(map(_funds, result.funds)),
        outcomes=tuple(outcomes),
        findings=tuple(records.findings_in(owner, release.findings.get(result.file, ()))),
        provenance=origin_of(result),
        file=result.file,
        page=address(Ref("result", f"{result.id}/{result.kind.suffix}")),
    )


def _funds(row: FundsRow) -> v1.ReportedFunds:
    return v1.ReportedFunds(
        source=row.name,
        is_total=row.is_total,
        initial=records.yuan(row.initial),
        adjusted=records.yuan(row.adjusted),
        executed=records.yuan(row.executed),
        forecast=records.yuan(row.forecast),
        weight=row.weight.value if row.weight else None,
        rate=row.rate.raw if row.rate else None,
        score=row.score.value if row.score else None,
        field=str(row.at[0]),
    )


_members = msgspec.json.Decoder(dict[str, msgspec.Raw])


def reports_in(piece: bytes) -> bytes:
    """The records of a batch, as the members of a JSON object that they are."""
    _members.decode(b"{" + piece + b"}")
    return piece


def artifacts(pieces: Pieces) -> Iterator[Artifact]:
    """A file for each unit and year, and their schema where there are any."""
    owners: dict[str, list[int]] = {}
    for number, owner in enumerate(pieces.names):
        owners.setdefault(owner, []).append(number)
    for owner, numbers in owners.items():
        path = address(Ref("reports", f"{owner}/"))
        write = partial(_write, pieces, tuple(numbers), path, owner)
        inputs = (Input("自评表等", digest_of(path, *(pieces.states[number] for number in numbers))),)
        yield Artifact(path, inputs, partial(_one, StreamedFile(path, write)), (path,), len(numbers))
    if owners:
        schema = DataFile(REPORTS_SCHEMA, as_document(reports_schema()))
        inputs = (Input("内容", digest_of(schema.content)),)
        yield Artifact(REPORTS_SCHEMA, inputs, partial(_one, schema), (REPORTS_SCHEMA,))


def _one(printed: DataFile | StreamedFile) -> tuple[DataFile | StreamedFile, ...]:
    return (printed,)


def _write(pieces: Pieces, numbers: Sequence[int], path: str, owner: str, stream: BinaryIO) -> None:
    year, unit = owner.split("/")
    told = {"$schema": f"{'../' * path.count('/')}{REPORTS_SCHEMA}", "version": v1.VERSION}
    stream.write(as_value({**told, "year": int(year), "unit_id": unit}).removesuffix(b"}") + b',"results":{\n')
    stream.write(b",\n".join(pieces.read(PIECE, number, reports_in) for number in numbers))
    stream.write(b"\n}}\n")
