"""What is done with an ask: put on the agenda, or tried out as a scenario."""

from planner.edits import carried, put_on_agenda
from planner.funding.ask_words import ask_words
from planner.funding.asks import Ask, families, with_ask
from planner.plan import AgendaItem, Plan, State
from planner.rollout.schedule import Schedule
from planner.scenarios import free_name, keep_scenario


def find_ask(plan: Plan, ask_id: str) -> Ask | None:
    """The ask that is known so, of any number of days that could matter; None where the plan has none."""
    for family in families(plan):
        for ask in family.asks:
            if ask.id == ask_id:
                return ask
        other = _of_other_days(family.widest, ask_id)
        if other is not None and 0 < other.by <= family.most:
            return other
    return None


def _of_other_days(ask: Ask, ask_id: str) -> Ask | None:
    condition = ask._replace(by=0).id
    days = ask_id.removeprefix(f"{condition} +")
    return ask._replace(by=int(days)) if days != ask_id and days.isdecimal() else None


def asked(plan: Plan, schedule: Schedule | None, ask: Ask) -> AgendaItem:
    """The ask in the words in which it is put to the other side. schedule: whose dates the reason tells."""
    words = ask_words(plan, schedule, ask)
    return AgendaItem(whom=ask.whom, request=words.request, reason=words.reason)


def with_ask_on_agenda(state: State, ask: Ask) -> Plan:
    """The plan with the ask on its agenda; it is put there once."""
    return put_on_agenda(state.plan, asked(state.plan, state.schedule, ask))


def with_ask_as_scenario(state: State, ask: Ask, schedule: Schedule | None = None) -> Plan:
    """The plan with a scenario, named like the ask, in which it is granted.

    schedule: of the scenario, which a solver found for it; without one, what is left of the present schedule. Raises
    PlanError where the ask makes no sense in the plan.
    """
    plan = state.plan
    granted = with_ask(plan, ask)
    if schedule is None and state.schedule is not None:
        schedule = carried(state.schedule, plan, granted)
    return keep_scenario(plan, free_name(plan, ask.id), State(granted, schedule))
