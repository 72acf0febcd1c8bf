"""A file of a newer version, as far as this one understands it: to look at, never to save in its place.

What is known may mean something else there, and what is unknown is left out, so what is shown may lack something that
matters; ``write`` refuses to replace the file. In a file of the present version what is known means what it always did,
and what is unknown is kept (``planner.files.unknown``).
"""

from typing import NamedTuple

from planner.files.document import FORMAT_VERSION
from planner.files.reader import json_object, state_of
from planner.files.unknown import known_part
from planner.invariants import PlanError
from planner.plan import State


class Understood(NamedTuple):
    """A State made of what is known here, and the paths of what was left out."""

    state: State
    left_out: tuple[str, ...]


def understood(text: bytes) -> Understood | None:
    """The rollout in the bytes of a newer file; None where what is known of it makes no plan."""
    try:
        known, left_out = known_part(json_object(text))
        return Understood(state_of(known | {"format_version": FORMAT_VERSION}), left_out)
    except (PlanError, RecursionError):
        return None
