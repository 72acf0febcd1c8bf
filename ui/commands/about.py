"""What the program is made of, and the schema of its files."""

import typer

from ui.commands.options import AsJson
from ui.terminal.console import output, print_json
from ui.terminal.printing import print_sentence

commands = typer.Typer()


@commands.command()
def schema() -> None:
    """Print the JSON Schema of plan files."""
    from planner.files import schema as plan_file_schema

    print_json(plan_file_schema())


@commands.command()
def about(as_json: AsJson = False) -> None:
    """Print the version and licence of the program and of every library that runs with it."""
    from ui.about import components, python_version

    if as_json:
        parts = [each._asdict() for each in components()]
        print_json({"python": python_version(), "components": parts})
        return
    output.print(python_version(), highlight=False)
    for each in components():
        print_sentence(output, f"{each.name} {each.version} · {each.licence}")
