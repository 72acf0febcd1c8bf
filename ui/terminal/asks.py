"""What to negotiate, in a terminal: each ask with what it gains, and the best bundles. Internal."""

import os
from collections.abc import Iterator
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Any, NamedTuple

from rich.console import Console
from rich.table import Table
from rich.text import Text

from planner.funding.ask_words import ask_words
from planner.plan import State
from solver.cancel import Cancel
from ui.ask_words import bundles_by_size, is_worth_asking, most_to_gain, no_bundle_words
from ui.terminal.printing import print_sentence, print_whole
from ui.terminal.progress import interruptible, told_in

if TYPE_CHECKING:
    from solver.asks.bundles import Bundle
    from solver.asks.crew import Crew
    from solver.asks.sweep import Swept
    from solver.asks.worth import Worth
    from solver.search import Report

BUNDLES = (2, 3)


class Answer(NamedTuple):
    """All that was found out. swept: None where no schedule exists. bundles: by size, None where time was too short."""

    swept: "Swept | None"
    bundles: "dict[int, Bundle | None]"


def asks_in_terminal(
    state: State, crew: "AbstractContextManager[Crew]", seconds: float, sizes: tuple[int, ...] = BUNDLES
) -> Answer:
    """Work on a thread, so that this one can draw progress and hear Ctrl-C, which keeps what is known."""
    told = list[str]()
    with told_in(Console(stderr=True)) as tell:

        def look(cancel: Cancel) -> None:
            if told:
                tell(f"{told[-1]}{'. Stopping, and keeping what is known' if cancel.is_requested else ''}")

        return interruptible(lambda cancel: _answer(state, crew, (seconds, sizes, cancel), told), look)


def _answer(
    state: State, crew: "AbstractContextManager[Crew]", terms: tuple[float, tuple[int, ...], Cancel], told: list[str]
) -> Answer:
    from solver.asks.bundles import best_bundle
    from solver.asks.sweep import BASE_TIMES, sweep
    from solver.asks.worth import Limits

    seconds, sizes, cancel = terms
    last: Swept | None = None
    with crew as working:
        for swept in sweep(state.plan, working, hint=state.schedule, seconds=seconds, cancel=cancel):
            told.append(progress_line(swept))
            last = swept
    bundles: dict[int, Bundle | None] = {}
    if last is not None and not cancel.is_requested:
        listed, limits = [worth.ask for worth in last.worths], Limits(BASE_TIMES * seconds, os.cpu_count() or 1, cancel)
        for size in sizes:
            report = _bundle_report(told, size, last.base.optimum.at_least)
            bundles[size] = best_bundle(last.base, listed, size, limits, report)
    return Answer(last, bundles)


def _bundle_report(told: list[str], size: int, without: int) -> "Report":
    """What is told of the search for a bundle: the best so far, and what none gains more than."""

    def report(value: int | None, bound: int | None) -> None:
        best = "none found yet" if value is None or value <= without else f"{value - without:+,}"
        most = "" if bound is None else f", at most {bound - without:,}"
        told.append(f"Best bundle of {size}: {best}{most}")

    told.append(f"Best bundle of {size}: preparing")
    return report


def progress_line(swept: "Swept") -> str:
    """One line on how far the sweep is, the best so far, and what no other can gain more than."""
    best = next(iter(swept.worths), None)
    words = "nothing gains yet" if best is None or best.at_least <= 0 else f"best {best.ask.id}, {best.at_least:,}"
    return f"{swept.done:,} of {swept.of:,} conditions, {words}, at most {most_to_gain(swept):,}"


def asks_object(state: State, answer: Answer) -> dict[str, Any]:
    """The answer as one object; sums are whole units of the currency, gains None where not proven."""
    swept = answer.swept
    if swept is None:
        return {"internal": True, "currency": state.plan.currency, "most_funding": None, "asks": [], "bundles": []}
    return {
        "internal": True,
        "currency": state.plan.currency,
        "most_funding": swept.base.optimum._asdict(),
        "is_complete": swept.is_complete,
        "is_proven": swept.is_proven,
        "conditions": {"done": swept.done, "of": swept.of, "lost": swept.lost},
        "asks": [_worth_object(state, worth) for worth in swept.worths],
        "bundles": [_bundle_object(size, bundle) for size, bundle in answer.bundles.items()],
    }


def _worth_object(state: State, worth: "Worth") -> dict[str, Any]:
    words = ask_words(state.plan, state.schedule, worth.ask)
    return {
        "id": worth.ask.id,
        **worth.ask._asdict(),
        "whom": worth.ask.whom,
        "gain": worth.gain,
        "at_least": worth.at_least,
        "at_most": worth.at_most,
        "is_proven": worth.is_proven,
        "is_smallest": worth.is_smallest,
        "has_schedule": worth.granted is not None,
        "request": words.request,
        "reason": words.reason,
    }


def _bundle_object(size: int, bundle: "Bundle | None") -> dict[str, Any]:
    if bundle is None:
        return {"size": size, "asks": None, "at_least": None, "at_most": None, "is_proven": False}
    return {
        "size": size,
        "asks": [ask.id for ask in bundle.asks],
        "at_least": bundle.at_least,
        "at_most": bundle.at_most,
        "is_proven": bundle.is_proven,
    }


def print_asks(console: Console, state: State, answer: Answer, *, show_all: bool) -> None:
    """The asks that gain, or may, by gain; then the bundles, and how many gain nothing."""
    swept = answer.swept
    if swept is None:
        return
    plan, least = state.plan, swept.base.optimum
    proof = "proven" if least.is_proven else f"at most {least.at_most:,}"
    print_sentence(console, f"As the plan is: {least.at_least:,} {plan.currency}, {proof}.")
    shown = [worth for worth in swept.worths if show_all or is_worth_asking(worth, swept.worths)]
    table = Table("Ask", "Put to", "Gain", "", "Request", box=None, pad_edge=False, header_style="bold")
    for worth in shown:
        request = ask_words(plan, state.schedule, worth.ask).request
        cells = (worth.ask.id, worth.ask.whom, gain_words(worth), _mark(worth), request)
        table.add_row(*map(Text, cells))
    if shown:
        print_whole(console, table)
    idle = sum(worth.at_most <= 0 for worth in swept.worths)
    more = len(swept.worths) - len(shown) - idle
    if idle and not show_all:
        print_sentence(console, f"{idle:,} other asks gain nothing by themselves, which is proven (--all lists them).")
    if more and not show_all:
        print_sentence(console, f"{more:,} ask for more and gain no more (--all lists them).")
    for line in _bundle_lines(answer):
        print_sentence(console, line)
    if not swept.is_complete:
        open_ones = f"{swept.of - swept.done:,} of {swept.of:,} conditions"
        why = "were lost with their workers, twice" if swept.lost else "were not worked out"
        print_sentence(console, f"{open_ones} {why}; what is listed holds without them.")


def gain_words(worth: "Worth") -> str:
    """The gain: the proven sum, or at least what and at most what."""
    if worth.granted is None:
        return "no schedule"
    if worth.gain is not None:
        return f"{worth.gain:+,}" if worth.gain else "0"
    return f"{worth.at_least:,} to {worth.at_most:,}"


def _mark(worth: "Worth") -> str:
    if worth.is_smallest:
        return "smallest that gains"
    return "" if worth.is_proven or worth.granted is None else "not proven"


def _bundle_lines(answer: Answer) -> Iterator[str]:
    if answer.swept is None:
        return
    for size, bundle in bundles_by_size(answer.swept, answer.bundles):
        if bundle is None:
            yield no_bundle_words(size)
            continue
        names = " + ".join(ask.id for ask in bundle.asks) or "none gains anything"
        proof = "proven" if bundle.is_proven else f"at most {bundle.at_most:,}"
        yield f"Best bundle of {size}: {names}: {bundle.at_least:+,}, {proof}."
