"""Texts of a plan as any file may hold them: without the characters that XML, and most programs, forbid."""

import re

FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def allowed(text: str) -> str:
    """The text with forbidden characters left out, and every end of a line as one."""
    return FORBIDDEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
