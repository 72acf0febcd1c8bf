"""A drawing as pixels, for formats that hold no SVG; and a picture of the user's, looked at before it is used."""

import json

from resources import path

TEMPLATE = "templates/picture.typ"
DOTS_AN_INCH = 260
COARSE = 72


def png(svg: str) -> bytes:
    """The drawing as PNG, in the fonts that come with the program."""
    return _pixels({"svg": svg}, DOTS_AN_INCH)


def is_picture(logo: bytes) -> bool:
    """Whether the bytes are a whole picture that every format can show."""
    import typst  # noqa: PLC0415 - large

    try:
        _pixels({"logo": json.dumps(list(logo))}, COARSE)
    except typst.TypstError:
        return False
    return True


def _pixels(inputs: dict[str, str], dots: int) -> bytes:
    import typst  # noqa: PLC0415 - large

    return typst.compile(path(TEMPLATE), format="png", ppi=dots, font_paths=[path("fonts")], sys_inputs=inputs)
