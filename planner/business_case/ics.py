"""The days of a document for calendars (iCalendar, RFC 5545): each lasts a whole day and reminds some days before.

A day has the same identifier whenever the document is written, so that a calendar moves it and does not double it.
"""

from datetime import UTC, date, datetime, time, timedelta
from uuid import NAMESPACE_URL, uuid5

from icalendar import Alarm, Calendar, Event

from planner.business_case.document import Document, Occasion
from planner.business_case.notation import NO_BREAK
from planner.business_case.plain_text import allowed

MAKER = "-//Launchwindow//Rollout calendar//EN"
FIRST_VERSION = date(2020, 1, 1)
"""Versions of a day are counted from here, so that the calendar of a later document counts."""

ONE_DAY = timedelta(days=1)


def render(document: Document) -> bytes:
    """The calendar's bytes; the same document always gives the same."""
    calendar = Calendar()
    calendar.add("prodid", MAKER)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", _line(f"{document.mark} {document.title}: {document.subject}".strip()))
    for occasion in document.occasions:
        calendar.add_component(_event(document, occasion))
    content: bytes = calendar.to_ical()
    return content


def _event(document: Document, occasion: Occasion) -> Event:
    event, title = Event(), _line(f"{document.mark} {occasion.title}".strip())
    event.add("uid", f"{_identity(document, occasion)}@launchwindow")
    event.add("dtstamp", datetime.combine(document.as_of, time(), UTC))
    event.add("sequence", max(0, (document.as_of - FIRST_VERSION).days))
    event.add("dtstart", occasion.day)
    event.add("dtend", occasion.day + ONE_DAY)
    event.add("summary", title)
    event.add("description", _plain(occasion.text))
    event.add("class", "CONFIDENTIAL" if document.marking else "PUBLIC")
    event.add("transp", "TRANSPARENT")
    event.add_component(_reminder(title, occasion.reminder))
    return event


def _reminder(title: str, days: int) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", title)
    alarm.add("trigger", timedelta(days=-days))
    return alarm


def _identity(document: Document, occasion: Occasion) -> str:
    """Of the customer, the plan, the sort of document and the occasion, and of no date or sum."""
    named = (document.kind, document.customer, document.subject, occasion.identity)
    return str(uuid5(NAMESPACE_URL, "launchwindow " + "\n".join(named)))


def _line(text: str) -> str:
    return " ".join(_plain(text).split())


def _plain(text: str) -> str:
    """Spaces as everyone types them, since few calendars know others."""
    return allowed(text).replace(NO_BREAK, " ")
