"""The timeline in the business case: its words, and what it shows for those who cannot see it."""

from planner.business_case.notation import Notation
from planner.picture import svg
from planner.picture.layout import Layout


def picture_wording(notation: Notation) -> svg.Wording:
    """What the timeline says."""
    return svg.Wording(
        month=notation.month,
        day=notation.day,
        amount=notation.number,
        fiscal_year=lambda year: f"FY{year % 100:02}",
        fiscal_year_end=lambda day: f"Fiscal year end, {notation.day(day)}",
        credit="Credit",
        phase="Phase",
        partner="Partner",
        proof="Proof by",
        delivered_by="Delivered by",
        teams_heading="Teams",
        amount_heading="Requested",
        fasttrack="FastTrack, remote",
        internal="Customer",
        outline="FastTrack",
        solid="Partner",
        hatch="Customer",
        paid="Requested part of the cost",
        window="Funding window",
        filled="Requested part of the offer",
        deadline="Proof deadline",
        freeze="Blackout",
        load="Teams at work",
    )


def alternative(layout: Layout, notation: Notation) -> str:
    """The picture in words."""
    bars = [row.bar for row in layout.rows if row.bar]
    period = notation.period(min(bar.start for bar in bars), max(bar.finish for bar in bars))
    funded = [row for row in layout.rows if row.claimed]
    return (
        f"Timeline of {len(bars)} phases, {period}, with {len(layout.lanes)} funding windows above. Funding is "
        f"requested for {len(funded)} of the phases. The tables of phases and credits hold the same dates and sums."
    )
