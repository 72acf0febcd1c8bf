"""What a gesture has to ask before it becomes a step."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialogButtonBox, QInputDialog, QMessageBox, QSpinBox, QWidget

from planner.rollout.waves import divided
from ui.fields.style import SchemeDress
from ui.wording import counted, money

MOST_LAG = 2_000
LEAST_OF_THREE_WAVES = 3


def ask_cost(parent: QWidget, phase: str, duration: int, costs: tuple[int, int], currency: str) -> int | None:
    """What work costs that takes another time: what it did, or in proportion; None where nothing is to be changed."""
    present, proportional = costs
    if present == proportional:
        return present
    asked = QMessageBox(parent)
    asked.setWindowTitle(f"Stretch {phase}")
    asked.setText(f"{phase} now takes {counted(duration, 'working day')}. Does its cost follow?")
    follows = asked.addButton(f"Cost becomes {money(proportional)} {currency}", QMessageBox.ButtonRole.AcceptRole)
    stays = asked.addButton(f"Cost stays {money(present)} {currency}", QMessageBox.ButtonRole.AcceptRole)
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
    for number in asked.findChildren(QSpinBox):
        number.setAlignment(Qt.AlignmentFlag.AlignRight)  # a style sheet leaves no room at the left
    return asked.intValue() if _is_answered(asked, "Set lag") else None


def ask_seats(parent: QWidget, phase: str, seats: int) -> tuple[int, ...] | None:
    """The seats of each wave, as ``300, 300, 240``, or how many waves there are to be; None where it is given up."""
    asked = QInputDialog(parent)
    asked.setWindowTitle(f"Split {phase} into waves")
    asked.setLabelText(
        f"{phase} has {counted(seats, 'seat')}. How many waves, or the seats of each, {_example(seats)}?"
    )
    asked.setTextValue("2")
    return wave_parts(asked.textValue(), seats) if _is_answered(asked, "Split") else None


def _example(seats: int) -> str:
    """Three waves that together are the phase's seats, as far as it has so many."""
    parts = divided(seats, [3, 3, 2]) if seats >= LEAST_OF_THREE_WAVES else ()
    return f"such as {', '.join(map(str, parts))}" if parts else "with commas between them"


def _is_answered(asked: QInputDialog, verb: str) -> bool:
    """Whether an answer was given, by the verb or with Enter."""
    asked.setOkButtonText(verb)
    for buttons in asked.findChildren(QDialogButtonBox):
        buttons.button(QDialogButtonBox.StandardButton.Ok).setProperty("primary", True)  # noqa: FBT003 - Qt takes no keyword
    SchemeDress(asked)
    is_given = asked.exec() == QInputDialog.DialogCode.Accepted
    asked.deleteLater()
    return bool(is_given)


def wave_parts(text: str, seats: int) -> tuple[int, ...] | None:
    """A number of equal waves, or a list of seats that together are the phase's; None where it is neither."""
    words = [word for word in text.replace(";", ",").split(",") if word.strip()]
    if not words or not all(word.strip().isdecimal() for word in words):
        return None
    numbers = tuple(int(word) for word in words)
    if len(numbers) == 1:
        return (1,) * numbers[0]
    return numbers if seats in {0, sum(numbers)} else None
