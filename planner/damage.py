"""What a change did to an agreed schedule, and how much of that planning anew wins back."""

from datetime import date
from typing import NamedTuple

from planner.checks import schedule_faults
from planner.funding.ledgers import funding_ledger
from planner.plan import State
from planner.rollout.difference import moved
from planner.rollout.schedule import Schedule


class Damage(NamedTuple):
    """Money and dates before a change, with the same dates after it, and planned anew. Sums are whole units.

    kept: the funding that the present dates still earn. faults: rules that the present dates break, so that what they
    earn is only on paper. moved: phases that planning anew gives other dates or another deliverer.
    finish_before, finish_after: None without any dates.
    """

    before: int
    kept: int
    faults: int
    after: int
    moved: int
    finish_before: date | None
    finish_after: date | None

    @property
    def lost(self) -> int:
        """What the present dates lost by the change."""
        return self.before - self.kept

    @property
    def saved(self) -> int:
        """What planning anew wins back beyond the present dates."""
        return self.after - self.kept


def damage(before: State, now: State, anew: Schedule) -> Damage:
    """What became of the State before in the one that is open now, and what the schedule planned anew makes of that.

    The claims of each must be settled for its dates.
    """
    present = now.schedule or Schedule(())
    agreed = funding_ledger(before.plan, before.schedule or Schedule(()))
    planned = funding_ledger(now.plan, anew)
    return Damage(
        before=agreed.planned,
        kept=funding_ledger(now.plan, present).planned,
        faults=len(schedule_faults(now)),
        after=planned.planned,
        moved=moved(present, anew),
        finish_before=agreed.finish,
        finish_after=planned.finish,
    )
