import pytest
from msgspec.structs import replace

from planner.business_case.compose import compose
from planner.business_case.notation import Notation
from planner.business_case.projection import external_view
from planner.business_case.rate_leak import outgoing_texts, rate_leaks
from planner.funding.credits import StackingConfirmation
from planner.funding.rate_ledger import rate_ledger
from planner.funding.substitution import rounded, rounded_points, substitution
from planner.plan import Plan, Risk, Sponsorship, State
from planner.value import Value
from tests.business_case.conftest import AS_OF
from tests.business_case.reading import said


def leaks(plan: Plan, text: str) -> list[str]:
    """What is found when the text is the outcome that the plan is to bring about."""
    told = replace(plan, sponsorship=Sponsorship(outcome=text))
    return [each.sentence for each in rate_leaks(told)]


@pytest.mark.parametrize(
    "text",
    [
        "We pay 1,685,190 a year.",
        "We pay 1685190.",
        "We pay 1.685.190 a year.",
        "We pay 1 685 190 a year.",
        "We pay USD 43.21 today.",
        "We pay $43.21.",
        "We pay 43.21 per user and month.",
        "We pay 43,21 EUR.",
        "We need a discount of 13.37% to sign.",
        "13.37 % off would do.",
        "We were offered 2.71 percent reduction.",
        "The uplift of 6.66% is a burden.",
        "A rate of 13.37% is needed.",
        "Heute kostet es 43,21 pro Nutzer und Monat.",
        "Je Lizenz sind es 43,21 €.",
        "Ein Rabatt von 13,37 % ist nötig.",
        "Angeboten wurde ein Preisnachlass von 2,71 Prozent.",
        "Der Aufschlag von 6,66 % ist zu hoch.",
        "Der Listenpreis sinkt um 13,37 Prozentpunkte.",
    ],
)
def test_that_a_figure_of_the_rates_is_found_in_any_usual_spelling(plan: Plan, text: str) -> None:
    assert leaks(plan, text)


@pytest.mark.parametrize(
    "text",
    [
        "13.37% of devices are managed.",
        "The false positive rate stays below 2.71%.",
        "Room 43 on floor 21.",
        "A delay of 43.21 seconds.",
        "13,37 % der Geräte sind verwaltet.",
        "Eine Verzögerung von 43,21 Sekunden.",
        "95% of 3,250 devices are managed.",
        "An amount of 11,685,190 is unlike it.",
        "",
    ],
)
def test_that_ordinary_figures_are_no_leak(plan: Plan, text: str) -> None:
    assert leaks(plan, text) == []


def test_that_sums_in_millions_are_found(plan: Plan) -> None:
    line = replace(plan.rate_lines[0], seats=4_500, list_price=6_000)
    priced = replace(plan, rate_lines=(line,))
    assert leaks(priced, "We spend 3.24 million a year.")
    assert leaks(priced, "We spend 3.24m a year.")
    assert leaks(priced, "We spend 3,240k a year.")
    assert leaks(priced, "We spend 3.25m a year.") == []
    assert leaks(priced, "Wir zahlen 3,24 Mio. im Jahr.")
    assert leaks(priced, "Wir zahlen 3.240 Tsd. im Jahr.")
    assert leaks(priced, "Wir zahlen 3,25 Mio. im Jahr.") == []


def test_that_every_sum_of_the_rate_ledger_is_found(plan: Plan) -> None:
    """Among them those over the term and after the uplift."""
    line = replace(plan.rate_lines[0], sku="TWO", name="Second", seats=1_777, list_price=2_930, uplift=0, offered=150)
    priced = replace(plan, rate_lines=(*plan.rate_lines, line))
    ledger = rate_ledger(priced)
    cents = ("yearly", "term", "asked_in_term", "offered_in_term")
    shown = [getattr(account, field) for account in (ledger, *ledger.accounts) for field in cents]
    for figure in (*shown, ledger.open_in_term):
        assert leaks(priced, f"It is {round(figure / 100):,}."), figure
        assert leaks(priced, f"It is {figure // 100:,}.{figure % 100:02}."), figure


def test_that_every_figure_of_the_trade_is_found_with_the_funding_of_the_schedule(state: State) -> None:
    plan, schedule = state
    assert schedule is not None
    weighed = substitution(plan, schedule)
    worth = (weighed.base, weighed.asked, weighed.offered, weighed.gap, weighed.trade_loss, weighed.one_point)
    carried = [figure for each in weighed.carry_over for figure in (each.gap, each.trade_loss)]
    for figure in (*worth, *carried):
        told = replace(plan, sponsorship=Sponsorship(outcome=f"It is worth {rounded(figure):,}."))
        assert rate_leaks(told, schedule), figure
    assert weighed.break_even is not None
    points = rounded_points(weighed.break_even)
    told = replace(plan, sponsorship=Sponsorship(outcome=f"It equals {points} points of discount."))
    assert rate_leaks(told, schedule)
    assert rate_leaks(told) == ()


def test_that_the_funding_is_no_secret_where_nothing_is_open_on_the_rate(state: State) -> None:
    plan, schedule = state
    assert schedule is not None
    settled = replace(plan, rate_lines=tuple(replace(line, offered=line.asked) for line in plan.rate_lines))
    funding = rounded(substitution(settled, schedule).funding)
    told = replace(settled, sponsorship=Sponsorship(outcome=f"We ask for {funding:,}."))
    assert rate_leaks(told, schedule) == ()


def test_that_the_price_per_seat_that_is_asked_or_offered_is_found(plan: Plan) -> None:
    """43.21 less 13.37 and 2.71 percent, and with an uplift of 6.66."""
    for price in ("37.43", "42.04", "46.09", "39.93", "44.84"):
        assert leaks(plan, f"We can pay USD {price}."), price
    assert leaks(plan, "We can pay USD 41.00.") == []


def test_that_a_discount_per_seat_is_found(plan: Plan) -> None:
    assert leaks(plan, "13.37% discount per user")


def test_that_a_rate_among_the_words_of_a_scope_is_found(plan: Plan) -> None:
    word = ("Intune at 13.37% discount",)
    credits_ = tuple(replace(each, scope=replace(each.scope, workloads=word)) for each in plan.credits)
    rights = tuple(replace(each, workloads=word) for each in plan.entitlements)
    assert {each.place[0] for each in rate_leaks(replace(plan, credits=credits_, entitlements=rights))} == {
        "credit",
        "entitlement",
    }


def test_that_a_plan_without_rates_leaks_nothing(plan: Plan) -> None:
    assert leaks(replace(plan, rate_lines=()), "We pay $43.21, 13.37% off.") == []


def test_that_a_leak_names_its_place_and_blocks(plan: Plan) -> None:
    (leak,) = rate_leaks(replace(plan, risks=(Risk(description="Price", mitigation="Keep 13.37% discount"),)))
    assert (leak.code, leak.kind, leak.severity, leak.place) == ("F-RATE-LEAK", "readiness", "error", ("risk", "Price"))


def test_that_internal_texts_may_hold_the_rates(plan: Plan) -> None:
    conditions = tuple(replace(each, conditions="Needs $43.21 or 13.37% discount") for each in plan.credits)
    assert rate_leaks(replace(plan, credits=conditions)) == ()


def test_that_every_free_text_that_goes_out_is_read_before(state: State) -> None:
    """Marks every text of the plan, and looks for the marks in all that the document says."""
    plan, schedule = marked(state.plan), state.schedule
    assert schedule is not None
    document = said(compose(external_view(plan, schedule, AS_OF), Notation("USD")))
    read = " ".join(text for _, text in outgoing_texts(plan))
    marks = {mark for mark in MARKS if mark in document}
    assert len(marks) >= 25
    assert [mark for mark in marks if mark not in read] == []


MARKS = [f"mark{number:03}x" for number in range(400)]


def marked(plan: Plan) -> Plan:
    """The plan with a mark of its own at the end of each text that is no reference to something else."""
    marks = iter(MARKS)

    def mark(value: object, keep: frozenset[str]) -> object:
        if isinstance(value, tuple):
            return tuple(mark(each, keep) for each in value)
        if not isinstance(value, Value):
            return value
        changes: dict[str, object] = {}
        for field in value.__struct_fields__:
            inside = getattr(value, field)
            is_text = isinstance(inside, str) and field not in keep
            changes[field] = f"{inside} {next(marks)}" if is_text else mark(inside, keep)
            if field == "exclusions":
                changes[field] = tuple(f"{each} {next(marks)}" for each in inside)
        return replace(value, **changes)

    kept = {"id", "partner", "predecessor", "successor", "kind", "type", "currency", "workload", "motion", "region"}
    kept |= {"payee", "realised_by", "expiry_basis", "outcome_mode", "status", "direction", "credit", "phase", "sku"}
    result = mark(plan, frozenset(kept))
    assert isinstance(result, Plan)
    return result


def test_that_a_rate_in_the_name_of_a_written_confirmation_is_found(plan: Plan) -> None:
    pair = StackingConfirmation(credits=("C1", "C2"), document="Mail that offers 2.71 percent reduction")
    (leak,) = rate_leaks(replace(plan, stacking_confirmations=(pair,)))
    assert leak.place == ("confirmation", "C1", "C2")


def test_that_a_line_without_seats_has_no_discount_that_the_funding_equals(plan: Plan) -> None:
    free = replace(plan, rate_lines=tuple(replace(line, seats=0) for line in plan.rate_lines))
    assert leaks(free, "13.37% off") != []
