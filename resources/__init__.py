"""Files that come with the program: samples, templates and fonts. One door: ``path``."""

from pathlib import Path


def path(name: str) -> Path:
    """Where the file lies, as ``samples/calder.rollout``.

    Raises FileNotFoundError where the installation lacks it.
    """
    found = Path(__file__).parent / name
    if not found.exists():
        raise FileNotFoundError(f"The installation lacks {name}. Install launchwindow again.")
    return found
