"""How wide a text is about to be, where no font can be asked: enough to cut it to its room."""

ELLIPSIS = "…"
WIDE = 1.0
"""Advance of characters without a figure of their own, in parts of the size of the type: as wide as any Latin one."""

ADVANCES: tuple[tuple[float, str], ...] = (
    (0.30, "'Iijl !,.:;"),
    (0.38, '()/[\\]frt{|}"'),
    (0.50, "-1^_*?`s"),
    (0.60, "7JLackvxyz"),
    (0.65, "025689EFZbdeghnopqu"),
    (0.70, "#$&+34<=>BKPRSTXY~"),
    (0.80, "ADVCGHNOQU"),
    (0.90, "%wm"),
)
"""Advances of Inter's medium weight, rounded up, by the characters that share them."""

_ADVANCE = {character: advance for advance, characters in ADVANCES for character in characters}


def text_width(text: str, size: float) -> float:
    """The width in points of a line of text set in a size in points; rather too much than too little."""
    return size * sum(_ADVANCE.get(character, WIDE) for character in text)


def fit(text: str, size: float, room: float) -> str:
    """The text, or as much of its beginning as fits the room with an ellipsis behind it."""
    if text_width(text, size) <= room:
        return text
    kept = text
    while kept and text_width(kept + ELLIPSIS, size) > room:
        kept = kept[:-1]
    return f"{kept.rstrip()}{ELLIPSIS}"
