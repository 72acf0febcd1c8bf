"""Whom to chase, what differs from the baseline, and cash: a line of sums above tables that are sorted and copied."""

from PySide6.QtCore import QSettings, Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QLabel, QSplitter, QVBoxLayout, QWidget

from planner.funding.cash_actuals import cash_lines, cash_totals
from planner.plan import State
from planner.rollout.schedule import Schedule
from planner.variance import baseline_variance
from ui.document import Document
from ui.fields.rollout_fields import MONTH_NAMES
from ui.selection import Selection
from ui.tables.arrangement import Arrangement, Sorting
from ui.tables.table_page import TablePage
from ui.week.payment_bar import PaymentBar
from ui.week.resting import Resting
from ui.week.tables import (
    ASK_BY,
    AT_STAKE,
    BOARD,
    CASH,
    CHASE,
    FALLEN,
    PAYMENTS,
    PROOFS,
    VARIANCE,
    as_of,
    board_lines,
    chase_lines,
    fallen_since_agreed,
    proofs,
)
from ui.wording import counted, day, money, signed_money

NO_BASELINE = "No baseline yet: the first status that you accept on Monday keeps the dates of that day as agreed."


class ListPage(QWidget):
    """Tables beside each other under a line of sums, which is only worked out while somebody sees it.

    Signals:
        refused(sentence): why the last edit was not made; blank when one was made.
    """

    refused = Signal(str)

    def __init__(self, document: Document, tables: tuple[TablePage, ...], sizes: tuple[int, ...]) -> None:
        super().__init__()
        self._document = document
        self.said = QLabel()
        self.said.setWordWrap(True)
        self.said.setContentsMargins(16, 8, 16, 2)
        self.tables = tables
        self.halves = QSplitter(Qt.Orientation.Horizontal)
        self.halves.setHandleWidth(1)
        for page in tables:
            page.refused.connect(self.refused)
            self.halves.addWidget(page)
        self.halves.setSizes([*sizes])
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(0)
        self.column.addWidget(self.said)
        self.column.addWidget(self.halves, 1)
        Resting(document, self._show, self)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        super().showEvent(event)
        self._show()

    def _show(self) -> None:
        if self.isVisible():
            self.arrange(self._document.state)
            self.said.setText(self.sentence(self._document.state))

    def arrange(self, state: State) -> None:
        """Let those tables be seen that this rollout has a use for; all of them, unless a page says otherwise."""

    def sentence(self, state: State) -> str:
        """What the tables come to."""
        raise NotImplementedError


class ChasePage(ListPage):
    """Whom to chase, the most money at stake first until the user sorts otherwise; beside it the proofs due.

    Where a change advisory board is asked, the changes stand there too that it is still to be asked for.
    """

    def __init__(self, document: Document, selection: Selection, settings: QSettings | None) -> None:
        page = _sorted(TablePage(document, selection, CHASE, settings), AT_STAKE, is_descending=True)
        super().__init__(document, (page, TablePage(document, selection, PROOFS, settings)), (760, 560))
        self.board = _sorted(TablePage(document, selection, BOARD, settings, is_small=True), ASK_BY)
        self.board.buttons[-1].hide()  # keys and menu copy with titles too, and three tables share a narrow window
        self.board.hide()
        self.board.refused.connect(self.refused)
        self.halves.addWidget(self.board)
        self.halves.setSizes([760, 560, 560])

    def arrange(self, state: State) -> None:
        self.board.setVisible(state.plan.change_lead > 0)

    def sentence(self, state: State) -> str:
        lines, board = chase_lines(state), board_lines(state)
        late = sum(line.is_overdue for line in lines) + sum(each.is_overdue for each in board)
        told = f"{money(sum(line.at_stake for line in lines))} {state.plan.currency} at stake"
        overdue = f" · {counted(late, 'step')} overdue" if late else " · nothing overdue"
        due = proofs(state)
        if due:
            overdue += f" · {counted(len(due), 'proof')} to come"
        if board:
            first = day(board[0].ask_by)
            overdue += f" · {counted(len(board), 'change')} to ask the board for, the first by {first}"
        return f"As of {day(as_of(state))}: {told}{overdue}. Type over a cell to note what you heard."


def _sorted(page: TablePage, title: str, *, is_descending: bool = False) -> TablePage:
    titles = [field.title for field in page.model.columns]
    page.model.arrange(Arrangement(sorting=Sorting(titles.index(title), is_descending=is_descending)))
    return page


class VariancePage(ListPage):
    """What differs from the baseline; beside it the claims that fell by it, and what can still be had."""

    def __init__(self, document: Document, selection: Selection, settings: QSettings | None) -> None:
        tables = (TablePage(document, selection, each, settings) for each in (VARIANCE, FALLEN))
        super().__init__(document, tuple(tables), (760, 560))

    def sentence(self, state: State) -> str:
        found = baseline_variance(state)
        if found is None:
            return NO_BASELINE
        fallen = fallen_since_agreed(state)
        fell = sum(claim.lost for claim in fallen)
        gone = sum(claim.lost for claim in fallen if claim.is_impossible)
        changed = sum(not each.is_as_agreed for each in found.phases)
        part = "all" if gone == fell else money(gone) if gone else "none"
        currency = state.plan.currency
        lost = f" · claims of {money(fell)} {currency} fell, {part} of it for good"
        return (
            f"Against the baseline: {counted(changed, 'phase')} changed"
            f" · funding {_changed(found.funding, currency)} · cost {_changed(found.cost, currency)}"
            f"{lost if fallen else ' · no claim fell'}."
        )


def _changed(by: int, currency: str) -> str:
    return f"{signed_money(by)} {currency}" if by else "unchanged"


class CashPage(ListPage):
    """Cash as planned beside what came about, by quarter; beside it the payments, where another is entered."""

    def __init__(self, document: Document, selection: Selection, settings: QSettings | None) -> None:
        cash, paid = TablePage(document, selection, CASH, settings), TablePage(document, selection, PAYMENTS, settings)
        cash.model.arrange(Arrangement(group=0))
        super().__init__(document, (cash, paid), (820, 500))
        self.bar = PaymentBar(document, selection)
        self.bar.refused.connect(self.refused)
        self.column.addWidget(self.bar)

    def sentence(self, state: State) -> str:
        totals = cash_totals(cash_lines(state.plan, state.schedule or Schedule(())))
        begins, currency = MONTH_NAMES[str(state.plan.fiscal_start)], state.plan.currency
        planned, actual = sum(each.planned for each in totals), sum(each.actual for each in totals)
        return (
            f"The customer pays {money(planned)} {currency} as planned and has paid {money(actual)} {currency} so far. "
            f"Quarters are those of the customer's own fiscal year, which begins in {begins}."
        )
