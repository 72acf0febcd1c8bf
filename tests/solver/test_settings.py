"""Objectives in words: read, written back, and refused with a sentence."""

from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.value import WHOLE
from solver.settings import STAGES, Aim, Objective, Term, aims, objective_words, read_objective

TERMS = st.lists(st.sampled_from(get_args(Term)), min_size=1, unique=True)


@given(terms=TERMS, draw=st.data())
def test_that_an_objective_that_is_written_is_read_back_as_the_same(terms: list[Term], draw: st.DataObject) -> None:
    objective: Objective = tuple(Aim(term, draw.draw(st.integers(0, WHOLE))) for term in terms)
    read = read_objective(objective_words(objective))
    if len(terms) == 1 and read in STAGES:  # a term alone, without a tolerance, is the preset of its name
        assert aims(read)[0] == aims(objective)[0]
    else:
        assert read == objective


@pytest.mark.parametrize("preset", STAGES)
def test_that_presets_are_read_by_their_names(preset: Objective) -> None:
    assert read_objective(objective_words(preset)) == preset


def test_that_a_list_names_terms_with_their_tolerances_in_order() -> None:
    assert read_objective("funding:2%, net-cost:0.5%,finish") == (
        Aim("funding", 200),
        Aim("net_cost", 50),
        Aim("finish", 0),
    )


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("", "'' is no term"),
        ("money", "'money' is no term"),
        ("funding:2", "'funding:2' is no term"),
        ("funding,,finish", "'' is no term"),
        ("funding:101%", "above 100%"),
        ("finish,funding:1%,finish", "'finish' stands twice"),
    ],
)
def test_that_other_words_are_refused_with_a_sentence_that_names_them(words: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        read_objective(words)


@given(term=st.sampled_from(get_args(Term)), best=st.integers(-(10**12), 10**12), tolerance=st.integers(0, WHOLE))
def test_that_an_aim_keeps_its_best_and_what_the_allowance_leaves_and_no_more(
    term: Term, best: int, tolerance: int
) -> None:
    aim = Aim(term, tolerance)
    worse = -1 if term in {"funding", "expected", "slack"} else 1
    assert aim.keeps(best, best)
    assert aim.keeps(best, best - worse)
    assert aim.keeps(best, best + worse * aim.allowance(best))
    assert not aim.keeps(best, best + worse * (aim.allowance(best) + 1))
