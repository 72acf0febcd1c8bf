"""How fast the best claims for fixed dates are found: ``python -m tests.benchmarks.settling [--quick]``.

Of *flowing* plans, whose money is a flow, three figures: all parts anew as flows; ``settle`` after one phase has moved,
as while a bar is dragged; and ``settle`` with nothing remembered. Beside them networkx finds the maximum flow, which is
the same total without the order of claims. Of *puzzles*, with one source per phase, the claims found at once and their
part of the best, and the time to the best; beside them one search of CP-SAT over everything.

Times are of the processor's work of this process, the least of three, so that others who use the machine change them
little. *Constructed* dates are those of a first schedule, *crowded* dates put every phase where most could be claimed.
"""

import gc
import math
import sys
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial
from itertools import chain
from statistics import median
from unittest.mock import patch

import networkx as nx
from msgspec.structs import replace

from planner.funding.claim_rules import face_value, fundable_cost
from planner.plan import Plan
from planner.rollout.schedule import Assignment, Claim
from solver.cancel import Cancel
from solver.claim_limits import asked_on, claim_limits
from solver.claim_search import search_claims
from solver.claims import Part, parts, settle, settled
from solver.construct import construct
from solver.instance import prepare
from solver.memory import Memory
from tests.benchmarks.dates import where_most_could_be_claimed
from tests.benchmarks.generate import flowing, generate

Dates = tuple[Assignment, ...]

SEED = 1
MOVES = 50
"""Phases that are moved, one at a time, by two weeks."""
SEARCHING = 30.0
"""Seconds of the wall clock for CP-SAT alone."""


def work_of(work: Callable[[], object], times: int = 3) -> float:
    """Seconds of the processor's work of all threads, the least of so many times."""
    spent = []
    for _ in range(times):
        begun = time.process_time()
        work()
        spent.append(time.process_time() - begun)
    return min(spent)


def anew(plan: Plan, dates: Dates, seconds: float = math.inf) -> tuple[Claim, ...]:
    """The best claims, with nothing remembered; in no seconds, those found at once."""
    asked_on.cache_clear()
    with patch("solver.claims._known", Memory(0)):
        return settle(plan, dates, seconds=seconds)


def after_moves(plan: Plan, dates: Dates) -> list[float]:
    """Seconds of work for the claims after each of the moves, every one from the same dates."""
    spent = []
    for number in range(0, len(dates), max(1, len(dates) // MOVES)):
        run, later = dates[number], timedelta(days=14)
        moved = Assignment(run.phase, run.option, run.start + later, run.finish + later)
        settle(plan, dates)
        spent.append(work_of(partial(settle, plan, (*dates[:number], moved, *dates[number + 1 :])), 1))
    return spent


def as_flows(whole: list[Part]) -> None:
    """The best claims of all parts, without memory."""
    for part in whole:
        settled(part, (math.inf, Cancel()))


def by_networkx(whole: list[Part]) -> int:
    """The maximum flow of all parts, without caps that several credits share."""
    total = 0
    for part in whole:
        network: nx.DiGraph[tuple[str, str]] = nx.DiGraph()
        for phase, cost in part.costs.items():
            network.add_edge(("", "source"), ("phase", phase), capacity=cost)
        for (phase, credit), limit in part.limits:
            network.add_edge(("phase", phase), ("credit", credit), capacity=limit)
        for paying in part.plan.credits:
            network.add_edge(("credit", paying.id), ("", "sink"), capacity=face_value(paying))
        total += round(nx.maximum_flow_value(network, ("", "source"), ("", "sink")))
    return total


def flows(sizes: tuple[int, ...]) -> Iterator[str]:
    """A table of plans whose money is a flow."""
    yield "| phases | dates | pairs | flow ms | networkx ms | faster | one moved ms: median | slowest | anew ms |"
    yield "|--:|---|--:|--:|--:|--:|--:|--:|--:|"
    for phases in sizes:
        plan = flowing(generate(SEED, phases))
        for name, dates in (
            ("constructed", construct(prepare(plan)) or ()),
            ("crowded", where_most_could_be_claimed(plan)),
        ):
            placed = {each.phase: each for each in dates}
            limits = claim_limits(plan, placed)
            whole = list(parts(plan, placed, limits))
            ours = work_of(partial(as_flows, whole))
            theirs = work_of(partial(by_networkx, whole))
            moved = after_moves(plan, dates)
            figures = [ours, theirs, median(moved), max(moved), work_of(partial(anew, plan, dates))]
            shown = [f"{1_000 * figure:.1f}" for figure in figures]
            shown.insert(2, f"{theirs / ours:.1f}×")
            yield f"| {phases} | {name} | {len(limits)} | {' | '.join(shown)} |"


def puzzles(phases: int, seeds: range) -> Iterator[str]:
    """A table of plans with one source per phase, on crowded dates; CP-SAT alone has two workers, as we at most."""
    yield "| phases | seed | tightness | at once ms | part of the best | best s | CP-SAT alone s | faster |"
    yield "|--:|--:|--:|--:|--:|--:|--:|--:|"
    for seed, tightness in ((seed, tightness) for seed in seeds for tightness in (0.2, 0.5, 0.9)):
        plan = replace(generate(seed, phases, tightness=tightness), one_source_per_phase=True)
        dates = where_most_could_be_claimed(plan)
        lower, best = (sum(claim.amount for claim in anew(plan, dates, seconds)) for seconds in (0.0, math.inf))
        at_once = work_of(partial(anew, plan, dates, 0.0))
        ours = work_of(partial(anew, plan, dates), 1)
        theirs = work_of(partial(alone, plan, dates), 1)
        faster = f"{theirs / ours:.0f}×"
        figures = f"{1_000 * at_once:.0f} | {lower / best:.1%} | {ours:.2f} | {theirs:.1f} | {faster}"
        yield f"| {phases} | {seed} | {tightness} | {figures} |"


def alone(plan: Plan, dates: Dates) -> None:
    """One search over all claims."""
    limits = claim_limits(plan, {each.phase: each for each in dates})
    delivered = ((plan.phase[each.phase], plan.phase[each.phase].chosen(each.option)) for each in dates)
    costs = {phase.id: fundable_cost(phase, option) for phase, option in delivered}
    search_claims(plan, limits, costs, sum(limits.values()), (time.monotonic() + SEARCHING, Cancel()))


def main(arguments: list[str]) -> None:
    """Print the tables, as they stand in RESULTS.md."""
    is_quick = "--quick" in arguments
    gc.disable()  # the window, too, keeps what lives long from being looked through
    for line in chain(
        flows((1_000,) if is_quick else (300, 1_000)), ("",), puzzles(300, range(1, 2 if is_quick else 6))
    ):
        print(line, flush=True)  # noqa: T201


if __name__ == "__main__":
    main(sys.argv[1:])
