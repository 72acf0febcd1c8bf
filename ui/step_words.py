"""What steps are called: parts of a plan by their names, which people know them by, and not by identifiers alone."""

import re
from collections.abc import Sequence

from planner.funding.ask_words import AskWords
from planner.plan import Plan
from ui.wording import in_words

LONGEST_NAME = 48
"""Of a name inside a step; the rest is cut."""
KIND = re.compile(r"(phase|credit|partner|entitlement|rate line|link|option) ")


def step_words(plan: Plan, step: str) -> str:
    """A step, as ``Remove P1 by PAR``, with the name of the part that it is about behind its identifier.

    The part stands behind the first word or behind an ``of``; a step that is about none stays as it is.
    """
    for begin in re.finditer(r"^\w+ (?:of )?| of ", step):
        found = _part(plan, step[begin.end() :])
        if found is not None:
            return step[: begin.end()] + found
    return step


def phase_words(plan: Plan, phase: str) -> str:
    """A phase by its identifier and its name."""
    return f"{phase} {_short(plan.phase[phase].name)}"


def phases_words(plan: Plan, phases: Sequence[str]) -> str:
    """Phases, of which the first is told with its name."""
    first, *others = phases
    return phase_words(plan, first) + (f" and {len(others)} more" if others else "")


def ask_words_in_step(verb: str, words: AskWords) -> str:
    """What a step is called that does something with an ask, as ``Try out: approve C1 on the day of the request``."""
    return in_words(f"{verb}: {words.request.removeprefix('Please ').rstrip('.')}")


def _part(plan: Plan, words: str) -> str | None:
    """A part in words; None where the words name none, or more than one could be meant."""
    kind = KIND.match(words)
    if kind is not None:
        inside = _part(plan, words[kind.end() :])
        return None if inside is None else kind[0] + inside
    head, of, tail = words.partition(" of ")
    if of:
        inside = _part(plan, tail)
        return None if inside is None else f"{head} of {inside}"
    return _link(plan, words) or _option(plan, words) or _named(plan, words)


def _link(plan: Plan, words: str) -> str | None:
    """A link, which may end in its type."""
    before, arrow, after = words.partition(" → ")
    successor, _, type_ = after.partition(" ")
    if not arrow or before not in plan.phase or successor not in plan.phase:
        return None
    return f"{phase_words(plan, before)} → {phase_words(plan, successor)} {type_}".rstrip()


def _option(plan: Plan, words: str) -> str | None:
    phase, by, option = words.partition(" by ")
    return f"{phase_words(plan, phase)} by {plan.deliverer(option)}" if by and phase in plan.phase else None


def _named(plan: Plan, words: str) -> str | None:
    parts = [part for known in (plan.phase, plan.credit, plan.partner) if (part := known.get(words)) is not None]
    names = [part.name for part in parts]
    names += [each.name for each in plan.entitlements if each.id == words]
    names += [each.name for each in plan.rate_lines if each.sku == words]
    if len(names) != 1 or names[0] == words:
        return None
    return f"{words} {_short(names[0])}"


def _short(name: str) -> str:
    return name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1].rstrip()}…"
