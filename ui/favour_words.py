"""Why a credit pays no more, in words: what its next unit would cost all credits together."""

from typing import TYPE_CHECKING

from planner.rollout.schedule import Schedule

if TYPE_CHECKING:
    from solver.favour import Favoured  # it brings OR-Tools along


def paid_by(schedule: Schedule, credit: str) -> int:
    """What a credit pays in a schedule."""
    return sum(claim.amount for claim in schedule.claims if claim.credit == credit)


def favour_sentence(found: "Favoured", schedule: Schedule) -> str:
    """The answer for a credit under the schedule that was asked about, in one sentence or two."""
    credit, now = found.credit, paid_by(schedule, found.credit)
    if found.is_at_its_most:
        return f"{credit} pays {now:,}, and no schedule lets it pay more."
    if found.schedule is None or found.cost is None:
        return f"No schedule in which {credit} pays more was found in time. One may still exist."
    total, more = sum(claim.amount for claim in schedule.claims), paid_by(found.schedule, credit)
    told = f"{credit} could pay {more:,} instead of {now:,}"
    if found.cost < 0:
        return f"{told}, and all credits together {-found.cost:,} more: the present schedule is not the best. Solve it."
    if found.cost == 0:
        return f"{told}, and all credits together as much as now."
    bound = "" if found.is_proven else "at most "
    return f"{told}. All credits together would then pay {bound}{found.cost:,} less: {total - found.cost:,}."
