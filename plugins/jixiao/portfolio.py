"""All declarations, looked up by unit and year, each linked to its own of the year before."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, TypeVar

from .model import Outline
from .registry import Registry, SpendingUnit, fold_name
from .results import ResultOutline
from .values import Money, Percent

_Key = TypeVar("_Key")
_Record = TypeVar("_Record", Outline, ResultOutline)


Lack = Literal["", "new", "blank", "unfiled", "split", "unlike"]
"""Why a declaration has no prior budget to compare with, or nothing where it has one.

``new``: it says so, or the unit filed others the year before and the form does not say that this one goes on.
``blank``: the form asks for the figure and it was left empty. ``unfiled``: the form does not ask, and last year's
declaration of the project is not here. ``split``: last year's declaration became several. ``unlike``: the form does not
ask, and last year's budget comprises something else.
"""


@dataclass(frozen=True, slots=True)
class Comparison:
    """One declaration's 当年预算 against the year before, in 元.

    ``prior`` is 上年预算 (as declared, or from last year's own file where the form does not ask for it), ``outturn``
    上年执行数; both are nothing where there is no such figure. ``linked`` tells that ``prior`` came from the file, and
    ``lack`` why there is none; ``evaluated`` tells that ``outturn`` came from last year's self-evaluation.
    """

    current: Money
    prior: Money | None
    outturn: Money | None
    linked: bool = False
    lack: Lack = ""
    evaluated: bool = False

    @property
    def change(self) -> Money | None:
        """增减额: current less prior."""
        return None if self.prior is None else self.current - self.prior

    @property
    def change_rate(self) -> Percent | None:
        """增减率: the change as a percentage of the prior budget."""
        return None if self.prior is None else Percent.of(self.current - self.prior, self.prior)

    @property
    def outturn_rate(self) -> Percent | None:
        """执行率: the outturn as a percentage of the prior budget."""
        return None if self.prior is None or self.outturn is None else Percent.of(self.outturn, self.prior)


class Portfolio:
    """All declarations of a site, in the order of their ids. Immutable once made."""

    def __init__(
        self, declarations: Iterable[Outline], registry: Registry, results: Iterable[ResultOutline] = ()
    ) -> None:
        self.declarations = tuple(sorted(declarations, key=lambda declaration: declaration.id))
        self.results = tuple(sorted(results, key=lambda result: (result.id, result.kind.suffix)))
        self.registry = registry
        self._by_id = {declaration.id: declaration for declaration in self.declarations}

    def get(self, declaration_id: str) -> Outline | None:
        """The declaration with an id, or nothing."""
        return self._by_id.get(declaration_id)

    def results_of(self, project_id: str) -> tuple[ResultOutline, ...]:
        """What was reported of a project's year, by the project's id, in the order of their kinds' suffixes."""
        return tuple(self._results_of.get(project_id, ()))

    def evaluation(self, declaration: Outline) -> ResultOutline | None:
        """The record of a declaration's project and year that says what was spent in all (the self-evaluation)."""
        return next((result for result in self.results_of(declaration.id) if result.kind.tells_outturn), None)

    @cached_property
    def _results_of(self) -> dict[str, list[ResultOutline]]:
        return _grouped(self.results, lambda result: result.id)

    @cached_property
    def years(self) -> tuple[int, ...]:
        """The years that have declarations, ascending."""
        return tuple(sorted({declaration.year for declaration in self.declarations}))

    @cached_property
    def units(self) -> tuple[SpendingUnit, ...]:
        """The units that have declarations, by id."""
        units = {declaration.spending_unit.id: declaration.spending_unit for declaration in self.declarations}
        return tuple(units[unit_id] for unit_id in sorted(units))

    def of_year(self, year: int) -> tuple[Outline, ...]:
        """All declarations of one year."""
        return tuple(self._of_year.get(year, ()))

    def of_unit(self, unit_id: str) -> tuple[Outline, ...]:
        """All declarations of one unit, by year."""
        return tuple(self._of_unit.get(unit_id, ()))

    def namesakes(self, declaration: Outline) -> tuple[Outline, ...]:
        """All declarations of the same unit, year and name (letter case, width and spaces apart), itself included."""
        return tuple(self._by_name[self._key(declaration, declaration.year)])

    def previous(self, declaration: Outline) -> Outline | None:
        """Its own declaration of the year before: the one 前身 names, or the only one of the same unit and name."""
        return self._previous.get(declaration.id)

    def next(self, declaration: Outline) -> tuple[Outline, ...]:
        """The declarations of the year after that follow from this one (several where a project was split)."""
        return tuple(self._successors.get(declaration.id, ()))

    def chain(self, declaration: Outline) -> tuple[Outline, ...]:
        """One project through the years, oldest first. A split ends a chain and begins others, so chains never overlap."""
        return self._chains[declaration.id]

    @cached_property
    def chains(self) -> tuple[tuple[Outline, ...], ...]:
        """All chains, by the id of their first declaration; each declaration stands in just one."""
        return tuple(chain for d in self.declarations if (chain := self._chains[d.id])[0] is d)

    def linked(self, declaration: Outline) -> tuple[Outline | None, ...]:
        """Itself and all that it is linked to: the one that 前身 names, the one before, those after, and its chain."""
        named, previous, following = (
            self.get(declaration.predecessor),
            self.previous(declaration),
            self.next(declaration),
        )
        return (self.get(declaration.id), named, previous, *following, None, *self.chain(declaration))

    def part(self, declarations: Iterable[Outline]) -> Portfolio:
        """Some of the declarations, linked as they are here; of others that part knows nothing."""
        return PartialPortfolio(self, declarations)

    def compare(self, declaration: Outline) -> Comparison:
        """The declaration's budget against the year before."""
        current, filed = declaration.budget.current_year, declaration.prior_year
        if filed.budget is not None:
            return Comparison(current, filed.budget, filed.outturn)
        lack = self._lack(declaration)
        if lack:
            return Comparison(current, None, filed.outturn, lack=lack)
        previous = self.previous(declaration)
        evaluated = self._evaluated_outturn(previous) if filed.outturn is None and previous else None
        return Comparison(
            current,
            previous.budget.current_year if previous else None,
            filed.outturn if evaluated is None else evaluated,
            linked=True,
            evaluated=evaluated is not None,
        )

    def _evaluated_outturn(self, declaration: Outline) -> Money | None:
        """What was spent, by the self-evaluation: only where its 全年预算数 is the budget that was declared.

        Then both speak of the same money, and the outturn rate is the same by either.
        """
        evaluation = self.evaluation(declaration)
        same = evaluation is not None and evaluation.adjusted == declaration.budget.current_year
        return evaluation.executed if evaluation and same else None

    def _lack(self, declaration: Outline) -> Lack:
        previous = self.previous(declaration)
        if previous is None and (declaration.is_new or self._has_begun(declaration)):
            return "new"
        if declaration.has_field("prior_year.budget"):
            return "blank"
        if previous is None:
            return "unfiled"
        if len(self.next(previous)) > 1:
            return "split"
        return "" if previous.budget_comprises == declaration.budget_comprises else "unlike"

    def _has_begun(self, declaration: Outline) -> bool:
        """Whether the unit filed the year before, and not this project, which does not say that it goes on from then."""
        return self.has_year_before(declaration) and not declaration.is_continued

    def has_year_before(self, declaration: Outline) -> bool:
        """Whether any declaration of the same unit and the year before is here."""
        return (declaration.spending_unit.id, declaration.year - 1) in self._unit_years

    def is_followed(self, declaration: Outline) -> bool | None:
        """Whether the project was filed again the year after; nothing where none of the unit's declarations of it are here."""
        if self.next(declaration):
            return True
        return False if self.has_year_after(declaration) else None

    def has_year_after(self, declaration: Outline) -> bool:
        """Whether any declaration of the same unit and the year after is here."""
        return (declaration.spending_unit.id, declaration.year + 1) in self._unit_years

    @cached_property
    def _unit_years(self) -> frozenset[tuple[str, int]]:
        return frozenset((declaration.spending_unit.id, declaration.year) for declaration in self.declarations)

    def compare_new_money(self, declaration: Outline) -> Comparison | None:
        """The same net of what was left from the year before (上年结转), where both years' forms ask for it."""
        previous = None if declaration.has_field("prior_year.budget") else self.previous(declaration)
        budgets = (declaration.budget, previous.budget) if previous else ()
        if not budgets or any(budget.carried_over is None for budget in budgets):
            return None
        current, prior = (budget.new_money for budget in budgets)
        return Comparison(current, prior, None, linked=True)

    @cached_property
    def _of_year(self) -> dict[int, list[Outline]]:
        return _grouped(self.declarations, lambda declaration: declaration.year)

    @cached_property
    def _of_unit(self) -> dict[str, list[Outline]]:
        return _grouped(self.declarations, lambda declaration: declaration.spending_unit.id)

    @cached_property
    def _chains(self) -> dict[str, tuple[Outline, ...]]:
        """The chain of each declaration, the same for all of its members."""
        chains: dict[str, tuple[Outline, ...]] = {}
        for declaration in self.declarations:
            if declaration.id not in chains:
                chain = self._followed(declaration)
                chains.update((member.id, chain) for member in chain)
        return chains

    def _followed(self, declaration: Outline) -> tuple[Outline, ...]:
        members = [declaration]
        while (previous := self.previous(members[0])) and len(self.next(previous)) == 1:
            members.insert(0, previous)
        while len(following := self.next(members[-1])) == 1:
            members.append(following[0])
        return tuple(members)

    @cached_property
    def _folded(self) -> dict[str, str]:
        return {declaration.id: fold_name(declaration.name) for declaration in self.declarations}

    @cached_property
    def _by_name(self) -> dict[tuple[str, int, str], list[Outline]]:
        return _grouped(self.declarations, lambda declaration: self._key(declaration, declaration.year))

    def _key(self, declaration: Outline, year: int) -> tuple[str, int, str]:
        return declaration.spending_unit.id, year, self._folded[declaration.id]

    @cached_property
    def _previous(self) -> dict[str, Outline]:
        found = ((declaration.id, self._find_previous(declaration)) for declaration in self.declarations)
        return {declaration_id: previous for declaration_id, previous in found if previous}

    def _find_previous(self, declaration: Outline) -> Outline | None:
        if declaration.predecessor:
            named = self.get(declaration.predecessor)
            return named if named and named.year == declaration.year - 1 else None
        candidates = self._by_name.get(self._key(declaration, declaration.year - 1), [])
        return candidates[0] if len(candidates) == 1 else None

    @cached_property
    def _successors(self) -> dict[str, list[Outline]]:
        successors = defaultdict(list)
        for declaration in self.declarations:
            if previous := self.previous(declaration):
                successors[previous.id].append(declaration)
        return dict(successors)


class PartialPortfolio(Portfolio):
    """Some declarations of a portfolio. Whoever asks how any other is linked has made a mistake, and gets ``KeyError``."""

    def __init__(self, whole: Portfolio, declarations: Iterable[Outline]) -> None:
        super().__init__(declarations, whole.registry)
        self._whole = whole

    def results_of(self, project_id: str) -> tuple[ResultOutline, ...]:
        """As in the whole; what a declaration is linked to has its results as well."""
        return self._whole.results_of(project_id)

    def previous(self, declaration: Outline) -> Outline | None:
        """As in the whole."""
        return self._whole.previous(self._by_id[declaration.id])

    def next(self, declaration: Outline) -> tuple[Outline, ...]:
        """As in the whole."""
        return self._whole.next(self._by_id[declaration.id])

    def chain(self, declaration: Outline) -> tuple[Outline, ...]:
        """As in the whole."""
        return self._whole.chain(self._by_id[declaration.id])

    def compare(self, declaration: Outline) -> Comparison:
        """As in the whole."""
        return self._whole.compare(self._by_id[declaration.id])

    def has_year_before(self, declaration: Outline) -> bool:
        """As in the whole."""
        return self._whole.has_year_before(self._by_id[declaration.id])

    def has_year_after(self, declaration: Outline) -> bool:
        """As in the whole."""
        return self._whole.has_year_after(self._by_id[declaration.id])


def _grouped(records: Iterable[_Record], key: Callable[[_Record], _Key]) -> dict[_Key, list[_Record]]:
    groups: dict[_Key, list[_Record]] = defaultdict(list)
    for record in records:
        groups[key(record)].append(record)
    return dict(groups)
