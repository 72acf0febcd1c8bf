"""What this program is made of: its version, and the version and licence of every library that runs with it."""

import platform
import re
from collections.abc import Iterator
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from typing import NamedTuple

PROGRAM = "launchwindow"
UNTOLD = "not told by the library"
LONGEST_LICENCE = 60
CLASSIFIER = "License :: "


class Component(NamedTuple):
    """A library as it is installed. licence: as the library itself tells it."""

    name: str
    version: str
    licence: str


def components() -> tuple[Component, ...]:
    """The program first, then the libraries that it needs and those that they need, by name; no extras."""
    own, *others = _needed(PROGRAM, set())
    return (own, *sorted(others, key=lambda each: each.name.casefold()))


def python_version() -> str:
    """The Python that runs all of it."""
    return f"Python {platform.python_version()} on {platform.system()}"


def _needed(name: str, seen: set[str]) -> Iterator[Component]:
    """The library of that name and all that it needs here, each once; what is not installed is not needed here."""
    seen.add(_plain(name))
    try:
        found = distribution(name)
    except PackageNotFoundError:
        return
    yield Component(found.metadata["Name"], found.version, _licence(found))
    for requirement in found.requires or ():
        needed, _, marker = requirement.partition(";")
        named = re.match(r"[A-Za-z0-9._-]+", needed)
        if named is not None and "extra" not in marker and _plain(named[0]) not in seen:
            yield from _needed(named[0], seen)


def _plain(name: str) -> str:
    """Names that differ in case and dashes alone are one."""
    return re.sub(r"[-_.]+", "-", name).lower()


def _licence(found: Distribution) -> str:
    """The expression, or what the classifiers say, or a short text; whole texts of licences are too long to list."""
    classifiers = _told(found, "Classifier")
    classified = [each.rpartition(" :: ")[2] for each in classifiers if each.startswith(CLASSIFIER)]
    expressions = _told(found, "License-Expression")
    short = [each for each in _told(found, "License") if len(each) <= LONGEST_LICENCE and "\n" not in each]
    return ", ".join(expressions or short or classified) or UNTOLD


def _told(found: Distribution, field: str) -> list[str]:
    """What the library says under a field of its metadata."""
    return [text for each in found.metadata.get_all(field) or () if (text := str(each).strip())]
