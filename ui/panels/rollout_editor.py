"""The rollout itself: what stands when nothing in it is selected."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from planner.plan import Plan, State
from ui.document import Document
from ui.fields.rollout_fields import AGREEMENT_FIELDS, FRAME_FIELDS, RULE_FIELDS, SPONSOR_FIELDS
from ui.fields.style import SchemeDress
from ui.panels.form import Form, Section, Sections, lines_of

OWNER = "the rollout"


class RolloutEditor(QWidget):
    """Edits the fields of the plan that belong to none of its parts.

    Signals:
        refused(sentence): why the last edit was not made; blank when one was made.
    """

    refused = Signal(str)

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        title = QLabel("Rollout")
        title.setProperty("role", "title")
        title.setContentsMargins(14, 12, 14, 6)
        self.form = Form(document, rollout_sections)
        self.form.setAccessibleName("Form of the rollout")
        self.form.refused.connect(self.refused)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(title)
        column.addWidget(self.form, 1)
        SchemeDress(self)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setProperty("role", "form")
        self.form.show_again()


def rollout_sections(_state: State) -> Sections:
    """What the form shows of a plan."""

    def find(plan: Plan) -> Plan:
        return plan

    return tuple(
        Section(title, lines_of(fields, find, OWNER))
        for title, fields in (
            ("", FRAME_FIELDS),
            ("Rules", RULE_FIELDS),
            ("Sponsorship", SPONSOR_FIELDS),
            ("Agreement", AGREEMENT_FIELDS),
        )
    )
