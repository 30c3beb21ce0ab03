"""The flat table of sources of funds: one row a source, sums apart, of every edition's sample and of what was reported."""

from __future__ import annotations

import csv
from decimal import Decimal
from functools import cache
from io import StringIO
from typing import Any

import pytest
from published import open_data, unpacked
from test_editions import EDITION_IDS, data, declaration, twin
from test_results import BASE_EVALUATION, EVALUATION, MONITORING, judged
from test_results_rules import BASE_MONITORING

from jixiao.model import Funding
from jixiao.rules.examples import BASE, PATH
from jixiao.site.open_data.as_csv import exact


def rows_in(files: dict[str, bytes]) -> list[dict[str, str]]:
    table = csv.DictReader(StringIO(files["data/v1/funds.csv"].decode("utf-8-sig"), newline=""))
    return [{name: exact(cell) for name, cell in row.items()} for row in table]


@cache
def rows_of_samples() -> tuple[dict[str, str], ...]:
    return tuple(rows_in(data()))


def rows(edition_id: str) -> list[dict[str, str]]:
    return [row for row in rows_of_samples() if row["project_id"] == declaration(edition_id).id]


@pytest.mark.parametrize("edition_id", EDITION_IDS)
def test_every_source_has_a_row_as_filed_and_in_yuan(edition_id: str) -> None:
    filed = declaration(edition_id)
    wanted = [
        (whole.label, "／".join(names), str(len(names)), one.label, filed.written(one.at), plain(one))
        for whole in filed.funding
        for one, (_, *names) in whole.named()
    ]
    found = [
        (row["field"], row["path"], row["level"], row["source"], row["text"], row["amount_yuan"])
        for row in rows(edition_id)
    ]
    assert found == wanted
    assert [row["number"] for row in rows(edition_id)] == [str(number) for number, _ in enumerate(found, 1)]


def plain(funding: Funding) -> str:
    return "" if funding.amount is None else funding.amount.plain


@pytest.mark.parametrize("edition_id", EDITION_IDS)
def test_the_rows_that_are_no_sums_add_up_to_the_declared_budgets(edition_id: str) -> None:
    project = twin(edition_id)["project"]
    for period, budget in (("year", "budget_current"), ("overall", "budget_total")):
        those = [row for row in rows(edition_id) if row["period"] == period]
        parts = [Decimal(row["amount_yuan"]) for row in those if row["is_total"] == "no" and row["amount_yuan"]]
        if those and project[budget]:
            assert sum(parts) == Decimal(project[budget])
            assert {row["amount_yuan"] for row in those if row["level"] == "0"} <= {project[budget]}


def test_funds_in_three_levels_say_what_leads_to_them() -> None:
    """Some edition has them."""
    deep = [row for row in rows_of_samples() if row["level"] == "2"]
    assert deep
    for row in deep:
        above = row["path"].rpartition("／")[0]
        (sum_of,) = [one for one in rows_of_samples() if (one["project_id"], one["path"]) == (row["project_id"], above)]
        assert sum_of["is_total"] == "yes"


def test_what_was_reported_stands_beside_what_was_declared() -> None:
    files = unpacked(open_data(judged((PATH, BASE), (EVALUATION, BASE_EVALUATION), (MONITORING, BASE_MONITORING))))
    found: list[dict[str, Any]] = list(rows_in(files))
    kinds = [row["record"] for row in found]
    assert kinds == sorted(kinds, key=("declaration", "monitoring", "self-evaluation").index)
    (total,) = [row for row in found if row["record"] == "self-evaluation" and row["level"] == "0"]
    assert (total["source"], total["adjusted_yuan"], total["executed_yuan"]) == ("年度资金总额", "600000", "582000")
    parts = [row for row in found if row["record"] == "self-evaluation" and row["level"] != "0"]
    assert all(row["path"] and not row["amount_yuan"] for row in parts)
    assert total["is_total"] == ("yes" if parts else "no")
