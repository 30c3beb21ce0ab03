"""The JSON twin of a declaration: all that its page says, for programs, at the page's own address."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from collections.abc import Sequence as Lines
from typing import Any

from ...model import Declaration
from ...portfolio import Portfolio
from ...source import Mapping, Node, Scalar, Sequence
from ...table import Ref
from ...text import unwrap
from ...written import layout_joined
from ..addresses import address
from ..page import DataFile
from . import records, v1
from .as_json import as_line, plain
from .release import Release
from .schema import SCHEMA


def twins(release: Release, declarations: Iterable[Declaration]) -> Iterator[DataFile]:
    """The twin of each declaration."""
    for declaration in declarations:
        path = address(Ref("twin", declaration.id))
        schema = f"{'../' * path.count('/')}{SCHEMA}"
        yield DataFile(path, as_line({"$schema": schema, **plain(twin(release, declaration))}))


def twin(release: Release, declaration: Declaration) -> v1.Twin:
    """The public record of a declaration."""
    return v1.Twin(
        version=v1.VERSION,
        project=records.project(release, declaration),
        links=_links(release.portfolio, declaration),
        form=dict(_form(declaration)),
        texts=tuple(v1.FormText(text.label, text.role or None, text.text) for text in declaration.texts),
        funding=tuple(_funding(declaration)),
        subprojects=tuple(records.subprojects(declaration)),
        indicators=tuple(records.indicators(declaration)),
        findings=tuple(records.findings(release, declaration)),
        amendments=tuple(v1.Amendment(amendment.date, amendment.reason) for amendment in declaration.amendments),
        provenance=_provenance(declaration),
    )


def _links(portfolio: Portfolio, declaration: Declaration) -> v1.Links:
    previous = portfolio.previous(declaration)
    return v1.Links(
        previous=previous.id if previous else None,
        next=tuple(other.id for other in portfolio.next(declaration)),
        chain=tuple(other.id for other in portfolio.chain(declaration)),
    )


def _form(declaration: Declaration) -> Iterator[tuple[str, Any]]:
    """The fields of the form as filed, in printed order; the site's own fields (来源, 说明 …) are not of the form."""
    root = declaration.document.root
    for field in declaration.edition.fields():
        node = root.get(field.label) if root else None
        if node is not None:
            yield field.label, _filed(declaration.document.lines, node)


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


def _funding(declaration: Declaration) -> Iterator[v1.Funding]:
    for funding in declaration.funding:
        parts = tuple(v1.FundingPart(part.label, part.amount.yuan) for part in funding.parts)
        yield v1.Funding(funding.label, funding.total.yuan, parts)


def _provenance(declaration: Declaration) -> v1.Provenance | None:
    origin = declaration.provenance
    if origin is None:
        return None
    return v1.Provenance(origin.title, origin.address or None, origin.pages or None, origin.date, origin.note or None)
