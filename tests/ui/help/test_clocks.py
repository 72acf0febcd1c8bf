"""Pictures show a fixed day: everybody in the window who asks what day it is gets the same answer."""

import re
from pathlib import Path

import ui
from tests.pictured_window import CLOCKS


def test_that_every_clock_of_the_window_can_be_set_for_pictures() -> None:
    room = Path(ui.__file__).parent
    asking = {
        f"ui.{'.'.join(file.relative_to(room).with_suffix('').parts)}.today"
        for file in room.rglob("*.py")
        if re.search(r"^from ui\.timeline\.header import .*\btoday\b", file.read_text(encoding="utf-8"), re.MULTILINE)
    }
    assert asking <= {*CLOCKS}
