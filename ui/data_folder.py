"""Where the program keeps what is its own and no plan file: unsaved work, earlier versions, locks."""

import os
from pathlib import Path

VARIABLE = "LAUNCHWINDOW_DATA"
"""Names another folder, for a stick that is carried about, or for tests."""


def data_folder() -> Path:
    """The folder of the user's data of this program on this system; it need not exist yet."""
    chosen = os.environ.get(VARIABLE)
    if chosen:
        return Path(chosen)
    from platformdirs import user_data_path

    return user_data_path("Launchwindow", appauthor=False)
