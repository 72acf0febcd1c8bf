"""What slips do to the money and the finish of a schedule, as figures. How they are found is ``solver.risk``'s matter.

Internal: no figure of these reaches the business case.
"""

from datetime import date
from math import sqrt
from typing import NamedTuple

HUNDRED = 100


def chance_words(chance: float) -> str:
    """A chance in whole percent; only what never happened is 0 %, and only what always did 100 %."""
    percent = round(chance * HUNDRED)
    if chance > 0 and percent < 1:
        return "< 1 %"
    if chance < 1 and percent > HUNDRED - 1:
        return "> 99 %"
    return f"{percent} %"


class CreditChance(NamedTuple):
    """How surely a credit pays what is planned of it.

    planned: its planned claims. landed: the runs in which it pays all of them; of so many runs. mean: what it pays in
    the mean of all runs.
    """

    credit: str
    planned: int
    landed: int
    runs: int
    mean: float

    @property
    def chance(self) -> float:
        """The part of the runs in which it lands."""
        return self.landed / self.runs

    @property
    def error(self) -> float:
        """The standard error of the chance, by which it would differ from one set of runs to another."""
        return sqrt(self.chance * (1 - self.chance) / self.runs)


class PhaseDanger(NamedTuple):
    """How much money a phase endangers: its money-weighted criticality.

    money: by how much the mean funding would rise if this phase alone never took longer than planned, all other luck
    being the same. slipped: the runs in which it took longer; of so many runs.
    """

    phase: str
    money: float
    slipped: int
    runs: int

    @property
    def chance(self) -> float:
        """The part of the runs in which the phase takes longer than planned."""
        return self.slipped / self.runs


class RiskFigures(NamedTuple):
    """The outcome of many runs of a schedule.

    runs, asked: runs that were made, and that were asked for; fewer after a stop. seed: of the runs.
    planned, planned_finish: funding and last day where nothing slips.
    mean, error: of the funding, with the standard error of the mean.
    funding: its percentiles from 0 to 100: what it reaches at most in so many of a hundred runs.
    finish: those of the last day. in_time: runs that end by the horizon.
    credits: those with claims, in the plan's order. phases: those that endanger money, the most dangerous first.
    usual: phases whose spread is, wholly or in part, the usual one of their motion. unplaced: phases without dates.
    repaired: phases that the rules move even where nothing slips, since the schedule has faults.
    """

    runs: int
    asked: int
    seed: int
    planned: int
    planned_finish: date
    mean: float
    error: float
    funding: tuple[int, ...]
    finish: tuple[date, ...]
    in_time: int
    credits: tuple[CreditChance, ...]
    phases: tuple[PhaseDanger, ...]
    usual: int = 0
    unplaced: tuple[str, ...] = ()
    repaired: tuple[str, ...] = ()

    @property
    def is_complete(self) -> bool:
        """Whether all runs were made that were asked for."""
        return self.runs == self.asked
