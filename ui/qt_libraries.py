"""Whether Qt can start here, and if not, what to install, in words.

PySide6 brings Qt itself, but not the system libraries that Qt leans on; a bare server or container lacks some.
"""

import importlib
import sys

DEBIAN_PACKAGES = (
    "libgl1",
    "libegl1",
    "libxkbcommon0",
    "libfontconfig1",
    "libglib2.0-0",
    "libdbus-1-3",
    "libxcb-cursor0",
    "libxkbcommon-x11-0",
    "libxcb-icccm4",
    "libxcb-keysyms1",
    "libxcb-shape0",
)
"""What a bare Debian or Ubuntu lacks; a window off the screen needs only the first six."""


def qt_missing() -> str | None:
    """Why Qt cannot start here, and what to install; None when it can."""
    try:
        importlib.import_module("PySide6.QtWidgets")
    except ImportError as error:
        packages = " ".join(DEBIAN_PACKAGES)
        return (
            f"Qt cannot start: {error}.\n"
            f"On Debian or Ubuntu install its system libraries: sudo apt-get install {packages}\n"
            "Everything but the window works without them."
        )
    return None


def main() -> None:
    """Say what is missing and leave with 1, or say nothing and leave with 0."""
    missing = qt_missing()
    if missing is not None:
        sys.exit(missing)


if __name__ == "__main__":
    main()
