"""Work that takes longer than a frame, away from the window's thread."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QThread, Signal

from ui.trouble.log import LOGGER
from ui.trouble.trouble import reason


class Background(QThread):
    """Runs one piece of work. It has no event loop, so there is nothing to quit: ``wait`` for it.

    Signals:
        succeeded(object): what the work returned.
        failed(str): why it raised, for people.
    """

    succeeded = Signal(object)
    failed = Signal(str)

    def __init__(self, work: Callable[[], object], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._work = work

    def run(self) -> None:
        try:
            result = self._work()
        except Exception as error:  # noqa: BLE001 - whatever it was, the window lives on and tells
            LOGGER.warning("Work behind the window failed.", exc_info=error)
            self.failed.emit(reason(error))
        else:
            self.succeeded.emit(result)
