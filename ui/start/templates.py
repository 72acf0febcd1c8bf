"""The rollouts that one can begin from, and one begun today."""

from datetime import date
from typing import NamedTuple

from planner.files import read
from planner.plan import State
from planner.templates import begun
from resources import path


class Template(NamedTuple):
    """A rollout to begin from: the name of its file, what it is called, its phases, and what is in it."""

    file: str
    title: str
    phases: int
    sentence: str


TEMPLATES = (
    Template("microsoft-365-e5", "Microsoft 365 E5", 25, "Identity, devices, Defender, Purview, Teams Phone, Copilot"),
    Template(
        "microsoft-365-e5-regions", "Microsoft 365 E5 in three regions", 80, "The same by region, with mail and Azure"
    ),
    Template("security", "Security", 14, "Entra ID, Defender and Purview"),
    Template("teams-phone", "Teams Phone", 9, "Number audit, pilot and porting waves"),
    Template("copilot", "Microsoft 365 Copilot", 9, "Oversharing first, then pilot and waves"),
    Template("azure-migration", "Azure migration", 11, "Landing zone, pilot and migration waves"),
)
"""The most usual first."""


def begun_today(template: Template, today: date) -> State:
    """The template as a rollout that begins on the next Monday.

    Its credits are examples, and say so in their names and terms.
    """
    return begun(read(path(f"templates/plans/{template.file}.rollout")), today)
