"""A phase divided into waves, and waves made one phase again: what each wave costs, takes and must bring about.

Every sum of a phase is divided so that the waves give it back to the unit, by largest remainder in proportion to the
parts. Credits look at the smaller of cost and eligible cost; so that no wave loses a unit of that by rounding, the
sums of a phase are divided together (``divided_together``).
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from itertools import pairwise
from typing import Any

from msgspec.structs import replace

from planner.rollout.phases import AdoptionTarget, DeliveryOption, Milestone, Phase
from planner.rollout.quotes import Quote
from planner.value import WHOLE

COUNTED = re.compile(r"(users|seats|devices|mailboxes|people|accounts|servers|sites|numbers)\b", re.IGNORECASE)
"""A unit of which waves reach a part each. Shares, scores and the like are reached by every wave as by the whole."""


# Sums


def divided(total: int, parts: Sequence[int], least: int = 0) -> tuple[int, ...]:
    """A sum in proportion to parts, by largest remainder; equal parts where all are nothing.

    least: what each gets at least; the largest give it up. The total must be enough for that.
    """
    weights = parts if any(parts) else [1] * len(parts)
    whole = sum(weights)
    shares = [total * weight // whole for weight in weights]
    by_remainder = sorted(range(len(weights)), key=lambda number: -(total * weights[number] % whole))
    for number in by_remainder[: total - sum(shares)]:
        shares[number] += 1
    while min(shares) < least:
        shares[shares.index(max(shares))] -= 1
        shares[shares.index(min(shares))] += 1
    return tuple(shares)


def divided_together(totals: Iterable[int], parts: Sequence[int], least: int = 0) -> dict[int, tuple[int, ...]]:
    """Each sum in proportion to parts, so that a part of a smaller sum is never above that part of a larger one.

    The smallest is divided, and then what each is more than the one before it. So the smaller of two sums and the
    smaller of their parts give the same in total.
    least: what each gets at least of every sum above nothing; the smallest must be enough for that.
    """
    ascending = [0, *sorted(set(totals) - {0})]
    so_far = tuple(0 for _ in parts)
    result = {0: so_far}
    for below, total in pairwise(ascending):
        more = divided(total - below, parts, least if below == 0 else 0)
        so_far = tuple(map(sum, zip(so_far, more, strict=True)))
        result[total] = so_far
    return result


# Splitting


def waves(phase: Phase, parts: Sequence[int], regions: Sequence[str] = ()) -> tuple[Phase, ...]:
    """The phase as so many waves. Seats, costs, durations, hours and counted targets are divided and sum to its own.

    parts: the seats of each wave, or any proportion. regions: of the waves, in the same order; blank keeps its own.
    What cannot be divided stays with every wave: bounds, milestones and their shares, exclusions, shares to adopt.
    A duration must be at least as many days as there are waves.
    """
    seats = divided(phase.seats, parts)
    sums = divided_together(_sums(phase), parts)
    days = [_days_of_waves(option, parts) for option in phase.options]
    return tuple(
        replace(
            phase,
            id=f"{phase.id}.{number + 1}",
            name=_wave_name(phase, number, len(parts), regions),
            region=regions[number] if regions else phase.region,
            seats=seats[number],
            eligible_cost=sums[phase.eligible_cost][number],
            options=tuple(
                _option_part(option, sums, number, of_waves[number])
                for option, of_waves in zip(phase.options, days, strict=True)
            ),
            adoption_target=_target_part(phase.adoption_target, parts, number),
            milestones=tuple(_milestone_part(each, parts, number) for each in phase.milestones),
        )
        for number in range(len(parts))
    )


def _sums(phase: Phase) -> list[int]:
    """What is divided together: quotes with the costs, so that a wave costs what it is quoted at."""
    quoted = (quote.amount for option in phase.options for quote in option.quotes)
    return [phase.eligible_cost, *(option.cost for option in phase.options), *quoted]


def _option_part(
    option: DeliveryOption, sums: Mapping[int, tuple[int, ...]], number: int, days: Mapping[str, Any]
) -> DeliveryOption:
    quotes = tuple(replace(quote, amount=sums[quote.amount][number]) for quote in option.quotes)
    return replace(option, cost=sums[option.cost][number], quotes=quotes, **days)


def _days_of_waves(option: DeliveryOption, parts: Sequence[int]) -> list[dict[str, int | None]]:
    """Duration and estimates of each wave; they stay in order, and an optimistic wave takes a day at least."""
    best, worst = option.optimistic, option.pessimistic
    least = None if best is None else max(best, len(parts))
    known = [days for days in (least, option.duration, worst) if days is not None]
    by_sum = divided_together(known, parts, least=1)
    return [
        {
            "optimistic": None if least is None else by_sum[least][number],
            "duration": by_sum[option.duration][number],
            "pessimistic": None if worst is None else by_sum[worst][number],
        }
        for number in range(len(parts))
    ]


def _wave_name(phase: Phase, number: int, count: int, regions: Sequence[str]) -> str:
    return f"{phase.name}, {regions[number]}" if regions else f"{phase.name}, wave {number + 1} of {count}"


def _target_part(target: AdoptionTarget | None, parts: Sequence[int], number: int) -> AdoptionTarget | None:
    if target is None or not _is_counted(target):
        return target
    baseline, value = (divided(int(figure or 0), parts)[number] for figure in (target.baseline, target.value))
    return replace(target, baseline=baseline, value=value)


def _is_counted(target: AdoptionTarget) -> bool:
    figures = (target.baseline, target.value)
    are_whole = all(figure is not None and figure >= 0 and float(figure).is_integer() for figure in figures)
    return are_whole and COUNTED.match(target.unit) is not None


def _milestone_part(milestone: Milestone, parts: Sequence[int], number: int) -> Milestone:
    hours = milestone.hours
    return milestone if hours is None else replace(milestone, hours=divided(hours, parts)[number])


# Joining


def whole(joined: Sequence[Phase], phase_id: str) -> Phase:
    """One phase in place of several, with the sums of their seats, costs, durations, hours and counted targets.

    It has the options that all of them have, may start as the first and must end as the last of them; workload,
    motion, region and owner are those of the first one. The expected outcome is the mean by eligible cost, floored.
    """
    first = joined[0]
    eligible = sum(phase.eligible_cost for phase in joined)
    weights = [phase.eligible_cost for phase in joined] if eligible else [1] * len(joined)
    expected = sum(weight * phase.expected_outcome for weight, phase in zip(weights, joined, strict=True))
    return replace(
        first,
        id=phase_id,
        name=_whole_name(joined),
        seats=sum(phase.seats for phase in joined),
        eligible_cost=eligible,
        change=any(phase.change for phase in joined),
        change_requested=_bound([phase.change_requested for phase in joined], max),
        options=tuple(_summed(joined, option.id) for option in first.options if _all_have(joined, option.id)),
        adoption_target=_whole_target([phase.adoption_target for phase in joined]),
        expected_outcome=expected // sum(weights),
        milestones=_whole_milestones(joined),
        exclusions=_whole_exclusions(joined),
        earliest_start=_bound([phase.earliest_start for phase in joined], min),
        deadline=_bound([phase.deadline for phase in joined], max),
        due_date=_bound([phase.due_date for phase in joined], max),
    )


def _all_have(joined: Sequence[Phase], option_id: str) -> bool:
    return all(phase.option(option_id) is not None for phase in joined)


def _summed(joined: Sequence[Phase], option_id: str) -> DeliveryOption:
    options = [option for phase in joined for option in phase.options if option.id == option_id]
    duration, cost = sum(option.duration for option in options), sum(option.cost for option in options)
    best, worst = (_total_days([getattr(each, name) for each in options]) for name in ("optimistic", "pessimistic"))
    quotes = _summed_quotes([option.quotes for option in options])
    return replace(options[0], duration=duration, cost=cost, optimistic=best, pessimistic=worst, quotes=quotes)


def _summed_quotes(of_each: Sequence[tuple[Quote, ...]]) -> tuple[Quote, ...]:
    """Quotes that all have, with the sums of their amounts; none where they differ in anything else."""
    bare = {tuple(replace(quote, amount=0) for quote in quotes) for quotes in of_each}
    if len(bare) > 1:
        return ()
    return tuple(
        replace(of_all[0], amount=sum(quote.amount for quote in of_all)) for of_all in zip(*of_each, strict=True)
    )


def _total_days(estimates: Sequence[int | None]) -> int | None:
    given = [days for days in estimates if days is not None]
    return sum(given) if len(given) == len(estimates) else None


def _whole_name(joined: Sequence[Phase]) -> str:
    """The name without what tells waves apart, where that is all that differs."""
    number = re.fullmatch(r"(.+), wave \d+ of \d+", joined[0].name, re.DOTALL)
    stem = number[1] if number is not None else joined[0].name.removesuffix(f", {joined[0].region}")
    return stem if all(phase.name.startswith(stem) for phase in joined) else joined[0].name


def _whole_target(targets: Sequence[AdoptionTarget | None]) -> AdoptionTarget | None:
    """The sum of counts of the same thing; otherwise the target of the first one that has any."""
    found = [target for target in targets if target is not None]
    if not found:
        return None
    like = {(target.metric, target.unit, target.direction) for target in found}
    if len(like) > 1 or len(found) < len(targets) or not all(map(_is_counted, found)):
        return found[0]
    baseline, value = (sum(getattr(target, field) for target in found) for field in ("baseline", "value"))
    return replace(found[0], baseline=baseline, value=value)


def _whole_milestones(joined: Sequence[Phase]) -> tuple[Milestone, ...]:
    """Those of the waves of one phase once, with their hours together; otherwise all, by what their phases cost."""
    kinds = [tuple(replace(each, hours=None) for each in phase.milestones) for phase in joined]
    if all(kind == kinds[0] for kind in kinds):
        return tuple(
            replace(each, hours=_total_hours([phase.milestones[number] for phase in joined]))
            for number, each in enumerate(joined[0].milestones)
        )
    each_has = [phase.milestones or (Milestone(name=phase.name),) for phase in joined]
    weighed = [
        (milestone, milestone.share * phase.eligible_cost)
        for phase, milestones in zip(joined, each_has, strict=True)
        for milestone in milestones
    ]
    shares = divided(WHOLE, [weight for _, weight in weighed])
    return tuple(replace(milestone, share=share) for (milestone, _), share in zip(weighed, shares, strict=True))


def _total_hours(milestones: Sequence[Milestone]) -> int | None:
    hours = [each.hours for each in milestones if each.hours is not None]
    return sum(hours) if len(hours) == len(milestones) else None


def _whole_exclusions(joined: Sequence[Phase]) -> tuple[str, ...]:
    """Those of the waves of one phase as they are; otherwise each once."""
    if len({phase.exclusions for phase in joined}) == 1:
        return joined[0].exclusions
    return tuple(dict.fromkeys(text for phase in joined for text in phase.exclusions))


def _bound(days: Sequence[date | None], choose: Callable[[list[date]], date]) -> date | None:
    """Of bounds that all waves have; where one has none, the whole has none."""
    given = [day for day in days if day is not None]
    return choose(given) if len(given) == len(days) else None
