"""A question whose answers are verbs: nobody has to read it twice to know what a button does."""

from PySide6.QtWidgets import QMessageBox, QWidget


def is_agreed(parent: QWidget, title: str, question: str, verb: str) -> bool:
    """Ask before something that cannot be taken back; whether the user chose the verb. Enter and Escape cancel."""
    box = QMessageBox(QMessageBox.Icon.Question, title, question, parent=parent)
    agree = box.addButton(verb, QMessageBox.ButtonRole.AcceptRole)
    box.setDefaultButton(box.addButton(QMessageBox.StandardButton.Cancel))
    box.exec()
    chosen = box.clickedButton()
    box.deleteLater()
    return chosen is agree
