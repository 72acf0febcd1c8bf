"""The status page of two States, its facts in words: the same for the terminal and the window."""

from collections.abc import Callable

from planner.business_case.document import Document
from planner.status.page import page
from planner.status.status import Status
from ui.fact_words import fact_sentence


def status_page(found: Status, write: Callable[[str], str] = str) -> Document:
    """The sheet. write: how a sentence is written where days and sums are not as the planner writes them."""
    return page(found, [write(fact_sentence(found.now.plan, fact)) for fact in found.told])
