"""Phases of a rollout and the ways in which each could be delivered."""

from datetime import date
from typing import Literal

from planner.attachments import Attachment
from planner.rollout.quotes import Quote
from planner.value import WHOLE, BasisPoints, Count, Duration, Identifier, Money, Name, Percent, Seats, Value

DeliveryKind = Literal["partner", "fasttrack", "internal"]
DELIVERED_BY: dict[str, str] = {"fasttrack": "FastTrack", "internal": "Internal"}
"""The options that no partner delivers, as people write them."""

RESERVED_OPTIONS: frozenset[str] = frozenset(DELIVERED_BY)
"""Option identifiers that no partner may carry."""


def deliverer(option_id: str) -> str:
    """Who delivers an option, in words: a partner's identifier, or the way to do without one."""
    return DELIVERED_BY.get(option_id, option_id)


class DeliveryOption(Value, frozen=True, kw_only=True):
    """One way to deliver a phase.

    kind: ``partner`` is paid work, which a credit may fund; ``fasttrack`` is entitled remote guidance and
    ``internal`` the customer's own work: neither ever earns a credit.
    partner: the partner's identifier; only with kind ``partner``.
    duration: the working days that it most likely takes, with which everything is planned.
    optimistic, pessimistic: the fewest and the most working days that it may take, for the figures on risk alone;
    blank is the usual spread of the phase's motion (``planner.rollout.estimates``). Internal.
    cost: what the work costs the customer before any credit; with FastTrack the customer's own labour.
    quotes: what it was quoted at, in the order of their days; the last one is the present one. Internal.
    attachments: its statements of work. Internal.
    """

    kind: DeliveryKind
    partner: str | None = None
    duration: Duration
    optimistic: Duration | None = None
    pessimistic: Duration | None = None
    cost: Money
    quotes: tuple[Quote, ...] = ()
    attachments: tuple[Attachment, ...] = ()

    @property
    def id(self) -> str:
        """The partner's identifier, or ``fasttrack`` or ``internal``; unique within a phase."""
        return self.partner or self.kind


class AdoptionTarget(Value, frozen=True, kw_only=True):
    """What the phase must bring about, in words and, where it is to convince anybody, in figures.

    direction: whether the metric must reach at least or stay at most the value.
    measured_on: the day on which it is measured; activity metrics need 28 days after go-live.
    data_source: the report that shows it.
    """

    text: str
    metric: str = ""
    direction: Literal["at_least", "at_most"] | None = None
    baseline: float | None = None
    value: float | None = None
    unit: str = ""
    measured_on: date | None = None
    data_source: str = ""

    @property
    def is_structured(self) -> bool:
        figures = self.direction is not None and self.baseline is not None and self.value is not None
        return figures and bool(self.metric) and bool(self.unit)


class Milestone(Value, frozen=True, kw_only=True):
    """A part of a phase that is delivered, proven and paid by itself.

    share: its part of the phase's money; the milestones of a phase sum to the whole.
    hours: blank means cost divided by the partner's day rate, times eight.
    due: blank means the phase's finish.
    proof: the artefact that proves its execution. attachments: the files of it, once they are there. Internal.
    """

    name: Name
    deliverable: str = ""
    proof: str = ""
    share: BasisPoints = WHOLE
    hours: Count | None = None
    due: date | None = None
    attachments: tuple[Attachment, ...] = ()


class Phase(Value, frozen=True, kw_only=True):
    """A piece of the rollout that is delivered at once, by one party.

    eligible_cost: the cost that credits may look at; a dearer option never raises a credit.
    change: whether it changes production, and so is bound by freezes and looked at by the change advisory board.
    change_requested: the day on which that board was asked for it; None as long as it was not. Internal.
    expected_outcome: share of the outcome expected to be reached; only outcome-scaled credits look at it.
    earliest_start, deadline: hard bounds on start and finish, both included. due_date: a soft one.
    exclusions: what is explicitly out of scope.
    """

    id: Identifier
    name: Name
    workload: Name
    motion: Name
    region: Name = "Global"
    seats: Seats = 0
    eligible_cost: Money
    change: bool = False
    change_requested: date | None = None
    options: tuple[DeliveryOption, ...]
    adoption_target: AdoptionTarget | None = None
    expected_outcome: Percent = 100
    milestones: tuple[Milestone, ...] = ()
    exclusions: tuple[str, ...] = ()
    owner: str = ""
    earliest_start: date | None = None
    deadline: date | None = None
    due_date: date | None = None

    def option(self, option_id: str) -> DeliveryOption | None:
        """The option with that identifier, or None."""
        for option in self.options:
            if option.id == option_id:
                return option
        return None

    def chosen(self, option_id: str) -> DeliveryOption:
        """The option that a schedule or progress names, where the invariants hold. Raises KeyError without it."""
        return {option.id: option for option in self.options}[option_id]


class Pin(Value, frozen=True, kw_only=True):
    """The user's will: this phase starts on this day, or is delivered this way, or both."""

    phase: str
    start: date | None = None
    option: str | None = None
