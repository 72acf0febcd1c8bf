"""The selected thing explained: its money step by step, its dates, what is not claimed, and what would cure it."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date

from PySide6.QtWidgets import QTextBrowser, QWidget

from planner.funding.claim_rules import Delivery, approved_on, claim_reasons, expiry, in_plan_currency
from planner.funding.credits import Credit
from planner.funding.deadlines import Deadlines
from planner.funding.ladder import Leak, Rungs
from planner.funding.reasons import Loss
from planner.picture.last_days import NEAR
from planner.picture.tokens import Tokens
from planner.plan import Plan
from planner.rollout.partners import Partner
from planner.rollout.phases import Phase
from planner.rollout.schedule import Claim
from planner.rule_names import rules_listed
from ui.derived import Derived
from ui.fields.choices import programme_names
from ui.rich_text import Row, heading, paragraph, rows, title
from ui.selection import Selected
from ui.theme import tokens
from ui.wording import counted, day, in_words, money, percent

INVITATION = "Select a phase, a credit or a partner to see what it earns, what it does not, and why."
WITHOUT_DATES = "No phase has dates yet. Solve (F5) finds the schedule that earns the most."


class Inspector(QTextBrowser):
    """Shows what is selected; read-only, and readable by a screen reader."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Inspector")
        self.setOpenLinks(False)
        self.document().setDocumentMargin(14)

    def show_selected(self, derived: Derived, selected: Selected, more: str = "") -> None:
        """Explain the selected thing of a State. more: what else is known of a selected credit, as HTML."""
        position = self.verticalScrollBar().value()
        self.setHtml(inspector_html(derived, selected, tokens(), more))
        self.verticalScrollBar().setValue(position)


def inspector_html(derived: Derived, selected: Selected, colours: Tokens, more: str = "") -> str:
    """The explanation as HTML; the plan's own text is escaped. more: stands behind the money of a credit."""
    plan = derived.state.plan
    kind, name = selected or ("", "")
    if kind == "credit" and name in plan.credit:
        return _credit(derived, plan.credit[name], colours, more)
    if kind == "phase" and name in plan.phase:
        return _phase(derived, plan.phase[name], colours)
    if kind == "partner" and name in plan.partner:
        return _partner(derived, plan.partner[name], colours)
    needs_dates = bool(plan.phases) and not derived.schedule.assignments
    return (paragraph(WITHOUT_DATES, colours.text) if needs_dates else "") + paragraph(INVITATION, colours.dim)


# Credits


def _credit(derived: Derived, credit: Credit, colours: Tokens, more: str) -> str:
    plan = derived.state.plan
    rungs = next(each for each in derived.ladder.credits if each.name == credit.id)
    paid = [claim for claim in derived.schedule.claims if claim.credit == credit.id and claim.amount]
    programme = programme_names(plan).get(credit.programme, credit.programme)
    meta = f"{programme} · {money(credit.face) if credit.exchange else ''}".rstrip("· ")
    return "".join(
        (
            title(f"{credit.id} · {credit.name}"),
            paragraph(f"{meta} · {credit.status.replace('_', ' ')}", colours.dim),
            heading("Money"),
            rows(_rungs(rungs, colours)),
            more,
            heading("Until when"),
            rows(_until_when(derived.deadlines.get(credit.id), credit, derived.as_of, colours)),
            heading("Pays for"),
            rows(
                (claim.phase, f"{money(claim.amount)} · {plan.phase[claim.phase].name}", colours.money)
                for claim in paid
            ),
            _why_not(derived.losses.of_credit(credit.id), lambda loss: loss.phase, colours),
            heading("Terms"),
            rows(_conditions(plan, credit, colours)),
            heading("Conditions, phase by phase"),
            rows(_held(plan, ((each.id, each, credit) for each in plan.phases), derived, colours)),
        )
    )


def _rungs(rungs: Rungs, colours: Tokens) -> Iterator[Row]:
    """Step by step, with what takes the difference."""
    leaks: dict[str, Leak] = {leak.step: leak for leak in rungs.leaks if leak.amount}
    yield "Face", money(rungs.face), colours.text
    for label, amount, step in (
        ("Scoped", rungs.scoped, "scope"),
        ("Reachable", rungs.reachable, "time"),
        ("Best", rungs.realisable, "competition"),
        ("Planned", rungs.planned, "schedule" if rungs.realisable is not None else "open"),
        ("Expected", rungs.expected, "confidence"),
    ):
        if amount is None:
            continue
        leak = leaks.get(step)
        lost = "" if leak is None else f" ({'−' if leak.amount > 0 else '+'}{money(abs(leak.amount))} {leak.words})"
        yield label, f"{money(amount)}{lost}", colours.money if label == "Planned" and amount else colours.text


def _until_when(found: Deadlines | None, credit: Credit, as_of: date, colours: Tokens) -> Iterator[Row]:
    yield "Window", f"{day(credit.window.start)} – {day(expiry(credit))}", colours.text
    if found is None:
        yield "", "The credit is lost.", colours.broken
        return
    if found.proof_by is not None:
        yield "Proof by", day(found.proof_by), colours.text
    if found.last_start is None:
        yield "", "On no date can it be earned any more.", colours.broken
        return
    for label, last, words in (
        ("Ask by", found.request_by, " for all that is planned"),
        ("Ask at last", found.last_request, ""),
        ("Last start", found.last_start, ""),
    ):
        if last is not None:
            gone = "; after it none of it can be had" if last == found.lost_after else words
            yield label, f"{day(last)}{gone}", colours.risk if last <= as_of + NEAR else colours.text


def _conditions(plan: Plan, credit: Credit, colours: Tokens) -> Iterator[Row]:
    scope = credit.scope
    yield "Workloads", ", ".join(scope.workloads) or "all", colours.text
    yield "Motions", ", ".join(scope.motions) or "all", colours.text
    if scope.regions:
        yield "Regions", ", ".join(scope.regions), colours.text
    approved_partners = (plan.partner[each].name for each in credit.approved_partners)
    yield "Partners", ", ".join(approved_partners) or "none approved", colours.text
    approved = "approved" if credit.approved_on is not None else "approval expected"
    yield "Approval", f"{approved} {day(approved_on(plan, credit))}", colours.text
    yield "Pays up to", f"{percent(credit.share)} of the eligible cost", colours.text
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
        others = [f"{each.id} · {each.name}" for each in plan.credits if each is not credit and group in _groups(each)]
        yield "Excludes", ", ".join(others) or "nothing else here", colours.text


def _groups(credit: Credit) -> tuple[str, ...]:
    return (*credit.exclusion_groups, *credit.phase_exclusion_groups)


def _why_not(losses: Iterable[Loss], about: Callable[[Loss], str], colours: Tokens) -> str:
    """What is not claimed, why, and the smallest change that would cure it."""
    lines = [line for loss in losses for line in _loss(loss, about(loss), colours)]
    return heading("Not claimed") + rows(lines) if lines else ""


def _loss(loss: Loss, name: str, colours: Tokens) -> tuple[Row, ...]:
    cures = [in_words(change.sentence) for change in loss.cure]
    if len(cures) > 1:
        cures = ["To cure it, all of these:", *(f"→ {cure}" for cure in cures)]
    elif cures:
        cures = [f"→ {cures[0]}"]
    return (
        (name, f"{money(loss.amount)} · {rules_listed(loss.codes)}", colours.risk),
        ("", in_words(loss.reason), colours.text),
        *(("", line, colours.dim) for line in cures or ["No change of terms or dates would cure it."]),
    )


CONDITIONS = {
    "SCOPE": "in scope",
    "DELIVERY": "by a partner",
    "PARTNER": "approved and available",
    "APPROVAL": "after approval",
    "WINDOW": "inside the window",
    "POE": "proof in time",
}
"""The rules of a single claim, as what they ask for."""


def _held(plan: Plan, pairs: Iterable[tuple[str, Phase, Credit]], derived: Derived, colours: Tokens) -> Iterator[Row]:
    """Which conditions of a single claim are met, for work on what the credit covers."""
    for name, phase, credit in pairs:
        placed = derived.schedule.assignment(phase.id)
        option = phase.option(placed.option) if placed is not None else None
        is_near = not credit.scope.workloads or phase.workload in credit.scope.workloads
        if placed is None or option is None or not is_near:
            continue
        broken = {
            each.code for each in claim_reasons(plan, credit, Delivery(phase, option, placed.start, placed.finish))
        }
        words = ", ".join(_unbroken(f"{'✗' if code in broken else '✓'} {asked}") for code, asked in CONDITIONS.items())
        yield name, words, colours.text if broken else colours.money


def _unbroken(words: str) -> str:
    """Words that stay on one line, so that no mark stands alone at its end."""
    return words.replace(" ", "\u00a0")


# Phases


def _phase(derived: Derived, phase: Phase, colours: Tokens) -> str:
    plan, schedule = derived.state.plan, derived.schedule
    placed = schedule.assignment(phase.id)
    dates = "no dates yet"
    if placed is not None:
        dates = f"{day(placed.start)} – {day(placed.finish)} · by {plan.deliverer(placed.option)}"
    paid = [claim for claim in schedule.claims if claim.phase == phase.id and claim.amount]
    return "".join(
        (
            title(f"{phase.id} · {phase.name}"),
            paragraph(f"{phase.workload} · {phase.motion} · {phase.region}", colours.dim),
            paragraph(dates, colours.dim),
            heading("Delivery"),
            rows(
                (
                    plan.deliverer(each.id),
                    f"{counted(each.duration, 'working day')} · {money(each.cost)} {plan.currency}",
                    colours.text,
                )
                for each in phase.options
            ),
            heading("Earns"),
            _earned(plan, phase, paid, colours),
            _why_not(derived.losses.of_phase(phase.id), lambda loss: loss.credit, colours),
            _conditions_of_credits(derived, phase, colours),
        )
    )


def _earned(plan: Plan, phase: Phase, paid: list[Claim], colours: Tokens) -> str:
    if paid:
        return rows(
            (claim.credit, f"{money(claim.amount)} · {plan.credit[claim.credit].name}", colours.money) for claim in paid
        )
    is_covered = any(not each.scope.workloads or phase.workload in each.scope.workloads for each in plan.credits)
    reason = "" if is_covered else f" No credit of the plan pays for {phase.workload}."
    return paragraph(f"Nothing.{reason}", colours.dim)


def _conditions_of_credits(derived: Derived, phase: Phase, colours: Tokens) -> str:
    plan = derived.state.plan
    held = [*_held(plan, ((each.id, phase, each) for each in plan.credits), derived, colours)]
    return heading("Conditions, credit by credit") + rows(held) if held else ""


# Partners


def _partner(derived: Derived, partner: Partner, colours: Tokens) -> str:
    plan, schedule = derived.state.plan, derived.schedule
    windows = [f"{day(window.start)} – {day(window.end)}" for window in partner.windows] or ["always"]
    work = [each for each in schedule.assignments if each.option == partner.id]
    return "".join(
        (
            title(f"{partner.id} · {partner.name}"),
            paragraph(
                f"{counted(partner.teams, 'team')} · {money(partner.day_rate)} {plan.currency} a day", colours.dim
            ),
            heading("Approved for"),
            paragraph(", ".join(partner.approved_workloads) or "no workload", colours.text),
            heading("Available"),
            *(paragraph(window, colours.text) for window in windows),
            heading("Delivers"),
            rows(
                (
                    each.phase,
                    f"{plan.phase[each.phase].name}, {day(each.start)} – {day(each.finish)}",
                    colours.text,
                )
                for each in work
            ),
        )
    )
