"""Asking a solve to stop, at any moment and from any thread."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Protocol

REPEAT_SECONDS = 0.01


class Cancelled(Exception):  # noqa: N818 - nothing went wrong
    """Work that gives nothing before its end was stopped on request."""


class SharedEvent(Protocol):
    """As much of an event as a request needs; those of threads and of processes have it."""

    def set(self) -> None: ...

    def is_set(self) -> bool: ...


class Cancel:
    """A request to stop. It sticks: made before the search starts, it still stops it.

    event: what holds the request, where several processes share it.
    """

    def __init__(self, event: SharedEvent | None = None) -> None:
        self._event: SharedEvent = event or threading.Event()

    def request(self) -> None:
        self._event.set()

    @property
    def is_requested(self) -> bool:
        return self._event.is_set()

    def check(self) -> None:
        """Raise Cancelled if the request was made."""
        if self.is_requested:
            raise Cancelled

    @contextmanager
    def stopping(self, stop: Callable[[], None]) -> Iterator[None]:
        """While the block runs, call ``stop`` again and again once the request was made.

        Again and again, because CP-SAT forgets a stop that arrives before its search has begun (or-tools 3621).
        """
        finished = threading.Event()

        def watch() -> None:
            while not finished.wait(REPEAT_SECONDS):
                if self._event.is_set():
                    stop()

        watcher = threading.Thread(target=watch, name="cancel", daemon=True)
        watcher.start()
        try:
            yield
        finally:
            finished.set()
            watcher.join()
