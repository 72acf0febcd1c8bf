"""The solves of this session, each against what is there now."""

from collections.abc import Sequence
from itertools import accumulate
from typing import NamedTuple

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from planner.checks import schedule_faults
from planner.funding.ledgers import funding_ledger
from planner.plan import State
from planner.rollout.difference import difference
from planner.rollout.schedule import Schedule
from planner.scenarios import is_same_rollout
from solver.audit import price
from solver.result import SolveResult
from solver.settings import aims
from ui.fields.style import WHOLE_LINES
from ui.panels.stage_words import STAGE_WORDS, open_aims
from ui.wording import counted, day, money, signed_money

NUMBER = Qt.ItemDataRole.UserRole
ROWS_SHOWN = 3


class Comparison(NamedTuple):
    """A schedule that was found, against the present one of the same plan.

    funding: what it claims. more_funding, more_cost: by how much its claims and its net cost are higher. later: by how
    many calendar days it ends later; None where one of the two has no end. moved: phases that move or change hands.
    """

    funding: int
    more_funding: int
    more_cost: int
    later: int | None
    moved: int


def comparison(result: SolveResult, present: State) -> Comparison | None:
    """How the result differs from the present State; None if it is for another plan, or has no schedule."""
    if result.schedule is None or not is_same_rollout(result.plan, present.plan):
        return None
    now = present.schedule or Schedule(())
    before, after = funding_ledger(result.plan, now), funding_ledger(result.plan, result.schedule)
    has_ends = before.finish is not None and after.finish is not None
    return Comparison(
        funding=after.planned,
        more_funding=after.planned - before.planned,
        more_cost=after.net_cost - before.net_cost,
        later=(after.finish - before.finish).days if has_ends else None,  # type: ignore[operator]
        moved=len(difference(result.plan, now, result.schedule).phases),
    )


def comparison_words(result: SolveResult, present: State) -> str:
    """The same in a few words."""
    if result.schedule is None:
        return "No schedule exists." if result.status == "INFEASIBLE" else "No schedule was found in time."
    if not is_same_rollout(result.plan, present.plan):
        return "For an earlier plan: undo leads back to it."
    found = comparison(result, present)
    if found is None or (not found.moved and not found.more_funding):
        return "The present schedule."
    ends = "" if found.later is None else f" · {_later(found.later)}"
    cost = f" · you pay {signed_money(found.more_cost)}" if found.more_cost else ""
    funding = f"Funding {signed_money(found.more_funding)}" if found.more_funding else "Same funding"
    return f"{funding}{cost}{ends} · {counted(found.moved, 'phase')} moved"


def gains_nothing(result: SolveResult, present: State) -> bool:
    """Whether the present schedule keeps all rules and reaches every aim of the result as well, with fewer moves."""
    found = comparison(result, present)
    if found is None or result.schedule is None:
        return False
    if found.more_funding or found.more_cost or found.later:
        return False
    now = present.schedule or Schedule(())
    before, after = (price(result.plan, each, now) for each in (now, result.schedule))
    is_as_good = all(before[aim.term] == after[aim.term] for aim in aims(result.objective) if aim.term != "moved")
    return is_as_good and not schedule_faults(State(result.plan, now))


def heading_words(number: int, result: SolveResult) -> str:
    """Which solve it was, what it was for and whether that is proven; on a line of its own, what it reached."""
    if result.about and result.schedule is not None:
        ledger = funding_ledger(result.plan, result.schedule)
        return f"{number}. From the frontier\n{money(ledger.planned)} funded, ends {day(ledger.finish)}"
    first = STAGE_WORDS[aims(result.objective)[0].term]
    is_proven = result.status == "OPTIMAL" or bool(open_aims(result))
    proof = "no schedule" if result.schedule is None else "proven" if is_proven else "not proven"
    reached = ""
    if result.schedule is not None:
        ledger = funding_ledger(result.plan, result.schedule)
        reached = f"\n{money(ledger.planned)} funded, ends {day(ledger.finish)}"
    return f"{number}. {first}, {proof}{reached}"


def _later(days: int) -> str:
    if not days:
        return "same end"
    return f"ends {counted(abs(days), 'day')} {'later' if days > 0 else 'earlier'}"


class SolveHistory(QListWidget):
    """The solves of this session, the newest first; choosing one shows it, and it can be accepted.

    Signals:
        chosen(number): the user chose a solve, counted from 0 in the order of the session.
    """

    chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Solves of this session")
        self.setWordWrap(True)
        self.setStyleSheet(WHOLE_LINES)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.currentItemChanged.connect(self._tell)
        self._room = self._rows_shown = 0
        self._is_fitting = False

    def give_room(self, pixels: int) -> None:
        """How high it may be at most; its first solve has room in any case."""
        if pixels != self._room:
            self._room = pixels
            self._fit()

    def show_results(self, results: Sequence[SolveResult], present: State, current: SolveResult | None) -> None:
        """Show them against the present State, the one that is shown in detail as chosen."""
        with QSignalBlocker(self):
            self.clear()
            for number, result in reversed([*enumerate(results)]):
                text = f"{heading_words(number + 1, result)}\n{comparison_words(result, present)}"
                item = QListWidgetItem(text, self)
                item.setData(NUMBER, number)
                if result is current:
                    self.setCurrentItem(item)
        self.setVisible(bool(results))
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """As high as its first rows, however often their words break; the others are scrolled to."""
        if self._is_fitting:
            return
        self._is_fitting = True  # the bar takes room, which comes back here as another width
        policy = Qt.ScrollBarPolicy
        self._show_rows(policy.ScrollBarAlwaysOff)
        if self._rows_shown < self.count():
            self._show_rows(policy.ScrollBarAlwaysOn)
        self._is_fitting = False

    def _show_rows(self, bar: Qt.ScrollBarPolicy) -> None:
        self.setVerticalScrollBarPolicy(bar)
        self.doItemsLayout()
        heights = [self.visualItemRect(self.item(number)).height() for number in range(self.count())]
        sums = [*accumulate(heights[:ROWS_SHOWN])]
        self._rows_shown = sum(height <= self._room for height in sums[1:]) + len(sums[:1])
        self.setFixedHeight(sum(heights[: self._rows_shown]) + 2 * self.frameWidth() + 2)

    def _tell(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            self.chosen.emit(item.data(NUMBER))
