"""Strings: words by which a letter ties its money to what the customer buys later, found clause by clause."""

import re
from collections.abc import Iterator
from typing import NamedTuple

DUTY = r"\b(?:must|shall|(?:has|have|agrees?|required|obliged|undertakes?)\s+to)"
GROW = r"(?:(?:buy|purchas|order|acquir|expand|increas|upgrad|renew)\w*|add(?:ing)?\b)"
GROWTH = rf"(?:{GROW}|(?:expansion|growth|uplift)\b)"
SEATS = r"(?:seats?|licen[cs]es?|subscriptions?)"
SHRINK = r"(?:reduc|decreas|lower|drop|cancel|shrink|step(?:ped|ping)?\s+down)\w*"
EDITION = r"(?:(?:Microsoft\s+365|Office\s+365|M365|O365)\s+)?[EF][1-9]\b"

PROMISES: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), reason)
    for pattern, reason in (
        (rf"\bcommit\w*\s+to\s+(?:an?\s+)?{GROWTH}", "a promise to buy or grow"),
        (r"\b(?:purchase|expansion|growth|renewal)\s+commitment\b", "a promise to buy or grow"),
        (r"\b(?:consumption|spend(?:ing)?|volume|seat|MACC)\s+commitment\b", "a promise to spend"),
        (rf"{DUTY}\s+{GROW}", "a duty to buy or grow"),
        (rf"\b(?:customer|you)\s+will\s+{GROW}", "a duty to buy or grow"),
        (rf"\bagree\w*\s+to\s+(?:an?\s+)?(?:[\w-]+\s+)?{GROWTH}", "a duty to buy or grow"),
        (rf"\b(?:additional|further|more)\s+{SEATS}\b.*\b(?:must|shall|required)\b", "a duty to grow"),
        (r"\bminimum\s+(?:of\s+)?(?:\d[\d,.]*\s+)?additional\b", "growth as a condition"),
        (
            rf"\b(?:condition(?:al|ed)|contingent|depend(?:s|ent|ing)?)\s+(?:up)?on\b.*\b{GROWTH}",
            "growth as a condition",
        ),
        (rf"\bin\s+(?:exchange|return)\s+for\b.*\b{GROWTH}", "growth as the price"),
        (rf"\bprovided\s+(?:that|the\s+customer|customer|you)\b.*\b{GROW}", "growth as a condition"),
        (r"\b(?:valid|only)\b.*\bwith\s+(?:an?\s+|the\s+)?renewal\b", "a renewal as a condition"),
        (rf"\bint(?:ent|ents|ends?|ention)\s+(?:is\s+)?to\s+{GROW}", "an intention to grow, in writing"),
        (r"\bupgrad\w+\s+to\b", "a move to a dearer product"),
        (rf"\b(?:mov|switch|step|transition)\w*(?:[\s-]up)?\s+to\s+{EDITION}", "a move to a dearer product"),
        (
            rf"^(?=.*\b(?:{SEATS}|quantit\w+|spend)\b).*\b(?:must|may|shall|can|will)\s*not\s+(?:be\s+)?{SHRINK}",
            "a promise not to shrink",
        ),
        (rf"\bno\s+(?:reduction|decrease|step[\s-]?down)\b.*\b{SEATS}", "a promise not to shrink"),
        (rf"\b(?:void|laps\w+|forfeit\w*|repa(?:y|id)\w*|claw\w*)\b.*\b{SEATS}.*\b{SHRINK}", "a penalty on shrinking"),
    )
)
"""Words by which a letter ties its money to later growth, and what they ask for."""

DENIAL_BEFORE = re.compile(
    r"(?:\b(?:no(?!\s+later)|not(?!\s+(?:only|later))|never|neither|without|nor)\b|n't\b)(?:[^\w,]+\w+){0,6}[^\w,]*$",
    re.IGNORECASE,
)
DENIAL_AFTER = re.compile(r"[^,]*\bnot\s+(?:required|requested|needed|expected|asked)\b", re.IGNORECASE)
"""A promise that follows the one, or precedes the other, between the same commas is not made."""


class Promise(NamedTuple):
    """A clause of a letter, quoted, and what it ties the money to."""

    clause: str
    reason: str


def promises(conditions: str) -> tuple[Promise, ...]:
    """Every clause of a letter that asks for growth, in its order; a clause that denies it asks for none.

    It finds wordings, not meanings: that nothing is found is no reason not to read the letter.
    """
    clauses = (conditions[begin:end].strip() for begin, end in _clauses(conditions))
    return tuple(Promise(clause, found[1]) for clause in clauses if (found := _promise(clause)) is not None)


def promising_words(conditions: str) -> tuple[tuple[int, int], ...]:
    """Where in a letter the words stand that ``promises`` goes by: their first place, and the one behind the last."""
    spans = []
    for begin, end in _clauses(conditions):
        clause = conditions[begin:end]
        promise = _promise(clause.strip())
        if promise is not None:
            first = begin + len(clause) - len(clause.lstrip())
            spans.append((first + promise[0].start(), first + promise[0].end()))
    return tuple(spans)


def _clauses(conditions: str) -> Iterator[tuple[int, int]]:
    """The places of the clauses of a letter."""
    begin = 0
    for between in re.finditer(r"[.;](?:\s+|$)|\n", conditions):
        yield begin, between.start()
        begin = between.end()
    yield begin, len(conditions)


def _promise(clause: str) -> tuple[re.Match[str], str] | None:
    """The words by which the clause asks for growth, and what it asks for; None if it asks for none, or denies it."""
    for pattern, reason in PROMISES:
        found = pattern.search(clause)
        if found is not None and not _is_denied(clause[: found.start()], clause[found.end() :]):
            return found, reason
    return None


def _is_denied(before: str, after: str) -> bool:
    return DENIAL_BEFORE.search(before) is not None or DENIAL_AFTER.match(after) is not None
