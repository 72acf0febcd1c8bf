"""Whether the tests notice: each function of the money and of working days is changed a little, and tests must fail.

``python -m tests.mutation`` tries every mutant of MODULES with the tests of their rooms. One that survives has to stand in
``equivalent.md`` with the reason why no test can tell it; one that stands there and is killed has to go. Each mutant runs
in a process of its own, forked after all tests are imported, in which the function gets the changed code.
"""

import os
import signal
import sys
from collections.abc import Callable, Iterator
from functools import cached_property
from importlib import import_module
from pathlib import Path
from types import CodeType, FunctionType
from typing import Any

import pytest
from hypothesis import Phase, settings

import tests.conftest  # noqa: F401 - loads the profile that the one without shrinking is made of
from tests.mutation.mutants import Mutant, mutants

MODULES: dict[str, tuple[str, ...]] = {
    "planner.rollout.workdays": ("tests/rollout/test_workdays.py", "tests/test_checks.py", "tests/rollout/test_moves.py"),
    "planner.funding.ledgers": ("tests/funding/test_ledgers.py",),
    "planner.funding.entitlement_ledger": ("tests/funding/test_checklist.py", "tests/funding/test_ledgers.py"),
    "planner.funding.rate_ledger": ("tests/funding/test_ledgers.py", "tests/funding/test_substitution.py"),
    "planner.funding.claim_rules": (
        "tests/funding/test_claim_rules.py",
        "tests/test_checks.py",
        "tests/funding/test_reasons.py",
        "tests/funding/test_deadlines.py",
        "tests/funding/test_readiness.py",
    ),
}
"""Each module that is changed, and the tests that must notice, the quickest first."""

SECONDS = 240
"""After which a mutant that hangs the tests counts as killed."""
WORKERS = 2
PYTEST = ("-x", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", "-o", "addopts=", "-W", "ignore::pytest.PytestAssertRewriteWarning")
EQUIVALENT = Path(__file__).with_name("equivalent.md")


def main(only: list[str]) -> int:
    """Try the mutants of all modules, or of those whose names hold one of the words; 0 if none survives untold."""
    settings.register_profile("no shrinking", settings(), phases=(Phase.explicit, Phase.generate))
    settings.load_profile("no shrinking")
    told = set(_told())
    wrong = 0
    for module, killers in MODULES.items():
        if only and not any(word in module for word in only):
            continue
        _import_tests(killers)
        found = list(_mutants(module))
        survivors = [mutant.name for mutant in _survivors(module, found, killers)]
        short = module.rpartition(".")[2]
        untold = [name for name in survivors if f"{short}.{name}" not in told]
        stale = [name for name in told if name.startswith(f"{short}.") and name.partition(".")[2] not in survivors]
        sys.stdout.write(f"{module}: {len(found)} mutants, {len(found) - len(survivors)} killed, {len(survivors)} live\n")
        sys.stdout.writelines(f"  SURVIVES  {short}.{name}\n" for name in untold)
        sys.stdout.writelines(f"  IS KILLED, take it off the list  {name}\n" for name in stale)
        sys.stdout.flush()
        wrong += len(untold) + len(stale)
    return 1 if wrong else 0


def _told() -> Iterator[str]:
    """The mutants in the list of those that no test can tell: its headings of the third level."""
    if EQUIVALENT.exists():
        lines = EQUIVALENT.read_text(encoding="utf-8").splitlines()
        yield from (line.removeprefix("### ") for line in lines if line.startswith("### "))


def _import_tests(killers: tuple[str, ...]) -> None:
    """Import all that they need, once for all mutants; and see that they are there."""
    if _quietly(lambda: int(pytest.main([*PYTEST, "--collect-only", *killers]))) != 0:
        raise SystemExit(f"The tests cannot be collected: {', '.join(killers)}.")


def _mutants(module: str) -> Iterator[Mutant]:
    file = import_module(module).__file__
    assert file is not None
    yield from mutants(Path(file).read_text(encoding="utf-8"), file)


def _survivors(module: str, found: list[Mutant], killers: tuple[str, ...]) -> Iterator[Mutant]:
    """Those with which all tests pass; first of all they must pass with none."""
    if not _passes(_begun(lambda: None, killers)):
        raise SystemExit(f"The tests fail before anything is changed: {', '.join(killers)}.")
    running: list[tuple[Mutant, int]] = []
    for mutant in found:
        if len(running) == WORKERS:
            yield from (ended for ended, process in [running.pop(0)] if _passes(process))
        running.append((mutant, _begun(lambda each=mutant: _become(module, each), killers)))  # type: ignore[misc]
    yield from (ended for ended, process in running if _passes(process))


def _begun(change: Callable[[], None], killers: tuple[str, ...]) -> int:
    """A process that runs the tests after the change."""
    process = os.fork()
    if process:
        return process
    signal.alarm(SECONDS)
    code = 1
    try:
        change()
        code = _quietly(lambda: int(pytest.main([*PYTEST, *killers])))
    finally:
        os._exit(code)


def _passes(process: int) -> bool:
    return os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]) == 0


def _become(module: str, mutant: Mutant) -> None:
    """Give the function, which others have imported already, the changed code."""
    for function in _functions(vars(import_module(module))):
        if function.__name__ == mutant.function and function.__module__ == module:
            function.__code__ = _fitting(function.__code__, mutant.code)
            return
    raise LookupError(mutant.name)


def _fitting(present: CodeType, code: CodeType) -> CodeType:
    """The code with the names of what the function closes over, which stay what they are."""
    return code.replace(co_qualname=present.co_qualname)


def _functions(names: Any) -> Iterator[FunctionType]:  # noqa: ANN401 - whatever a module holds
    for each in list(names.values()):
        inner: Any = each
        if isinstance(each, cached_property):
            inner = each.func
        elif isinstance(each, property):
            inner = each.fget
        inner = getattr(inner, "__wrapped__", inner)
        if isinstance(inner, FunctionType):
            yield inner
        elif isinstance(each, type):
            yield from _functions(vars(each))


def _quietly(run: Callable[[], int]) -> int:
    """Run without a word, on every descriptor."""
    kept = os.dup(1), os.dup(2)
    nothing = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nothing, 1)
    os.dup2(nothing, 2)
    try:
        return run()
    finally:
        os.dup2(kept[0], 1)
        os.dup2(kept[1], 2)
        for each in (*kept, nothing):
            os.close(each)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
