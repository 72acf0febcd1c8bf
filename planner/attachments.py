"""Files that a plan refers to: letters, statements of work, proofs. Linked by path and hash, never copied; internal."""

import re
from typing import Annotated

from msgspec import Meta

from planner.value import Name, Value

Sha256 = Annotated[str, Meta(pattern="^[0-9a-f]{64}$", description="SHA-256 of the file, in small hexadecimal digits.")]
ELSEWHERE = re.compile(r"^[/~]|[\\:]")
"""What makes a path one that a plan file may not lead to by itself: from a root, another drive or another machine."""


class Attachment(Value, frozen=True, kw_only=True):
    """A file beside the plan file, as it was when it was linked.

    title: what it is, as Approval letter. path: from the folder of the plan file, with forward slashes.
    """

    title: Name
    path: Name
    sha256: Sha256


def is_relative(path: str) -> bool:
    """Whether a path leads from the plan file's folder, and so opening a plan asks nothing of other machines."""
    return ELSEWHERE.search(path) is None and bool(path.strip("./"))
