"""The rollout itself: what stands when nothing in it is selected."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from planner import edits
from planner.funding.credits import ExchangeRate
from planner.funding.product_seats import ProductSeats
from planner.plan import Plan, State
from planner.seats import forget_product_seats
from ui.document import Document
from ui.fields.exchange_fields import NEW_RATE, RATE_FIELDS, PlanRate
from ui.fields.rollout_fields import AGREEMENT_FIELDS, FRAME_FIELDS, RULE_FIELDS, SPONSOR_FIELDS
from ui.fields.seat_fields import NEW_PRODUCT, PRODUCT_FIELDS, new_product
from ui.fields.style import SchemeDress
from ui.panels.form import REMOVE, Action, Cell, Form, Line, Section, Sections, lines_of
from ui.timeline.header import today
from ui.wording import money

OWNER = "the rollout"


class RolloutEditor(QWidget):
    """Edits the fields of the plan that belong to none of its parts.

    Signals:
        refused(sentence): why the last edit was not made; blank when one was made.
        wanted(what): something that only the window can do, as a change of seats.
    """

    refused = Signal(str)
    wanted = Signal(object)

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        title = QLabel("Rollout")
        title.setProperty("role", "title")
        title.setContentsMargins(14, 12, 14, 6)
        self.form = Form(document, rollout_sections)
        self.form.setAccessibleName("Form of the rollout")
        self.form.refused.connect(self.refused)
        self.form.wanted.connect(self.wanted)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(title)
        column.addWidget(self.form, 1)
        SchemeDress(self)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setProperty("role", "form")
        self.form.show_again()


def rollout_sections(state: State) -> Sections:
    """What the form shows of a plan."""

    def find(plan: Plan) -> Plan:
        return plan

    sections = tuple(
        Section(title, lines_of(fields, find, OWNER))
        for title, fields in (
            ("", FRAME_FIELDS),
            ("Rules", RULE_FIELDS),
            ("Sponsorship", SPONSOR_FIELDS),
            ("Agreement", AGREEMENT_FIELDS),
        )
    )
    return (*sections, _seats(state), _exchange_rates(state))


def _seats(state: State) -> Section:
    """The seats of each product, and what they are for."""
    lines = [line for each in state.plan.product_seats for line in _product(each)]

    def add(state: State, name: str) -> Plan:
        return new_product(state.plan, name, today())

    action = Action("Add product", "Add a product", add, NEW_PRODUCT)
    return Section("Seats", (*lines, Line(actions=(action,))))


def _product(fact: ProductSeats) -> tuple[Line, Line]:
    product = fact.product

    def find(plan: Plan) -> ProductSeats | None:
        return next((each for each in plan.product_seats if each.product == product), None)

    change = Action("Change …", f"Change seats of {product}", lambda state, _: state, wants=("seats", product))
    remove = Action(REMOVE, f"Remove {product}", lambda state, _: forget_product_seats(state.plan, product))
    return (
        Line(product, text=f"{money(fact.seats)} seats", actions=(change, remove)),
        Line(cells=tuple(Cell(each, find, product) for each in PRODUCT_FIELDS), is_headed=True),
    )


def _exchange_rates(state: State) -> Section:
    """What other currencies are worth, by day."""
    rates = tuple(_rate(position) for position in range(len(state.plan.exchange_rates)))

    def add(state: State, told: tuple[str, int]) -> Plan:
        currency, millionths = told
        rate = ExchangeRate(currency=currency, millionths=millionths, dated=today())
        return edits.add_exchange_rate(state.plan, rate)

    action = Action("Add rate", "Add an exchange rate", add, NEW_RATE)
    return Section("Exchange rates", (*rates, Line(actions=(action,))))


def _rate(position: int) -> Line:
    def find(plan: Plan) -> PlanRate | None:
        return PlanRate(plan, position) if position < len(plan.exchange_rates) else None

    owner = f"exchange rate {position + 1}"
    remove = Action(REMOVE, f"Remove {owner}", lambda state, _: edits.remove_exchange_rate(state.plan, position))
    cells = tuple(Cell(each, find, owner) for each in RATE_FIELDS)
    return Line(cells=cells, actions=(remove,), is_headed=position == 0)
