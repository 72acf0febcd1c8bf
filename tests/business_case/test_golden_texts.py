"""What each format says of a small plan is what was read and kept; ``make golden-texts`` writes it anew."""

from pathlib import Path

from planner.plan import State
from tests.golden_texts import GOLDEN, golden_texts


def test_that_every_format_says_what_is_kept_of_it(state: State, tmp_path: Path) -> None:
    found = golden_texts(state, tmp_path)
    assert set(found) == {file.name for file in GOLDEN.iterdir()}
    for name, text in found.items():
        assert text.splitlines() == (GOLDEN / name).read_text(encoding="utf-8").splitlines(), name
