"""Circles that hold widgets are collected on the window's thread, whatever a worker does meanwhile."""

import gc
import threading
import weakref

from pytestqt.qtbot import QtBot

from ui.background import Background
from ui.garbage import Garbage
from ui.main_window import MainWindow


class Circle:
    """Holds itself, so that only the collector lets it go."""

    def __init__(self, gone: list[int]) -> None:
        self.itself = self
        weakref.finalize(self, lambda: gone.append(threading.get_ident()))


def test_that_a_worker_that_asks_for_much_memory_never_collects(window: MainWindow, qtbot: QtBot) -> None:
    del window
    gone: list[int] = []
    Circle(gone)
    worker = Background(lambda: [[number] for number in range(200_000)])
    with qtbot.waitSignal(worker.succeeded):
        worker.start()
    worker.wait()
    assert gone == []
    qtbot.waitUntil(lambda: bool(gone), timeout=30_000)
    assert gone == [threading.get_ident()]


def test_that_python_collects_by_itself_again_once_the_last_window_is_closed(window: MainWindow) -> None:
    assert not gc.isenabled()
    second = Garbage(window)
    second.finish()
    second.finish()
    assert not gc.isenabled()
    window.garbage.finish()
    assert gc.isenabled()
    assert not gc.get_freeze_count()


def test_that_what_is_there_when_a_rollout_is_open_is_set_aside_until_another_is_opened(window: MainWindow) -> None:
    gone: list[int] = []
    circles = [Circle(gone)]
    window.garbage.collect()
    assert gc.get_freeze_count()
    circles.clear()
    gc.collect()
    assert not gone
    window.document.opened.emit()
    window.garbage.collect()
    assert gone
