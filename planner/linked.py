"""Which files a plan links, and what is found of those that are gone or are others now. It reads none of them.

What was seen of the files is told by the rim (``planner.files.attachments``).
"""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from planner.attachments import Attachment
from planner.finding import Finding
from planner.plan import Plan

Owner = tuple[str, ...]
"""What a file belongs to: ``("credit", id)``, ``("option", phase, option)`` or ``("milestone", phase, number)``."""

Seen = Mapping[str, str | None]
"""The hash of each file that was looked at, by its path in the plan; None where there is no such file."""


class Linked(NamedTuple):
    """A file of a plan. position: among those of its owner."""

    owner: Owner
    position: int
    attachment: Attachment

    @property
    def place(self) -> tuple[str, str]:
        """The credit or phase that it is about."""
        return ("credit" if self.owner[0] == "credit" else "phase", self.owner[1])

    def owner_words(self, plan: Plan) -> str:
        """As people call the owner."""
        match self.owner:
            case ("option", phase, option):
                return f"{phase} by {plan.deliverer(option)}"
            case ("milestone", phase, number):
                return f"milestone {number} of {phase}"
        return self.owner[1]


def linked(plan: Plan) -> tuple[Linked, ...]:
    """Every linked file: of phases, their options and milestones, and then of credits."""
    return tuple(
        Linked(owner, position, each)
        for owner, attachments in _owners(plan)
        for position, each in enumerate(attachments)
    )


def _owners(plan: Plan) -> Iterator[tuple[Owner, tuple[Attachment, ...]]]:
    for phase in plan.phases:
        for option in phase.options:
            yield ("option", phase.id, option.id), option.attachments
        for number, milestone in enumerate(phase.milestones, start=1):
            yield ("milestone", phase.id, f"{number}"), milestone.attachments
    for credit in plan.credits:
        yield ("credit", credit.id), credit.attachments


def attachment_findings(plan: Plan, seen: Seen) -> tuple[Finding, ...]:
    """ATTACHMENT-MISSING and ATTACHMENT-CHANGED; files that nobody looked at are not spoken of."""
    return tuple(finding for each in linked(plan) for finding in _of_file(plan, each, seen))


def _of_file(plan: Plan, each: Linked, seen: Seen) -> Iterator[Finding]:
    attachment = each.attachment
    if attachment.path not in seen or seen[attachment.path] == attachment.sha256:
        return
    named = f"'{attachment.title}' of {each.owner_words(plan)} ({attachment.path})"
    if seen[attachment.path] is None:
        yield _warning("ATTACHMENT-MISSING", each, f"{named} is not there.", "Put it back, or link it where it is now.")
    else:
        sentence = f"{named} is another file than the one that was linked."
        yield _warning("ATTACHMENT-CHANGED", each, sentence, "Read it, and link it again if it holds.")


def _warning(code: str, each: Linked, sentence: str, remedy: str) -> Finding:
    return Finding(code=code, kind="readiness", severity="warning", place=each.place, sentence=sentence, remedy=remedy)
