"""The timeline in the business case: its words, and what it shows for those who cannot see it."""

from planner.business_case.notation import Notation
from planner.picture import svg
from planner.picture.layout import Layout


def picture_wording(notation: Notation) -> svg.Wording:
    """What the timeline says."""
    words = notation.words
    return svg.Wording(
        month=notation.month,
        day=notation.day,
        amount=notation.number,
        fiscal_year=lambda year: words("FY{year}", year=f"{year % 100:02}"),
        fiscal_year_end=lambda day: words("Fiscal year end, {day}", day=notation.day(day)),
        credit=words("Credit"),
        phase=words("Phase"),
        partner=words("Partner"),
        proof=words("Proof by"),
        delivered_by=words("Delivered by"),
        teams_heading=words("Teams"),
        amount_heading=words("Requested"),
        fasttrack=words("FastTrack, remote"),
        internal=words("Customer"),
        outline=words("FastTrack"),
        solid=words("Partner"),
        hatch=words("Customer"),
        paid=words("Requested part of the cost"),
        window=words("Funding window"),
        filled=words("Requested part of the offer"),
        deadline=words("Proof deadline"),
        freeze=words("Change freeze"),
        load=words("Teams at work"),
    )


def alternative(layout: Layout, notation: Notation) -> str:
    """The picture in words."""
    bars = [row.bar for row in layout.rows if row.bar]
    period = notation.period(min(bar.start for bar in bars), max(bar.finish for bar in bars))
    funded = [row for row in layout.rows if row.claimed]
    return notation.words(
        "Timeline of {phases}, {period}, with {windows} above. Funding is requested for {funded} of the phases. The "
        "tables of phases and credits hold the same dates and sums.",
        phases=notation.counted("{count} phase", "{count} phases", len(bars)),
        period=period,
        windows=notation.counted("{count} funding window", "{count} funding windows", len(layout.lanes)),
        funded=notation.number(len(funded)),
    )
