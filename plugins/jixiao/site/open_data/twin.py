"""The JSON twin of a declaration: all that its page says, for programs, in a file with its unit's others of the year."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from collections.abc import Sequence as Lines
from typing import Any, BinaryIO

from ...model import Declaration, Funding
from ...portfolio import Portfolio
from ...results import Result
from ...source import Mapping, Node, Scalar, Sequence
from ...text import unwrap
from ...values import Money
from ...written import layout_joined
from . import records, v1
from .as_json import as_value, plain
from .release import Release
from .schema import SCHEMA


def twins_of(release: Release, declarations: Iterable[Declaration]) -> bytes:
    """The twins of some declarations, each below its id, as they stand in a file with others."""
    return b",\n".join(
        as_value(declaration.id) + b":" + as_value(plain(twin(release, declaration))) for declaration in declarations
    )


def write_twins(stream: BinaryIO, path: str, owner: str, following: str | None, twins: Iterable[bytes]) -> None:
    """Write the file at a path; ``owner`` is year and unit as ids begin, ``following`` the file that has more of them."""
    year, unit = owner.split("/")
    schema = f"{'../' * path.count('/')}{SCHEMA}"
    told = {"$schema": schema, "version": v1.VERSION, "year": int(year), "unit_id": unit, "next": following}
    stream.write(as_value(told).removesuffix(b"}") + b',"declarations":{')
    mark = b"\n"
    for some in twins:
        stream.write(mark + some)
        mark = b",\n"
    stream.write(b"\n}}\n")


def twin(release: Release, declaration: Declaration) -> v1.Twin:
    """The public record of a declaration."""
    form = dict(form_as_filed(declaration))
    added = {field.label: form.pop(field.label) for field in declaration.added_fields}
    return v1.Twin(
        project=records.project(release, declaration),
        links=_links(release.portfolio, declaration),
        form=form,
        added=added,
        amounts=tuple(_amounts(declaration)),
        texts=tuple(texts_as_printed(declaration, form)),
        funding=tuple(_funding(declaration)),
        subprojects=tuple(records.subprojects(declaration)),
        indicators=tuple(records.indicators(declaration)),
        cells=tuple(records.cells(declaration)),
        findings=tuple(records.findings(release, declaration)),
        amendments=tuple(v1.Amendment(amendment.date, amendment.reason) for amendment in declaration.amendments),
        provenance=origin_of(declaration),
    )


def _links(portfolio: Portfolio, declaration: Declaration) -> v1.Links:
    previous = portfolio.previous(declaration)
    return v1.Links(
        previous=previous.id if previous else None,
        next=tuple(other.id for other in portfolio.next(declaration)),
        chain=tuple(other.id for other in portfolio.chain(declaration)),
        results=tuple(result.record_id for result in portfolio.results_of(declaration.id)),
    )


def form_as_filed(record: Declaration | Result) -> Iterator[tuple[str, Any]]:
    """The fields of the form as filed, in printed order; the site's own fields (来源, 说明 …) are not of the form."""
    root = record.document.root
    for field in record.edition.fields():
        node = root.get(field.label) if root else None
        if node is not None:
            yield field.label, _filed(record.document.lines, node)


def _filed(lines: Lines[str], node: Node) -> Any:
    if isinstance(node, Mapping):
        return {entry.key.text: _filed(lines, entry.value) for entry in node.entries}
    if isinstance(node, Sequence):
        return [_filed(lines, part) for part in node.items]
    return _text(lines, node)


def _text(lines: Lines[str], scalar: Scalar) -> str:
    if scalar.is_blank:
        return ""
    if not scalar.is_wrapped:
        return scalar.text
    return layout_joined(lines, scalar) or unwrap(scalar.text)


def texts_as_printed(declaration: Declaration | Result, form: dict[str, Any]) -> Iterator[v1.FormText]:
    """The texts in fields of their own, with those that the form as filed has otherwise."""
    for filed in declaration.texts:
        same = form.get(filed.label) == filed.text
        yield v1.FormText(filed.label, filed.role or None, None if same else filed.text)


_AMOUNTS_OF_COLUMNS = ("budget.total", "budget.current_year", "prior_year.budget", "prior_year.outturn")


def _amounts(declaration: Declaration) -> Iterator[v1.Amount]:
    """The amounts in fields of their own that no column of the project's and no funding has already."""
    for field in declaration.edition.fields():
        value = declaration.values.get(field.label)
        if isinstance(value, Money) and field.role not in _AMOUNTS_OF_COLUMNS:
            yield v1.Amount(field.label, field.role or None, value.yuan)


def _funding(declaration: Declaration) -> Iterator[v1.Funding]:
    for funding in declaration.funding:
        yield v1.Funding(funding.label, records.yuan(funding.amount), _funding_parts(funding))


def _funding_parts(funding: Funding) -> tuple[v1.FundingPart, ...]:
    return tuple(v1.FundingPart(part.label, records.yuan(part.amount), _funding_parts(part)) for part in funding.parts)


def origin_of(declaration: Declaration | Result) -> v1.Provenance | None:
    """Where a record was taken from."""
    origin = declaration.provenance
    if origin is None:
        return None
    return v1.Provenance(origin.title, origin.address or None, origin.pages or None, origin.date, origin.note or None)
