"""The fields of a change of a credit's terms. Only its day and its document are corrected by hand."""

from typing import NamedTuple

from planner import edits
from planner.funding.credits import ConditionChange, Credit
from planner.plan import Plan, State
from ui.fields.field import Field
from ui.wording import in_words, signed_money


class CreditChange(NamedTuple):
    """A credit with one of the changes of its terms, by position."""

    credit: Credit
    position: int

    @property
    def change(self) -> ConditionChange:
        return self.credit.condition_history[self.position]


def changes_of(credit: Credit) -> list[CreditChange]:
    """The changes of a credit's terms, the oldest first."""
    return [CreditChange(credit, position) for position in range(len(credit.condition_history))]


def _cite(name: str, state: State, row: CreditChange, value: object) -> Plan:
    return edits.cite_condition_change(state.plan, row.credit.id, row.position, **{name: value})


CHANGED_CREDIT: Field[CreditChange] = Field("Credit", "text", lambda row: row.credit.id)
TERM: Field[CreditChange] = Field("Term", "text", lambda row: row.change.condition)
OLD: Field[CreditChange] = Field("Was", "text", lambda row: in_words(row.change.old), blank="–")
NEW: Field[CreditChange] = Field("Became", "text", lambda row: in_words(row.change.new), blank="–")
CHANGED_ON: Field[CreditChange] = Field(
    "Day",
    "day",
    lambda row: row.change.changed_on,
    lambda state, row, value: _cite("changed_on", state, row, value),
    hint="The day from which the new term is known.",
)
DOCUMENT: Field[CreditChange] = Field(
    "Document",
    "text",
    lambda row: row.change.document,
    lambda state, row, value: _cite("document", state, row, value),
    hint="The letter or mail that says so.",
    blank="no document",
)
EFFECT: Field[CreditChange] = Field(
    "Claims",
    "money",
    lambda row: row.change.effect,
    hint="What the edit did to all claims together, at the dates of that day.",
    is_optional=True,
    blank="not known",
    write=signed_money,
)
HISTORY_FIELDS = (CHANGED_CREDIT, TERM, OLD, NEW, EFFECT, CHANGED_ON, DOCUMENT)
