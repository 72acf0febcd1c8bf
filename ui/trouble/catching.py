"""What nobody caught: told and logged, and the window lives on.

Qt calls Python from its own code, so an exception in a slot or an event ends there and reaches ``sys.excepthook``; no
caller is left in the middle of anything but that slot. The document changes only in whole steps, before any slot hears.
"""

import sys
import threading
from types import TracebackType

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QWidget

from ui.trouble.dialog import show_trouble
from ui.trouble.log import LOGGER
from ui.trouble.trouble import Trouble, defect


class Catching(QObject):
    """Hands every uncaught exception, of whatever thread, to the dialog of the window, until it is released.

    Signals:
        caught(Trouble): one was caught. It is told once the window's thread is free: opening a dialog while something
            is painted would fail again.
    """

    caught = Signal(object)

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._hooks = sys.excepthook, threading.excepthook
        self.caught.connect(self._tell, Qt.ConnectionType.QueuedConnection)
        sys.excepthook, threading.excepthook = self._catch, self._catch_thread

    def release(self) -> None:
        """Leave exceptions to those who had them before."""
        sys.excepthook, threading.excepthook = self._hooks

    def _catch(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if not issubclass(kind, Exception):  # Ctrl-C and the like end the program
            self._hooks[0](kind, error, trace)
            return
        try:
            self.caught.emit(defect(kind, error, trace))
        except Exception:  # noqa: BLE001 - the hook of last resort must not fail itself
            LOGGER.exception("An error could not be told.")

    def _catch_thread(self, caught: threading.ExceptHookArgs) -> None:
        if caught.exc_value is not None:
            self._catch(caught.exc_type, caught.exc_value, caught.exc_traceback)

    def _tell(self, trouble: Trouble) -> None:
        show_trouble(self._window, trouble)
