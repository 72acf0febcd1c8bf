"""What a change did to the agreed schedule, and what planning anew brings back, as an explanation."""

from planner.damage import Damage
from ui.rich_text import heading, rows
from ui.theme import tokens
from ui.wording import counted, day, money, signed_money


def damage_html(found: Damage) -> str:
    """A line for the schedule as agreed, for its dates after the change, and for the one planned anew."""
    colours = tokens()
    broken = f", {counted(found.faults, 'rule')} broken" if found.faults else ""
    finish = day(found.finish_before)
    later = f" → {day(found.finish_after)}" if found.finish_after != found.finish_before else ", as before"
    return heading("Damage, and what is saved") + rows(
        (
            ("As agreed", f"{money(found.before)} funded", colours.text),
            (
                "These dates now",
                f"{money(found.kept)} ({signed_money(-found.lost)}){broken}",
                colours.broken if found.faults or found.lost > 0 else colours.text,
            ),
            (
                "Planned anew",
                f"{money(found.after)} ({signed_money(found.saved)} saved), {counted(found.moved, 'phase')} moved",
                colours.money,
            ),
            ("Finish", f"{finish}{later}", colours.text),
        )
    )
