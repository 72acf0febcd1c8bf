"""Qt where it can start, and a clear word where it cannot."""

import importlib
import sys
from types import ModuleType

import pytest
from PySide6.QtCore import QObject

from ui.qt_libraries import DEBIAN_PACKAGES, main, qt_missing


def test_that_nothing_is_said_where_qt_can_start() -> None:
    assert qt_missing() is None


def test_that_a_missing_library_is_named_with_the_packages_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refuse(_name: str) -> ModuleType:
        raise ImportError("libEGL.so.1: cannot open shared object file: No such file or directory")

    monkeypatch.setattr(importlib, "import_module", refuse)
    with pytest.raises(SystemExit) as stopped:
        main()
    assert "libEGL.so.1" in str(stopped.value)
    assert " ".join(DEBIAN_PACKAGES) in str(stopped.value)


def test_that_void_calls_into_qt_keep_their_references_to_none() -> None:
    """PySide6 6.12.0 drops one on each call with Python 3.11 and below, and dies after some thousands."""
    qt_object, calls = QObject(), 1_000
    before = sys.getrefcount(None)
    for _ in range(calls):
        qt_object.setObjectName("void")
    assert sys.getrefcount(None) > before - calls // 2
