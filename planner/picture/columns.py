"""How wide the columns left of the axis are: as their texts ask for, within the width that the picture has."""

import math
from collections.abc import Iterable

from planner.picture.elements import BODY, PADDING
from planner.picture.layout import Selection, Sizes
from planner.picture.text_width import text_width
from planner.plan import Plan
from planner.rollout.schedule import Schedule

MOST_OF_AXIS = 0.1
"""The part of the axis that columns may take."""


def columns_of(plan: Plan, schedule: Schedule, shown: Selection, sizes: Sizes) -> Sizes:
    """The sizes with columns for the names of what is shown, and of the partners that deliver it."""
    phases, credits_ = set(shown.phases), (plan.credit[credit].name for credit in shown.credits)
    names = (*(plan.phase[phase].name for phase in shown.phases), *credits_)
    options = (plan.phase[run.phase].option(run.option) for run in schedule.assignments if run.phase in phases)
    partners = {option.partner for option in options if option is not None and option.partner}
    return with_columns(sizes, names, (plan.partner[partner].name for partner in partners))


def with_columns(sizes: Sizes, names: Iterable[str], partners: Iterable[str]) -> Sizes:
    """The sizes with room for the longest texts, all in all as wide as before.

    Partners take what names leave over; where both need more than there is, the axis gives a part of its own. Neither
    gets narrower than it was for the other's sake, unless its texts leave the room over.
    """
    if not sizes.labels:
        return sizes
    name_needs, partner_needs = _widest(names), _widest(partners)
    partner = max(partner_needs, sizes.delivered_by)
    name = max(name_needs, sizes.name - (partner - sizes.delivered_by))
    most = sizes.name + sizes.delivered_by + sizes.axis * MOST_OF_AXIS
    name -= _over(name + partner, most, name - min(sizes.name, name))
    partner -= _over(name + partner, most, partner - sizes.delivered_by)
    axis = sizes.axis - (name + partner - sizes.name - sizes.delivered_by)
    return sizes._replace(name=name, delivered_by=partner, axis=axis)


def _over(width: float, most: float, given: float) -> float:
    """By how much a width is too much, at most as much as was given beyond what there was."""
    return min(max(width - most, 0.0), given)


def _widest(texts: Iterable[str]) -> float:
    return math.ceil(max((text_width(text, BODY) + PADDING for text in texts), default=0.0))
