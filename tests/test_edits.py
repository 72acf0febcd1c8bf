"""Laws of every edit, and what each leads along or refuses."""

import time
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import fields as fields_of
from msgspec.structs import replace

from planner import edits
from planner.catalogue.entries import (
    Catalogue,
    CatalogueEntry,
    FastTrackWorkload,
    ListPrice,
    Programme,
    ProgrammeDefaults,
)
from planner.catalogue.own import NO_SOURCE, own_evidence, pieces, shelf
from planner.catalogue.reader import plan_catalogue, shipped_catalogue
from planner.catalogue.sentences import default_sentences, figure_sentence, standing
from planner.funding.credits import Credit, ExchangeRate, OutcomeDate, Scope, StackingConfirmation
from planner.funding.entitlements import Entitlement
from planner.funding.measurements import Measurement
from planner.funding.rates import RateLine
from planner.invariants import PlanError, edit_faults, invariant_faults
from planner.plan import Plan, State
from planner.rollout.calendars import Freeze
from planner.rollout.dependencies import Dependency
from planner.rollout.partners import Partner
from planner.rollout.phases import DeliveryOption, Phase, Pin
from planner.rollout.schedule import Assignment, Claim, Schedule
from planner.scenarios import keep_scenario
from planner.sent.record import Said, SentDocument
from planner.value import DateRange, Value, known_fields
from planner.variance import baseline_variance
from tests.builders import (
    START,
    a_credit,
    a_partner,
    a_phase,
    a_plan,
    a_rate_line,
    an_assignment,
    an_entitlement,
    by_fasttrack,
    by_partner,
    internally,
)
from tests.strategies import plans, programmes, states, values

Edit = Callable[[Plan], Plan]
IDS = ["A", "B1", "MV1", "Ω", "new", "internal", ""]
ODD = st.sampled_from(
    [None, -1, 0, 1, 10_001, 10**20, "", "A", "x" * 600, "\0", (), date(1980, 1, 1), date(2027, 5, 1)]
)


@st.composite
def some_edits(draw: Callable[[st.SearchStrategy[Any]], Any], plan: Plan) -> Edit:
    """Any edit, with arguments that are sometimes right."""
    phase, other = draw(ids(plan.phase)), draw(ids(plan.phase))
    credit, partner = draw(ids(plan.credit)), draw(ids(plan.partner))
    options = [option.id for option in plan.phase[phase].options] if phase in plan.phase else []
    option, position, days = draw(ids(options)), draw(st.integers(0, 4)), draw(st.integers(-(10**7), 10**7))
    entitlement, sku = draw(ids(each.id for each in plan.entitlements)), draw(ids(each.sku for each in plan.rate_lines))
    freeze, link = min(position, len(plan.freezes) - 1), draw(st.sampled_from([*plan.dependencies, LINK]))
    made: list[Edit] = [
        lambda plan: edits.change_plan(plan, **_single(draw(odd_fields(Plan)))),
        lambda plan: edits.add_phase(
            plan, draw(st.sampled_from([a_phase("new"), a_phase("new", options=(by_fasttrack(),))])), position
        ),
        lambda plan: edits.change_phase(plan, phase, **draw(odd_fields(Phase))),
        lambda plan: edits.remove_phase(plan, phase),
        lambda plan: edits.move_phase(plan, phase, position),
        lambda plan: edits.rename_phase(State(plan), phase, other).plan,
        lambda plan: edits.add_option(plan, phase, draw(st.sampled_from([by_fasttrack(), internally(), by_partner()]))),
        lambda plan: edits.change_option(plan, phase, option, **draw(odd_fields(DeliveryOption))),
        lambda plan: edits.remove_option(plan, phase, option),
        lambda plan: edits.add_credit(plan, a_credit("new", approved_partners=tuple(plan.partner)), position),
        lambda plan: edits.change_credit(plan, credit, **draw(odd_fields(Credit))),
        lambda plan: edits.with_condition_history(
            plan,
            edits.change_credit(plan, credit, **draw(odd_fields(Credit))),
            START,
            draw(st.sampled_from(["", "Mail"])),
        ),
        lambda plan: edits.cite_condition_change(plan, credit, position, document="Mail"),
        lambda plan: edits.remove_credit(plan, credit),
        lambda plan: edits.move_credit(plan, credit, position),
        lambda plan: edits.rename_credit(State(plan), credit, other).plan,
        lambda plan: edits.add_partner(plan, draw(values(Partner)), position),
        lambda plan: edits.change_partner(plan, partner, **draw(odd_fields(Partner))),
        lambda plan: edits.remove_partner(plan, partner),
        lambda plan: edits.rename_partner(State(plan), partner, other).plan,
        lambda plan: edits.shift_availability(plan, partner, days),
        lambda plan: edits.add_dependency(plan, phase, other, draw(st.sampled_from(["FS", "SF"])), days),
        lambda plan: edits.change_dependency(plan, link, **draw(odd_fields(Dependency))),
        lambda plan: edits.remove_dependency(plan, link),
        lambda plan: edits.add_freeze(plan, draw(values(Freeze)), position),
        lambda plan: edits.pin(plan, phase, draw(st.none() | st.dates()), draw(st.none() | st.just(option))),
        lambda plan: edits.unpin(plan, phase),
        lambda plan: edits.add_credit_from_programme(
            plan, draw(programmes()), credit, 10_000, draw(st.dates()), position
        ),
        lambda plan: edits.add_entitlement(plan, draw(values(Entitlement)), position),
        lambda plan: edits.change_entitlement(plan, entitlement, **draw(odd_fields(Entitlement))),
        lambda plan: edits.remove_entitlement(plan, entitlement),
        lambda plan: edits.add_rate_line(plan, draw(values(RateLine)), position),
        lambda plan: edits.change_rate_line(plan, sku, **draw(odd_fields(RateLine))),
        lambda plan: edits.remove_rate_line(plan, sku),
        lambda plan: edits.add_catalogue_entry(plan, draw(catalogue_entries(plan))),
        lambda plan: _with_changed_entry(draw, plan, draw(catalogue_entries(plan))),
        lambda plan: edits.change_programme_default(
            plan, draw(programmes() | known_entries(plan, Programme)), START, **draw(odd_fields(ProgrammeDefaults))
        ),
        lambda plan: edits.cite_catalogue_entry(
            plan, draw(catalogue_entries(plan)), draw(st.sampled_from(["Mail", "", "\0"])), START
        ),
        lambda plan: edits.remove_catalogue_entry(plan, draw(catalogue_entries(plan))),
        lambda plan: edits.add_measurement(plan, draw(values(Measurement))),
        lambda plan: edits.remove_measurement(plan, position) if position < len(plan.measurements) else plan,
    ]
    if plan.freezes:
        made += [
            lambda plan: edits.change_freeze(plan, freeze, **draw(odd_fields(Freeze))),
            lambda plan: edits.remove_freeze(plan, freeze),
        ]
    chosen: Edit = draw(st.sampled_from(made))
    return chosen


def _with_changed_entry(draw: Callable[[st.SearchStrategy[Any]], Any], plan: Plan, entry: Any) -> Plan:  # noqa: ANN401
    return edits.change_catalogue_entry(plan, entry, START, **draw(odd_fields(type(entry))))


def _single(field: dict[str, Any]) -> dict[str, Any]:
    """The field, unless it is a list of parts: one that is given whole shares nothing with the plan before."""
    return {name: value for name, value in field.items() if not isinstance(value, tuple)}


def known_entries(plan: Plan, *kinds: type[Any]) -> st.SearchStrategy[Any]:
    """Entries of the program and of the plan."""
    both = (shipped_catalogue(), plan.catalogue)
    known = [each for catalogue in both for each in entries_of(catalogue) if isinstance(each, kinds)]
    return st.sampled_from(known)


def entries_of(catalogue: Catalogue) -> tuple[CatalogueEntry, ...]:
    return (*catalogue.fasttrack, *catalogue.programmes, *catalogue.prices)


def catalogue_entries(plan: Plan) -> st.SearchStrategy[Any]:
    """Any entry: of the program, of the plan, or of neither."""
    kinds = (FastTrackWorkload, Programme, ListPrice)
    others = [programmes(), *(values(kind, effective_until=st.none()) for kind in (FastTrackWorkload, ListPrice))]
    return st.one_of(known_entries(plan, *kinds), *others)


LINK = Dependency(predecessor="nobody", successor="nothing")


def ids(known: Iterable[str]) -> st.SearchStrategy[str]:
    return st.sampled_from([*known, *known, *known, *IDS])


def odd_fields(kind: type[Any]) -> st.SearchStrategy[dict[str, Any]]:
    """One field of a kind, with a value that may be of another kind altogether."""
    return st.sampled_from(fields_of(kind)).flatmap(
        lambda field: (ODD | values(kind).map(lambda value: getattr(value, field.name))).map(
            lambda value: {field.name: value}
        )
    )


@settings(max_examples=150)
@given(st.data(), plans())
def test_that_an_edit_is_refused_or_keeps_every_invariant_and_shares_what_it_leaves(
    drawing: st.DataObject, plan: Plan
) -> None:
    for _ in range(4):
        try:
            edited = drawing.draw(some_edits(plan))(plan)
        except PlanError:
            continue
        assert invariant_faults(State(edited)) == ()
        assert_shared(plan, edited)
        plan = edited


def assert_shared(plan: Plan, edited: Plan) -> None:
    """What is the same in both is the same object; 0 and False are equal, but not the same."""
    for field in Plan.__struct_fields__:
        before, after = getattr(plan, field), getattr(edited, field)
        if isinstance(before, tuple):
            shared = {id(entry) for entry in after}
            assert all(id(entry) in shared for entry in before if entry in after)
        if isinstance(before, tuple | Value) and after == before:
            assert after is before


@settings(max_examples=60)
@given(plans(), st.data())
def test_that_what_is_wrong_after_an_edit_is_found_by_looking_at_what_changed(
    plan: Plan, drawing: st.DataObject
) -> None:
    field = drawing.draw(st.sampled_from(known_fields(Plan)))
    broken = replace(plan, **{field: getattr(drawing.draw(plans()), field)})
    assert sorted(map(str, edit_faults(plan, broken))) == sorted(map(str, invariant_faults(State(broken))))


@settings(max_examples=40)
@given(plans(), st.integers(0, 4))
def test_that_adding_and_removing_is_the_identity(plan: Plan, position: int) -> None:
    new = "one more"
    assert edits.remove_phase(edits.add_phase(plan, a_phase(new, options=(by_fasttrack(),)), position), new) == plan
    credit = a_credit(new, approved_partners=())
    assert edits.remove_credit(edits.add_credit(plan, credit, position), new) == plan
    assert edits.remove_partner(edits.add_partner(plan, a_partner(new), position), new) == plan
    assert edits.remove_entitlement(edits.add_entitlement(plan, an_entitlement(new), position), new) == plan
    assert edits.remove_rate_line(edits.add_rate_line(plan, a_rate_line(new), position), new) == plan
    freeze = Freeze("Frozen", DateRange(START, START))
    assert edits.remove_freeze(edits.add_freeze(plan, freeze, 0), 0) == plan
    for phase in plan.phases:
        if phase.option("fasttrack") is None:
            assert edits.remove_option(edits.add_option(plan, phase.id, by_fasttrack()), phase.id, "fasttrack") == plan
        if not any(pin.phase == phase.id for pin in plan.pins):
            assert edits.unpin(edits.pin(plan, phase.id, START, phase.options[0].id), phase.id) == plan


@settings(max_examples=40)
@given(plans(), st.data())
def test_that_a_link_is_refused_exactly_when_it_closes_the_circle_that_is_named(
    plan: Plan, drawing: st.DataObject
) -> None:
    if not plan.phases:
        return
    first, second = drawing.draw(ids(plan.phase)), drawing.draw(ids(plan.phase))
    if first not in plan.phase or second not in plan.phase:
        return
    link = Dependency(predecessor=first, successor=second)
    plan = replace(plan, dependencies=tuple(each for each in plan.dependencies if replace(each, lag=0) != link))
    circle = edits.would_close_cycle(plan, first, second)
    if circle:
        linked = {(each.predecessor, each.successor) for each in (*plan.dependencies, link)}
        assert circle[0] == circle[-1] == first
        assert circle[1] == second
        assert all(pair in linked for pair in pairwise(circle))
        with pytest.raises(PlanError, match="circle"):
            edits.add_dependency(plan, first, second)
    else:
        assert edits.remove_dependency(edits.add_dependency(plan, first, second), link) == plan


@settings(max_examples=60)
@given(states())
def test_that_renaming_there_and_back_is_the_identity(state: State) -> None:
    for known, rename in (
        (state.plan.phase, edits.rename_phase),
        (state.plan.credit, edits.rename_credit),
        (state.plan.partner, edits.rename_partner),
    ):
        for old in known:
            renamed = rename(state, old, "another")
            assert invariant_faults(renamed) == ()
            assert old not in (*renamed.plan.phase, *renamed.plan.credit, *renamed.plan.partner) or renamed != state
            assert rename(renamed, "another", old) == state


@settings(max_examples=40)
@given(plans(), st.integers(-400, 400))
def test_that_shifting_there_and_back_is_the_identity(plan: Plan, days: int) -> None:
    for partner in plan.partners:
        if partner.windows:
            shifted = edits.shift_availability(plan, partner.id, days)
            assert edits.shift_availability(shifted, partner.id, -days) == plan


def test_that_moving_a_credit_keeps_all_of_them(plan: Plan) -> None:
    for number, credit in enumerate(plan.credits):
        moved = edits.move_credit(plan, credit.id, 0)
        assert moved.credits[0] is credit
        assert edits.move_credit(moved, credit.id, number) == plan


@pytest.fixture
def plan() -> Plan:
    """P1 before P2, both by PAR; C1 pays for both if P2 ends in May, and may be stacked with C2; P2 is pinned."""
    return a_plan(
        phases=(a_phase(), a_phase("P2", options=(by_partner(), by_fasttrack()))),
        dependencies=(Dependency(predecessor="P1", successor="P2"),),
        credits=(
            a_credit(outcome_mode="all_or_nothing", outcome_dates=(OutcomeDate("P2", date(2027, 5, 31)),)),
            a_credit("C2"),
        ),
        stacking_confirmations=(StackingConfirmation(credits=("C1", "C2"), document="Mail"),),
        pins=(Pin(phase="P2", start=START, option="PAR"),),
    )


def test_that_removing_a_phase_takes_its_links_pin_and_outcome_dates_along(plan: Plan) -> None:
    removed = edits.remove_phase(plan, "P2")
    assert (removed.dependencies, removed.pins, removed.credits[0].outcome_dates) == ((), (), ())
    assert removed.credits[1] is plan.credits[1]


def test_that_removing_a_credit_takes_its_stacking_confirmations_along(plan: Plan) -> None:
    assert edits.remove_credit(plan, "C2").stacking_confirmations == ()


def test_that_a_partner_in_use_stays_and_the_error_says_where_it_is_used(plan: Plan) -> None:
    with pytest.raises(PlanError, match="Partner 'PAR' is used by phase P1, phase P2, credit C1, credit C2"):
        edits.remove_partner(plan, "PAR")


def test_that_renaming_leads_links_pins_outcomes_assignments_and_claims_along(plan: Plan) -> None:
    schedule = Schedule((Assignment("P2", "PAR", START, START),), (Claim("P2", "C1", 5),))
    state = edits.rename_phase(State(plan, schedule), "P2", "Wave")
    state = edits.rename_partner(edits.rename_credit(state, "C1", "Voucher"), "PAR", "Alpine")
    assert state.plan.dependencies == (Dependency(predecessor="P1", successor="Wave"),)
    assert state.plan.pins == (Pin(phase="Wave", start=START, option="Alpine"),)
    assert state.plan.credits[0].outcome_dates[0].phase == "Wave"
    assert state.plan.credits[0].approved_partners == ("Alpine",)
    assert state.plan.stacking_confirmations[0].credits == ("Voucher", "C2")
    assert state.schedule == Schedule((Assignment("Wave", "Alpine", START, START),), (Claim("Wave", "Voucher", 5),))


def test_that_a_name_which_is_taken_is_refused(plan: Plan) -> None:
    with pytest.raises(PlanError, match="Phase 'P1' occurs 2 times"):
        edits.rename_phase(State(plan), "P2", "P1")
    entitled = replace(plan, entitlements=(an_entitlement(), an_entitlement("E2")))
    with pytest.raises(PlanError, match="Entitlement 'E1' occurs 2 times"):
        edits.change_entitlement(entitled, "E2", id="E1")
    with pytest.raises(PlanError, match="Rate line 'SKU' occurs 2 times"):
        edits.add_rate_line(replace(plan, rate_lines=(a_rate_line(),)), a_rate_line())


def test_that_what_is_not_there_is_neither_changed_nor_removed(plan: Plan) -> None:
    refusals: list[Edit] = [
        lambda plan: edits.change_entitlement(plan, "E9", note="Any"),
        lambda plan: edits.remove_entitlement(plan, "E9"),
        lambda plan: edits.change_rate_line(plan, "E9", seats=1),
        lambda plan: edits.remove_rate_line(plan, "E9"),
    ]
    for refused in refusals:
        with pytest.raises(PlanError, match=r"There is no (entitlement|rate line) 'E9'"):
            refused(plan)


def test_that_a_pin_keeps_what_is_not_pinned_anew_and_follows_its_option(plan: Plan) -> None:
    later = START + timedelta(days=7)
    assert edits.pin(plan, "P2", start=later).pins == (Pin(phase="P2", start=later, option="PAR"),)
    more = edits.add_partner(plan, a_partner("NEW"))
    assert edits.change_option(more, "P2", "PAR", partner="NEW").pins[0].option == "NEW"
    assert edits.remove_option(plan, "P2", "PAR").pins == (Pin(phase="P2", start=START),)


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("eligible_cost", -1, "plan.phases[1].eligible_cost: Phase 'P2': eligible cost (-1) must be at least 0."),
        ("seats", 10**9, "plan.phases[1].seats: Phase 'P2': seats (1000000000) must be at most 100,000,000."),
        ("name", "", "plan.phases[1].name: Phase 'P2': name must not be blank."),
        ("seats", None, "plan.phases[1].seats: Phase 'P2': seats must not be blank."),
        (
            "options",
            (by_partner(duration=0),),
            "plan.phases[1].options[0].duration: Phase 'P2': duration (0) must be at least 1.",
        ),
    ],
)
def test_that_a_field_out_of_its_range_is_refused_in_words(plan: Plan, field: str, value: object, message: str) -> None:
    with pytest.raises(PlanError) as refused:
        edits.change_phase(plan, "P2", **{field: value})
    assert str(refused.value) == message


def test_that_a_currency_and_a_scope_of_the_wrong_kind_are_refused_in_words(plan: Plan) -> None:
    with pytest.raises(PlanError, match="Currency must be three capital letters, as USD"):
        edits.change_plan(plan, currency="US$")
    with pytest.raises(PlanError, match=r"plan.credits\[0\].scope.workloads\[0\]"):
        edits.change_credit(plan, "C1", scope=Scope(workloads=(3,)))  # type: ignore[arg-type]


def test_that_what_does_not_exist_is_named(plan: Plan) -> None:
    with pytest.raises(PlanError, match="There is no credit 'C9'"):
        edits.change_credit(plan, "C9", face=1)
    with pytest.raises(PlanError, match="Phase 'P1' has no option 'fasttrack'"):
        edits.remove_option(plan, "P1", "fasttrack")
    with pytest.raises(PlanError, match="There is no FS link from P2 to P1"):
        edits.remove_dependency(plan, Dependency(predecessor="P2", successor="P1"))


def test_that_dates_follow_an_edit_of_duration_option_or_freezes_and_go_with_their_phase(plan: Plan) -> None:
    schedule = Schedule((an_assignment(plan, "P1"), an_assignment(plan, "P2")), (Claim("P2", "C1", 5),))
    longer = edits.change_option(plan, "P2", "PAR", duration=11)
    carried = edits.carried(schedule, plan, longer)
    assert carried.assignments == (schedule.assignments[0], an_assignment(longer, "P2"))
    assert carried.assignments[0] is schedule.assignments[0]
    other = edits.change_option(plan, "P1", "PAR", kind="internal", partner=None)
    assert edits.carried(schedule, plan, other).assignments[0].option == "internal"
    frozen = edits.add_freeze(edits.change_phase(plan, "P1", change=True), Freeze("F", DateRange(START, START)))
    assert edits.carried(schedule, plan, frozen).assignments[0] == an_assignment(
        frozen, "P1", START + timedelta(days=1)
    )
    assert edits.carried(schedule, plan, edits.remove_phase(plan, "P2")) == Schedule(schedule.assignments[:1])
    assert edits.carried(schedule, plan, edits.change_plan(plan, name="Same dates")) == schedule


def test_that_a_phase_which_was_never_as_long_as_its_option_is_left_as_it_was(plan: Plan) -> None:
    schedule = Schedule((Assignment("P1", "PAR", START, START),))
    longer = edits.change_option(plan, "P1", "PAR", duration=11)
    assert edits.carried(schedule, plan, longer) == schedule


@settings(max_examples=80)
@given(plans(), st.data())
def test_that_an_own_entry_added_and_removed_leaves_the_plan_as_it_was(plan: Plan, drawing: st.DataObject) -> None:
    entry = drawing.draw(catalogue_entries(plan))
    mine = {each.key for each in getattr(plan.catalogue, shelf(entry))}
    added = edits.add_catalogue_entry(plan, entry)
    assert entry in getattr(added.catalogue, shelf(entry))
    assert edits.change_plan(added, catalogue=plan.catalogue) == plan
    removed = edits.remove_catalogue_entry(added, entry)
    assert entry.key not in {each.key for each in getattr(removed.catalogue, shelf(entry))}
    if entry.key not in mine:
        assert removed == plan


@settings(max_examples=150)
@given(plans(), st.data())
def test_that_what_an_edit_changes_of_an_entry_is_told_as_entered_in_the_plan_and_the_rest_as_before(
    plan: Plan, drawing: st.DataObject
) -> None:
    entry = drawing.draw(catalogue_entries(plan))
    another = drawing.draw(programmes() if isinstance(entry, Programme) else values(type(entry)))
    field = drawing.draw(st.sampled_from([each for each in known_fields(type(entry)) if each not in UNTOLD]))
    try:
        edited = edits.change_catalogue_entry(plan, entry, START, **{field: getattr(another, field)})
    except PlanError:
        return
    if edited == plan:
        return
    (changed,) = (each for each in entries_of(edited.catalogue) if each not in entries_of(plan.catalogue))
    assert_told(entry, changed, {""} | (set(known_fields(ProgrammeDefaults)) if field in NAMING else set()))
    assert replace(edited, catalogue=plan.catalogue) == plan


UNTOLD, NAMING = {"defaults", "evidence"}, {"key", "name", "kind", "currency"}


@settings(max_examples=150)
@given(plans(), st.data())
def test_that_what_an_edit_changes_of_a_programmes_defaults_is_told_as_entered_and_the_rest_as_before(
    plan: Plan, drawing: st.DataObject
) -> None:
    programme = drawing.draw(known_entries(plan, Programme) | programmes())
    another = drawing.draw(programmes()).defaults
    figure = drawing.draw(st.sampled_from(known_fields(ProgrammeDefaults)))
    given_before = programme.defaults.given
    edited = edits.change_programme_default(plan, programme, START, **{figure: getattr(another, figure)})
    if edited == plan:
        assert getattr(programme.defaults, figure) == getattr(another, figure)
        return
    (changed,) = (each for each in edited.catalogue.programmes if each not in plan.catalogue.programmes)
    assert_told(programme, changed, {figure})
    assert set(changed.defaults.given) ^ set(given_before) <= {figure}
    assert (figure in changed.defaults.given) == (figure in another.given)


def assert_told(before: CatalogueEntry, after: CatalogueEntry, changed: set[str]) -> None:
    """Who says so of the changed figures, and of the others."""
    if not isinstance(before, Programme) or not isinstance(after, Programme):
        assert {each.tag for each in pieces(after)} == {"own"}
        return
    for figure in ("", *after.defaults.given):
        told = after.evidence_of(figure)
        if figure in changed:
            assert told.tag == "own"
        else:
            was = before.evidence_of(figure)
            assert (told.tag, told.source, told.as_of) == (was.tag, was.source, was.as_of)


def test_that_an_own_figure_is_never_told_as_policy_and_the_others_keep_their_source(plan: Plan) -> None:
    day = date(2026, 11, 22)
    official = next(
        each
        for each in plan_catalogue(plan, day).programmes
        if each.defaults.share and any(piece.tag == "official" for piece in each.evidence)
    )
    edited = edits.change_programme_default(plan, official, day, share=4_321)
    (mine,) = edited.catalogue.programmes
    told = f"Share of the eligible cost: 43.21%. Entered in this plan ({NO_SOURCE}, as of 2026-11-22); "
    assert figure_sentence(mine, "share") == f"{told}no policy of Microsoft's."
    kept = [each for each in default_sentences(official) if not each.startswith("Share")]
    assert [each for each in default_sentences(mine) if not each.startswith("Share")] == kept
    assert standing(mine.evidence_of()) == standing(official.evidence_of())
    cited = edits.cite_catalogue_entry(edited, mine, "Mail of the account team", day).catalogue.programmes[0]
    assert "(Mail of the account team, as of 2026-11-22)" in figure_sentence(cited, "share")
    assert [each for each in default_sentences(cited) if not each.startswith("Share")] == kept


def test_that_an_own_price_keeps_its_source_when_it_is_corrected(plan: Plan) -> None:
    price = plan_catalogue(plan, START).prices[0]
    plan = edits.change_catalogue_entry(plan, price, START, price=1)
    plan = edits.cite_catalogue_entry(plan, price, "Price sheet", START)
    plan = edits.change_catalogue_entry(plan, price, START + timedelta(days=1), price=2)
    (mine,) = plan.catalogue.prices
    assert (mine.price, mine.evidence.source, mine.evidence.as_of) == (2, "Price sheet", START)
    assert plan_catalogue(plan, START).price_of(price.key) is mine
    assert plan_catalogue(edits.remove_catalogue_entry(plan, mine), START).price_of(price.key) == price


def test_that_entries_of_the_program_are_neither_removed_nor_renamed_nor_given_another_source(plan: Plan) -> None:
    price = plan_catalogue(plan, START).prices[0]
    refusals: list[tuple[Edit, str]] = [
        (lambda plan: edits.remove_catalogue_entry(plan, price), "comes with the program, so it cannot be removed"),
        (lambda plan: edits.change_catalogue_entry(plan, price, START, key="X"), "known as an entry of the program"),
        (lambda plan: edits.cite_catalogue_entry(plan, price, "Hearsay", START), "sources stay as they are"),
        (
            lambda plan: edits.change_catalogue_entry(plan, price, START, evidence=price.evidence),
            "changed by other edits",
        ),
        (
            lambda plan: edits.change_catalogue_entry(plan, price, START, price=-1),
            r"plan.catalogue.prices\[0\].price: Price \(-1\) must be at least 0",
        ),
    ]
    for refused, words in refusals:
        with pytest.raises(PlanError, match=words):
            refused(plan)


def test_that_an_edit_of_a_thousand_phases_takes_milliseconds() -> None:
    phases = tuple(a_phase(f"P{number}", options=(by_partner(), by_fasttrack())) for number in range(1_000))
    links = tuple(Dependency(predecessor=f"P{n}", successor=f"P{n + 1}") for n in range(999))
    plan = a_plan(phases=phases, dependencies=links)
    taken = []
    for number in range(20):
        began = time.perf_counter()
        edits.change_phase(plan, "P500", eligible_cost=number)
        taken.append(time.perf_counter() - began)
    assert min(taken) < 0.02  # 3 ms on a quiet machine


def test_that_what_was_agreed_is_the_same_after_phases_credits_and_partners_are_renamed() -> None:
    plan = a_plan()
    agreed = Schedule((an_assignment(plan),), (Claim("P1", "C1", 10_000),))
    state = State(replace(plan, baseline=agreed), agreed)
    renamed = edits.rename_phase(state, "P1", "Wave")
    renamed = edits.rename_partner(edits.rename_credit(renamed, "C1", "Voucher"), "PAR", "Alpine")
    assert renamed.plan.baseline == renamed.schedule
    assert renamed.plan.baseline == Schedule(
        (replace(an_assignment(plan), phase="Wave", option="Alpine"),), (Claim("Wave", "Voucher", 10_000),)
    )
    told = baseline_variance(renamed)
    assert told is not None
    assert [(each.cost, each.claimed) for each in told.phases] == [(0, 0)]
    assert [(each.before, each.after) for each in told.credits] == [(10_000, 10_000)]


def test_that_names_are_changed_before_there_are_dates() -> None:
    renamed = edits.rename_credit(edits.rename_phase(State(a_plan()), "P1", "Wave"), "C1", "Voucher")
    renamed = edits.rename_partner(renamed, "PAR", "Alpine")
    assert (renamed.schedule, renamed.plan.baseline) == (None, None)
    assert ([*renamed.plan.phase], [*renamed.plan.credit], [*renamed.plan.partner]) == (
        ["Wave"],
        ["Voucher"],
        ["Alpine"],
    )


def test_that_a_phase_is_moved_among_the_others_and_gets_another_option() -> None:
    plan = a_plan(phases=(a_phase(), a_phase("P2"), a_phase("P3")))
    assert [*edits.move_phase(plan, "P3", 0).phase] == ["P3", "P1", "P2"]
    added = edits.add_option(plan, "P2", by_fasttrack())
    assert [option.id for option in added.phase["P2"].options] == ["PAR", "fasttrack"]


def test_that_rates_stand_in_the_order_of_their_days_and_can_be_corrected() -> None:
    later = ExchangeRate(currency="EUR", millionths=1_100_000, dated=date(2027, 5, 3))
    plan = edits.add_exchange_rate(a_plan(exchange_rates=(later,)), replace(later, dated=START))
    assert [rate.dated for rate in plan.exchange_rates] == [START, later.dated]
    assert edits.change_exchange_rate(plan, 1, millionths=1).exchange_rates[1].millionths == 1


def test_that_a_partner_that_nothing_names_is_removed() -> None:
    plan = a_plan(partners=(a_partner(), a_partner("OTH")))
    assert edits.remove_partner(plan, "OTH") == a_plan()


def test_that_the_days_of_a_partner_move_together_or_not_at_all() -> None:
    plan = a_plan(partners=(a_partner(windows=(DateRange(START, START),)),))
    week = timedelta(days=7)
    assert edits.shift_availability(plan, "PAR", 7).partner["PAR"].windows == (DateRange(START + week, START + week),)
    assert edits.shift_availability(plan, "PAR", 0) is plan
    with pytest.raises(PlanError, match="lead out of the calendar"):
        edits.shift_availability(plan, "PAR", 10**7)
    with pytest.raises(PlanError, match="always available"):
        edits.shift_availability(a_plan(), "PAR", 7)


def test_that_a_link_that_would_close_a_circle_is_told_with_all_of_it() -> None:
    pairs = (("P1", "P2"), ("P1", "P3"), ("P2", "P4"), ("P3", "P4"))
    links = tuple(Dependency(predecessor=before, successor=after) for before, after in pairs)
    plan = a_plan(phases=tuple(a_phase(name) for name in ("P1", "P2", "P3", "P4")), dependencies=links)
    assert edits.would_close_cycle(plan, "P4", "P1") in {("P4", "P1", "P2", "P4"), ("P4", "P1", "P3", "P4")}
    assert edits.would_close_cycle(plan, "P1", "P1") == ("P1", "P1")
    assert edits.would_close_cycle(plan, "P1", "P4") == ()
    slower = edits.change_dependency(plan, links[0], lag=3)
    assert slower.dependencies == (replace(links[0], lag=3), *links[1:])


def test_that_freezes_rights_and_pins_come_and_go() -> None:
    plan = a_plan(freezes=(Freeze("Close", DateRange(START, START)),), entitlements=(an_entitlement(),))
    assert edits.remove_freeze(plan, 0).freezes == ()
    assert edits.change_freeze(plan, 0, name="Year end").freezes[0].name == "Year end"
    assert edits.remove_entitlement(plan, "E1").entitlements == ()
    assert edits.pin(plan, "P1") is plan


def test_that_what_was_sent_is_kept_until_it_is_forgotten() -> None:
    sent = SentDocument(version=1, sent_on=START, to="Account team", files=(), said=Said(requested=0))
    kept = edits.record_sent(a_plan(), sent)
    assert kept.sent == (sent,)
    assert edits.forget_sent(kept, 0) == a_plan()


def test_that_dates_go_where_the_option_they_were_by_is_gone() -> None:
    plan = a_plan(phases=(a_phase(options=(by_partner(), by_fasttrack())),))
    schedule = Schedule((an_assignment(plan, option_id="fasttrack"),))
    kept = edits.carried(schedule, plan, edits.change_phase(plan, "P1", options=(by_partner(),)))
    assert kept.assignments == ()


def test_that_an_own_entry_is_added_kept_as_it_is_and_taken_away() -> None:
    price = ListPrice(
        key="SKU",
        name="Product",
        price=6_000,
        evidence=own_evidence(START),
    )
    added = edits.add_catalogue_entry(a_plan(), price)
    assert added.catalogue.prices == (price,)
    assert edits.change_catalogue_entry(added, price, START, name="Product") == added
    assert edits.remove_catalogue_entry(added, price) == a_plan()


def test_that_scenarios_and_kept_statuses_call_renamed_parts_by_their_new_names() -> None:
    plan = a_plan()
    state = State(plan, Schedule((an_assignment(plan),), (Claim("P1", "C1", 10_000),)))
    kept = State(keep_scenario(plan, "Before", state), state.schedule)
    renamed = edits.rename_phase(edits.rename_partner(kept, "PAR", "Alpine"), "P1", "Wave")
    renamed = edits.rename_credit(renamed, "C1", "Voucher")
    (scenario,) = renamed.plan.scenarios
    assert scenario.schedule == renamed.schedule
    assert scenario.plan == replace(renamed.plan, scenarios=())


def test_that_a_scenario_in_which_another_part_bears_the_new_name_stays_as_it_is() -> None:
    plan = a_plan()
    other = edits.add_phase(plan, a_phase("Wave"))
    kept = State(keep_scenario(plan, "Before", State(other)))
    assert edits.rename_phase(kept, "P1", "Wave").plan.scenarios == kept.plan.scenarios
