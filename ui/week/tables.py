"""What the tables of the week show: whom to chase, what differs from the baseline, what fell, cash and payments."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from functools import lru_cache
from operator import attrgetter
from typing import Any, NamedTuple

from planner import edits
from planner.funding.cash_actuals import CashLine, cash_lines
from planner.funding.chase import Artefact, Chase, artefacts, chase_list
from planner.funding.credits import LOST, Credit, CreditStatus
from planner.funding.fallen import FallenClaim, fallen_claims
from planner.funding.foreign_payments import invoice_worth, payment_worth
from planner.payments import Payment
from planner.plan import Plan, State
from planner.rollout.change_board import BoardRequest, board_requests, needs_board
from planner.rollout.phases import Phase
from planner.rollout.schedule import Assignment, Schedule
from planner.status.progress import Due
from planner.variance import PhaseVariance, baseline_variance, known_part
from ui.fields import phase_fields
from ui.fields.choices import closed_choice, payee_names
from ui.fields.field import Field, Kind, read_amount
from ui.tables.figures import Figure, figure_column
from ui.tables.table import Table
from ui.timeline.header import today
from ui.timeline.same_state import SameState
from ui.wording import day, in_words, money, quarter_words, signed_money

NO_DATES = "No dates"


def as_of(state: State) -> date:
    """The day that the lists of the week are about: the status date, or else today."""
    return state.plan.status_date or today()


def _read(
    title: str,
    kind: Kind,
    get: Callable[[Any], Any],
    hint: str = "",
    write: Callable[[Any], str] | None = None,
    unit: str | None = None,
) -> Field[Any]:
    """A column that is only read."""
    return Field(title, kind, get, hint=hint, blank="–", write=write, unit=unit)


def _signed_number(number: int) -> str:
    return signed_money(number)


# Whom to chase


def _of_credit(title: str, kind: Kind, name: str, **details: Any) -> Field[Credit]:  # noqa: ANN401 - as Field takes them
    def change(state: State, credit: Credit, value: object) -> Plan:
        return edits.change_credit(state.plan, credit.id, **{name: value})

    return Field(title, kind, attrgetter(name), change, blank="–", **details)


def _ask(state: State, credit: Credit, value: date | None) -> Plan:
    """A day on which a proposed credit was asked for makes it a requested one."""
    if value is not None and credit.status == "proposed":
        return edits.record_request(state.plan, credit.id, value)
    return edits.change_credit(state.plan, credit.id, asked_on=value)


def _take_status(state: State, credit: Credit, value: CreditStatus) -> Plan:
    """An answer is noted with its day: the one that is told, or else that of the list."""
    if value in {"approved", "rejected"}:
        answered = credit.answered_on or as_of(state)
        return edits.record_answer(state.plan, credit.id, answered, approved=value == "approved")
    return edits.change_credit(state.plan, credit.id, status=value)


def chase_lines(state: State) -> tuple[Chase, ...]:
    """Whom to chase as of the day that the list is about; found once for all of its columns."""
    return _chase_lines(SameState(state), as_of(state))


@lru_cache(maxsize=2)
def _chase_lines(same: SameState, day: date) -> tuple[Chase, ...]:
    return chase_list(same.state.plan, same.state.schedule or Schedule(()), day)


def _of_line(get: Callable[[Chase], Any]) -> Callable[[State], Mapping[str, Any]]:
    return lambda state: {line.credit: get(line) for line in chase_lines(state)}


def _when(line: Chase) -> str:
    return f"{day(line.next_on)}{' · late' if line.is_overdue else ''}"


AT_STAKE = "At stake"
CHASE: Table[Credit] = Table(
    noun="credit to chase",
    kind="credit",
    fields=(
        _read("Credit", "text", attrgetter("id")),
        _read("Name", "text", attrgetter("name")),
        Field("Status", "choice", attrgetter("status"), _take_status, **closed_choice(CreditStatus)),
        _of_credit("Owner", "text", "owner"),
        _of_credit("Contact", "text", "contact"),
        Field(
            "Asked",
            "day",
            attrgetter("asked_on"),
            _ask,
            is_optional=True,
            blank="not noted",
            hint="The day on which it was asked for, once somebody notes it.",
        ),
        _of_credit("Answered", "day", "answered_on", is_optional=True),
        _of_credit("Chase on", "day", "chase_on", is_optional=True, hint="Blank: by when the next step is due."),
        _of_credit("Evidence", "text", "evidence", hint="Where the last word about it is found: a link or a path."),
    ),
    rows=lambda plan, _: (credit for credit in plan.credits if credit.status not in LOST),
    key=lambda credit: credit.id,
    name=lambda credit: credit.id,
    figures=(
        figure_column(AT_STAKE, "money", _of_line(lambda line: line.at_stake), "Claims not paid yet.", is_summed=True),
        figure_column("Next step", "text", _of_line(lambda line: line.step), "What has to happen next."),
        figure_column(
            "Due",
            "day",
            _of_line(lambda line: line.due_on),
            "By when, as the plan counts on it; the last day possible stands under Deadlines.",
        ),
        figure_column("Next chase", "text", _of_line(_when), "The day that was noted, or else the due one."),
    ),
    first=("Credit", AT_STAKE, "Next step", "Due", "Next chase", "Asked", "Answered", "Owner", "Contact", "Evidence"),
    empty="No credit is left to chase.",
    is_followed_unseen=False,
    keeps_places=False,
)


# Which changes the change advisory board is still to be asked for


def board_lines(state: State) -> tuple[BoardRequest, ...]:
    """What the board is to be asked for as of the day that the list is about."""
    return board_requests(state.plan, state.schedule or Schedule(()), as_of(state))


def _of_request(get: Callable[[BoardRequest], Any]) -> Callable[[State], Mapping[str, Any]]:
    return lambda state: {each.phase: get(each) for each in board_lines(state)}


ASK_BY = "Ask by"
BOARD: Table[Phase] = Table(
    noun="change to ask the board for",
    kind="phase",
    fields=(
        _read("Phase", "text", attrgetter("id")),
        _read("Name", "text", attrgetter("name")),
        phase_fields.CHANGE_REQUESTED._replace(blank="not yet"),
        phase_fields.PHASE_OWNER,
    ),
    rows=lambda plan, _: (each for each in plan.phases if needs_board(plan, each) and each.change_requested is None),
    key=lambda phase: phase.id,
    name=lambda phase: phase.id,
    figures=(
        figure_column(ASK_BY, "day", _of_request(attrgetter("ask_by")), "The last day that lets it start as planned."),
        figure_column("Starts", "day", _of_request(attrgetter("start")), "As planned."),
        figure_column(
            "Late", "text", _of_request(lambda each: "late" if each.is_overdue else ""), "Past its last day."
        ),
    ),
    first=("Phase", ASK_BY, "Board asked", "Starts", "Late", "Owner", "Name"),
    empty="The change advisory board was asked for every change.",
    is_followed_unseen=False,
    keeps_places=False,
)


# Which proofs are due from whom


def proofs(state: State) -> tuple[Artefact, ...]:
    """The proofs that claims hang on, the one that stops counting first in front."""
    return artefacts(state.plan, state.schedule or Schedule(()))


PROOFS: Table[Artefact] = Table(
    noun="proof of execution",
    kind="",
    fields=(
        _read("Counts until", "day", attrgetter("last_day"), "The last day on which every credit it is for takes it."),
        _read("Ready by", "day", attrgetter("ready_by"), "When it is ready at the usual preparation."),
        _read("Phase", "text", attrgetter("phase")),
        _read("Milestone", "text", attrgetter("milestone")),
        _read("Proof", "text", attrgetter("proof"), "What shows that the work was done."),
        _read("Produced by", "text", attrgetter("produced_by")),
        _read("Accepted by", "text", attrgetter("accepted_by"), "The owner of the phase."),
        _read("For", "choices", attrgetter("credits"), "The credits whose claims hang on it.")._replace(
            names=payee_names
        ),
        _read("Amount", "money", attrgetter("amount"), "What those claims pay."),
    ),
    rows=lambda _plan, _phase: (),
    of_state=proofs,
    key=lambda proof: (proof.phase, proof.milestone),
    name=lambda proof: f"proof of {proof.phase}",
    first=("Counts until", "Phase", "Proof", "Produced by", "Ready by", "Milestone", "Amount", "For", "Accepted by"),
    empty="No claim waits for a proof.",
    is_followed_unseen=False,
)


# What differs from the baseline


def _variances(state: State) -> Mapping[str, PhaseVariance]:
    return _variances_of(SameState(state))


@lru_cache(maxsize=2)
def _variances_of(same: SameState) -> Mapping[str, PhaseVariance]:
    found = baseline_variance(same.state)
    return {each.phase: each for each in found.phases} if found is not None else {}


def _of_variance(get: Callable[[PhaseVariance], Any]) -> Callable[[State], Mapping[str, Any]]:
    return lambda state: {name: get(each) for name, each in _variances(state).items()}


def _run(plan: Plan, run: Assignment | None) -> str:
    return "–" if run is None else f"{day(run.start)} – {day(run.finish)}, {plan.deliverer(run.option)}"


def _runs(which: str) -> Callable[[State], Mapping[str, str]]:
    return lambda state: {name: _run(state.plan, getattr(each, which)) for name, each in _variances(state).items()}


def _different(state: State) -> Iterator[Phase]:
    """The phases that are not as agreed."""
    found = _variances(state)
    return (phase for phase in state.plan.phases if phase.id in found and not found[phase.id].is_as_agreed)


def _days(title: str, get: Callable[[PhaseVariance], Any], hint: str) -> Figure:
    return figure_column(title, "whole", _of_variance(get), hint, write=_signed_number, unit="working days")


VARIANCE: Table[Phase] = Table(
    noun="variance",
    kind="phase",
    fields=(_read("Phase", "text", attrgetter("id")), _read("Name", "text", attrgetter("name"))),
    rows=lambda plan, _: plan.phases,
    of_state=_different,
    key=lambda phase: phase.id,
    name=lambda phase: phase.id,
    figures=(
        figure_column("Standing", "text", _of_variance(lambda each: each.standing), "Finished, running or not begun."),
        figure_column("As agreed", "text", _runs("before"), "In the baseline."),
        figure_column("Now", "text", _runs("after"), "In the present schedule."),
        _days("Starts later", lambda each: each.start, "Working days; negative is earlier."),
        _days("Ends later", lambda each: each.finish, "Working days; negative is earlier."),
        figure_column(
            "Costs more",
            "money",
            _of_variance(lambda each: each.cost),
            "At today's prices.",
            is_summed=True,
            write=_signed_number,
        ),
        figure_column(
            "Claims more",
            "money",
            _of_variance(lambda each: each.claimed),
            "What credits pay more for it.",
            is_summed=True,
            write=_signed_number,
        ),
    ),
    first=("Phase", "Name", "Standing", "Ends later", "Costs more", "Claims more", "As agreed", "Now", "Starts later"),
    empty="Everything is as it was agreed.",
    is_followed_unseen=False,
)


def fallen_since_agreed(state: State) -> tuple[FallenClaim, ...]:
    """The claims of the baseline that pay less now; none without one."""
    return _fallen(SameState(state))


@lru_cache(maxsize=2)
def _fallen(same: SameState) -> tuple[FallenClaim, ...]:
    state = same.state
    baseline = state.plan.baseline
    return () if baseline is None else fallen_claims(State(state.plan, known_part(state.plan, baseline)), state)


def saved_words(claim: FallenClaim) -> str:
    """Whether a claim that fell can still be had, and how."""
    if claim.first_start is None or claim.last_start is None:
        return "No start is left that would earn it"
    any_start = f"Any start from {day(claim.first_start)} to {day(claim.last_start)}"
    return f"{any_start} is in time, as the present one is" if claim.is_in_time else f"{any_start} could earn it"


FALLEN: Table[FallenClaim] = Table(
    noun="fallen claim",
    kind="",
    fields=(
        _read("Credit", "text", attrgetter("credit")),
        _read("Phase", "text", attrgetter("phase")),
        _read("Agreed", "money", attrgetter("agreed")),
        _read("Lost", "money", attrgetter("lost")),
        _read("Can still be had", "text", saved_words),
        _read("Why", "text", lambda claim: in_words(claim.why)),
    ),
    rows=lambda _plan, _phase: (),
    of_state=fallen_since_agreed,
    key=lambda claim: (claim.phase, claim.credit),
    name=lambda claim: f"{claim.credit} on {claim.phase}",
    summed={"Lost": lambda claim: claim.lost},
    first=("Credit", "Phase", "Lost", "Can still be had", "Why", "Agreed"),
    empty="No claim fell.",
    is_followed_unseen=False,
)


# Cash


def _quarter(line: CashLine) -> str:
    return NO_DATES if line.quarter is None else quarter_words(line.quarter)


def _originals(line: CashLine) -> str:
    return ", ".join(f"{money(amount)} {currency}" for currency, amount in line.originals)


NET, NET_ACTUAL = "Net, planned", "Net, actual"
CASH: Table[CashLine] = Table(
    noun="cash flow",
    kind="",
    fields=(
        _read("Quarter", "text", _quarter, "Of the customer's own fiscal year."),
        _read("What", "text", attrgetter("kind")),
        _read("Who", "text", attrgetter("payee"))._replace(names=payee_names),
        _read("Planned", "money", attrgetter("planned")),
        _read("Actual", "money", attrgetter("actual")),
        _read("Paid as", "text", _originals, "Sums of other currencies, which the actual sum holds."),
        _read(
            NET, "money", attrgetter("planned_net"), "What the customer pays: costs less the credits that lower them."
        ),
        _read(NET_ACTUAL, "money", attrgetter("actual_net"), "What of it was paid so far."),
    ),
    rows=lambda _plan, _phase: (),
    of_state=lambda state: cash_lines(state.plan, state.schedule or Schedule(())),
    key=lambda line: (line.quarter, line.kind, line.payee),
    name=lambda line: f"{line.payee} in {_quarter(line)}",
    summed={NET: lambda line: line.planned_net, NET_ACTUAL: lambda line: line.actual_net},
    is_followed_unseen=False,
)


class PlacedPayment(NamedTuple):
    """A sum that has moved, with the phase that was invoiced or the credit that paid, and its position there.

    worth: in the plan's currency; None without a rate.
    """

    kind: str
    owner: str
    position: int
    payment: Payment
    worth: int | None


def payments(plan: Plan) -> Iterator[PlacedPayment]:
    """Every invoice of a phase, then every payment of a credit."""
    for actual in plan.actuals:
        worths = [invoice_worth(plan, each) for each in actual.invoices]
        yield from _placed("invoice", actual.phase, actual.invoices, worths)
    for credit in plan.credits:
        worths = [payment_worth(plan, credit, each) for each in credit.payments]
        yield from _placed("payment", credit.id, credit.payments, worths)


def _placed(kind: str, owner: str, paid: Iterable[Payment], worths: Iterable[int | None]) -> Iterator[PlacedPayment]:
    pairs = enumerate(zip(paid, worths, strict=True))
    return (PlacedPayment(kind, owner, position, each, worth) for position, (each, worth) in pairs)


def _of_payment(title: str, kind: Kind, name: str, **details: Any) -> Field[PlacedPayment]:  # noqa: ANN401 - as Field takes them
    def change(state: State, row: PlacedPayment, value: object) -> Plan:
        correct = edits.change_invoice if row.kind == "invoice" else edits.change_payment
        return correct(state.plan, row.owner, row.position, **{name: value})

    return Field(title, kind, lambda row: getattr(row.payment, name), change, blank="–", **details)


def _without(plan: Plan, row: PlacedPayment) -> Plan:
    take_back = edits.remove_invoice if row.kind == "invoice" else edits.remove_payment
    return take_back(plan, row.owner, row.position)


PAYMENTS: Table[PlacedPayment] = Table(
    noun="payment",
    kind="",
    fields=(
        _of_payment("Day", "day", "paid_on"),
        _read("What", "text", lambda row: f"{row.kind.capitalize()} of {row.owner}"),
        _of_payment("Amount", "money", "amount", read=read_amount, hint="In its own currency.", unit=""),
        _of_payment("In", "text", "currency", is_optional=True, hint="Its currency, as EUR; none is the plan's."),
        _read("Worth", "money", attrgetter("worth"), "In the plan's currency, at the rate of its day."),
        _of_payment("Evidence", "text", "evidence"),
    ),
    rows=lambda plan, _: payments(plan),
    key=lambda row: (row.kind, row.owner, row.position),
    name=lambda row: f"{row.kind} {row.position + 1} of {row.owner}",
    remove=_without,
    empty="No payment yet: enter one below.",
    summed={"Worth": lambda row: row.worth or 0},
)


# What was due


class NamedDue(NamedTuple):
    """What was due, with the phase."""

    due: Due
    phase: Phase


def due_table(listed: Callable[[State], Iterable[Due]]) -> Table[NamedDue]:
    """The starts and finishes that were planned by a day and nobody has reported."""
    return Table(
        noun="start or finish to report",
        kind="phase",
        fields=(
            _read("Phase", "text", lambda row: row.phase.id),
            _read("Name", "text", lambda row: row.phase.name),
            _read("Planned to", "text", lambda row: "begin" if row.due.what == "start" else "end"),
            _read("On", "day", lambda row: row.due.planned_on),
            _read("Owner", "text", lambda row: row.phase.owner),
        ),
        rows=lambda _plan, _phase: (),
        of_state=lambda state: (NamedDue(due, state.plan.phase[due.phase]) for due in listed(state)),
        key=lambda row: row.due,
        name=lambda row: row.phase.id,
        first=("Phase", "Planned to", "On", "Name", "Owner"),
        empty="Everything that was planned by then is reported.",
        is_followed_unseen=False,
    )


# What planning anew changes


class NamedMove(NamedTuple):
    """A phase beside the last status, with its name and owner, and the plan that it is of."""

    variance: PhaseVariance
    name: str
    owner: str
    plan: Plan


def moves_table(listed: Callable[[], Iterable[NamedMove]]) -> Table[NamedMove]:
    """The phases that would lie elsewhere, cost or earn another sum."""

    def of(name: str) -> Callable[[NamedMove], Any]:
        return lambda row: getattr(row.variance, name)

    return Table(
        noun="change",
        kind="phase",
        fields=(
            _read("Phase", "text", of("phase")),
            _read("Name", "text", attrgetter("name")),
            _read("Standing", "text", of("standing")),
            _read("Was", "text", lambda row: _run(row.plan, row.variance.before)),
            _read("Becomes", "text", lambda row: _run(row.plan, row.variance.after)),
            _read(
                "Ends later",
                "whole",
                of("finish"),
                "Working days; negative is earlier.",
                _signed_number,
                "working days",
            ),
            _read("Costs more", "money", of("cost"), "", _signed_number),
            _read("Claims more", "money", of("claimed"), "", _signed_number),
            _read("Owner", "text", attrgetter("owner")),
        ),
        rows=lambda _plan, _phase: (),
        of_state=lambda _state: listed(),
        key=of("phase"),
        name=of("phase"),
        summed={"Costs more": of("cost"), "Claims more": of("claimed")},
        first=("Phase", "Name", "Ends later", "Costs more", "Claims more", "Was", "Becomes", "Owner"),
        empty="Here is listed what planning the rest anew would change.",
        is_followed_unseen=False,
    )
