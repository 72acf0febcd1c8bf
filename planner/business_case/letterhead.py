"""The letterhead of the user's own organisation, read from a folder with a ``template.toml``.

Its fields are ``organisation``, ``accent`` (a colour as ``#1466e4``), ``logo`` (a PNG or JPEG in the same folder) and
``closing`` (the last words of each document); each may be left out.
"""

import re
from pathlib import Path

import msgspec

from planner.business_case.document import Letterhead
from planner.business_case.picture_pixels import is_picture

FILE = "template.toml"
ACCENT = "#1466e4"
"""The colour of documents without a letterhead."""

COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
MEDIA_TYPES = {b"\x89PNG\r\n\x1a\n": "image/png", b"\xff\xd8\xff": "image/jpeg"}
"""Pictures that every format can show, by the bytes that they begin with."""

LARGEST_LOGO = 500_000
LONGEST_NAME, LONGEST_CLOSING = 120, 2_000


class LetterheadError(Exception):
    """A letterhead cannot be used; its text names the file, the field and what to do."""


class _Fields(msgspec.Struct, forbid_unknown_fields=True):
    """What the file holds."""

    organisation: str = ""
    accent: str = ""
    logo: str = ""
    closing: str = ""


def read_letterhead(folder: Path) -> Letterhead:
    """The letterhead in the folder. Raises LetterheadError, with every fault of it in words."""
    file = folder / FILE
    fields = _fields(file)
    faults = [
        *_too_long("organisation", fields.organisation, LONGEST_NAME),
        *_too_long("closing", fields.closing, LONGEST_CLOSING),
        *_no_colour(fields.accent),
    ]
    logo = b""
    try:
        logo = _logo(folder, fields.logo)
    except LetterheadError as error:
        faults.append(str(error))
    if faults:
        raise LetterheadError("\n".join(f"{file}: {fault}" for fault in faults))
    return Letterhead(fields.organisation.strip(), fields.accent.lower(), logo, fields.closing.strip())


def media_type(logo: bytes) -> str:
    """What kind of picture it is; blank if it is none that every format can show."""
    return next((kind for head, kind in MEDIA_TYPES.items() if logo.startswith(head)), "")


def _fields(file: Path) -> _Fields:
    try:
        return msgspec.toml.decode(file.read_bytes(), type=_Fields)
    except OSError as error:
        raise LetterheadError(f"{file}: the template cannot be read: {error.strerror or error}.") from None
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise LetterheadError(f"{file}: {_in_words(str(error))}") from None


def _in_words(message: str) -> str:
    """The field and what is wrong with it; or the place where the file is no TOML."""
    unknown = re.search(r"unknown field `(.+)`", message)
    if unknown:
        return f"{unknown[1]}: there is no such field. Known: {', '.join(_Fields.__struct_fields__)}."
    wrong = re.fullmatch(r"(.+) - at `\$\.(\w+)`", message)
    return f"{wrong[2]}: {wrong[1]}." if wrong else f"this is no TOML: {message}."


def _too_long(field: str, text: str, most: int) -> list[str]:
    if len(text) <= most:
        return []
    return [f"{field}: {len(text):,} characters are too many; at most {most:,} fit."]


def _no_colour(accent: str) -> list[str]:
    if not accent or COLOUR.fullmatch(accent):
        return []
    return [f"accent: '{accent}' is no colour. Write it as {ACCENT}."]


def _logo(folder: Path, name: str) -> bytes:
    """The picture's bytes; nothing without a name. Only files beside the template are read."""
    if not name:
        return b""
    if Path(name).name != name:
        raise LetterheadError(f"logo: '{name}' does not lie in the template's folder. Put it there, and name it alone.")
    try:
        logo = (folder / name).read_bytes()
    except (OSError, ValueError) as error:
        told = getattr(error, "strerror", None) or error
        raise LetterheadError(f"logo: {name} cannot be read: {told}.") from None
    if len(logo) > LARGEST_LOGO:
        raise LetterheadError(f"logo: {name} has {len(logo):,} bytes; at most {LARGEST_LOGO:,} fit.")
    if not media_type(logo) or not is_picture(logo):
        raise LetterheadError(f"logo: {name} is no picture as PNG or JPEG.")
    return logo
