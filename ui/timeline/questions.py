"""What a gesture has to ask before it becomes a step."""

from PySide6.QtWidgets import QInputDialog, QMessageBox, QWidget

from ui.fields.style import SchemeDress
from ui.wording import counted, money

MOST_LAG = 2_000


def ask_cost(parent: QWidget, phase: str, duration: int, costs: tuple[int, int]) -> int | None:
    """What work costs that takes another time: what it did, or in proportion; None where nothing is to be changed."""
    present, proportional = costs
    if present == proportional:
        return present
    asked = QMessageBox(parent)
    asked.setWindowTitle(f"Stretch {phase}")
    asked.setText(f"{phase} now takes {counted(duration, 'working day')}. Does its cost follow?")
    follows = asked.addButton(f"Cost becomes {money(proportional)}", QMessageBox.ButtonRole.AcceptRole)
    stays = asked.addButton(f"Cost stays {money(present)}", QMessageBox.ButtonRole.AcceptRole)
    asked.addButton(QMessageBox.StandardButton.Cancel)
    asked.setDefaultButton(stays)
    asked.exec()
    return {follows: proportional, stays: present}.get(asked.clickedButton())  # type: ignore[call-overload, no-any-return]


def ask_lag(parent: QWidget, question: str, lag: int) -> int | None:
    """The working days that a link waits; None where it is given up."""
    asked = QInputDialog(parent)
    asked.setWindowTitle("Lag")
    asked.setLabelText(question)
    asked.setInputMode(QInputDialog.InputMode.IntInput)
    asked.setIntRange(-MOST_LAG, MOST_LAG)
    asked.setIntValue(lag)
    SchemeDress(asked)
    is_given = asked.exec() == QInputDialog.DialogCode.Accepted
    asked.deleteLater()
    return asked.intValue() if is_given else None


def ask_seats(parent: QWidget, phase: str, seats: int) -> tuple[int, ...] | None:
    """The seats of each wave, as ``300, 300, 240``, or how many waves there are to be; None where it is given up."""
    question = f"{phase} has {counted(seats, 'seat')}. How many waves, or the seats of each, as 300, 300, 240?"
    text, is_given = QInputDialog.getText(parent, f"Split {phase} into waves", question, text="2")
    return wave_parts(text, seats) if is_given else None


def wave_parts(text: str, seats: int) -> tuple[int, ...] | None:
    """A number of equal waves, or a list of seats that together are the phase's; None where it is neither."""
    words = [word for word in text.replace(";", ",").split(",") if word.strip()]
    if not words or not all(word.strip().isdecimal() for word in words):
        return None
    numbers = tuple(int(word) for word in words)
    if len(numbers) == 1:
        return (1,) * numbers[0]
    return numbers if seats in {0, sum(numbers)} else None
