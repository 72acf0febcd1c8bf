"""Phases with all starts that they have as a plan is and with asks granted, each with what must be granted for it.

Freezes that move change spans, so every choice of them is an *environment* of its own, in which phases are prepared
anew. Windows of partners and pins only leave starts out, so it is told for each start what would let it in again.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import timedelta
from itertools import product
from typing import NamedTuple

from msgspec.structs import replace

from planner.funding.asks import Ask, with_asks
from planner.plan import Plan
from planner.rollout.phases import DeliveryOption, Phase, Pin
from planner.rollout.tracking import binding_links
from planner.value import DateRange
from solver.cancel import Cancel
from solver.instance import Mode, PreparedPhase, phases_alone, within_links

Environment = frozenset[Ask]
"""Freezes that are moved; no two asks of it are about the same."""

Permit = frozenset[tuple[int, frozenset[Ask]]]
"""Any of these suffices: the environment of that place with all of those asks granted."""


class Permitted(NamedTuple):
    """Phases with all their starts, and the permits that some need.

    permits: by the name of a nonrenewable, of which a mode uses one unit, and which is there if the permit holds.
    """

    environments: tuple[Environment, ...]
    phases: dict[str, PreparedPhase]
    permits: dict[str, Permit]


def permitted(plan: Plan, asks: Iterable[Ask], most: int, cancel: Cancel) -> Permitted:
    """Prepare the phases of a plan in which at most so many of the asks are granted.

    Raises Cancelled soon after the cancel is requested.
    """
    asked = tuple(asks)
    environments = tuple(_environments(asked, most))
    needs = _Needs(plan, asked, most)
    unbound = replace(plan, pins=(), partners=tuple(replace(partner, windows=()) for partner in plan.partners))
    prepared = [phases_alone(with_asks(unbound, each), cancel) for each in environments]
    permits: dict[str, Permit] = {}
    phases: dict[str, PreparedPhase] = {}
    for name, first in prepared[0].items():
        cancel.check()
        if name in plan.actual:  # no ask changes what was done
            phases[name] = first
            continue
        found = _by_permit(needs, [each[name] for each in prepared])
        always = frozenset((place, frozenset[Ask]()) for place in range(len(environments)))
        phases[name] = first._replace(modes=tuple(_modes(name, found, always, permits)))
    return Permitted(environments, within_links(binding_links(plan), phases), permits)


def _environments(asks: tuple[Ask, ...], most: int) -> Iterator[Environment]:
    """Every choice of at most so many freezes to move, that of none first."""
    by_freeze: defaultdict[str, list[Ask | None]] = defaultdict(lambda: [None])
    for ask in asks:
        if ask.kind == "freeze":
            by_freeze[ask.of].append(ask)
    for chosen in product(*by_freeze.values()):
        moved = frozenset(ask for ask in chosen if ask is not None)
        if len(moved) <= most:
            yield moved


Found = dict[tuple[DeliveryOption, int, Permit], list[int]]
"""Starts by option, span and permit."""


def _by_permit(needs: "_Needs", prepared: list[PreparedPhase]) -> Found:
    """All starts of a phase that some grant allows; prepared: the phase in each environment."""
    permits: defaultdict[tuple[DeliveryOption, int, int], set[tuple[int, frozenset[Ask]]]] = defaultdict(set)
    for place, each in enumerate(prepared):
        days = each.axis.days
        for mode in each.modes:
            for start in mode.starts:
                run = DateRange(days[start], days[start + mode.span - 1])
                for needed in needs.of(each.phase, mode.option, run):
                    permits[mode.option, mode.span, start].add((place, needed))
    found: Found = {}
    for (option, span, start), permit in permits.items():
        found.setdefault((option, span, frozenset(permit)), []).append(start)
    return found


def _modes(name: str, found: Found, always: Permit, permits: dict[str, Permit]) -> Iterator[Mode]:
    names: dict[Permit, str] = {}
    for (option, span, permit), starts in found.items():
        demands = ((option.partner, 1),) if option.partner is not None else ()
        uses: tuple[tuple[str, int], ...] = ()
        if permit != always:
            names.setdefault(permit, f"permit {len(names)} of {name}")
            permits[names[permit]] = permit
            uses = ((names[permit], 1),)
        yield Mode(option, tuple(sorted(starts)), span, demands, uses)


class _Needs:
    """What must be granted for work on some days, as far as pins and windows of partners go."""

    def __init__(self, plan: Plan, asks: tuple[Ask, ...], most: int) -> None:
        self._plan = plan
        self._most = most
        self._pins: dict[str, Pin] = {pin.phase: pin for pin in plan.pins}
        self._asks = {(ask.kind, ask.of, ask.name): ask for ask in asks}

    def of(self, phase: Phase, option: DeliveryOption, run: DateRange) -> Iterator[frozenset[Ask]]:
        """Each least set of asks that lets the phase run so; none where nothing would."""
        pinned = self._unpinned(phase, option, run)
        if pinned is None:
            return
        windows = self._plan.partner[option.partner].windows if option.partner is not None else ()
        ways = [self._within(option.id, place, window, run) for place, window in enumerate(windows)]
        within = {each for each in ways if each is not None} if windows else {frozenset[Ask]()}
        for each in within:
            if not any(other < each for other in within) and len(pinned | each) <= self._most:
                yield pinned | each

    def _unpinned(self, phase: Phase, option: DeliveryOption, run: DateRange) -> frozenset[Ask] | None:
        pin = self._pins.get(phase.id)
        if pin is None or (pin.start in {None, run.start} and pin.option in {None, option.id}):
            return frozenset()
        ask = self._asks.get(("pin", phase.id, ""))
        return None if ask is None else frozenset({ask})

    def _within(self, partner: str, place: int, window: DateRange, run: DateRange) -> frozenset[Ask] | None:
        """The asks for which the window would hold the whole run; None where they do not suffice."""
        earlier = self._asks.get(("available earlier", partner, f"{place}"))
        later = self._asks.get(("available later", partner, f"{place}"))
        granted: set[Ask] = set()
        for missing, ask in (((window.start - run.start), earlier), ((run.end - window.end), later)):
            if missing <= timedelta(0):
                continue
            if ask is None or missing > timedelta(days=ask.by):
                return None
            granted.add(ask)
        return frozenset(granted)
