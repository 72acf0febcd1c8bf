"""The selected thing explained: its conditions one by one, met or not, in words."""

from collections.abc import Iterator

from PySide6.QtWidgets import QTextBrowser, QWidget

from planner.funding.claim_rules import (
    Delivery,
    approved_on,
    claim_limit,
    claim_reasons,
    expiry,
    face_value,
    in_plan_currency,
)
from planner.funding.credits import Credit
from planner.picture.tokens import Tokens
from planner.plan import Plan, State
from planner.rollout.partners import Partner
from planner.rollout.phases import Phase
from planner.rollout.schedule import Schedule
from planner.value import WHOLE
from ui.panels.rich_text import Row, heading, paragraph, rows, title
from ui.selection import Selected
from ui.theme import tokens
from ui.wording import day, deliverer, in_words, money


class Inspector(QTextBrowser):
    """Shows what is selected; read-only, and readable by a screen reader."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Inspector")
        self.setOpenLinks(False)
        self.document().setDocumentMargin(14)

    def show_selected(self, state: State, selected: Selected) -> None:
        position = self.verticalScrollBar().value()
        self.setHtml(inspector_html(state, selected, tokens()))
        self.verticalScrollBar().setValue(position)


def inspector_html(state: State, selected: Selected, colours: Tokens) -> str:
    """The explanation as HTML; the plan's own text is escaped."""
    plan, schedule = state.plan, state.schedule or Schedule(())
    kind, name = selected or ("", "")
    if kind == "credit" and name in plan.credit:
        return _credit(plan, schedule, plan.credit[name], colours)
    if kind == "phase" and name in plan.phase:
        return _phase(plan, schedule, plan.phase[name], colours)
    if kind == "partner" and name in plan.partner:
        return _partner(plan, schedule, plan.partner[name], colours)
    return paragraph("Select a phase, a credit or a partner to see what holds and what does not.", colours.dim)


# Credits


def _credit(plan: Plan, schedule: Schedule, credit: Credit, colours: Tokens) -> str:
    claimed = sum(claim.amount for claim in schedule.claims if claim.credit == credit.id)
    face = face_value(credit)
    meta = f"{day(credit.window.start)} – {day(expiry(credit))} · proof by {day(credit.proof_deadline)}"
    return "".join(
        (
            title(f"{credit.id} · {credit.name}"),
            paragraph(f"{meta} · {credit.share / WHOLE:.0%}", colours.dim),
            heading("Money"),
            rows(
                iter(
                    [
                        ("Face", money(face), colours.text),
                        ("Claimed", money(claimed), colours.money if claimed else colours.dim),
                        ("Not claimed", money(face - claimed), colours.text),
                    ]
                )
            ),
            heading("Conditions"),
            rows(_conditions(plan, credit, colours)),
            heading("Phases in scope"),
            rows(_phases_of(plan, schedule, credit, colours)),
        )
    )


def _conditions(plan: Plan, credit: Credit, colours: Tokens) -> Iterator[Row]:
    scope = credit.scope
    yield "Workloads", ", ".join(scope.workloads) or "all", colours.text
    yield "Motions", ", ".join(scope.motions) or "all", colours.text
    if scope.regions:
        yield "Regions", ", ".join(scope.regions), colours.text
    yield "Partners", ", ".join(credit.approved_partners) or "none approved", colours.text
    approved = "approved" if credit.approved_on is not None else "approval expected"
    yield "Approval", f"{approved} {day(approved_on(plan, credit))}", colours.text
    yield "Pays up to", f"{credit.share / WHOLE:.0%} of the eligible cost", colours.text
    if credit.phase_cap is not None:
        yield "Per phase", f"at most {money(in_plan_currency(credit, credit.phase_cap))}", colours.text
    for label, least in (
        ("Least claim", credit.minimum_claim),
        ("Least seats", credit.minimum_seats),
        ("Least phases", credit.minimum_milestones if credit.minimum_milestones > 1 else 0),
    ):
        if least:
            yield label, money(least), colours.text
    for group in (*credit.exclusion_groups, *credit.phase_exclusion_groups):
        others = [each.id for each in plan.credits if each is not credit and group in _groups(each)]
        yield "Excludes", ", ".join(others) or "nothing else here", colours.text


def _groups(credit: Credit) -> tuple[str, ...]:
    return (*credit.exclusion_groups, *credit.phase_exclusion_groups)


def _phases_of(plan: Plan, schedule: Schedule, credit: Credit, colours: Tokens) -> Iterator[Row]:
    for phase in plan.phases:
        delivered = _delivery(schedule, phase)
        if delivered is None:
            continue
        label, text, colour = _standing(plan, schedule, credit, delivered, colours)
        if label != "SCOPE":
            yield phase.id, text, colour


# Phases


def _phase(plan: Plan, schedule: Schedule, phase: Phase, colours: Tokens) -> str:
    delivered = _delivery(schedule, phase)
    dates = "no dates yet"
    if delivered is not None:
        dates = f"{day(delivered.start)} – {day(delivered.finish)} · by {deliverer(delivered.option.id)}"
    return "".join(
        (
            title(f"{phase.id} · {phase.name}"),
            paragraph(f"{phase.workload} · {phase.motion} · {phase.region}", colours.dim),
            paragraph(dates, colours.dim),
            heading("Delivery"),
            rows(
                (deliverer(each.id), f"{each.duration} days · {money(each.cost)}", colours.text)
                for each in phase.options
            ),
            heading("Credits"),
            rows(_credits_of(plan, schedule, phase, colours)),
        )
    )


def _credits_of(plan: Plan, schedule: Schedule, phase: Phase, colours: Tokens) -> Iterator[Row]:
    delivered = _delivery(schedule, phase)
    for credit in plan.credits if delivered is not None else ():
        if delivered is not None:
            _, text, colour = _standing(plan, schedule, credit, delivered, colours)
            yield credit.id, text, colour


def _delivery(schedule: Schedule, phase: Phase) -> Delivery | None:
    assignment = schedule.assignment(phase.id)
    option = phase.option(assignment.option) if assignment is not None else None
    if assignment is None or option is None:
        return None
    return Delivery(phase, option, assignment.start, assignment.finish)


def _standing(plan: Plan, schedule: Schedule, credit: Credit, delivered: Delivery, colours: Tokens) -> Row:
    """What the credit pays for the phase, or why it does not; the label is the first rule that fails, if one does."""
    phase = delivered.phase.id
    claimed = sum(each.amount for each in schedule.claims if (each.phase, each.credit) == (phase, credit.id))
    if claimed:
        return "", f"pays {money(claimed)}", colours.money
    reasons = claim_reasons(plan, credit, delivered)
    if reasons:
        return reasons[0].code, in_words(f"{reasons[0].code}: {reasons[0].sentence}"), colours.broken
    limit = money(claim_limit(credit, delivered.phase, delivered.option))
    return "", f"could pay up to {limit}; the money goes elsewhere or its joint rules forbid it", colours.risk


# Partners


def _partner(plan: Plan, schedule: Schedule, partner: Partner, colours: Tokens) -> str:
    windows = [f"{day(window.start)} – {day(window.end)}" for window in partner.windows] or ["always"]
    work = [each for each in schedule.assignments if each.option == partner.id]
    return "".join(
        (
            title(f"{partner.id} · {partner.name}"),
            paragraph(f"{partner.teams} teams · {money(partner.day_rate)} {plan.currency} a day", colours.dim),
            heading("Approved for"),
            paragraph(", ".join(partner.approved_workloads) or "no workload", colours.text),
            heading("Available"),
            *(paragraph(window, colours.text) for window in windows),
            heading("Delivers"),
            rows((each.phase, f"{day(each.start)} – {day(each.finish)}", colours.text) for each in work),
        )
    )
