"""The colours of the picture by what they mean.

What is read keeps a contrast of 4.5:1 against ground, panel and selection, what is looked at 3:1, as WCAG 2.2 asks
(success criteria 1.4.3 and 1.4.11). Hairlines and tints of the ground divide, and tell nothing by themselves: where a
tint tells something, as the window of a credit does, an edge that is seen lies around it.
"""

from typing import NamedTuple


class Tokens(NamedTuple):
    """Colours as ``#rrggbb``."""

    ground: str
    panel: str
    hairline: str
    faint_line: str
    text: str
    dim: str
    accent: str
    money: str
    money_ground: str
    risk: str
    freeze: str
    freeze_edge: str
    load: str
    arrow: str
    selection: str
    broken: str
    faint: str


LIGHT = Tokens(
    ground="#ffffff",
    panel="#f7f8fa",
    hairline="#dfe3e8",
    faint_line="#eceff3",
    text="#1b232b",
    dim="#5c6873",
    accent="#1466e4",
    money="#117c55",
    money_ground="#d3eee1",
    risk="#9a5b00",
    freeze="#f3ecf6",
    freeze_edge="#9a7bb0",
    load="#6389c3",
    arrow="#7c8b9b",
    selection="#e8f1ff",
    broken="#c93430",
    faint="#656e78",
)

DARK = Tokens(
    ground="#101418",
    panel="#161b21",
    hairline="#262d35",
    faint_line="#1d242b",
    text="#e6eaee",
    dim="#98a4b0",
    accent="#4c9aff",
    money="#3ecf8e",
    money_ground="#12352a",
    risk="#f0a63a",
    freeze="#2a2230",
    freeze_edge="#8a6fa0",
    load="#4b79b6",
    arrow="#677585",
    selection="#1b2a3d",
    broken="#f2635d",
    faint="#88929d",
)

NEUTRAL = "#77838f"
WORKLOAD_HUES: tuple[tuple[str, str], ...] = (
    ("entra", "#4f7bd9"),
    ("intune", "#1b8d9e"),
    ("defender", "#8a63d2"),
    ("purview", "#c0569b"),
    ("teams", "#c46c18"),
    ("copilot", "#35884d"),
    ("azure", "#1787c9"),
)
"""Hues by a word in the workload's name; the first word found counts."""


def workload_hue(workload: str) -> str:
    """The hue of a workload; those without one of their own, as readiness and adoption, are neutral."""
    name = workload.lower()
    return next((hue for word, hue in WORKLOAD_HUES if word in name), NEUTRAL)
