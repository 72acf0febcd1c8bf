"""What changed between two States of one rollout, and what is to be done next."""

from datetime import date
from typing import NamedTuple

from planner.funding.chase import Chase, chase_list
from planner.funding.fallen import FallenClaim, fallen_claims
from planner.funding.ledgers import FundingLedger, funding_ledger
from planner.plan import Plan, State
from planner.rollout.change_board import BoardRequest, board_requests
from planner.rollout.schedule import Schedule
from planner.scenarios import KINDS, Changed, changed_facts
from planner.variance import CreditVariance, PhaseVariance, Variance, variance


class Status(NamedTuple):
    """A State beside the one of the last status date; internal.

    before, now: both with settled claims. since: the last status date; None if there was none. told: the facts that the
    plans state differently, what has become of the work among them. moved: phases with other dates, another deliverer,
    cost or claims. changed: credits that pay another sum. fallen: claims that pay less than before.
    board: the changes that the change advisory board is still to be asked for.
    """

    before: State
    now: State
    since: date | None
    as_of: date
    told: tuple[Changed, ...]
    variance: Variance
    moved: tuple[PhaseVariance, ...]
    changed: tuple[CreditVariance, ...]
    fallen: tuple[FallenClaim, ...]
    chase: tuple[Chase, ...]
    board: tuple[BoardRequest, ...]

    @property
    def ledgers(self) -> tuple[FundingLedger, FundingLedger]:
        """What the schedules cost and earn, before and now."""
        before, now = (funding_ledger(each.plan, each.schedule or Schedule(())) for each in (self.before, self.now))
        return before, now


def status(before: State, now: State, as_of: date) -> Status:
    """Both plans must keep their invariants, and both schedules' claims be settled for their dates."""
    found, planned = variance(before, now), now.schedule or Schedule(())
    return Status(
        before=before,
        now=now,
        since=before.plan.status_date,
        as_of=as_of,
        told=told_facts(before.plan, now.plan),
        variance=found,
        moved=tuple(each for each in found.phases if not each.is_as_agreed),
        changed=tuple(each for each in found.credits if each.before != each.after),
        fallen=fallen_claims(before, now),
        chase=chase_list(now.plan, planned, as_of),
        board=board_requests(now.plan, planned, as_of),
    )


def told_facts(before: Plan, now: Plan) -> tuple[Changed, ...]:
    """The facts that the plans state differently, without what another one says already.

    Work that is finished has no percentage any more, and a percentage is told on the status date.
    """
    return tuple(fact for fact in changed_facts(before, now) if not _is_said_already(fact))


def _is_said_already(fact: Changed) -> bool:
    return fact.place.startswith(f"{KINDS['actuals']} ") and (
        fact.field == "told_on" or (fact.field == "percent" and fact.after is None)
    )
