"""A sweep gives one table whoever works on it, loses nothing when a worker dies, and keeps what it has when stopped."""

import os
import pickle
import re
import signal
import sys
from collections.abc import Iterator
from concurrent.futures import Executor
from datetime import date
from types import SimpleNamespace

import pytest
from distributed import Client, LocalCluster
from hypothesis import example, given, settings
from msgspec.structs import replace

from planner.files import read
from planner.funding.asks import asks, families
from planner.funding.funding_facts import funding_facts
from planner.plan import Agreement, Plan, Sponsorship
from resources import path
from solver.asks.crew import ClusterError, Crew, answer, dask_cluster, local_processes, this_process
from solver.asks.sweep import Swept, sweep
from solver.asks.worth import OF_FUNDING, Limits, base_of
from solver.cancel import Cancel
from solver.settings import Settings
from solver.solve import solve
from tests.builders import a_credit, a_partner, a_phase, a_plan, a_rate_line, by_partner
from tests.small_plans import small_plans
from tests.solver.test_change_board import short_of_days


@pytest.fixture(scope="module")
def hartwell() -> Plan:
    """The smaller sample: eight phases, whose sweep takes some seconds."""
    return read(path("samples/hartwell.rollout")).plan


@pytest.fixture(scope="module")
def by_one_process(hartwell: Plan) -> Swept:
    with this_process() as crew:
        *_, last = sweep(hartwell, crew)
    return last


def test_that_a_sweep_answers_every_ask_once_and_sorts_by_gain(hartwell: Plan, by_one_process: Swept) -> None:
    assert by_one_process.is_proven
    assert {ask.id for ask in asks(hartwell)} <= {worth.ask.id for worth in by_one_process.worths}
    assert len({worth.ask.id for worth in by_one_process.worths}) == len(by_one_process.worths)
    gains = [worth.gain for worth in by_one_process.worths if worth.gain is not None]
    assert gains == sorted(gains, reverse=True)
    assert gains[0] > 0


def test_that_two_processes_give_the_table_of_one(hartwell: Plan, by_one_process: Swept) -> None:
    with local_processes(2) as crew:
        *_, last = sweep(hartwell, crew)
    assert last == by_one_process


@pytest.fixture
def cluster() -> Iterator[LocalCluster]:
    with LocalCluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None) as cluster:
        yield cluster


def test_that_a_dask_cluster_loses_nothing_when_one_of_its_two_processes_is_killed(
    hartwell: Plan, by_one_process: Swept, cluster: LocalCluster
) -> None:
    with Client(cluster, set_as_default=False) as watching:
        processes = watching.run(os.getpid)
    assert len(set(processes.values())) == 2
    told, killed = [], False
    with dask_cluster(cluster.scheduler_address) as crew:
        for swept in sweep(hartwell, crew):
            told.append(swept)
            if swept.done >= 3 and not killed:
                assert not swept.is_complete
                os.kill(next(iter(processes.values())), signal.SIGKILL)
                killed = True
    assert killed
    assert told[-1] == by_one_process
    assert [swept.done for swept in told] == sorted({swept.done for swept in told})


def test_that_a_cluster_without_dask_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(ClusterError, match=r"pip install 'launchwindow\[cluster\]'"), dask_cluster("tcp://any"):
        pass


def test_that_workers_without_the_program_are_told_to_lack_it(monkeypatch: pytest.MonkeyPatch) -> None:
    client = SimpleNamespace(get_executor=lambda **_: None, close=lambda: None)
    fake = SimpleNamespace(Client=lambda *_, **__: client, KilledWorker=RuntimeError)
    monkeypatch.setitem(sys.modules, "distributed", fake)
    with pytest.raises(ClusterError, match="tcp://any lack this program"), dask_cluster("tcp://any"):
        raise ModuleNotFoundError("No module named 'solver'")


def dying(crew: Crew, times: int) -> tuple[Crew, list[Executor]]:
    """The crew, in which a process dies of its first work, as if killed, in so many executors; and those it made."""
    made: list[Executor] = []

    def make() -> Executor:
        made.append(crew.make())
        if len(made) <= times:
            made[-1].submit(os._exit, 1)
        return made[-1]

    return crew._replace(make=make), made


def test_that_a_local_process_that_dies_is_replaced_and_nothing_counts_twice(
    hartwell: Plan, by_one_process: Swept
) -> None:
    with local_processes(2) as crew:
        mortal, made = dying(crew, 1)
        *_, last = sweep(hartwell, mortal)
    assert len(made) == 2
    assert last == by_one_process


def test_that_families_that_workers_die_of_twice_are_told_as_lost(hartwell: Plan) -> None:
    with local_processes(1) as crew:
        mortal, made = dying(crew, 9)
        *_, last = sweep(hartwell, mortal)
    assert len(made) == 2
    assert last.lost > 0
    assert last.done + last.lost == last.of


def test_that_a_stopped_sweep_keeps_what_is_proven(hartwell: Plan, by_one_process: Swept) -> None:
    cancel, told = Cancel(), []
    with this_process() as crew:
        for swept in sweep(hartwell, crew, cancel=cancel):
            told.append(swept)
            if swept.done >= 2:
                cancel.request()
    assert 2 <= told[-1].done < told[-1].of
    assert set(told[-1].worths) <= set(by_one_process.worths)


def test_that_a_local_process_hears_the_request_to_stop(hartwell: Plan) -> None:
    cancel = Cancel()
    with local_processes(1) as crew:
        for swept in sweep(hartwell, crew, cancel=cancel):
            if swept.done >= 1:
                cancel.request()
    assert swept.done < swept.of


def test_that_no_sweep_is_told_of_a_plan_without_any_schedule() -> None:
    plan = a_plan(phases=(a_phase(deadline=date(2027, 1, 5)),))
    with this_process() as crew:
        assert list(sweep(plan, crew)) == []


# What workers are sent


@settings(max_examples=60)
@given(plan=small_plans())
@example(plan=short_of_days())
@example(plan=replace(short_of_days(), phases=(a_phase(change=True, change_requested=date(2026, 12, 31)),)))
def test_that_the_facts_of_funding_have_the_same_most_funding(plan: Plan) -> None:
    ours, theirs = (solve(each, Settings(OF_FUNDING, workers=1)) for each in (plan, funding_facts(plan)))
    assert ours.status == theirs.status
    assert ours.stages[0].value == theirs.stages[0].value
    assert [ask.id for ask in asks(plan)] == [ask.id for ask in asks(funding_facts(plan))]


SECRETS = {
    "list price": 61_731,
    "seats on the price sheet": 48_611,
    "asked": 1_237,
    "offered": 319,
    "uplift": 547,
    "discount rate": 813,
    "confidence": 7_919,
    "cost above the eligible": 94_321,
    "day rate": 1_471,
}


def test_that_nothing_of_the_rates_and_no_text_is_sent_to_a_worker() -> None:
    plan = a_plan_with_secrets()
    base = base_of(funding_facts(plan), Limits())
    assert base is not None
    for family in families(plan):
        sent = (answer, base, family, 60.0)
        found = numbers_and_texts(sent)
        assert not found & set(SECRETS.values())
        assert not [text for text in found if isinstance(text, str) and "secret" in text.casefold()]
        raw = pickle.dumps(sent, protocol=0).decode("latin-1")
        assert "secret" not in raw.casefold()
        assert not set(map(int, re.findall(r"\d+", raw))) & set(SECRETS.values())


def test_that_the_search_for_secrets_finds_them_in_the_plan_itself() -> None:
    found = numbers_and_texts(a_plan_with_secrets())
    assert set(SECRETS.values()) <= found
    assert sum("secret" in text for text in found if isinstance(text, str)) >= 10


def numbers_and_texts(value: object) -> set[object]:
    """Every number and text inside, as a worker that reads what it is sent could find it."""
    found: set[object] = set()
    waiting: list[object] = [value]
    while waiting:
        inside = waiting.pop()
        if isinstance(inside, int | str | float):
            found.add(inside)
        elif isinstance(inside, tuple | list | set | frozenset):
            waiting += inside
        elif isinstance(inside, dict):
            waiting += [*inside, *inside.values()]
        elif hasattr(inside, "__struct_fields__"):
            waiting += [getattr(inside, field) for field in inside.__struct_fields__]
            waiting.append(getattr(inside, "__dict__", {}))
    return found


def a_plan_with_secrets() -> Plan:
    """Every figure and text that has nothing to do with the most funding is unlike any other."""
    phase = a_phase(
        options=(by_partner(cost=94_321),), name="secret phase", owner="secret owner", exclusions=("secret",)
    )
    credit = a_credit(
        confidence=7_919,
        name="secret offer",
        contact="secret contact",
        conditions="secret conditions",
        source_document="secret letter",
        owner="secret owner",
    )
    return a_plan(
        name="secret plan",
        customer="secret customer",
        phases=(phase,),
        credits=(credit,),
        partners=(a_partner(name="secret partner", day_rate=1_471),),
        rate_lines=(a_rate_line("secret", list_price=61_731, seats=48_611, asked=1_237, offered=319, uplift=547),),
        discount_rate=813,
        agreement=Agreement(number="secret number", account_team_contact="secret person"),
        sponsorship=Sponsorship(business_problem="secret problem"),
    )
