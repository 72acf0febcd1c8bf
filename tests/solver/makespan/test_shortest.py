"""The shortest schedule against every placement of tiny instances."""

import pytest
from hypothesis import given, settings

from solver.audit import AuditError
from solver.cancel import Cancel
from solver.instance import Instance
from solver.makespan import shortest as door
from solver.makespan.model import Known
from solver.makespan.schedule import Placed, faults, makespan
from solver.makespan.shortest import shortest
from solver.search import Limits
from tests.solver.small_instances import a_mode, an_instance, every_placement, small_instances


def limits(*, workers: int = 1, seconds: float = 20.0, cancel: Cancel | None = None) -> Limits:
    return Limits(seconds, workers, 0, cancel or Cancel())


@pytest.mark.parametrize("workers", [1, 2])
@settings(max_examples=40)
@given(instance=small_instances())
def test_that_the_shortest_schedule_is_as_short_as_the_shortest_placement(workers: int, instance: Instance) -> None:
    lengths = [makespan(each) for each in every_placement(instance)]
    found = shortest(instance, limits(workers=workers, seconds=2.0))
    if not lengths:
        assert (found.status, found.placement, found.bound) == ("INFEASIBLE", None, None)
        return
    assert (found.status, found.makespan, found.bound) == ("OPTIMAL", min(lengths), min(lengths))
    assert found.placement is not None
    assert faults(instance, found.placement) == ()


def test_that_a_cancelled_search_keeps_what_was_found_at_once_and_claims_no_proof() -> None:
    cancel = Cancel()
    cancel.request()
    phases = {f"P{number}": [a_mode(2, crew=2), a_mode(1, crane=2, money=4)] for number in range(3)}
    found = shortest(an_instance(phases), limits(cancel=cancel))
    assert found.status in {"FEASIBLE", "UNKNOWN"}


def test_that_a_schedule_with_a_fault_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    mode = a_mode(2, crew=2)
    at_once = {"A": Placed(mode, 0), "B": Placed(mode, 1)}
    monkeypatch.setattr(door, "_known_at_once", lambda *_: Known("OPTIMAL", at_once, 3))
    with pytest.raises(AuditError, match="4 of crew are taken on 1, but there are 3"):
        shortest(an_instance({"A": [mode], "B": [mode]}), limits())


def test_that_a_phase_with_days_off_of_its_own_is_refused() -> None:
    instance = an_instance({"A": [a_mode(1)]})
    resting = instance.phases["A"]._replace(worked=(0, 1, 2, 3, 4, 4, 4))
    with pytest.raises(ValueError, match="'A' has days off"):
        shortest(instance._replace(phases={"A": resting}), limits())
