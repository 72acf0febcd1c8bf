"""The part of a form that tells which files are linked to a credit, to an option or to a milestone."""

from collections.abc import Iterable

from planner import edits
from planner.linked import Linked, Owner, linked
from planner.plan import Plan
from ui.fields.attachment_fields import FILE_TITLE
from ui.panels.form import REMOVE, Action, Cell, Line, Section


def files_section(plan: Plan, owners: Iterable[tuple[str, Owner]]) -> Section:
    """The linked files of each owner, which is called so, and a button to link one more.

    The button asks the window for a file: the form emits ``wanted`` with the owner.
    """
    files = linked(plan)
    lines: list[Line] = []
    for caption, owner in owners:
        action = Action("Link a file …", f"Link a file to {caption}", lambda state, _: state, wants=owner)
        lines.append(Line(caption, actions=(action,)))
        lines += [_line(plan, each) for each in files if each.owner == owner]
    return Section("Files", tuple(lines))


def _line(plan: Plan, file: Linked) -> Line:
    owner, position = file.owner, file.position

    def find(plan: Plan) -> Linked | None:
        return next((each for each in linked(plan) if (each.owner, each.position) == (owner, position)), None)

    called = f"file {position + 1} of {file.owner_words(plan)}"
    remove = Action(REMOVE, f"Unlink {called}", lambda state, _: edits.detach(state.plan, owner, position))
    return Line(text=file.attachment.path, cells=(Cell(FILE_TITLE, find, called),), actions=(remove,))
