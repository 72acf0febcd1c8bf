"""Arguments and options that many commands take, each said once."""

from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Any

import typer


def day(words: str, *names: str) -> Any:  # noqa: ANN401 - as typer has it
    """An option that takes a day, as 2027-03-01."""
    return typer.Option(*names, formats=["%Y-%m-%d"], metavar="DATE", help=words)


def seconds(words: str) -> Any:  # noqa: ANN401
    """How long a command may search."""
    return typer.Option("--time-limit", min=0.01, metavar="S", help=words)


def plan_out(words: str) -> Any:  # noqa: ANN401
    """Where the plan goes that a command makes."""
    return typer.Option("--output", "-o", metavar="OUT.rollout", help=words)


PlanFile = Annotated[Path, typer.Argument(metavar="PLAN", help="A plan file (*.rollout).")]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]
AsOf = Annotated[datetime | None, day("The day it is about; today without it.")]
DateOnIt = Annotated[datetime | None, day("The date on it; today without it.")]
StatusDate = Annotated[datetime, day("The status date.")]
TimeLimit = Annotated[float, seconds("Seconds for the whole solve.")]
Folder = Annotated[Path, typer.Option("--to", metavar="DIR", help="The folder to write into; made if need be.")]


def day_or_today(told: datetime | None) -> date:
    """The day of an option, or the user's own."""
    return told.date() if told is not None else date.today()  # noqa: DTZ011
