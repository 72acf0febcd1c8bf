"""What a programme comes to: per plan and in total, and who uses how much of what is shared. Internal."""

from collections import Counter, defaultdict
from datetime import date
from typing import NamedTuple

from planner.funding.claim_rules import face_value
from planner.funding.ledgers import funding_ledger
from planner.plan import Plan, State
from planner.programme.naming import plan_of
from planner.programme.programme import Programme, States
from planner.rollout.schedule import Schedule
from planner.rollout.workdays import phase_workdays


class PlanAccount(NamedTuple):
    """The one-time money of a plan, in whole units of the currency, and the last day of its last phase.

    short: blank for the total.
    """

    short: str
    name: str
    phases: int
    funding: int
    gross_cost: int
    net_cost: int
    on_invoice: int
    finish: date | None


class CreditUse(NamedTuple):
    """A shared credit: its face, what each of its plans claims of it, and what is left."""

    credit: str
    name: str
    face: int
    by_plan: dict[str, int]

    @property
    def left(self) -> int:
        return self.face - sum(self.by_plan.values())


class PartnerUse(NamedTuple):
    """A shared partner: its teams, and the phases and working days that it delivers for each plan."""

    partner: str
    name: str
    teams: int
    phases: dict[str, int]
    days: dict[str, int]


class ProgrammeAccount(NamedTuple):
    """The account of each plan, of all together, and of what they share."""

    currency: str
    plans: tuple[PlanAccount, ...]
    total: PlanAccount
    credits: tuple[CreditUse, ...]
    partners: tuple[PartnerUse, ...]


def programme_account(programme: Programme, states: States, joined: State) -> ProgrammeAccount:
    """The account of the schedule of a joined plan and of the plans that it was split into."""
    plan, schedule = joined.plan, joined.schedule or Schedule(())
    return ProgrammeAccount(
        currency=plan.currency,
        plans=tuple(_account(short, states[short]) for short in programme.shorts),
        total=_account("", joined),
        credits=tuple(_credit_use(plan, schedule, each.id, [*each.members]) for each in programme.shared.credits),
        partners=tuple(_partner_use(plan, schedule, each.id, [*each.members]) for each in programme.shared.partners),
    )


def _account(short: str, state: State) -> PlanAccount:
    plan, ledger = state.plan, funding_ledger(state.plan, state.schedule or Schedule(()))
    money = (ledger.planned, ledger.gross_cost, ledger.net_cost, ledger.on_invoice)
    return PlanAccount(short, plan.name, len(plan.phases), *money, ledger.finish)


def _credit_use(plan: Plan, schedule: Schedule, credit_id: str, shorts: list[str]) -> CreditUse:
    credit, claimed = plan.credit[credit_id], Counter(dict.fromkeys(shorts, 0))
    for claim in schedule.claims:
        if claim.credit == credit_id:
            claimed[plan_of(claim.phase)] += claim.amount
    return CreditUse(credit_id, credit.name, face_value(credit), dict(claimed))


def _partner_use(plan: Plan, schedule: Schedule, partner_id: str, shorts: list[str]) -> PartnerUse:
    partner = plan.partner[partner_id]
    phases: defaultdict[str, int] = defaultdict(int, dict.fromkeys(shorts, 0))
    days: defaultdict[str, int] = defaultdict(int, dict.fromkeys(shorts, 0))
    for run in schedule.assignments:
        if run.option == partner_id:
            short, phase = plan_of(run.phase), plan.phase[run.phase]
            phases[short] += 1
            days[short] += len(phase_workdays(plan, phase).workdays(run.start, run.finish))
    return PartnerUse(partner_id, partner.name, partner.teams, dict(phases), dict(days))
