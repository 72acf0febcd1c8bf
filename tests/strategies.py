"""Hypothesis strategies for plans and states. Whatever is drawn holds every invariant.

A value is drawn from its annotations, so a new field is exercised the day it is added; only what refers to something
else, or must agree with it, is given here by hand. ``tests.small_plans`` has the tiny plans that brute force can solve.
"""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from functools import cache
from typing import Any, TypeVar

import msgspec
from hypothesis import strategies as st
from msgspec import inspect

from planner.attachments import Attachment
from planner.catalogue.entries import Catalogue, Evidence, FastTrackWorkload, ListPrice, Programme, ProgrammeDefaults
from planner.funding.claim_rules import face_value
from planner.funding.credits import CombinedCap, Credit, ExchangeRate, OutcomeDate, StackingConfirmation
from planner.funding.entitlements import Entitlement
from planner.funding.measurements import LEAST_GROUP, LastActivity, Measurement, UsageCount
from planner.funding.product_seats import ProductSeats
from planner.funding.rates import RateLine
from planner.plan import Agreement, Plan, Scenario, State
from planner.rollout.actuals import Actual
from planner.rollout.calendars import WEEKDAYS, Calendar, Freeze, Region
from planner.rollout.dependencies import Dependency
from planner.rollout.partners import Partner
from planner.rollout.phases import RESERVED_OPTIONS, DeliveryOption, Milestone, Phase, Pin
from planner.rollout.quotes import Quote
from planner.rollout.schedule import Assignment, Claim, Schedule
from planner.sent.record import SentDocument, SentFile
from planner.value import LARGEST_AMOUNT, WHOLE, DateRange, Value, known_fields
from tests.small_plans import small_plans

__all__ = ["date_ranges", "plans", "programmes", "shares", "small_plans", "states", "texts", "usage_counts", "values"]

Draw = Callable[[st.SearchStrategy[Any]], Any]
SomeValue = TypeVar("SomeValue", bound=Value)

FIRST, LAST = date(2024, 2, 28), date(2031, 12, 31)
LONGEST_DURATION = 2_000
TELLING_TEXTS = (
    "Entra ID",
    "Zoë O’Brien",
    "日本支社 – 第1波",
    "🚀 \\ \"wave\" 'A' <&>",
    "e\u0301",
    "a, b; c=d",
    "=1+1",
)
"""Texts that have broken other programs: accents, wide letters, quotes, markup, formulas."""

PRINTABLE = st.characters(exclude_categories=("Cs", "Cc", "Cn")) | st.just("\n")
dates = st.dates(FIRST, LAST)


@cache
def texts(shortest: int = 0, longest: int = 12) -> st.SearchStrategy[str]:
    """Texts that a document can carry, of any script, line breaks included."""
    free = st.text(PRINTABLE, min_size=shortest, max_size=max(shortest, min(longest, 12)))
    return st.sampled_from([text for text in TELLING_TEXTS if shortest <= len(text) <= longest] or ["x"]) | free


@cache
@st.composite
def date_ranges(draw: Draw, longest: int = 400) -> DateRange:
    """Ranges of at least one day."""
    start = draw(dates)
    return DateRange(start, start + timedelta(days=draw(st.integers(0, longest))))


@cache
def shares(most: int = 3) -> st.SearchStrategy[tuple[int, ...]]:
    """Parts in basis points that sum to the whole."""
    cuts = st.lists(st.integers(0, WHOLE), max_size=most - 1).map(sorted)
    return cuts.map(lambda at: tuple(b - a for a, b in zip([0, *at], [*at, WHOLE], strict=True)))


@st.composite
def values(draw: Draw, kind: type[SomeValue], /, **given: st.SearchStrategy[Any]) -> SomeValue:
    """Values of a kind: the given fields as told, the others from their annotations, none unknown."""
    # Cheaper than st.builds, which examines all its strategies again for every plan.
    return kind(**{name: draw(strategy) for name, strategy in {**_fields(kind), **given}.items()})


@cache
def _fields(kind: type[Value]) -> dict[str, st.SearchStrategy[Any]]:
    described = inspect.type_info(kind)
    if not isinstance(described, inspect.StructType):
        raise TypeError(kind)
    shapes = {field.name: field.type for field in described.fields}
    return {name: _from_annotation(shapes[name]) for name in known_fields(kind)}


def _from_annotation(described: inspect.Type) -> st.SearchStrategy[Any]:
    match described:
        case inspect.Metadata():
            return _from_annotation(described.type)
        case inspect.UnionType(types):
            return st.one_of([_from_annotation(each) for each in types])
        case inspect.VarTupleType():
            return st.lists(_from_annotation(described.item_type), max_size=2).map(tuple)
        case inspect.TupleType(types):
            return st.tuples(*(_from_annotation(each) for each in types))
        case inspect.StructType():
            return BY_KIND[described.cls]() if described.cls in BY_KIND else values(described.cls)
    return _plain(described)


def _plain(described: inspect.Type) -> st.SearchStrategy[Any]:
    match described:
        case inspect.LiteralType(choices):
            return st.sampled_from(choices)
        case inspect.IntType():
            return _whole_numbers(described.ge, described.le)
        case inspect.StrType() if described.pattern is not None:
            return st.sampled_from(["USD", "EUR", "JPY", "CHF"])
        case inspect.StrType():
            return texts(described.min_length or 0, described.max_length or 12)
    return PLAIN[type(described)]


def _whole_numbers(least: float | None, most: float | None) -> st.SearchStrategy[int]:
    least, most = int(least or 0), int(most or 0)
    return st.integers(least, min(most, 50)) | st.integers(least, most)


PLAIN: Mapping[type[inspect.Type], st.SearchStrategy[Any]] = {
    inspect.NoneType: st.none(),
    inspect.BoolType: st.booleans(),
    inspect.DateType: dates,
    inspect.FloatType: st.floats(allow_nan=False, allow_infinity=False) | st.integers(-1_000, 1_000),
}


def _calendars() -> st.SearchStrategy[Calendar]:
    weekdays = st.lists(st.sampled_from(WEEKDAYS), min_size=1, unique=True).map(tuple)
    return values(Calendar, weekdays=st.just(WEEKDAYS[:5]) | weekdays)


@st.composite
def _agreements(draw: Draw) -> Agreement:
    days = draw(date_ranges())
    starts, ends = draw(st.sampled_from([(None, None), (days.start, None), (None, days.end), (days.start, days.end)]))
    agreement: Agreement = draw(values(Agreement, starts_on=st.just(starts), ends_on=st.just(ends)))
    return agreement


@st.composite
def _catalogues(draw: Draw) -> Catalogue:
    """Often none, else at most one entry of each kind: what several entries do to each other is tested elsewhere."""
    if draw(st.booleans()):
        return Catalogue()
    kinds = (FastTrackWorkload, Programme, ListPrice)
    fasttrack, programmes, prices = (draw(st.lists(_entries(kind), max_size=1).map(tuple)) for kind in kinds)
    return Catalogue(fasttrack=fasttrack, programmes=programmes, prices=prices)


@st.composite
def _entries(draw: Draw, kind: type[Value]) -> Any:  # noqa: ANN401 - an entry of the kind
    if kind in BY_KIND:
        return draw(BY_KIND[kind]())
    return msgspec.structs.replace(draw(values(kind)), **draw(_validity()))


@st.composite
def _validity(draw: Draw) -> dict[str, date | None]:
    """First and last day of an entry, where they are known."""
    days = draw(date_ranges())
    first, last = draw(st.sampled_from([(None, None), (days.start, None), (days.start, days.end)]))
    return {"effective_from": first, "effective_until": last}


@st.composite
def programmes(draw: Draw) -> Programme:
    """A programme each of whose defaults has its evidence."""
    defaults = draw(values(ProgrammeDefaults, tranches=shares()))
    evidence = (draw(values(Evidence, figures=st.just(()))), draw(values(Evidence, figures=st.just(defaults.given))))
    programme: Programme = draw(
        values(
            Programme,
            defaults=st.just(defaults),
            evidence=st.just(evidence if defaults.given else evidence[:1]),
        )
    )
    return msgspec.structs.replace(programme, **draw(_validity()))


@st.composite
def usage_counts(draw: Draw) -> UsageCount:
    """Counts whose parts sum to the people that there are."""
    people = st.integers(0, 50) | st.integers(0, 10_000_000)
    bands = draw(st.none() | values(LastActivity, **dict.fromkeys(known_fields(LastActivity), people)))
    if bands is None or bands.total < LEAST_GROUP:
        untold = dict.fromkeys(("active_28", "active_30", "bands"), st.none())
        activated = st.none() | st.just(LEAST_GROUP)
        return draw(values(UsageCount, activated=activated, **untold))  # type: ignore[no-any-return]
    given = {"assigned": bands.total, "active_30": bands.days_0_to_29, "bands": bands}
    active_28 = st.none() | st.integers(0, bands.days_0_to_29)
    fixed = {name: st.just(value) for name, value in given.items()}
    return draw(values(UsageCount, active_28=active_28, activated=st.none(), **fixed))  # type: ignore[no-any-return]


def _measurements() -> st.SearchStrategy[Measurement]:
    counts = st.lists(usage_counts(), max_size=2, unique_by=lambda each: (each.subject, each.kind, each.group))
    return values(Measurement, counts=counts.map(tuple))


def attachments() -> st.SearchStrategy[Attachment]:
    """Links to files beside the plan file or above it."""
    paths = st.sampled_from(["letter.pdf", "../SOWs/Zoë 1.docx", "a/b c.eml"])
    return values(Attachment, path=paths, sha256=st.sampled_from(["0" * 64, "9f" * 32]))


def _sent_files() -> st.SearchStrategy[SentFile]:
    return values(SentFile, sha256=st.sampled_from(["0" * 64, "9af" + "e" * 61]))


BY_KIND: Mapping[type, Callable[[], st.SearchStrategy[Any]]] = {
    DateRange: date_ranges,
    Attachment: attachments,
    Calendar: _calendars,
    Agreement: _agreements,
    Catalogue: _catalogues,
    Programme: programmes,
    UsageCount: usage_counts,
    Measurement: _measurements,
    SentFile: _sent_files,
}
"""Values whose own fields must agree."""


@cache
def _identifiers(most: int, least: int = 0) -> st.SearchStrategy[list[str]]:
    names = texts(1, 64).filter(lambda name: name not in RESERVED_OPTIONS)
    return st.lists(st.sampled_from(["A", "B1", "MV1", "Ω"]) | names, min_size=least, max_size=most, unique=True)


def _some(names: list[str]) -> st.SearchStrategy[tuple[str, ...]]:
    """Some of the names, each once."""
    if not names:
        return st.just(())
    return st.lists(st.sampled_from(names), max_size=3, unique=True).map(tuple)


@st.composite
def _options(draw: Draw, partners: list[str]) -> tuple[DeliveryOption, ...]:
    ids = draw(st.lists(st.sampled_from([*sorted(RESERVED_OPTIONS), *partners]), min_size=1, max_size=3, unique=True))
    return tuple(draw(_option(option_id)) for option_id in ids)


@st.composite
def _option(draw: Draw, option_id: str) -> DeliveryOption:
    is_partner = option_id not in RESERVED_OPTIONS
    kind, partner = ("partner", option_id) if is_partner else (option_id, None)
    quotes = st.lists(values(Quote), max_size=2).map(lambda all_: tuple(sorted(all_, key=lambda each: each.quoted_on)))
    option: DeliveryOption = draw(values(DeliveryOption, kind=st.just(kind), partner=st.just(partner), quotes=quotes))
    days = option.duration
    best = draw(st.none() | st.integers(1, days))
    worst = draw(st.none() | st.integers(days, LONGEST_DURATION))
    return msgspec.structs.replace(option, optimistic=best, pessimistic=worst)


@st.composite
def _milestones(draw: Draw) -> tuple[Milestone, ...]:
    if draw(st.booleans()):
        return ()
    return tuple(draw(values(Milestone, share=st.just(share))) for share in draw(shares()))


@st.composite
def _phases(draw: Draw, phase_id: str, partners: list[str], regions: list[str]) -> Phase:
    work = draw(date_ranges())
    return draw(  # type: ignore[no-any-return]
        values(
            Phase,
            id=st.just(phase_id),
            region=st.sampled_from(["Global", *regions]),
            options=_options(partners),
            milestones=_milestones(),
            earliest_start=st.sampled_from([None, work.start]),
            deadline=st.sampled_from([None, work.end]),
        )
    )


@st.composite
def _dependencies(draw: Draw, phases: list[str]) -> tuple[Dependency, ...]:
    """Links that run forward in a drawn order, so that they make no circle."""
    pairs = [(first, second) for number, first in enumerate(phases) for second in phases[number + 1 :]]
    if not pairs:
        return ()
    links = st.tuples(st.sampled_from(pairs), st.sampled_from(["FS", "SS", "FF", "SF"]))
    drawn = draw(st.lists(links, max_size=4, unique=True))
    return tuple(draw(_link(first, second, link_type)) for (first, second), link_type in drawn)


def _link(predecessor: str, successor: str, link_type: str) -> st.SearchStrategy[Dependency]:
    ends = {"predecessor": st.just(predecessor), "successor": st.just(successor)}
    return values(Dependency, type=st.just(link_type), **ends)


@st.composite
def _credits(draw: Draw, credit_id: str, plan: Plan) -> Credit:
    """A credit that fits the plan's partners, phases, caps and currency."""
    mode = draw(st.sampled_from(["none", "scaled", "all_or_nothing"]))
    targets = _outcome_dates(list(plan.phase)) if mode == "all_or_nothing" else st.just(())
    others = [code for code in ("USD", "EUR", "JPY") if code != plan.currency]
    credit: Credit = draw(
        values(
            Credit,
            id=st.just(credit_id),
            exchange=st.none() | values(ExchangeRate, currency=st.sampled_from(others)),
            approved_partners=_some(list(plan.partner)),
            combined_caps=_some([cap.id for cap in plan.combined_caps]),
            tranches=shares(),
            outcome_mode=st.just(mode),
            outcome_dates=targets,
        )
    )
    # A face within bounds in its own currency may be beyond them in the plan's.
    return credit if face_value(credit) <= LARGEST_AMOUNT else msgspec.structs.replace(credit, exchange=None)


def _product_seats() -> st.SearchStrategy[tuple[ProductSeats, ...]]:
    """Products with nothing in common."""
    of = {"workloads": st.just(("Intune", "Entra ID")), "skus": st.just(("SKU",))}
    first, second = (
        values(ProductSeats, product=st.just("E5"), **of),
        values(ProductSeats, product=st.just("Copilot"), workloads=st.just(("Copilot",)), skus=st.just(())),
    )
    return st.just(()) | st.tuples(first) | st.tuples(first, second)


def _exchange_rates(own: str) -> st.SearchStrategy[tuple[ExchangeRate, ...]]:
    others = st.sampled_from([code for code in ("USD", "EUR", "JPY") if code != own])
    rates = values(ExchangeRate, currency=others)
    return st.lists(rates, max_size=2, unique_by=lambda rate: (rate.currency, rate.dated)).map(tuple)


def _outcome_dates(phases: list[str]) -> st.SearchStrategy[tuple[OutcomeDate, ...]]:
    if not phases:
        return st.just(())
    return st.lists(values(OutcomeDate, phase=st.sampled_from(phases)), max_size=2).map(tuple)


@st.composite
def _confirmations(draw: Draw, credits_: list[str]) -> tuple[StackingConfirmation, ...]:
    pairs = [(first, second) for first in credits_ for second in credits_ if first != second]
    if not pairs:
        return ()
    return draw(  # type: ignore[no-any-return]
        st.lists(values(StackingConfirmation, credits=st.sampled_from(pairs)), max_size=2).map(tuple)
    )


@st.composite
def _pins(draw: Draw, phases: tuple[Phase, ...]) -> tuple[Pin, ...]:
    chosen = draw(st.lists(st.sampled_from(phases), max_size=2, unique_by=lambda each: each.id)) if phases else []
    return tuple(draw(_pin(phase)) for phase in chosen)


def _pin(phase: Phase) -> st.SearchStrategy[Pin]:
    options = st.none() | st.sampled_from([option.id for option in phase.options])
    return values(Pin, phase=st.just(phase.id), option=options)


@st.composite
def _progress(draw: Draw, plan: Plan) -> dict[str, Any]:
    """A status date and phases that have begun until then, or neither."""
    if draw(st.booleans()):
        return {"status_date": None, "actuals": ()}
    as_of = draw(st.dates(plan.start, plan.horizon))
    begun = (
        draw(st.lists(st.sampled_from(plan.phases), max_size=2, unique_by=lambda each: each.id)) if plan.phases else []
    )
    return {"status_date": as_of, "actuals": tuple(draw(_actual(phase, plan.start, as_of)) for phase in begun)}


@st.composite
def _actual(draw: Draw, phase: Phase, first: date, as_of: date) -> Actual:
    option = draw(st.sampled_from(phase.options)).id
    start = draw(st.dates(first, as_of))
    finish = draw(st.none() | st.dates(start, as_of))
    percents = st.none() | st.integers(0, 100) if finish is None else st.sampled_from([None, 100])
    ends = {
        "started_on": st.just(start),
        "finished_on": st.just(finish),
        "percent": percents,
        "told_on": st.none() | st.dates(first, as_of),
    }
    return draw(values(Actual, phase=st.just(phase.id), option=st.just(option), **ends))  # type: ignore[no-any-return]


def _each(kind: type[Value], ids: list[str], field: str = "id") -> st.SearchStrategy[tuple[Any, ...]]:
    return st.tuples(*(values(kind, **{field: st.just(each)}) for each in ids))


@st.composite
def plans(draw: Draw) -> Plan:
    """Any plan that holds its invariants, with every field exercised."""
    partners, regions, phases = draw(_identifiers(3)), draw(_identifiers(2)), draw(_identifiers(4))
    days = draw(date_ranges(longest=800))
    plan: Plan = draw(
        values(
            Plan,
            start=st.just(days.start),
            horizon=st.just(days.end),
            regions=_each(Region, regions, "name"),
            freezes=st.lists(values(Freeze, regions=_some(regions)), max_size=2).map(tuple),
            phases=st.tuples(*(_phases(each, partners, regions) for each in phases)),
            dependencies=_dependencies(draw(st.permutations(phases))),
            partners=_each(Partner, partners),
            credits=st.just(()),
            combined_caps=_each(CombinedCap, draw(_identifiers(2))),
            stacking_confirmations=st.just(()),
            entitlements=_each(Entitlement, draw(_identifiers(2))),
            rate_lines=_each(RateLine, draw(_identifiers(2)), "sku"),
            pins=st.just(()),
            baseline=st.none(),
            scenarios=st.just(()),
            status_date=st.none(),
            actuals=st.just(()),
            exchange_rates=st.just(()),
            product_seats=_product_seats(),
            sent=st.lists(values(SentDocument), max_size=2, unique_by=lambda each: each.version).map(tuple),
            measurements=st.lists(
                _measurements(), max_size=2, unique_by=lambda each: (each.report, each.refreshed_on)
            ).map(tuple),
        )
    )
    ids = draw(_identifiers(3))
    plan = msgspec.structs.replace(
        plan,
        credits=tuple(draw(_credits(each, plan)) for each in ids),
        stacking_confirmations=draw(_confirmations(ids)),
        pins=draw(_pins(plan.phases)),
        baseline=draw(st.none() | _baselines(plan.phases, ids)),
        exchange_rates=draw(_exchange_rates(plan.currency)),
        **draw(_progress(plan)),
    )
    return msgspec.structs.replace(plan, scenarios=draw(_scenarios(plan, ids)))


def _scenarios(plan: Plan, credits_: list[str]) -> st.SearchStrategy[tuple[Scenario, ...]]:
    """None, or the plan under another name and maybe with a schedule."""
    bare = msgspec.structs.replace(plan, measurements=(), baseline=None, agenda=(), sent=(), name="Otherwise")
    schedules = st.none() | _baselines(plan.phases, credits_)
    return st.just(()) | st.tuples(st.builds(Scenario, name=texts(1), plan=st.just(bare), schedule=schedules))


def _baselines(phases: tuple[Phase, ...], credits_: list[str]) -> st.SearchStrategy[Schedule]:
    """A schedule of the first phases; the first credit pays for each of them."""
    assignments = st.tuples(*(_assignments(phase) for phase in phases[:2]))
    claims = st.tuples(*(_claim(phase.id, credit) for phase in phases[:2] for credit in credits_[:1]))
    return st.builds(Schedule, assignments, claims)


@st.composite
def states(draw: Draw) -> State:
    """Any plan with any schedule whose references hold; whether it makes sense is another matter."""
    plan = draw(plans())
    if draw(st.booleans()):
        return State(plan)
    scheduled = [phase for phase in plan.phases if draw(st.booleans())]
    assignments = tuple(draw(_assignments(phase)) for phase in scheduled)
    pairs = [(phase, credit) for phase in plan.phase for credit in plan.credit]
    claimed = draw(st.lists(st.sampled_from(pairs), max_size=3, unique=True)) if pairs else []
    claims = tuple(draw(_claim(phase, credit)) for phase, credit in claimed)
    return State(plan, Schedule(assignments, claims))


@st.composite
def _assignments(draw: Draw, phase: Phase) -> Assignment:
    days = draw(date_ranges(longest=60))
    return Assignment(phase.id, draw(st.sampled_from(phase.options)).id, days.start, days.end)


def _claim(phase: str, credit: str) -> st.SearchStrategy[Claim]:
    return values(Claim, phase=st.just(phase), credit=st.just(credit))
