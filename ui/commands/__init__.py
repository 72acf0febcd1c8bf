"""The commands of the command line, one file for each topic, each a Typer app of its own that the whole takes in."""
