"""Weighing an offer from the window: sorted at once, solved behind it where it is a credit; kept for its plan."""

import os
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from planner.catalogue.reader import plan_catalogue
from planner.funding.offer_ledgers import RateWorth, RightMemo, rate_worth, right_memo
from planner.funding.offers import Offer, OfferError, read_offer
from planner.invariants import PlanError
from planner.plan import State
from planner.scenarios import is_same_rollout
from solver.cancel import Cancel
from ui.background import Cancellable
from ui.document import Document
from ui.fields.editing import refusal
from ui.timeline.header import today

if TYPE_CHECKING:
    from solver.asks.offer import OfferWorth

SECONDS = 60.0
"""For each of the two solves that a credit takes."""


class OfferWeighing(Cancellable):
    """One offer at a time, about the State that was at work when it was weighed.

    refused: why the words are no offer, or make no sense in the plan; blank where they do.

    Signals:
        changed(): an offer was sorted, weighed, stopped or forgotten.
    """

    changed = Signal()

    def __init__(self, document: Document, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._state: State | None = None
        self.offer: Offer | None = None
        self.worth: OfferWorth | RightMemo | RateWorth | None = None
        self.refused = ""

    @property
    def is_present(self) -> bool:
        """Whether the answer is about the plan at work."""
        return self._state is not None and is_same_rollout(self._state.plan, self._document.plan)

    def weigh(self, text: str) -> None:
        """Sort the words to their ledger and find what they are worth there; does nothing while another is weighed."""
        if self._work.is_running:
            return
        self._state, self.offer, self.worth, self.refused = self._document.state, None, None, ""
        plan = self._state.plan
        try:
            offer = self.offer = read_offer(plan, plan_catalogue(plan, today()), text)
            if offer.discounts:
                self.worth = rate_worth(plan, offer)
            elif offer.entitlement is not None:
                self.worth = right_memo(plan, offer)
            elif offer.credit is not None:
                self._solve(self._state, offer)
        except OfferError as error:
            self.refused = f"{error}"
        except PlanError as error:
            self.offer, self.refused = None, refusal(error)
        self.changed.emit()

    def forget(self) -> None:
        """What was weighed for another rollout means nothing for this one."""
        self.stop()
        self._state, self.offer, self.worth, self.refused = None, None, None, ""
        self.changed.emit()

    def _solve(self, state: State, offer: Offer) -> None:
        def work(cancel: Cancel) -> object:
            from solver.asks.offer import offer_worth  # OR-Tools takes half a second to import
            from solver.asks.worth import Limits

            return offer_worth(state.plan, offer, Limits(SECONDS, os.cpu_count() or 1, cancel), state.schedule)

        self._begin(work, lambda worth: self._on_ended(offer, worth, ""), lambda why: self._on_ended(offer, None, why))

    def _on_ended(self, offer: Offer, worth: "OfferWorth | None", why: str) -> None:
        if self.offer is offer:  # else it was forgotten meanwhile
            self.worth, self.refused = worth, why
        self.changed.emit()
