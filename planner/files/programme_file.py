"""The programme file (``*.programme``): which plan files it joins, and saving what became of all of them together.

It names its plans by paths relative to itself and holds nothing of them. It is read as strictly as plan files are.
"""

from pathlib import Path
from typing import Any, Literal, NamedTuple

import msgspec

from planner.files.atomic import replace_file
from planner.files.reader import file_bytes, json_object, parse
from planner.files.structure import first_fault
from planner.files.writer import encode, plain, write_all
from planner.invariants import Fault, PlanError
from planner.plan import State
from planner.programme import Programme, joined, programme_faults, split

FORMAT = "launchwindow programme"
FORMAT_VERSION = 1
SUFFIX = ".programme"


class ProgrammeDocument(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A programme as it lies on the disk; format and format_version say what the file is, whatever its name."""

    format: Literal["launchwindow programme"]
    format_version: Literal[1]
    programme: Programme


class OpenProgramme(NamedTuple):
    """A programme as it was read: its plans, the plan they make together, and what each file held.

    states: by short name, in the programme's order. contents: the bytes of the programme's file and of each plan's.
    """

    path: Path
    programme: Programme
    states: dict[str, State]
    together: State
    contents: dict[Path, bytes]

    def file(self, short: str) -> Path:
        """Where a plan lies."""
        return plan_file(self.path, self.programme, short)


def plan_file(path: Path, programme: Programme, short: str) -> Path:
    """Where a plan of the programme in that file lies."""
    return path.parent / next(member.file for member in programme.plans if member.short == short)


def read_programme(path: Path) -> OpenProgramme:
    """The programme with its plans. Raises PlanError, which carries every fault of every file, and contradictions."""
    programme, states, contents = read_apart(path)
    together = joined(programme, states)
    parse(encode(together))  # the journal keeps it as a rollout, so what could not be read back is not opened
    return OpenProgramme(path, programme, states, together, contents)


def read_apart(path: Path) -> tuple[Programme, dict[str, State], dict[Path, bytes]]:
    """The programme, its plans by short name, and what the files hold; nothing is joined yet."""
    contents = {path: file_bytes(path)}
    programme, faults = parse_programme(contents[path]), list[Fault]()
    states: dict[str, State] = {}
    for short in programme.shorts:
        file = plan_file(path, programme, short)
        try:
            contents[file] = file_bytes(file)
            states[short] = parse(contents[file])
        except PlanError as error:
            faults += [Fault(f"{short}: {fault.path}", fault.sentence, fault.remedy) for fault in error.faults]
    if faults:
        raise PlanError(tuple(faults))
    return programme, states, contents


def parse_programme(text: bytes) -> Programme:
    """The programme in the bytes of a file. Raises PlanError."""
    document = json_object(text, FORMAT)
    version = document.get("format_version")
    if isinstance(version, int) and version > FORMAT_VERSION:
        sentence = f"The file has version {version} and was written by a newer Launchwindow."
        raise PlanError((Fault("format_version", sentence, "Update Launchwindow."),))
    try:
        programme = msgspec.convert(document, ProgrammeDocument).programme
    except msgspec.ValidationError as error:
        raise PlanError((first_fault(str(error)),)) from None
    faults = programme_faults(programme)
    if faults:
        raise PlanError(faults)
    return programme


def encode_programme(programme: Programme) -> bytes:
    """The bytes of the file: fields in their order, those at their default left out, two spaces of indentation."""
    return msgspec.json.format(msgspec.json.encode(plain_programme(programme)), indent=2) + b"\n"


def plain_programme(programme: Programme) -> dict[str, Any]:
    """The file as JSON knows it."""
    return {"format": FORMAT, "format_version": FORMAT_VERSION, "programme": plain(programme)}


def write_programme(programme: Programme, path: Path) -> None:
    """Write the programme's own file whole. Raises PlanError if it cannot, or if nobody could read it again."""
    text = encode_programme(programme)
    parse_programme(text)
    try:
        replace_file(path, text)
    except (OSError, ValueError) as error:
        reason = (getattr(error, "strerror", None) or str(error)).lower()
        raise PlanError((Fault(str(path), f"The file cannot be written: {reason}.", "Nothing was changed."),)) from None


def save_programme(opened: OpenProgramme, after: State) -> OpenProgramme:
    """Write what became of each plan into its own file, all of them or none; what is open from then on.

    Plans that are as they were are not written. Raises PlanError, and writes nothing, where a file was changed by
    somebody else since it was read: theirs would be lost, or what is shared be claimed twice.
    """
    changed = changed_on_disk(opened)
    if changed:
        sentence = "The file was changed by somebody else since the programme was opened."
        remedy = "Nothing was written. Open the programme again to see what they changed."
        raise PlanError(tuple(Fault(str(path), sentence, remedy) for path in changed))
    states = split(opened.programme, opened.states, opened.together, after)
    written = write_all({opened.file(short): state for short, state in states.items() if state != opened.states[short]})
    return opened._replace(states=states, together=after, contents=opened.contents | written)


def changed_on_disk(opened: OpenProgramme) -> tuple[Path, ...]:
    """The files that somebody else wrote, or took away, since they were read or saved here."""
    return tuple(path for path, content in opened.contents.items() if _content(path) != content)


def _content(path: Path) -> bytes | None:
    try:
        return file_bytes(path)
    except PlanError:
        return None


def is_programme(path: Path) -> bool:
    """Whether the file is a programme by its name."""
    return path.suffix == SUFFIX
