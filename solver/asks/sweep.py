"""All asks of a plan, worked out on whatever executor there is: told as they come, kept when it is stopped."""

import os
from collections.abc import Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from typing import NamedTuple

from planner.funding.ask_order import likeliest_first
from planner.funding.asks import Family, families
from planner.funding.funding_facts import funding_facts
from planner.plan import Plan
from planner.rollout.schedule import Schedule
from solver.asks.crew import Crew, answer
from solver.asks.worth import Base, Limits, Worth, base_of
from solver.cancel import Cancel

ATTEMPTS = 2
"""How often a family is given to a worker, if the first one dies."""
BASE_TIMES = 3
"""How much longer the plan as it is may take than with an ask: every gain rests on it."""
LISTEN_SECONDS = 0.1
"""How often a wish to stop is heard."""


class Swept(NamedTuple):
    """How far a sweep is.

    base: the plan as it is. done, of: families of asks. worths: of all asks of those that are done, by gain.
    lost: families that workers died of, each tried twice; their asks have no worth.
    """

    base: Base
    done: int
    of: int
    worths: tuple[Worth, ...]
    lost: int = 0

    @property
    def is_complete(self) -> bool:
        return self.done == self.of

    @property
    def is_proven(self) -> bool:
        """Whether every ask has a proven worth."""
        return self.is_complete and all(worth.is_proven or worth.granted is None for worth in self.worths)


Answers = dict[int, tuple[Worth, ...]]
"""By the place of a family: however often and in whatever order it is answered, it counts once."""


def sweep(
    plan: Plan, crew: Crew, *, hint: Schedule | None = None, seconds: float = 20.0, cancel: Cancel | None = None
) -> Iterator[Swept]:
    """Tell what is known, at first and whenever more is, the likeliest asks first. Nothing where no schedule exists.

    hint: the present schedule, to begin from. seconds: for one solve. cancel: ends it with what is known. The asks are
    of the plan; workers see its facts of funding alone.
    """
    cancel = cancel or Cancel()
    base = base_of(funding_facts(plan), Limits(BASE_TIMES * seconds, os.cpu_count() or 1, cancel), hint)
    if base is None:
        return
    asked = likeliest_first(base.plan, base.schedule, families(plan))
    answers: Answers = {}
    yield _swept(base, asked, answers)
    waiting, lost = list(enumerate(asked)), 0
    for _ in range(ATTEMPTS):
        waiting = [each for each in waiting if each[0] not in answers]
        if not waiting or cancel.is_requested:
            break
        for _ in _answered(base, waiting, (crew, seconds, cancel), answers):
            yield _swept(base, asked, answers)
        lost = sum(place not in answers for place, _ in waiting)
    if lost and not cancel.is_requested:
        yield _swept(base, asked, answers)._replace(lost=lost)


def _answered(
    base: Base, waiting: Iterable[tuple[int, Family]], terms: tuple[Crew, float, Cancel], answers: Answers
) -> Iterator[None]:
    """Collect answers until all are there, the workers are gone or somebody wants to stop; tell of each.

    A caller that listens no longer wants to stop, too.
    """
    crew, seconds, cancel = terms
    executor = crew.make()
    pending = _submitted(executor, base, waiting, seconds, crew)
    try:
        while pending and not cancel.is_requested:
            ready, _ = wait(pending, LISTEN_SECONDS, FIRST_COMPLETED)
            found = {pending.pop(future): _found(future, crew) for future in ready}
            news = {place: worths for place, worths in found.items() if worths is not None}
            answers.update(news)
            if news:
                yield
    finally:
        for future in pending:
            future.cancel()
        if pending and crew.stop is not None:
            crew.stop()
        executor.shutdown(wait=not pending or crew.stop is not None)


def _submitted(
    executor: Executor, base: Base, waiting: Iterable[tuple[int, Family]], seconds: float, crew: Crew
) -> dict[Future[tuple[Worth, ...] | None], int]:
    """The futures of all families by their places; none for those that a broken executor no longer takes."""
    pending: dict[Future[tuple[Worth, ...] | None], int] = {}
    for place, family in waiting:
        try:
            pending[executor.submit(answer, base, family, seconds)] = place
        except crew.lost:
            break
    return pending


def _found(future: Future[tuple[Worth, ...] | None], crew: Crew) -> tuple[Worth, ...] | None:
    if future.cancelled():
        return None
    try:
        return future.result()
    except crew.lost:
        return None


def _swept(base: Base, asked: tuple[Family, ...], answers: Answers) -> Swept:
    found = (worth for place in sorted(answers) for worth in answers[place])
    return Swept(base, len(answers), len(asked), tuple(sorted(found, key=_by_gain)))


def _by_gain(worth: Worth) -> tuple[int, int, str]:
    """The most first; of equal gains those that are asked for least first."""
    return -worth.at_least, abs(worth.ask.by), worth.ask.id
