"""What the parts of a plan are called in the joined plan, and what parts of the joined plan are called in a plan."""

import posixpath
from collections.abc import Mapping
from typing import NamedTuple

from planner.programme.programme import Programme, Shared
from planner.rollout.phases import RESERVED_OPTIONS

BETWEEN = "/"
"""What stands between the short name of a plan and the name that a part has there."""


class Naming(NamedTuple):
    """The names of one plan. partners, credits, caps: its shared parts, their own identifiers to the joined ones.

    folder: where its file lies, as seen from the programme's, since attachments are named from there.
    """

    short: str
    partners: Mapping[str, str]
    credits: Mapping[str, str]
    caps: Mapping[str, str]
    folder: str = ""

    # Into the joined plan

    def own(self, name: str) -> str:
        """The name of something that no other plan shares: a phase, a region, an exclusion group."""
        return f"{self.short}{BETWEEN}{name}"

    def partner(self, name: str) -> str:
        return self.partners.get(name) or self.own(name)

    def credit(self, name: str) -> str:
        return self.credits.get(name) or self.own(name)

    def cap(self, name: str) -> str:
        return self.caps.get(name) or self.own(name)

    def option(self, name: str) -> str:
        """Options are named by their partner, or by the way to do without one."""
        return name if name in RESERVED_OPTIONS else self.partner(name)

    def path(self, name: str) -> str:
        """The path of an attachment as seen from the programme's file."""
        return posixpath.normpath(posixpath.join(self.folder, name))

    # Back into the plan; None where it has no such part

    def plain(self, name: str) -> str | None:
        short, slash, rest = name.partition(BETWEEN)
        return rest if slash and short == self.short else None

    def plain_partner(self, name: str) -> str | None:
        return _key_of(self.partners, name) or self.plain(name)

    def plain_credit(self, name: str) -> str | None:
        return _key_of(self.credits, name) or self.plain(name)

    def plain_cap(self, name: str) -> str | None:
        return _key_of(self.caps, name) or self.plain(name)

    def plain_path(self, name: str) -> str:
        return posixpath.relpath(name, self.folder or ".")

    def plain_option(self, name: str) -> str | None:
        return name if name in RESERVED_OPTIONS else self.plain_partner(name)


def namings(programme: Programme) -> dict[str, Naming]:
    """The naming of each plan, by its short name."""
    shared = programme.shared
    return {
        short: Naming(
            short,
            _own(shared.partners, short),
            _own(shared.credits, short),
            _own(shared.combined_caps, short),
            posixpath.dirname(member.file),
        )
        for short, member in zip(programme.shorts, programme.plans, strict=True)
    }


def plan_of(name: str) -> str:
    """The short name of the plan that a part of the joined plan belongs to; blank for a shared one."""
    short, slash, _ = name.partition(BETWEEN)
    return short if slash else ""


def _own(shared: tuple[Shared, ...], short: str) -> dict[str, str]:
    return {each.members[short]: each.id for each in shared if short in each.members}


def _key_of(names: Mapping[str, str], joined: str) -> str | None:
    return next((own for own, shared in names.items() if shared == joined), None)
