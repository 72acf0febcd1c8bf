"""How much money hangs on a finding: what would be lost with it, or could be gained without it."""

from collections import Counter
from itertools import product
from typing import NamedTuple

from planner.finding import Finding
from planner.funding.claim_rules import face_value
from planner.plan import State

WITHOUT_MONEY = frozenset({"DUE-DATE", "ENGAGE-BY"})
"""Codes that speak of somebody's own date, on which no claim hangs."""


class Stake(NamedTuple):
    """Money in whole units of the plan's currency, never negative.

    amount: of claims that may not be paid, or of a cost that nobody holds to, as long as the finding holds; or, if
    is_gain, what at most could come on top once it is gone.
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
    """What hangs on a finding of the state; see ``Stakes``, which answers for many findings at once."""
    return Stakes(state).of(finding)


class Stakes:
    """What hangs on the findings of one State. Make another for another State.

    A claim, a phase, a partner, a link or a credit puts its own claims at stake, what is about the plan as a whole all
    claims. A credit that pays nothing yet could bring its face; FastTrack instead of a partner, what that saves. With a
    quote that no longer holds, what the work is planned to cost is at stake.
    """

    def __init__(self, state: State) -> None:
        self._plan = state.plan
        assignments, claims = (state.schedule.assignments, state.schedule.claims) if state.schedule else ((), ())
        self._chosen = {each.phase: each.option for each in assignments}
        self._total = sum(claim.amount for claim in claims)
        self._of_pair: Counter[tuple[str, str]] = Counter()
        self._of_phase: Counter[str] = Counter()
        self._of_credit: Counter[str] = Counter()
        self._of_partner: Counter[str] = Counter()
        for phase, credit, amount in ((claim.phase, claim.credit, claim.amount) for claim in claims):
            self._of_pair[phase, credit] += amount
            self._of_phase[phase] += amount
            self._of_credit[credit] += amount
            self._of_partner[self._chosen.get(phase, "")] += amount

    def of(self, finding: Finding) -> Stake:
        """What would be lost with a finding, or could be gained without it."""
        if finding.code in WITHOUT_MONEY:
            return NONE
        if finding.code == "F-ENTITLED":
            return self._saving(finding.place[1])
        if finding.code == "QUOTE-LAPSED":
            return Stake(self._cost(finding.place[1]))
        at_stake = self._claimed(*finding.place)
        credit = self._plan.credit.get(finding.place[-1]) if finding.place[0] == "credit" else None
        if credit is not None and not at_stake:
            return Stake(face_value(credit), is_gain=True)
        return Stake(at_stake)

    def _claimed(self, kind: str, *named: str) -> int:
        """The claims on what a place names, each once: a phase and a credit may bear the same name."""
        names = dict.fromkeys(named)
        match kind:
            case "plan":
                return self._total
            case "claim":
                return sum(self._of_pair[pair] for pair in product(names, names))
            case "credit":
                return sum(self._of_credit[name] for name in names)
            case "phase" | "dependency":
                return sum(self._of_phase[name] for name in names)
            case "partner":
                return sum(self._of_partner[name] for name in names)
        return 0

    def _cost(self, phase_id: str) -> int:
        option = self._plan.phase[phase_id].option(self._chosen.get(phase_id, ""))
        return option.cost if option is not None else 0

    def _saving(self, phase_id: str) -> Stake:
        """What the customer pays a partner for a phase beyond the own labour with FastTrack."""
        phase = self._plan.phase[phase_id]
        option, fasttrack = phase.option(self._chosen.get(phase_id, "")), phase.option("fasttrack")
        if option is None or fasttrack is None:
            return NONE
        return Stake(max(option.cost - self._of_phase[phase_id] - fasttrack.cost, 0), is_gain=True)
