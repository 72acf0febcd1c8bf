"""The readers of the four formats, on tiny files of our own, and on the public ones where they are at hand."""

import pytest

from planner.rollout.dependencies import Dependency
from tests.benchmarks.scheduling.library import Public, public_instances
from tests.benchmarks.scheduling.patterson import read_patterson
from tests.benchmarks.scheduling.progen_max import read_progen_max
from tests.benchmarks.scheduling.projects import Activity, Project, instance_of
from tests.benchmarks.scheduling.psplib import read_psplib

STARS = "*" * 20
TINY = f"""{STARS}
jobs (incl. supersource/sink ):  4
RESOURCES
  - renewable                 :  2   R
  - nonrenewable              :  1   N
  - doubly constrained        :  0   D
{STARS}
PRECEDENCE RELATIONS:
jobnr.    #modes  #successors   successors
   1        1          2           2   3
   2        2          1           4
   3        1          1           4
   4        1          0
{STARS}
REQUESTS/DURATIONS:
jobnr. mode duration  R 1  R 2  N 1
--------------------
  1      1     0       0    0    0
  2      1     3       1    0    2
         2     1       2    2    5
  3      1     4       0    1    0
  4      1     0       0    0    0
{STARS}
RESOURCEAVAILABILITIES:
  R 1  R 2  N 1
    2    3    6
{STARS}
"""
NOTHING = (Activity(0, (0, 0), (0,)),)
IN_ORDER = tuple(Dependency(predecessor=a, successor=b) for a, b in (("1", "2"), ("1", "3"), ("2", "4"), ("3", "4")))


def test_that_a_file_of_psplib_gives_jobs_with_modes_demands_and_uses() -> None:
    jobs = {"1": NOTHING, "2": (Activity(3, (1, 0), (2,)), Activity(1, (2, 2), (5,)))}
    jobs |= {"3": (Activity(4, (0, 1), (0,)),), "4": NOTHING}
    assert read_psplib(TINY) == Project(jobs, IN_ORDER, (2, 3), (6,))


def test_that_the_headings_of_mmlib_are_read_as_those_of_psplib() -> None:
    other = TINY.replace("REQUESTS/DURATIONS:", "REQUESTS/DURATIONS").replace("R 1  R 2  N 1\n-", "R1\tR2\tN1\t\n-")
    other = other.replace("RESOURCEAVAILABILITIES:", " RESOURCE AVAILABILITIES ").replace("  - ", "- ")
    assert other != TINY
    assert read_psplib(other) == read_psplib(TINY)


@pytest.mark.parametrize(
    "missing", ["    2    3    6\n", "         2     1       2    2    5\n", "PRECEDENCE RELATIONS:"]
)
def test_that_a_file_of_psplib_with_a_part_missing_is_refused(missing: str) -> None:
    with pytest.raises(ValueError, match=r"section ends|no part"):
        read_psplib(TINY.replace(missing, ""))


def test_that_numbers_of_pattersons_form_may_stand_on_any_line() -> None:
    project = read_patterson("4 2\n2 3\n0 0 0 2 2\n3\n3 1 0 1 4\n4 0 1 1\n 4\n0 0 0 0")
    jobs = {"1": (Activity(0, (0, 0)),), "2": (Activity(3, (1, 0)),)}
    jobs |= {"3": (Activity(4, (0, 1)),), "4": (Activity(0, (0, 0)),)}
    assert project == Project(jobs, IN_ORDER, (2, 3))


def test_that_a_file_of_pattersons_form_that_ends_too_early_is_refused() -> None:
    with pytest.raises(ValueError, match="ends where"):
        read_patterson("4 2\n2 3\n0 0 0 2 2\n3")


PROGEN = "2 1 0 0\n0 1 1 1 [2]\n1 1 2 2 3 [-3] [4]\n2 1 2 3 1 [1] [-5]\n3 1 0\n0 1 0 0\n1 1 4 2\n2 1 1 1\n3 1 0 0\n3\n"


def test_that_lags_of_progen_max_hold_between_starts_and_may_be_negative() -> None:
    project = read_progen_max(PROGEN)
    links = {(link.predecessor, link.successor): (link.type, link.lag) for link in project.links}
    lags = {("0", "1"): 2, ("1", "2"): -3, ("1", "3"): 4, ("2", "3"): 1, ("2", "1"): -5}
    assert links == {pair: ("SS", lag) for pair, lag in lags.items()}
    assert project.jobs["1"] == (Activity(4, (2,)),)
    assert project.renewables == (3,)


@pytest.mark.parametrize("wrong", [PROGEN.replace(" [4]", ""), PROGEN.replace("1 1 4 2\n", "1 1 4\n")])
def test_that_a_file_of_progen_max_of_another_form_is_refused(wrong: str) -> None:
    with pytest.raises(ValueError, match="must have"):
        read_progen_max(wrong)


def test_that_the_instance_lets_jobs_start_whenever_all_of_them_in_a_row_would_have_ended() -> None:
    instance = instance_of(read_psplib(TINY))
    assert [[mode.starts[-1] for mode in phase.modes] for phase in instance.phases.values()] == [[0], [4, 6], [3], [7]]
    assert dict(instance.renewables) == {"R1": 2, "R2": 3}
    assert dict(instance.nonrenewables) == {"N1": 6}
    assert instance.phases["2"].modes[1].demands == (("R1", 2), ("R2", 2))


PUBLIC = list(public_instances())


@pytest.mark.skipif(not PUBLIC, reason="the shared benchmarks are not beside the repository")
def test_that_all_public_instances_can_be_read() -> None:
    assert {each.name: _jobs_without_ends(each) for each in PUBLIC} == {each.name: each.jobs for each in PUBLIC}


def _jobs_without_ends(public: Public) -> int:
    project = public.project()
    assert all(demand <= there for way in _ways(project) for demand, there in zip(*way, strict=True))
    return len(project.jobs) - 2


def _ways(project: Project) -> list[tuple[tuple[int, ...], tuple[int, ...]]]:
    return [(way.demands, project.renewables) for ways in project.jobs.values() for way in ways]
