"""What to solve for, and how long."""

import os
import re
from typing import Literal, NamedTuple, get_args

from planner.value import WHOLE

Preset = Literal["funding", "net-cost", "expected", "finish", "fewest-moves"]
Term = Literal["funding", "net_cost", "expected", "finish", "finishes", "lateness", "moved", "slack"]
"""A figure that a stage improves, named like its field in the funding ledger or its function in the planner.

``finishes`` is the sum over all phases of the number of the last day, from zero at the plan's start, among the days on
which the region of any phase works; ``finish`` is the number of calendar days from the plan's start to the last day.
``lateness`` is the sum of the working days by which phases miss their due dates, ``moved`` the number of phases that
leave the present schedule, and ``slack`` the fewest working days that any claim has left before it would be too late.
"""

MAXIMISED: frozenset[Term] = frozenset({"funding", "expected", "slack"})


class Aim(NamedTuple):
    """A term to improve, and how much of what it reached later terms may use up.

    tolerance: in basis points of the size of the best value, whose part is floored; 0 keeps all of it.
    """

    term: Term
    tolerance: int = 0

    def allowance(self, best: int) -> int:
        """How far from the best value later terms may go."""
        return abs(best) * self.tolerance // WHOLE

    def keeps(self, best: int, value: int) -> bool:
        """Whether the value is as good as the best, up to the tolerance."""
        short = best - value if self.term in MAXIMISED else value - best
        return short <= self.allowance(best)


Objective = Preset | tuple[Aim, ...]
"""What to improve, the most important first: a list of terms, each once, or the name of a usual one."""

STAGES: dict[Preset, tuple[Term, ...]] = {
    "funding": ("funding", "net_cost", "finishes"),
    "net-cost": ("net_cost", "funding", "finishes"),
    "expected": ("expected", "net_cost", "finishes"),
    "finish": ("finish", "funding", "net_cost"),
    "fewest-moves": ("funding", "moved", "net_cost", "finishes"),
}
"""The terms that each preset improves, in order: each keeps what the ones before it reached."""

AIM = re.compile(r"(?P<term>[a-z-]+)(?::(?P<whole>\d{1,3})(?:\.(?P<part>\d{1,2}))?%)?")


class Settings(NamedTuple):
    """How to solve.

    time_limit: seconds for all stages together. workers: threads of CP-SAT; more than the machine's cores slow it down.
    seed: of the search; the same seed with one worker gives the same schedule.
    """

    objective: Objective = "funding"
    time_limit: float = 300.0
    workers: int = os.cpu_count() or 1
    seed: int = 0


def aims(objective: Objective) -> tuple[Aim, ...]:
    """The terms of an objective in order, each with its tolerance."""
    return objective if isinstance(objective, tuple) else tuple(Aim(term) for term in STAGES[objective])


def read_objective(text: str) -> Objective:
    """An objective from its words: a preset, or terms with tolerances as ``funding:2%,finish``.

    Raises ValueError, with a sentence, for anything else.
    """
    preset = next((preset for preset in STAGES if preset == text), None)
    if preset is not None:
        return preset
    found = tuple(_read_aim(part.strip()) for part in text.split(","))
    repeated = [aim.term for number, aim in enumerate(found) if aim.term in {before.term for before in found[:number]}]
    if repeated:
        raise ValueError(f"'{_word(repeated[0])}' stands twice in '{text}'. Name each term once.")
    return found


def objective_words(objective: Objective) -> str:
    """The words that ``read_objective`` reads as this objective."""
    return objective if isinstance(objective, str) else ",".join(_aim_words(aim) for aim in objective)


def _read_aim(text: str) -> Aim:
    match = AIM.fullmatch(text)
    term = next((term for term in get_args(Term) if match is not None and _word(term) == match["term"]), None)
    if match is None or term is None:
        terms = ", ".join(_word(term) for term in get_args(Term))
        raise ValueError(f"'{text}' is no term. Terms are {terms}; a tolerance is written as funding:2%.")
    tolerance = int(match["whole"] or 0) * 100 + int((match["part"] or "0").ljust(2, "0"))
    if tolerance > WHOLE:
        raise ValueError(f"The tolerance of '{text}' is above 100%. Give a smaller one.")
    return Aim(term, tolerance)


def _aim_words(aim: Aim) -> str:
    whole, part = divmod(aim.tolerance, 100)
    percent = f"{whole}.{part:02d}".rstrip("0").rstrip(".") if part else f"{whole}"
    return f"{_word(aim.term)}:{percent}%" if aim.tolerance else _word(aim.term)


def _word(term: Term) -> str:
    return term.replace("_", "-")
