"""How much money hangs on a finding: what would be lost with it, or could be gained without it."""

from typing import NamedTuple

from planner.finding import Finding
from planner.funding.claim_rules import face_value
from planner.plan import State
from planner.rollout.schedule import Claim

WITHOUT_MONEY = frozenset({"DUE-DATE", "ENGAGE-BY"})
"""Codes that speak of somebody's own date, on which no claim hangs."""


class Stake(NamedTuple):
    """Money in whole units of the plan's currency, never negative.

    amount: of claims that may not be paid as long as the finding holds, or, if is_gain, what at most could come on top
    once it is gone.
    """

    amount: int
    is_gain: bool = False

    @property
    def words(self) -> str:
        """The stake as a manager would tell it; blank where there is none."""
        if not self.amount:
            return ""
        return f"up to {self.amount:,} to gain" if self.is_gain else f"{self.amount:,} at stake"


NONE = Stake(0)


def stake(state: State, finding: Finding) -> Stake:
    """What hangs on a finding of the state.

    A claim, a phase, a partner, a link or a credit puts its own claims at stake, what is about the plan as a whole all
    claims. A credit that pays nothing yet could bring its face; FastTrack instead of a partner, what that saves.
    """
    if finding.code in WITHOUT_MONEY:
        return NONE
    if finding.code == "F-ENTITLED":
        return _saving(state, finding.place[1])
    at_stake = Stake(sum(claim.amount for claim in _claims(state) if _hangs_on(state, finding.place, claim)))
    if not at_stake.amount and finding.place[0] == "credit" and finding.place[-1] in state.plan.credit:
        return Stake(face_value(state.plan.credit[finding.place[-1]]), is_gain=True)
    return at_stake


def _claims(state: State) -> tuple[Claim, ...]:
    return state.schedule.claims if state.schedule is not None else ()


def _hangs_on(state: State, place: tuple[str, ...], claim: Claim) -> bool:
    kind, *names = place
    match kind:
        case "claim":
            return claim.phase in names and claim.credit in names
        case "credit":
            return claim.credit in names
        case "phase" | "dependency":
            return claim.phase in names
        case "partner":
            return _deliverer(state, claim.phase) in names
    return kind == "plan"


def _deliverer(state: State, phase: str) -> str | None:
    assignment = state.schedule.assignment(phase) if state.schedule is not None else None
    return assignment.option if assignment is not None else None


def _saving(state: State, phase_id: str) -> Stake:
    """What the customer pays a partner for a phase beyond the own labour with FastTrack."""
    phase, chosen = state.plan.phase[phase_id], _deliverer(state, phase_id)
    option, fasttrack = phase.option(chosen or ""), phase.option("fasttrack")
    if option is None or fasttrack is None:
        return NONE
    paid = sum(claim.amount for claim in _claims(state) if claim.phase == phase_id)
    return Stake(max(option.cost - paid - fasttrack.cost, 0), is_gain=True)
