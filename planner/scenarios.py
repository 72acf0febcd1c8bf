"""Scenarios: other plans beside the one at work, kept, compared and put in its place.

Each function takes what is open and returns what is open afterwards, as the edits do; what is refused raises PlanError
and changes nothing. A scenario shares with the plan at work all that is the same in both.
"""

from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple

from msgspec.structs import replace

from planner.checks import schedule_faults
from planner.funding.ledgers import funding_ledger
from planner.invariants import KEPT_ONCE, Fault, PlanError, edit_faults
from planner.plan import Plan, Scenario, State
from planner.rollout.difference import moved
from planner.rollout.schedule import Schedule
from planner.rollout.tracking import with_begun
from planner.unknown import without_unknown
from planner.value import Value, known_fields

HISTORY = ("status_date", "actuals")
"""Fields that say what has become of the work."""

BEFORE = "Before"
"""How the plan is called that a scenario took the place of."""


def scenario_of(name: str, state: State) -> Scenario:
    """A State as a scenario of that name, without what only the plan at work holds."""
    return Scenario(name=name, plan=_bare(state.plan), schedule=state.schedule)


def keep_scenario(plan: Plan, name: str, state: State) -> Plan:
    """Keep a State, which may be the one at work, as a scenario behind the others."""
    return _with_scenarios(plan, (*plan.scenarios, _sharing(scenario_of(name.strip(), state), plan)))


def rename_scenario(plan: Plan, name: str, to: str) -> Plan:
    """Give a scenario another name."""
    _scenario(plan, name)
    renamed = (replace(each, name=to.strip()) if each.name == name else each for each in plan.scenarios)
    return _with_scenarios(plan, tuple(renamed))


def remove_scenario(plan: Plan, name: str) -> Plan:
    """Remove a scenario; the plan at work stays as it is."""
    _scenario(plan, name)
    return _with_scenarios(plan, tuple(each for each in plan.scenarios if each.name != name))


def promote_scenario(state: State, name: str) -> State:
    """Put a scenario in the place of the plan at work, which is kept in its stead as ``Before`` with its name.

    What only the plan at work holds (measurements, the baseline, the other scenarios) stays, and so does what has
    become of the work: no plan changes history, and a scenario that it does not fit is refused.
    """
    plan, chosen = state.plan, _scenario(state.plan, name)
    taken = {each.name for each in plan.scenarios} - {name}
    former = scenario_of(_free_name(f"{BEFORE} {name}", taken), state)
    promoted = replace(chosen.plan, **{field: getattr(plan, field) for field in (*KEPT_ONCE, *HISTORY)})
    scenarios = tuple(former if each.name == name else each for each in plan.scenarios)
    faults = edit_faults(chosen.plan, promoted)
    if faults:
        raise PlanError(faults)
    after = _with_scenarios(promoted, scenarios)
    return State(after, None if chosen.schedule is None else with_begun(after, chosen.schedule))


def free_name(plan: Plan, wished: str) -> str:
    """The wished name, with a number behind it if a scenario has it already."""
    return _free_name(wished, {each.name for each in plan.scenarios})


def is_same_rollout(plan: Plan, other: Plan) -> bool:
    """Whether a schedule found for one is one for the other: they share all but what only the plan at work holds."""
    fields = (field for field in Plan.__struct_fields__ if field not in KEPT_ONCE)
    return plan is other or all(getattr(plan, field) is getattr(other, field) for field in fields)


def is_same_work(state: State, other: State) -> bool:
    """Whether what was found out about one holds for the other: one rollout, dates and claims alike."""
    return is_same_rollout(state.plan, other.plan) and state.schedule == other.schedule


def with_shared_scenarios(plan: Plan) -> Plan:
    """The same plan, as read from a file, its scenarios sharing with it what is the same."""
    return replace(plan, scenarios=tuple(_sharing(each, plan) for each in plan.scenarios)) if plan.scenarios else plan


def _bare(plan: Plan) -> Plan:
    """The plan without what no scenario holds."""
    return replace(plan, scenarios=(), measurements=(), baseline=None, agenda=(), sent=(), unknown_in_file=())


def _scenario(plan: Plan, name: str) -> Scenario:
    found = next((each for each in plan.scenarios if each.name == name), None)
    if found is None:
        known = ", ".join(each.name for each in plan.scenarios) or "none"
        raise PlanError((Fault("plan.scenarios", f"There is no scenario '{name}'.", f"Scenarios: {known}."),))
    return found


def _with_scenarios(plan: Plan, scenarios: tuple[Scenario, ...]) -> Plan:
    """The plan with those scenarios. Raises PlanError for an empty name, one that occurs twice, or a broken plan."""
    blank = next((number for number, each in enumerate(scenarios) if not each.name), None)
    if blank is not None:
        raise PlanError((Fault(f"plan.scenarios[{blank}].name", "A scenario needs a name.", "Write one."),))
    changed = replace(plan, scenarios=scenarios)
    faults = edit_faults(plan, changed)
    if faults:
        raise PlanError(faults)
    return changed


def _free_name(wished: str, taken: set[str]) -> str:
    name, number = wished, 2
    while name in taken:
        name, number = f"{wished} {number}", number + 1
    return name


def _sharing(scenario: Scenario, plan: Plan) -> Scenario:
    """The scenario with the objects of the plan wherever they are equal to its own."""
    fields = {field: _shared(getattr(scenario.plan, field), getattr(plan, field)) for field in Plan.__struct_fields__}
    return replace(scenario, plan=replace(scenario.plan, **fields))


def _shared(own: Any, other: Any) -> Any:  # noqa: ANN401 - any field of a plan
    if own == other and type(own) is type(other):
        return other
    if isinstance(own, tuple) and isinstance(other, tuple):
        known = {_key(each): each for each in other}
        return tuple(known[_key(each)] if known.get(_key(each)) == each else each for each in own)
    return own


def _key(part: object) -> object:
    """What tells an entry among its kind: its identifier, or all of it."""
    return getattr(part, "id", part) if isinstance(part, Value) else part


# Comparing


class Compared(NamedTuple):
    """What a plan comes to under its schedule, beside others. Sums are whole units of its currency; internal.

    funding: all claims. face: of all credits. moved: phases that have other dates or another deliverer than in
    the first of the compared plans. faults: rules that the schedule breaks. by_credit: what each credit pays.
    finish: None without any dates. has_schedule: False where nothing has dates, so that no figure means anything.
    """

    name: str
    currency: str
    funding: int
    face: int
    expected: int
    gross_cost: int
    net_cost: int
    finish: date | None
    moved: int
    faults: int
    by_credit: dict[str, int]
    has_schedule: bool


def compared(named: list[tuple[str, State]]) -> tuple[Compared, ...]:
    """Each State beside the first."""
    first = named[0][1].schedule or Schedule(()) if named else Schedule(())
    return tuple(_compared(name, state, first) for name, state in named)


def beside(state: State, name: str) -> list[tuple[str, State]]:
    """The State at work under that name, then all its scenarios."""
    return [(name, state), *((each.name, State(each.plan, each.schedule)) for each in state.plan.scenarios)]


def _compared(name: str, state: State, first: Schedule) -> Compared:
    plan, schedule = state.plan, state.schedule or Schedule(())
    ledger = funding_ledger(plan, schedule)
    return Compared(
        name=name,
        currency=plan.currency,
        funding=ledger.planned,
        face=ledger.face,
        expected=ledger.expected,
        gross_cost=ledger.gross_cost,
        net_cost=ledger.net_cost,
        finish=ledger.finish,
        moved=moved(first, schedule),
        faults=len(schedule_faults(state)),
        by_credit={account.credit: account.planned for account in ledger.accounts},
        has_schedule=bool(schedule.assignments),
    )


class Changed(NamedTuple):
    """A fact that one plan states otherwise than another. before, after: None where it is not stated at all.

    place: what it is about, as ``credit ME1`` or ``plan``. field: its name in the plan file.
    """

    place: str
    field: str
    before: Any
    after: Any


KINDS = {
    "phases": "phase",
    "credits": "credit",
    "partners": "partner",
    "regions": "region",
    "combined_caps": "combined cap",
    "entitlements": "entitlement",
    "rate_lines": "rate line",
    "pins": "pin of",
    "actuals": "progress of",
    "product_seats": "seats of",
}
"""Lists of a plan whose entries have a name, and what one of them is called."""


def changed_facts(before: Plan, after: Plan) -> tuple[Changed, ...]:
    """Every fact in which the second plan differs from the first, in the order of the plan; scenarios are none."""
    return tuple(_changed_facts(without_unknown(_bare(before)), without_unknown(_bare(after))))


def _changed_facts(before: Plan, after: Plan) -> Iterator[Changed]:
    for field in known_fields(Plan):
        old, new = getattr(before, field), getattr(after, field)
        if old is new or old == new:
            continue
        if field in KINDS:
            yield from _changed_entries(KINDS[field], old, new)
        else:
            yield Changed("plan", field, old, new)


def _changed_entries(kind: str, before: tuple[Value, ...], after: tuple[Value, ...]) -> Iterator[Changed]:
    old, new = ({_name(each): each for each in entries} for entries in (before, after))
    for name in {**old, **new}:
        if name not in new or name not in old:
            yield Changed(f"{kind} {name}", "", old.get(name), new.get(name))
        elif old[name] != new[name]:
            for field in known_fields(type(old[name])):
                was, now = getattr(old[name], field), getattr(new[name], field)
                if was != now:
                    yield Changed(f"{kind} {name}", field, was, now)


def _name(entry: Value) -> str:
    return str(
        next(getattr(entry, field) for field in ("id", "name", "sku", "phase", "product") if hasattr(entry, field))
    )
