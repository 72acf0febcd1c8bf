"""Why money of a credit is not claimed, phase by phase, and the smallest change that would cure it.

Every claim that is missing, or below its full share, is a loss. Its rule codes stand in the order of the field guide,
section 6.2, and the first one leads: it gives the sentence.
"""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from planner.funding.changes import Change
from planner.funding.claim_rules import RULE_CODES, Delivery, claim_limit, claim_reasons, full_share
from planner.funding.contention import Contention, Paid, contention
from planner.funding.credits import Credit
from planner.funding.cures import Situation, Surroundings, smallest_cure
from planner.plan import State
from planner.rollout.phases import Phase
from planner.rollout.schedule import Schedule
from planner.value import WHOLE

NOT_BEST = "CLAIM-NOT-BEST"
"""The code of a loss that no rule explains: the claims are not the best for their dates."""


class Loss(NamedTuple):
    """Money that a credit does not pay for a scheduled phase.

    amount: what the claim lacks to its limit, or, where it reaches that, to the credit's full share.
    codes: of every rule that stands against it, the leading one first. reason: that one in words.
    cure: the smallest set of changes that lets it be claimed in full; empty where none would.
    """

    phase: str
    credit: str
    amount: int
    codes: tuple[str, ...]
    reason: str
    cure: tuple[Change, ...]

    @property
    def sentence(self) -> str:
        """The loss as a manager would tell it."""
        return f"{self.amount:,} of {self.credit} are not claimed on {self.phase}. {self.reason}"


class Losses:
    """The losses of one state, each worked out when it is asked for. Make another for another state."""

    def __init__(self, state: State) -> None:
        self.plan = state.plan
        self.schedule = state.schedule or Schedule(())
        self._around = Surroundings(self.plan, self.schedule)
        self._paid = Paid(self.plan, self.schedule)

    def of_credit(self, credit_id: str, *, everywhere: bool = False) -> Iterator[Loss]:
        """What the credit does not pay for scheduled phases in or near its scope, in the plan's order.

        Near is work on what it covers, of another motion or in another region. everywhere: all other phases, too.
        """
        credit = self.plan.credit[credit_id]
        for phase in self.plan.phases:
            if phase.id in self._around.placed and (everywhere or _is_near(credit, phase)):
                yield from self._loss(credit, phase)

    def of_phase(self, phase_id: str) -> Iterator[Loss]:
        """What credits do not pay for a scheduled phase in or near their scope, in the plan's order."""
        phase = self.plan.phase[phase_id]
        for credit in self.plan.credits if phase_id in self._around.placed else ():
            if _is_near(credit, phase):
                yield from self._loss(credit, phase)

    def _loss(self, credit: Credit, phase: Phase) -> Iterator[Loss]:
        assignment = self._around.placed[phase.id]
        option = phase.option(assignment.option)
        if option is None:
            return
        now = Delivery(phase, option, assignment.start, assignment.finish)
        claimed = self._paid.amount(phase.id, credit.id)
        if claimed and claimed >= full_share(credit, phase, option):
            return
        broken = claim_reasons(self.plan, credit, now)
        cure = smallest_cure(self._around, credit, phase) if broken else None
        situation = Situation(self.plan, credit, now) if cure is None else cure.situation
        full = _full(situation, claimed)
        if full <= claimed:
            return
        joint = contention(self._paid, situation, full) if cure is not None or not broken else NOTHING
        reasons = (*(each.sentence for each in broken), *joint.reasons, "Settle the claims again.")
        yield Loss(
            phase=phase.id,
            credit=credit.id,
            amount=full - claimed,
            codes=_in_order((*(each.code for each in broken), *joint.codes)) or (NOT_BEST,),
            reason=reasons[0],
            cure=() if joint.cure is None else (*(cure.changes if cure is not None else ()), *joint.cure),
        )


NOTHING = Contention((), (), None)
"""No joint rule was asked."""


def losses(state: State, credits_: Iterable[str] | None = None, *, everywhere: bool = False) -> tuple[Loss, ...]:
    """Every loss of the named credits, or of all, credit by credit; see ``Losses``. None without a schedule."""
    of_state = Losses(state)
    names = state.plan.credit if credits_ is None else credits_
    return tuple(loss for name in names for loss in of_state.of_credit(name, everywhere=everywhere))


def _full(situation: Situation, claimed: int) -> int:
    """What the claim should come to: its limit, or, where it comes to that, the full share that a limit reduces.

    Where nobody is paid for the phase it is the share of the eligible cost.
    """
    _, credit, (phase, option, _, _) = situation
    if option.kind != "partner":
        return phase.eligible_cost * credit.share // WHOLE
    limit = claim_limit(credit, phase, option)
    return limit if claimed < limit else full_share(credit, phase, option)


def _is_near(credit: Credit, phase: Phase) -> bool:
    return not credit.scope.workloads or phase.workload in credit.scope.workloads


def _in_order(codes: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(code for code in RULE_CODES if code in codes)
