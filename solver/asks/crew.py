"""Who works on asks: this process, processes of this machine, or a Dask cluster for those who outgrow one machine."""

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import BrokenExecutor, CancelledError, Executor, ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import contextmanager
from typing import NamedTuple

from planner.funding.asks import Family
from solver.asks.worth import Base, Limits, Worth, worths
from solver.cancel import Cancel, SharedEvent


class ClusterError(Exception):
    """The cluster cannot be used; the message says why and what to do."""


class Crew(NamedTuple):
    """Executors to work on.

    make: another executor, at first and after one broke. lost: what its futures raise where a worker died.
    stop: makes running work end early; None where it cannot be reached, and then nobody waits for its end.
    """

    make: Callable[[], Executor]
    lost: tuple[type[BaseException], ...]
    stop: Callable[[], None] | None


def answer(base: Base, family: Family, seconds: float) -> tuple[Worth, ...] | None:
    """What the asks of a family are worth, worked out by one thread; None where it was told to stop.

    It runs on workers, which import this module and are sent the plan's facts of funding alone.
    """
    cancel = Cancel(_stopping)
    found = worths(base, family, Limits(seconds, 1, cancel))
    return None if cancel.is_requested else found


_stopping: SharedEvent | None = None
"""The request to stop that the processes of a local crew share."""


def _begin(stopping: SharedEvent) -> None:
    """The first thing that a local process does: Ctrl-C is for the one that asked, which tells the others."""
    global _stopping  # noqa: PLW0603 - each process has its own, set once
    _stopping = stopping
    signal.signal(signal.SIGINT, signal.SIG_IGN)


@contextmanager
def this_process() -> Iterator[Crew]:
    """One thread of this process, for small plans and for comparing with."""
    global _stopping  # noqa: PLW0603 - what answers in this process listens to this crew
    stopping = threading.Event()
    _stopping, before = stopping, _stopping
    try:
        yield Crew(lambda: ThreadPoolExecutor(1, "asks"), (), stopping.set)
    finally:
        _stopping = before


@contextmanager
def local_processes(workers: int | None = None) -> Iterator[Crew]:
    """As many processes of this machine as it has cores, or so many."""
    # Fresh processes: copies of one that runs Qt or solver threads could hang.
    fresh = multiprocessing.get_context("spawn")
    stopping, count = fresh.Event(), workers or os.cpu_count() or 1

    def make() -> Executor:
        return ProcessPoolExecutor(count, fresh, _begin, (stopping,))

    yield Crew(make, (BrokenExecutor,), stopping.set)


@contextmanager
def dask_cluster(address: str) -> Iterator[Crew]:
    """The workers of a Dask cluster, given its scheduler's address as ``tcp://host:8786``.

    They need this program installed. A worker that dies is replaced by the cluster, which gives its work to another.
    Raises ClusterError where Dask is not installed or nobody answers at the address.
    """
    try:
        from distributed import Client, KilledWorker  # noqa: PLC0415 - an extra, and slow to import
    except ImportError as error:
        raise ClusterError("A cluster needs Dask: pip install 'launchwindow[cluster]'.") from error
    try:
        client = Client(address, set_as_default=False)
    except (OSError, ValueError) as error:
        raise ClusterError(f"No Dask scheduler answers at {address}: {error}") from error
    try:
        yield Crew(lambda: client.get_executor(pure=False), (KilledWorker, CancelledError), None)
    except ImportError as error:
        raise ClusterError(
            f"The workers of {address} lack this program or a part of it ({error}). Install it."
        ) from error
    finally:
        client.close()
