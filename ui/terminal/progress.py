"""Solving from a terminal: what the solver reaches is told on standard error, and Ctrl-C keeps the best so far."""

import os
import signal
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import contextmanager
from typing import TypeVar

from rich.console import Console

from planner.plan import Plan
from planner.rollout.schedule import Assignment, Claim, Schedule
from solver.cancel import Cancel
from solver.result import Progress, SolveResult
from solver.settings import Settings

INTERRUPTED = 130
"""The exit code of a program that Ctrl-C ended."""
REDRAW_SECONDS = 0.1
QUIET_SECONDS = 2.0
"""How often a log that nobody sees live is told something; a terminal is redrawn more often."""

Tell = Callable[[Progress, str], None]
Found = TypeVar("Found")

WORDS = {
    "funding": "most funding",
    "net_cost": "least net cost",
    "expected": "most expected funding",
    "finish": "earliest finish, in days",
    "finishes": "least sum of finishes",
    "lateness": "fewest working days past due dates",
    "moved": "fewest phases moved",
    "slack": "most working days before claims are too late",
}


def solve_in_terminal(plan: Plan, settings: Settings, hint: Schedule | None) -> SolveResult:
    """Solve on a worker thread, so that this one can draw progress and hear Ctrl-C."""
    from solver.solve import solve  # OR-Tools takes half a second to import

    latest, console = list[Progress](), Console(stderr=True)
    with _redrawn(console) if console.is_terminal else _logged(console) as tell:

        def look(cancel: Cancel) -> None:
            if latest:
                tell(latest[-1], progress_line(latest[-1], is_stopping=cancel.is_requested))

        return interruptible(
            lambda cancel: solve(plan, settings, hint=hint, on_progress=latest.append, cancel=cancel), look
        )


def settle_in_terminal(plan: Plan, assignments: tuple[Assignment, ...]) -> tuple[Claim, ...]:
    """The best claims for the dates, found on a worker thread; Ctrl-C takes the best so far."""
    from solver.claims import settle  # OR-Tools takes half a second to import

    return interruptible(lambda cancel: settle(plan, assignments, cancel=cancel))


def interruptible(work: Callable[[Cancel], Found], look: Callable[[Cancel], None] = lambda _: None) -> Found:
    """The outcome of work on another thread, so that this one hears Ctrl-C and looks now and then how far it is.

    The first Ctrl-C asks the work to stop with what it has; a second one stops the program.
    """
    cancel = Cancel()
    with _interrupt_cancels(cancel), ThreadPoolExecutor(1, "terminal") as executor:
        future = executor.submit(work, cancel)
        while not wait([future], REDRAW_SECONDS).done:
            look(cancel)
        return future.result()


def progress_line(progress: Progress, *, is_stopping: bool = False) -> str:
    """One line on where the solver is: stage, best so far, bound, gap and seconds."""
    stage = f"Stage {progress.number} of {progress.of}, {WORDS[progress.stage]}"
    best = "no schedule yet" if progress.incumbent is None else f"best {progress.incumbent:,}"
    bound = "" if progress.bound is None else f", bound {progress.bound:,}"
    gap = "" if progress.gap is None else f", gap {progress.gap:.1%}"
    stopping = ". Stopping, and keeping the best" if is_stopping else ""
    return f"{stage}: {best}{bound}{gap}, {progress.seconds:.1f} s{stopping}"


@contextmanager
def _redrawn(console: Console) -> Iterator[Tell]:
    """One line that is drawn again and again."""
    with console.status("Preparing", spinner_style="blue") as status:
        yield lambda _, line: status.update(line)


@contextmanager
def told_in(console: Console) -> Iterator[Callable[[str], None]]:
    """Lines on how far any long work is: redrawn in a terminal, now and then in a log."""
    if console.is_terminal:
        with console.status("Preparing", spinner_style="blue") as status:
            yield status.update
        return
    told, last = 0.0, ""

    def tell(line: str) -> None:
        nonlocal told, last
        if line != last and time.monotonic() - told >= QUIET_SECONDS:
            told, last = time.monotonic(), line
            console.print(line, highlight=False, soft_wrap=True)

    yield tell


@contextmanager
def _logged(console: Console) -> Iterator[Tell]:
    """A line for each stage and now and then, for logs and pipes."""
    stage, told = 0, 0.0

    def tell(progress: Progress, line: str) -> None:
        nonlocal stage, told
        if progress.number != stage or time.monotonic() - told >= QUIET_SECONDS:
            stage, told = progress.number, time.monotonic()
            console.print(line, highlight=False, soft_wrap=True)

    yield tell


@contextmanager
def _interrupt_cancels(cancel: Cancel) -> Iterator[None]:
    """While the block runs, Ctrl-C asks the solver to stop; a second one stops the program."""

    def on_interrupt(_signal: int, _frame: object) -> None:
        if cancel.is_requested:
            os._exit(INTERRUPTED)  # the worker may be deep in the solver, and nothing is half written
        cancel.request()

    before = signal.signal(signal.SIGINT, on_interrupt)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
