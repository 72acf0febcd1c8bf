"""Pages of the timeline as files: PDF with all of them, PNG and SVG with one page each."""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal

from planner.picture.pages import A4, PageSetup
from planner.picture.tokens import LIGHT

MARGIN = 36
"""Points around the picture on each page."""
SMALL = f'font: "Inter", size: 8pt, fill: rgb("{LIGHT.dim}")'
NUMBER = "#context [Page #counter(page).display() of #counter(page).final().first()]"
HEAD = f", header: text({SMALL})[#sys.inputs.title #h(1fr) #sys.inputs.dated], footer: text({SMALL})[#h(1fr) {NUMBER}]"
"""Texts of a plan reach the page as values, so that nothing in them is read as an instruction to the typesetter."""
PIXELS_AN_INCH = 144
"""Of pictures as PNG: twice as many as points, so that they stay sharp on a screen of any kind."""


def write_pages(pages: tuple[str, ...], target: Path, fonts: Path, setup: PageSetup = A4) -> tuple[Path, ...]:
    """Write SVG pages as what the target's name ends in; several files where a kind holds one page each.

    fonts: the folder of the typefaces that the pictures name.
    Raises ValueError for a name that ends otherwise, and OSError where a file cannot be written.
    """
    match target.suffix.lower():
        case ".pdf":
            contents = _typeset(pages, "pdf", fonts, setup)
        case ".png":
            contents = _typeset(pages, "png", fonts, setup)
        case ".svg":
            contents = [page.encode() for page in pages]
        case _:
            raise ValueError(f"{target.name} should end in .pdf, .png or .svg.")
    targets = [target] if len(contents) == 1 else [_numbered(target, number) for number in range(1, len(contents) + 1)]
    for each, content in zip(targets, contents, strict=True):
        each.write_bytes(content)
    return tuple(targets)


def page_pictures(
    pages: tuple[str, ...], fonts: Path, setup: PageSetup = A4, pixels_an_inch: int = PIXELS_AN_INCH
) -> list[bytes]:
    """SVG pages as PNG pictures of the whole sheet, margins included, for a printer or a screen."""
    return _typeset(pages, "png", fonts, setup, pixels_an_inch)


def _numbered(target: Path, number: int) -> Path:
    return target.with_name(f"{target.stem} {number}{target.suffix}")


def _typeset(
    pages: tuple[str, ...],
    kind: Literal["pdf", "png"],
    fonts: Path,
    setup: PageSetup,
    pixels_an_inch: int = PIXELS_AN_INCH,
) -> list[bytes]:
    """The pages set on paper, each picture no larger than its page."""
    import typst  # noqa: PLC0415 - large

    width, height = setup.paper.width + 2 * MARGIN, setup.paper.height + 2 * MARGIN
    with TemporaryDirectory() as folder:
        names = [f"page{number}.svg" for number in range(len(pages))]
        for name, page in zip(names, pages, strict=True):
            (Path(folder) / name).write_text(page, encoding="utf-8")
        set_page = f"#set page(width: {width}pt, height: {height}pt, margin: {MARGIN}pt{HEAD if setup.title else ''})\n"
        pictures = (f'#image("{name}", width: 100%, height: 100%, fit: "contain")' for name in names)
        source = Path(folder) / "timeline.typ"
        source.write_text(set_page + "\n#pagebreak()\n".join(pictures), encoding="utf-8")
        made: bytes | list[bytes] = typst.compile(
            str(source),
            format=kind,
            ppi=pixels_an_inch,
            font_paths=[str(fonts)],
            sys_inputs={"title": setup.title, "dated": setup.dated},
        )
    return made if isinstance(made, list) else [made]
