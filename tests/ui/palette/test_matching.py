"""What typed letters mean."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ui.palette.matching import best, matches, misfit, words

WORDS = st.text("abcdeé", min_size=1, max_size=6)
TEXTS = st.lists(WORDS, min_size=1, max_size=5).map(" ".join)


@pytest.mark.parametrize("typed", ["exp bus", "bus exp", "ebc", "exbuca", "export business case", "EXPORT", ""])
def test_that_beginnings_of_words_mean_the_text(typed: str) -> None:
    assert matches(typed, "Export business case")


@pytest.mark.parametrize("typed", ["xport", "export exp", "ecb", "export bank", "z"])
def test_that_other_letters_do_not(typed: str) -> None:
    assert not matches(typed, "Export business case")


@given(text=TEXTS, chooser=st.randoms(use_true_random=False))
def test_that_beginnings_of_some_words_in_any_order_mean_the_text(text: str, chooser: Random) -> None:
    chosen = [*words(text)]
    chooser.shuffle(chosen)
    typed = " ".join(word[: 1 + len(word) // 2] for word in chosen[: 1 + len(chosen) // 2])
    assert matches(typed, text)


@given(text=TEXTS)
def test_that_the_initials_of_all_words_mean_the_text(text: str) -> None:
    assert matches("".join(word[0] for word in words(text)), text)


@given(text=TEXTS, typed=TEXTS)
def test_that_more_letters_never_mean_more(text: str, typed: str) -> None:
    if matches(typed, text) and " " in typed:
        assert matches(typed.rpartition(" ")[0], text)


@given(text=TEXTS, letter=st.sampled_from("xyz"))
def test_that_a_letter_which_begins_no_word_means_nothing(text: str, letter: str) -> None:
    assert not matches(letter, text)


@given(texts=st.lists(TEXTS, unique=True), typed=TEXTS)
def test_that_the_nearest_come_first_and_none_is_lost(texts: list[str], typed: str) -> None:
    listed = best(typed, texts, lambda text: text, recent=())
    assert sorted(listed) == sorted(text for text in texts if matches(typed, text))
    distances = [misfit(typed, text) for text in listed]
    assert distances == sorted(each for each in distances if each is not None)


@given(texts=st.lists(TEXTS, unique=True, min_size=1), data=st.data())
def test_that_what_was_used_last_comes_first_where_nothing_is_typed(texts: list[str], data: st.DataObject) -> None:
    used = data.draw(st.sampled_from(texts))
    assert best("", texts, lambda text: text, recent=(used,))[0] == used
