"""Several plans side by side that share partners and credits: joined into one plan to be solved, and split again.

A programme names its plans and says which of their partners, credits and combined caps are the same. ``joined`` makes
one plan of them, in which every rule holds as it does in each plan alone, and ``split`` gives each plan back what of
the joined one is its own. Where plans contradict each other nothing is joined: see ``conflicts``.
"""

from planner.programme.conflicts import conflicts, same_looking
from planner.programme.join import joined
from planner.programme.matching import matched
from planner.programme.programme import Member, Programme, Shared, SharedParts, programme_faults
from planner.programme.shares import ProgrammeAccount, programme_account
from planner.programme.split import split

__all__ = [
    "Member",
    "Programme",
    "ProgrammeAccount",
    "Shared",
    "SharedParts",
    "conflicts",
    "joined",
    "matched",
    "programme_account",
    "programme_faults",
    "same_looking",
    "split",
]
