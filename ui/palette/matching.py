"""Which texts a few typed letters mean: by the beginnings of words, without any order of theirs."""

import re
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from typing import TypeVar

Entry = TypeVar("Entry")


@lru_cache(maxsize=8_192)
def words(text: str) -> tuple[str, ...]:
    """The words of a text, small, without what stands between them."""
    return tuple(re.findall(r"\w+", text.casefold()))


def matches(typed: str, text: str) -> bool:
    """Whether every typed word begins a word of the text, each another one, or is made of beginnings of words.

    ``exp bus`` and ``ebc`` both mean ``Export business case``; nothing typed means everything.
    """
    return misfit(typed, text) is not None


def misfit(typed: str, text: str) -> int | None:
    """How far the text is from what was typed, 0 the nearest; None where it is not meant.

    Words in the order of the text come before others, whole beginnings before initials, and short texts before long.
    """
    asked, held = words(typed), words(text)
    if not asked:
        return 0
    if _in_order(asked, held):
        return 0 if held[0].startswith(asked[0]) else 1
    if _any_order(asked, held):
        return 2
    return 3 if len(asked) == 1 and _initials(asked[0], held) else None


def best(typed: str, entries: Iterable[Entry], text: Callable[[Entry], str], recent: Sequence[str]) -> list[Entry]:
    """The entries that are meant, those used lately first among equally near ones, then in their own order."""
    place = {used: number for number, used in enumerate(recent)}
    found = [(misfit(typed, text(entry)), entry) for entry in entries]
    meant = [(far, entry) for far, entry in found if far is not None]
    meant.sort(key=lambda each: (each[0], place.get(text(each[1]), len(place))))
    return [entry for _, entry in meant]


def _in_order(asked: tuple[str, ...], held: tuple[str, ...]) -> bool:
    rest = iter(held)
    return all(any(word.startswith(each) for word in rest) for each in asked)


def _any_order(asked: tuple[str, ...], held: tuple[str, ...]) -> bool:
    """Each typed word takes a word of its own; the longest choose first, as they fit the fewest."""
    free = list(held)
    for each in sorted(asked, key=len, reverse=True):
        taken = next((word for word in free if word.startswith(each)), None)
        if taken is None:
            return False
        free.remove(taken)
    return True


def _initials(typed: str, held: tuple[str, ...]) -> bool:
    """Whether the letters are beginnings of words that follow each other, none of them left out in between."""
    return any(_begins(typed, held[first:]) for first, word in enumerate(held) if word[0] == typed[0])


def _begins(typed: str, held: tuple[str, ...]) -> bool:
    if not typed:
        return True
    if not held:
        return False
    shared = next((n for n, pair in enumerate(zip(typed, held[0], strict=False)) if pair[0] != pair[1]), None)
    longest = min(len(typed), len(held[0])) if shared is None else shared
    return any(_begins(typed[taken:], held[1:]) for taken in range(longest, 0, -1))
