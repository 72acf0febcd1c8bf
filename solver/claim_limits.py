"""The most that each credit could pay for each phase on given dates: the single-claim rules, asked once.

What they say of a phase depends on the phase, its dates, and what a plan holds beside phases: its ground. They are
asked with the ground alone, so what was said of a phase on the same ground holds until the phase or its dates change.
"""

from collections.abc import Hashable, Mapping
from functools import lru_cache

from msgspec.structs import replace

from planner.funding.claim_rules import (
    Delivery,
    claim_limit,
    could_be_claimed,
    is_claimable,
    outcome_missed,
    work_kind,
)
from planner.funding.credits import Credit
from planner.plan import Plan
from planner.rollout.phases import DeliveryOption, Phase
from planner.rollout.schedule import Assignment

Pair = tuple[str, str]
"""A phase and a credit."""
Amounts = dict[Pair, int]
Limits = tuple[tuple[str, int], ...]
"""What each credit that could pay anything for a phase pays at most, in the plan's order."""


def claim_limits(plan: Plan, placed: Mapping[str, Assignment]) -> Amounts:
    """The most that each credit could pay for each phase on its dates, above nothing."""
    limits: Amounts = {}
    asked = asked_on(ground(plan))
    missed = {credit.id for credit in plan.credits if any(outcome_missed(credit, placed))}
    for phase in plan.phases:
        run = placed.get(phase.id)
        for credit, limit in asked.limits(phase, run) if run is not None else ():
            if credit not in missed:
                limits[phase.id, credit] = limit
    return limits


def ground(plan: Plan) -> Plan:
    """The plan without its phases and all that is said of them alone."""
    return replace(plan, phases=(), dependencies=(), pins=(), baseline=None, actuals=())


class _Asked:
    """What the rules said of phases on one ground, the last dates of each alone."""

    def __init__(self, ground: Plan) -> None:
        self._ground = ground
        self._offered: dict[Hashable, tuple[Credit, ...]] = {}
        self._said: dict[str, tuple[tuple[Phase, Assignment], Limits]] = {}

    def limits(self, phase: Phase, run: Assignment) -> Limits:
        """What each credit could pay for the phase, outcomes left aside; nothing where it cannot be delivered so."""
        about, said = self._said.get(phase.id, (None, ()))
        if about != (phase, run):
            said = self._ask(phase, run)
            self._said[phase.id] = ((phase, run), said)
        return said

    def _ask(self, phase: Phase, run: Assignment) -> Limits:
        option = phase.option(run.option)
        if option is None:
            return ()
        delivered = Delivery(phase, option, run.start, run.finish)
        asked = ((credit, claim_limit(credit, phase, option)) for credit in self._offering(phase, option))
        return tuple(
            (credit.id, limit) for credit, limit in asked if limit > 0 and is_claimable(self._ground, credit, delivered)
        )

    def _offering(self, phase: Phase, option: DeliveryOption) -> tuple[Credit, ...]:
        """The credits that could pay for work of the kind on some dates."""
        kind = work_kind(phase, option)
        if kind not in self._offered:
            credits_ = self._ground.credits
            self._offered[kind] = tuple(
                each for each in credits_ if could_be_claimed(self._ground, each, phase, option)
            )
        return self._offered[kind]


asked_on = lru_cache(maxsize=4)(_Asked)
"""What was asked on the grounds of late."""
