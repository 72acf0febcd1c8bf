"""Which parts of plans are probably the same: by identifier or name, where the plans do not contradict each other."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from planner.plan import Plan
from planner.programme.conflicts import part_differences
from planner.programme.naming import Naming
from planner.programme.programme import Shared, SharedParts

Plans = Mapping[str, Plan]


def matched(plans: Plans) -> SharedParts:
    """Partners, caps and credits of one identifier or name of which all that have them say the same.

    An explicit list to look through: where identifiers are the same by chance, take them off.
    """
    partners = _matched(plans, "partners", {})
    caps = _matched(plans, "combined_caps", {})
    names = {short: _naming(short, partners, caps) for short in plans}
    return SharedParts(partners=partners, credits=_matched(plans, "credits", names), combined_caps=caps)


def _naming(short: str, partners: tuple[Shared, ...], caps: tuple[Shared, ...]) -> Naming:
    own = ({each.members[short]: each.id for each in kind if short in each.members} for kind in (partners, caps))
    return Naming(short, next(own), {}, next(own))


def _matched(plans: Plans, field: str, names: Mapping[str, Naming]) -> tuple[Shared, ...]:
    """Each part with the like ones of later plans; the identifier of the first one is that of all."""
    taken: set[tuple[str, str]] = set()
    found: list[Shared] = []
    for short, plan in plans.items():
        for part in getattr(plan, field):
            if (short, part.id) in taken or "/" in part.id:
                continue
            members = {short: part.id} | _like(plans, field, names, short, part, taken)
            if len(members) > 1:
                taken.update(members.items())
                found.append(Shared(id=_free(part.id, found), members=members))
    return tuple(found)


def _like(
    plans: Plans,
    field: str,
    names: Mapping[str, Naming],
    short: str,
    part: Any,  # noqa: ANN401 - of any kind
    taken: set[tuple[str, str]],
) -> dict[str, str]:
    """By plan, the first part that bears the name or the identifier and of which the same is said."""
    later = list(plans)[list(plans).index(short) + 1 :]
    bare = Naming("", {}, {}, {})
    like: defaultdict[str, list[str]] = defaultdict(list)
    for other in later:
        for each in getattr(plans[other], field):
            told = (short, part, names.get(short, bare)), (other, each, names.get(other, bare))
            if (other, each.id) not in taken and _keys(part) & _keys(each) and not any(part_differences(*told)):
                like[other].append(each.id)
    return {other: ids[0] for other, ids in like.items()}


def _keys(part: Any) -> set[str]:  # noqa: ANN401 - a part of any kind
    return {part.id.casefold(), getattr(part, "name", part.id).casefold()}


def _free(wished: str, found: list[Shared]) -> str:
    taken = {each.id for each in found}
    name, number = wished, 2
    while name in taken:
        name, number = f"{wished}-{number}", number + 1
    return name
