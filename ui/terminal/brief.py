"""What ``launchwindow asks --json`` found out, as the negotiation brief takes it."""

from datetime import date
from pathlib import Path

import msgspec

from planner.brief.ranked_asks import RankedAsk
from planner.funding.deadlines import deadlines
from planner.plan import State

MOST_ASKS = 10
"""Asks that a conversation can hold."""


class AsksError(Exception):
    """The file holds no asks; its text tells a person why and what to do."""


class _Worth(msgspec.Struct):
    """An ask, as far as the brief needs it."""

    id: str
    of: str
    at_least: int
    is_proven: bool
    request: str
    reason: str


class _Asks(msgspec.Struct):
    asks: tuple[_Worth, ...]


def read_ranked_asks(file: Path, state: State) -> tuple[RankedAsk, ...]:
    """The asks that gain anything, the most first. Raises AsksError where the file is of another kind."""
    try:
        found = msgspec.json.decode(file.read_bytes(), type=_Asks)
    except OSError as error:
        raise AsksError(f"{file} cannot be read: {error.strerror or error}.") from None
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise AsksError(f"{file} holds no asks: {error}. Make it with launchwindow asks PLAN --json.") from None
    last = {each.credit: each.ask_by for each in deadlines(state.plan, state.schedule)}
    gaining = sorted((each for each in found.asks if each.at_least > 0), key=lambda each: -each.at_least)
    return tuple(_ranked(each, last.get(each.of)) for each in gaining[:MOST_ASKS])


def _ranked(worth: _Worth, by: date | None) -> RankedAsk:
    return RankedAsk(worth.id, worth.request, worth.reason, worth.at_least, worth.is_proven, by)
