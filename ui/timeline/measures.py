"""The measures of the window's timeline: all follow from the size of the type."""

from planner.picture.layout import Layout, Sizes
from ui.theme import BODY_PIXELS

ROW = BODY_PIXELS + 6
BAR = BODY_PIXELS - 2
PARTNER_ROW = 2 * BODY_PIXELS - 2
GAP = BODY_PIXELS
HEADER = 3 * BODY_PIXELS + 4


def window_sizes(width: float) -> Sizes:
    """The axis as wide as told, from the left edge: names and dates stand in the outline beside it."""
    return Sizes(
        identifier=0,
        name=0,
        delivered_by=0,
        amount=0,
        indent=0,
        axis=width,
        header=HEADER,
        row=ROW,
        bar=BAR,
        window=BAR,
        partner_row=PARTNER_ROW,
        gap=GAP,
    )


def separators(layout: Layout) -> tuple[float, ...]:
    """The heights at which credits end and phases end, and something else follows."""
    bottom = layout.phases_bottom
    after_credits = [lane.row.bottom for lane in layout.lanes[-1:] if bottom is not None or layout.partners]
    after_phases = [bottom] if bottom is not None and layout.partners else []
    return tuple(bottom + layout.sizes.gap / 2 for bottom in (*after_credits, *after_phases))
