"""What is different between two documents that left the house: in money, in days, in conditions.

Money and days have a difference that can be counted; what is in one alone is there against nothing.
"""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator
from datetime import date
from typing import Literal, NamedTuple, TypeVar

from planner.sent.record import Said, SaidCondition, SaidCredit, SaidMilestone, SaidWork

Subject = Literal["money", "days", "conditions"]
Told = int | date | str | None
Part = TypeVar("Part")


class Change(NamedTuple):
    """One thing that is different. about: what it is about, as ``M1 · Pilot``. what: which of its facts.

    before, after: sums in whole units, days, or words; None where there is none.
    """

    subject: Subject
    about: str
    what: str
    before: Told
    after: Told

    @property
    def difference(self) -> int | None:
        """Units or calendar days that there are more or later now; None where nothing can be counted."""
        before, after = self.before, self.after
        if self.subject == "money":
            return (after if isinstance(after, int) else 0) - (before if isinstance(before, int) else 0)
        return (after - before).days if isinstance(before, date) and isinstance(after, date) else None


ALL = "All funding"


def changes(before: Said, after: Said) -> tuple[Change, ...]:
    """Everything that is different, money first; nothing if both say the same."""
    found = (
        Change("money", ALL, "requested", before.requested, after.requested),
        *_of_parts(before.credits, after.credits, lambda each: (each.credit,), _credit),
        *_of_parts(before.milestones, after.milestones, lambda each: (each.phase, each.name), _milestone),
        *_of_parts(before.work, after.work, lambda each: (each.phase,), _work),
    )
    different = [each for each in found if each.before != each.after]
    order: tuple[Subject, ...] = ("money", "days", "conditions")
    return tuple(sorted(different, key=lambda each: order.index(each.subject)))


def _of_parts(
    before: Iterable[Part],
    after: Iterable[Part],
    name: Callable[[Part], Hashable],
    told: Callable[[Part | None, Part | None], Iterator[Change]],
) -> Iterator[Change]:
    """What is told of each part beside the one of its name; of parts with one name the first beside the first."""
    old, new = _numbered(before, name), _numbered(after, name)
    for key in dict.fromkeys((*old, *new)):
        yield from told(old.get(key), new.get(key))


def _numbered(parts: Iterable[Part], name: Callable[[Part], Hashable]) -> dict[Hashable, Part]:
    seen: Counter[Hashable] = Counter()
    found: dict[Hashable, Part] = {}
    for part in parts:
        key = name(part)
        found[key, seen[key]] = part
        seen[key] += 1
    return found


def _change(subject: Subject, about: str, what: str, field: str, parts: tuple[object, object]) -> Change:
    """A field of two parts, beside each other; None where there is no part."""
    before, after = (getattr(part, field, None) for part in parts)
    return Change(subject, about, what, before, after)


def _credit(before: SaidCredit | None, after: SaidCredit | None) -> Iterator[Change]:
    known = after or before
    about = f"{known.credit} · {known.name}" if known else ""
    yield _change("money", about, "requested", "requested", (before, after))
    if before and after:
        yield _change("days", about, "window opens", "start", (before.window, after.window))
        yield _change("days", about, "window closes", "end", (before.window, after.window))
        yield _change("days", about, "proof by", "proof_deadline", (before, after))
    yield from _conditions(about, before, after)


def _conditions(about: str, before: SaidCredit | None, after: SaidCredit | None) -> Iterator[Change]:
    def told(old: SaidCondition | None, new: SaidCondition | None) -> Iterator[Change]:
        yield _change("conditions", about, "requires", "requires", (old, new))
        if old and new:
            yield _change("conditions", f"{about}: {new.requires}", "stands", "standing", (old, new))

    old, new = (each.conditions if each else () for each in (before, after))
    return _of_parts(old, new, lambda each: each.code, told)


def _milestone(before: SaidMilestone | None, after: SaidMilestone | None) -> Iterator[Change]:
    known = after or before
    about = f"{known.phase} · {known.name}, milestone" if known else ""
    yield _change("money", about, "amount", "amount", (before, after))
    yield _change("days", about, "due", "due", (before, after))


def _work(before: SaidWork | None, after: SaidWork | None) -> Iterator[Change]:
    known = after or before
    about = f"{known.phase} · {known.name}" if known else ""
    yield _change("money", about, "cost", "cost", (before, after))
    yield _change("days", about, "starts", "start", (before, after))
    yield _change("days", about, "ends", "finish", (before, after))
