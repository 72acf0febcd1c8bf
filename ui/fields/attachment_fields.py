"""The fields of a file that a plan links."""

from planner import edits
from planner.linked import Linked
from ui.fields.field import Field

FILE_TITLE: Field[Linked] = Field(
    "What it is",
    "text",
    lambda row: row.attachment.title,
    lambda state, row, value: edits.change_attachment(state.plan, row.owner, row.position, title=value),
)
