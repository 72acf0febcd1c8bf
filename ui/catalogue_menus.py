"""The menus that add what the catalogue knows: credits of programmes, and help that comes with the seats.

They are filled when they are about to be shown, so that nobody waits for the catalogue before asking for it.
"""

from collections.abc import Callable, Iterable
from functools import partial

from PySide6.QtWidgets import QMenu, QWidget

from planner.catalogue.entries import FastTrackWorkload, Programme
from planner.catalogue.reader import plan_catalogue
from planner.catalogue.sentences import standing
from planner.edits import add_entitlement
from ui.document import Document
from ui.fields.editing import edit
from ui.fields.new_parts import entitlement_from_catalogue
from ui.fields.parts import with_credit_of
from ui.selection import Selection
from ui.timeline.header import today

Entry = FastTrackWorkload | Programme
Tell = Callable[[str], object]
NOTHING = "Nothing that holds today"


def catalogue_menus(
    document: Document, selection: Selection, opened: Callable[[], object], tell: Tell, parent: QWidget
) -> tuple[QMenu, QMenu]:
    """Add credit from programme, and add entitlement from catalogue.

    opened: what shows the form of the credit that was added and selected. tell: says what was added, or why it was not.
    """

    def add_credit(programme: Programme) -> None:
        if _add_credit(document, selection, programme, tell):
            opened()

    def fill_credits(menu: QMenu) -> None:
        programmes = plan_catalogue(document.plan, today()).programmes
        _fill(menu, [each for each in programmes if each.kind == "credit"], add_credit)

    def fill_help(menu: QMenu) -> None:
        catalogue = plan_catalogue(document.plan, today())
        delivered = [each for each in catalogue.programmes if each.kind == "delivery"]
        _fill(menu, [*catalogue.fasttrack, *delivered], partial(_add_help, document, tell))

    return (
        _menu("Add credit from pro&gramme", fill_credits, parent),
        _menu("Add entit&lement from catalogue", fill_help, parent),
    )


def _menu(title: str, fill: Callable[[QMenu], None], parent: QWidget) -> QMenu:
    menu = QMenu(title, parent)
    menu.setToolTipsVisible(True)
    menu.aboutToShow.connect(lambda: fill(menu))
    return menu


def _fill(menu: QMenu, entries: Iterable[Entry], add: Callable[..., None]) -> None:
    """One line for each entry, which tells who says that there is such a thing."""
    menu.clear()
    for entry in entries:
        action = menu.addAction(entry.name.replace("&", "&&"))
        action.setToolTip(_evidence(entry))
        action.setStatusTip(_evidence(entry))
        action.triggered.connect(lambda _checked=False, entry=entry: add(entry))
    if menu.isEmpty():
        menu.addAction(NOTHING).setEnabled(False)


def _evidence(entry: Entry) -> str:
    return standing(entry.evidence_of() if isinstance(entry, Programme) else entry.evidence)


def _add_credit(document: Document, selection: Selection, programme: Programme, tell: Tell) -> bool:
    """Add a credit of a programme behind the selected one and select it; whether it was added."""
    known, behind = document.plan.credit, selection.id_of("credit")
    refusal = edit(
        document,
        f"Add credit of {programme.name}",
        lambda state: with_credit_of(state.plan, programme, behind, today()),
    )
    if refusal:
        tell(refusal)
        return False
    added = next(each for each in document.plan.credit if each not in known)
    selection.select(("credit", added))
    tell(f"{added} holds the catalogue's figures, which are no offer: enter face, partners and dates from the letter.")
    return True


def _add_help(document: Document, tell: Tell, entry: Entry) -> None:
    """Add help as an entitlement behind the others; it is not asked for by that."""
    added = entitlement_from_catalogue(document.plan, entry)
    refusal = edit(document, f"Add entitlement {entry.name}", lambda state: add_entitlement(state.plan, added))
    tell(refusal or f"{added.id}, {added.name}, stands in the table of entitlements. It still has to be asked for.")
