"""The page of what was sent, to whom, and what is different since."""

from planner.business_case.notation import Notation
from planner.business_case.said import said_now
from planner.picture.tokens import Tokens
from planner.sent.changes import Change, changes
from planner.sent.record import Said, SentDocument
from ui.account.content import Content
from ui.derived import Derived
from ui.rich_text import grid, heading, paragraph
from ui.sent_words import difference_in_words, told_in_words

FORGET_SENT = "forget-sent"
"""The scheme of a link that removes a record, whose path is its position."""

HEADS = ("Changed", "About", "", "Then", "Now", "Difference")


def sent_page(derived: Derived, colours: Tokens) -> Content:
    """Every version that was sent, the latest first, with what changed since in money, days and conditions."""
    sent = derived.state.plan.sent
    if not sent:
        how = "Nothing was recorded as sent. Write who gets it when you export the business case."
        return Content(paragraph(how, colours.dim))
    now, notation = said_now(derived.state, derived.as_of), Notation(derived.state.plan.currency)
    numbered = reversed([*enumerate(sent)])
    return Content(
        paragraph("Internal: nothing of it leaves the house but the number of the version.", colours.risk)
        + "".join(_document(position, each, now, notation, colours) for position, each in numbered)
    )


def _document(position: int, sent: SentDocument, now: Said | None, notation: Notation, colours: Tokens) -> str:
    formats = ", ".join(file.format for file in sent.files)
    told = f"{notation.day(sent.sent_on)} · {formats} · {notation.money(sent.said.requested)} requested"
    link = f"<a href='{FORGET_SENT}:{position}' style='color:{colours.accent}'>Was not sent: remove this record</a>"
    return (
        heading(f"Version {sent.version}, to {sent.to}")
        + paragraph(told, colours.dim)
        + _since(sent, now, notation, colours)
        + f"<p style='margin:4px 0'>{link}</p>"
    )


def _since(sent: SentDocument, now: Said | None, notation: Notation, colours: Tokens) -> str:
    if now is None:
        return paragraph("The plan has no schedule any more, so nothing can be compared.", colours.dim)
    found = changes(sent.said, now)
    if not found:
        return paragraph("Nothing of it has changed since.", colours.money)
    return grid(HEADS, (_row(each, notation) for each in found), {0, 1, 2}, colours.dim)


def _row(change: Change, notation: Notation) -> tuple[str, ...]:
    then, now = (told_in_words(told, notation) for told in (change.before, change.after))
    return change.subject, change.about, change.what, then, now, difference_in_words(change, notation)
