"""When two names mean the same thing: plans, reports and price sheets each write products their own way."""

import re

SHORT_FORMS: tuple[tuple[str, str], ...] = (
    (r"\bmicrosoft 365\b", "m365"),
    (r"\boffice 365\b", "o365"),
    (r"\bmicrosoft\b", ""),
    (r"\bonline\b", ""),
    (r"&", " and "),
    (r"[^\w]+", " "),
)
"""Ways of writing that make no other product, and what they are made into."""


def plain_name(name: str) -> str:
    """The name in small letters without what is often left out, as ``m365 copilot`` for ``MICROSOFT 365 COPILOT``."""
    plain = name.casefold()
    for written, short in SHORT_FORMS:
        plain = re.sub(written, short, plain)
    return " ".join(plain.split())


def is_called(name: str, names: tuple[str, ...]) -> bool:
    """Whether the name is one of the names, however each is written."""
    return plain_name(name) in {plain_name(each) for each in names}


def short_name(key: str, name: str) -> str:
    """What a column calls an entry: by its key where the name has that in it, as ECIF; else Microsoft 365 is M365."""
    return key if re.search(rf"\b{re.escape(key)}\b", name) else re.sub(r"\bMicrosoft 365\b", "M365", name)
