"""Whether the tests notice: mutmut changes the rules of money and working days a little each, and tests must fail.

``python -m tests.mutation`` tries every mutant of the modules that pyproject.toml names. One that survives has to stand
in ``explained.toml`` with the reason why nothing behaves otherwise; what stands there and is killed, or is no mutant
any more, has to go.
"""

import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

EXPLAINED = Path(__file__).with_name("explained.toml")
MUTMUT = (sys.executable, "-m", "mutmut")
AT_ONCE = "2"
NICENESS = 5
CAUGHT = frozenset({"killed", "timeout"})
"""Outcomes of mutants that were noticed; one that never ends runs out of time."""
RESULT = re.compile(r"\s*(?P<name>[\w.ǁ]+__mutmut_\d+): (?P<outcome>.+)")


class Mutant(NamedTuple):
    """What a function became: its module and name, and the lines that differ, as they were and as they are."""

    function: str
    was: str
    becomes: str

    def __str__(self) -> str:
        return f"{self.function}\n    was     {self.was}\n    becomes {self.becomes}\n"


def main() -> int:
    """Try all mutants anew, print how many of each module are caught, and return 1 if any account does not tally."""
    shutil.rmtree("mutants", ignore_errors=True)
    os.nice(NICENESS)
    if subprocess.run([*MUTMUT, "run", "--max-children", AT_ONCE], check=False).returncode != 0:
        return 1
    outcomes = _outcomes(_said("results", "--all", "true"))
    sys.stdout.writelines(_table(outcomes))
    survivors = {_mutant(name) for name, outcome in outcomes.items() if outcome not in CAUGHT}
    faults = list(disagreements(survivors, explained()))
    sys.stdout.writelines(f"{fault}\n" for fault in faults)
    return 1 if faults or not outcomes else 0


def explained() -> dict[Mutant, str]:
    """The mutants that no test can tell from the original, each with the reason."""
    entries = tomllib.loads(EXPLAINED.read_text(encoding="utf-8"))["explained"]
    return {Mutant(each["function"], each["was"], each["becomes"]): each["reason"] for each in entries}


def disagreements(survivors: Iterable[Mutant], reasons: Mapping[Mutant, str]) -> Iterator[str]:
    """Survivors without a reason, and reasons without a survivor."""
    living = set(survivors)
    yield from (f"SURVIVES {each}" for each in sorted(living - set(reasons)))
    yield from (f"IS KILLED OR GONE, take it from the list: {each}" for each in sorted(set(reasons) - living))


def _said(*arguments: str) -> str:
    return subprocess.run([*MUTMUT, *arguments], check=True, capture_output=True, text=True, encoding="utf-8").stdout


def _outcomes(results: str) -> dict[str, str]:
    matches = (RESULT.fullmatch(line) for line in results.splitlines())
    return {match["name"]: match["outcome"] for match in matches if match is not None}


def _table(outcomes: Mapping[str, str]) -> Iterator[str]:
    """How many mutants of each module are killed, run for ever, and live."""
    modules: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for name, outcome in outcomes.items():
        modules[name.rpartition(".")[0]][outcome if outcome in CAUGHT else "alive"] += 1
    yield f"\n{'module':<40}{'mutants':>9}{'killed':>9}{'endless':>9}{'alive':>9}\n"
    for module, counts in sorted(modules.items()):
        figures = (counts.total(), counts["killed"], counts["timeout"], counts["alive"])
        yield f"{module:<40}{''.join(f'{figure:>9}' for figure in figures)}\n"


def _mutant(name: str) -> Mutant:
    """The mutant by its difference to the original; its number changes when others come and go."""
    lines = _said("show", name).splitlines()
    changes = [line for line in lines if line.startswith(("-", "+")) and not line.startswith(("---", "+++"))]
    was, becomes = (" ".join(line[1:].strip() for line in changes if line[0] == sign) for sign in "-+")
    return Mutant(_function(name), was, becomes)


def _function(name: str) -> str:
    """The module and the function of a mutant, which mutmut calls ``x_function`` or ``xǁClassǁmethod``."""
    module, _, function = name.rpartition("__mutmut_")[0].rpartition(".")
    return f"{module}.{function[2:].replace('ǁ', '.')}"


if __name__ == "__main__":
    sys.exit(main())
