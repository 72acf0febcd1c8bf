"""The door to the figures on risk: a schedule goes in, what slips do to its money and its finish comes out."""

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

import numpy as np

from planner.funding.risk_figures import HUNDRED, CreditChance, PhaseDanger, RiskFigures
from planner.plan import Plan
from planner.rollout.schedule import Assignment, Schedule
from solver.cancel import Cancel, Cancelled
from solver.risk.axis import Whole
from solver.risk.losses import Terms, credit_terms, paid
from solver.risk.network import Network, network
from solver.risk.shift import Durations, Shifted, shifted, shifted_again
from solver.risk.slips import slips

RUNS = 10_000
FIRST_SIZE, SIZE = 250, 2_000
"""Runs that are made at once: few at first, so that something is told soon, and never so many that memory counts."""
CELLS = 1_000_000
"""Runs times phases that are made at once at most."""

OnFigures = Callable[[RiskFigures], None]


class _Prepared(NamedTuple):
    """A schedule ready for its runs. start: where nothing slips. repaired: phases that then lie elsewhere.

    asked: the rows that decide on any claim.
    """

    network: Network
    terms: tuple[Terms, ...]
    start: Shifted
    repaired: tuple[str, ...]
    asked: frozenset[int]


class _Sums:
    """What is kept of all runs so far: funding and finish of each, and sums over them."""

    def __init__(self, prepared: _Prepared) -> None:
        self.funding: list[Whole] = []
        self.finish: list[Whole] = []
        self.landed = [0] * len(prepared.terms)
        self.paid = [0] * len(prepared.terms)
        self.gained = dict.fromkeys((step.row for step in prepared.network.steps), 0)
        self.slipped = dict(self.gained)


def simulate(
    plan: Plan,
    schedule: Schedule,
    *,
    runs: int = RUNS,
    seed: int = 0,
    on_figures: OnFigures | None = None,
    cancel: Cancel | None = None,
) -> RiskFigures:
    """Run a schedule many times, every phase taking its chances, and tell what is paid and when all is done.

    The plan must keep its invariants. The same seed gives the same figures. on_figures is called with the figures of
    the runs so far, on the calling thread. cancel: stops with those of the runs that were made; before there are any,
    Cancelled is raised. Raises ValueError where the schedule places no phase.
    """
    cancel = cancel or Cancel()
    prepared = _prepared(plan, schedule)
    sums = _Sums(prepared)
    sizes = tuple(_sizes(runs, len(prepared.network.steps)))
    for durations in slips(prepared.network, seed, iter(sizes)):
        try:
            _add(sums, prepared, durations, cancel)
        except Cancelled:
            if not sums.funding:
                raise
            break
        if on_figures is not None:
            on_figures(_figures(prepared, sums, runs, seed))
    return _figures(prepared, sums, runs, seed)


def funding_of_runs(
    plan: Plan, schedule: Schedule, *, runs: int = RUNS, seed: int = 0, cancel: Cancel | None = None
) -> Whole:
    """The funding of each of the runs that ``simulate`` makes, in a fraction of its time. Raises Cancelled."""
    cancel = cancel or Cancel()
    prepared = _prepared(plan, schedule)
    totals = []
    for durations in slips(prepared.network, seed, _sizes(runs, len(prepared.network.steps))):
        cancel.check()
        place = shifted(prepared.network, durations)
        totals.append(_total([paid(terms, place.runs) for terms in prepared.terms], prepared, durations))
    return np.concatenate(totals)


def unslipped(plan: Plan, schedule: Schedule) -> tuple[Assignment, ...]:
    """The dates of a schedule's starts and options where every phase takes its planned days: what nothing slips of.

    A phase never starts before it does in the schedule, whose finishes are not looked at.
    """
    prepared = _prepared(plan, schedule)
    return tuple(
        step.work.begun or step.work.assignment(prepared.network.axis.day(int(prepared.start.runs[step.row].start[0])))
        for step in sorted(prepared.network.steps, key=lambda step: step.row)
    )


def _prepared(plan: Plan, schedule: Schedule) -> _Prepared:
    if not schedule.assignments:
        raise ValueError("No phase has dates yet, so nothing can slip. Solve first.")
    ready = network(plan, schedule)
    likely = [np.ones(1, dtype=np.int64)] * ready.rows
    for step in ready.steps:
        likely[step.row] = np.array([step.estimate.likely], dtype=np.int64)
    start = shifted(ready, likely)
    repaired = tuple(
        step.work.phase.id
        for step in ready.steps
        if (run := schedule.assignment(step.work.phase.id)) is not None
        and step.work.begun is None
        and (run.start, run.finish) != _days(ready, start, step.row)
    )
    terms = credit_terms(ready, schedule, start.runs)
    return _Prepared(ready, terms, start, repaired, ready.leading_to(row for each in terms for row in each.rows))


def _days(ready: Network, place: Shifted, row: int) -> tuple[object, object]:
    run = place.runs[row]
    return ready.axis.day(int(run.start[0])), ready.axis.day(int(run.after[0]) - 1)


def _sizes(runs: int, phases: int) -> Iterator[int]:
    """How many runs are made at once, one size after the other."""
    most = max(1, min(SIZE, CELLS // max(phases, 1)))
    size = min(FIRST_SIZE, most)
    while runs > 0:
        yield min(size, runs)
        runs -= size
        size = most


def _add(sums: _Sums, prepared: _Prepared, durations: Durations, cancel: Cancel) -> None:
    """Make the runs of these durations and add what comes of them; all or nothing."""
    cancel.check()
    place = shifted(prepared.network, durations)
    paid_by = [paid(terms, place.runs) for terms in prepared.terms]
    gained = dict(_gains(prepared, place, durations, paid_by, cancel))
    sums.funding.append(_total(paid_by, prepared, durations))
    sums.finish.append(np.max([place.runs[step.row].after for step in prepared.network.steps], axis=0) - 1)
    for number, (terms, amounts) in enumerate(zip(prepared.terms, paid_by, strict=True)):
        sums.landed[number] += int((amounts == terms.planned).sum())
        sums.paid[number] += int(amounts.sum())
    for step in prepared.network.steps:
        sums.gained[step.row] += gained.get(step.row, 0)
        sums.slipped[step.row] += int((durations[step.row] > step.estimate.likely).sum())


def _total(paid_by: Sequence[Whole], prepared: _Prepared, durations: Durations) -> Whole:
    size = durations[prepared.network.steps[0].row].size
    return np.sum(paid_by, axis=0, dtype=np.int64) if paid_by else np.zeros(size, dtype=np.int64)


def _gains(
    prepared: _Prepared, place: Shifted, durations: Durations, paid_by: Sequence[Whole], cancel: Cancel
) -> Iterator[tuple[int, int]]:
    """For each phase that can cost money, what would be paid more in these runs if it alone never took longer.

    Where nothing is lost, nothing is to gain, so nothing is run again.
    """
    if all(int(amounts.min()) == terms.planned for terms, amounts in zip(prepared.terms, paid_by, strict=True)):
        return
    for step in prepared.network.steps:
        if step.row not in prepared.asked:
            continue
        cancel.check()
        kept = {step.row: np.minimum(durations[step.row], step.estimate.likely)}
        changed = shifted_again(prepared.network, place, durations, kept, prepared.asked)
        if not changed:
            continue
        runs = {**place.runs, **changed}
        touched = (number for number, terms in enumerate(prepared.terms) if not terms.rows.isdisjoint(changed))
        yield step.row, sum(int((paid(prepared.terms[n], runs) - paid_by[n]).sum()) for n in touched)


# Figures


def _figures(prepared: _Prepared, sums: _Sums, asked: int, seed: int) -> RiskFigures:
    plan, axis = prepared.network.plan, prepared.network.axis
    funding, finish = np.concatenate(sums.funding), np.concatenate(sums.finish)
    runs = int(funding.size)
    last = max(int(run.after[0]) - 1 for run in prepared.start.runs.values())
    dangers = (
        PhaseDanger(step.work.phase.id, sums.gained[step.row] / runs, sums.slipped[step.row], runs)
        for step in prepared.network.steps
        if sums.gained[step.row]
    )
    return RiskFigures(
        runs=runs,
        asked=asked,
        seed=seed,
        planned=sum(terms.planned for terms in prepared.terms),
        planned_finish=axis.day(last),
        mean=float(funding.mean()),
        error=float(funding.std() / np.sqrt(runs)),
        funding=tuple(map(int, _percentiles(funding))),
        finish=tuple(axis.day(int(index)) for index in _percentiles(finish)),
        in_time=int((finish <= axis.place(plan.horizon)).sum()),
        credits=tuple(
            CreditChance(terms.credit, terms.planned, landed, runs, total / runs)
            for terms, landed, total in zip(prepared.terms, sums.landed, sums.paid, strict=True)
        ),
        phases=tuple(sorted(dangers, key=lambda each: (-each.money, each.phase))),
        usual=sum(step.estimate.is_usual for step in prepared.network.steps),
        unplaced=tuple(phase.id for phase in plan.phases if phase.id not in prepared.network.names),
        repaired=prepared.repaired,
    )


def _percentiles(figures: Whole) -> Whole:
    """The figures that 0 to 100 of a hundred runs reach at most."""
    return np.percentile(figures, np.arange(HUNDRED + 1), method="inverted_cdf").astype(np.int64)
