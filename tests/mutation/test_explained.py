"""The account of mutants tallies both ways."""

from tests.mutation.__main__ import Mutant, disagreements, explained

OLD, NEW = Mutant("module.old", "a + b", "a - b"), Mutant("module.new", "a < b", "a <= b")


def test_that_a_survivor_without_a_reason_and_a_reason_without_a_survivor_are_named() -> None:
    assert list(disagreements([OLD], {OLD: "Nothing is added."})) == []
    survives, stale = disagreements([NEW], {OLD: "Nothing is added."})
    assert survives.startswith("SURVIVES module.new")
    assert stale.startswith("IS KILLED OR GONE")
    assert "module.old" in stale


def test_that_every_mutant_on_the_list_is_one_of_a_changed_module_and_has_a_reason() -> None:
    for mutant, reason in explained().items():
        assert mutant.function.startswith("planner.")
        assert mutant.was != mutant.becomes
        assert reason
