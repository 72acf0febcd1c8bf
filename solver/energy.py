"""Cuts that say how much work fits between two days: a renewable gives so many days, and choices need so many of them.

A choice needs at least the days that it overlaps with the stretch wherever it starts. That is least on its first start,
on its last, or, where the stretch holds it whole, where its span is shortest. All cuts are implied by the rules
of a schedule, but the linear relaxation sees overloads of teams only through them (energetic reasoning; Baptiste,
Le Pape and Nuijten 2001).
"""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from solver.instance import Instance
from solver.variables import PhaseVariables

MOST_CUTS = 12
"""Of one renewable at a time: those that are broken most, each beginning on another day."""
TOLERANCE = 1e-4
"""A cut counts as broken if it is by this part of its days."""

Numbers = NDArray[np.int64]


class Cut(NamedTuple):
    """The sum of days times choices is at most the limit. terms: indices of variables in the model and days."""

    terms: tuple[tuple[int, int], ...]
    limit: int


class Energy:
    """The work that choices can ask of one renewable, as arrays, an entry for each choice."""

    def __init__(self, phases: Mapping[str, PhaseVariables], renewable: str, units: int) -> None:
        taking = [
            (variable.index, choice, choice.way.demand(renewable))
            for phase in phases.values()
            for choice, variable in phase.choices
            if choice.way.demand(renewable) > 0
        ]
        self._variables = np.array([index for index, _, _ in taking], dtype=np.int64)
        self._demands = np.array([units for _, _, units in taking], dtype=np.int64)
        ends = np.array([(*choice.first, *choice.last) for _, choice, _ in taking], dtype=np.int64).reshape(-1, 4)
        self._first, self._last = ends[:, :2], ends[:, 2:]
        self._shortest = np.array([choice.shortest for _, choice, _ in taking], dtype=np.int64)
        self._units = units
        self._open = _open_days(self._first, self._last)

    def broken(self, values: Mapping[int, float]) -> Iterator[Cut]:
        """The cuts that the values of the variables break most."""
        weights = np.array([values.get(int(index), 0.0) for index in self._variables]) * self._demands
        taken = np.flatnonzero(weights > TOLERANCE)
        if not taken.size:
            return
        begins = np.unique(self._first[taken, 0])
        ends = np.unique(self._last[taken, 1])
        limits = self._units * (self._open[ends][None, :] - self._open[begins][:, None])
        excess = np.full(limits.shape, -1.0)
        for place, begin in enumerate(begins):
            needed = self._needed(taken, begin, ends)
            excess[place] = weights[taken] @ needed - limits[place]
        excess = np.where(limits > 0, excess / np.maximum(limits, 1), -1.0)
        worst = excess.argmax(axis=1)
        in_order = np.argsort(-excess[np.arange(len(begins)), worst])
        for place in in_order[:MOST_CUTS]:
            if excess[place, worst[place]] > TOLERANCE:
                taken_at_least = self.needed(int(begins[place]), int(ends[worst[place]]))
                yield Cut(tuple(taken_at_least.items()), int(limits[place, worst[place]]))

    def _needed(self, places: NDArray[np.intp], begin: int, ends: Numbers) -> Numbers:
        """For each of the choices and each end the days that it lasts, wherever it starts, from begin to end."""
        first, last = self._first[places], self._last[places]

        def overlap(run: Numbers) -> Numbers:
            within: Numbers = np.minimum(run[:, 1:], ends[None, :]) - np.maximum(run[:, :1], begin)
            return within.clip(min=0)

        needed: Numbers = np.minimum(np.minimum(overlap(first), overlap(last)), self._shortest[places][:, None])
        return needed

    def needed(self, begin: int, end: int) -> dict[int, int]:
        """What each choice, by its variable's index, takes of the renewable between two numbers, wherever it starts."""
        days = self._needed(np.arange(len(self._variables)), begin, np.array([end]))[:, 0] * self._demands
        return {int(self._variables[place]): int(days[place]) for place in np.flatnonzero(days)}


def energies(instance: Instance, phases: Mapping[str, PhaseVariables]) -> list[Energy]:
    """The work of every renewable that any phase can take."""
    return [Energy(phases, renewable, units) for renewable, units in instance.renewables.items()]


def _open_days(first: Numbers, last: Numbers) -> Numbers:
    """For each number how many days before it any choice can last on."""
    length = int(last[:, 1].max(initial=0)) + 1
    turns = np.zeros(length + 1, dtype=np.int64)
    np.add.at(turns, first[:, 0], 1)
    np.add.at(turns, last[:, 1], -1)
    return np.concatenate(([0], np.cumsum(np.cumsum(turns)[:length] > 0)))
