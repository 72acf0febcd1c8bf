"""XML that strangers wrote, read so that it can do no harm.

defusedxml refuses document types, and with them every entity and every reference to another file; depth, size and the
number of elements are bounded here. Whatever is wrong with a file is told as a PlanError with the line where it stands.
"""

from collections.abc import Collection, Iterator
from typing import Protocol

from planner.exchange.foreign_file import refuse, shown

LARGEST_XML = 64 * 1024**2
"""Bytes. A project of five thousand tasks takes about twenty million."""

DEEPEST = 32
MOST_ELEMENTS = 2_000_000
CHUNK = 64 * 1024


class Element:
    """An element with its text and children; attributes are left out, since no format read here uses any.

    line: where it begins in the file.
    """

    __slots__ = ("children", "line", "tag", "text")

    def __init__(self, tag: str, line: int) -> None:
        self.tag, self.line = tag, line
        self.text = ""
        self.children: list[Element] = []

    def each(self, tag: str) -> Iterator["Element"]:
        """The children of that tag."""
        return (child for child in self.children if child.tag == tag)

    def inside(self, *tags: str) -> Iterator["Element"]:
        """The elements at the end of a path of tags."""
        if not tags:
            yield self
            return
        for child in self.each(tags[0]):
            yield from child.inside(*tags[1:])

    def of(self, tag: str) -> str | None:
        """The text of the first child of that tag; None if there is none."""
        return next((child.text for child in self.each(tag)), None)


def read_xml(text: bytes, namespace: str, passed_over: Collection[str] = ()) -> Element:
    """The root element of a document; tags lose that namespace, and keep any other.

    passed_over: tags whose elements are counted and not kept. Raises PlanError.
    """
    # Only who reads XML needs it.
    from defusedxml.common import DefusedXmlException  # noqa: PLC0415
    from defusedxml.ElementTree import DefusedXMLParser, ParseError  # noqa: PLC0415

    if len(text) > LARGEST_XML:
        refuse("document", f"The file is larger than {LARGEST_XML // 1024**2} MiB.", "Maybe export less of it.")
    builder = _Builder(f"{{{namespace}}}", passed_over)
    parser = DefusedXMLParser(target=builder, forbid_dtd=True)
    builder.parser = parser.parser
    try:
        for start in range(0, len(text), CHUNK):
            parser.feed(text[start : start + CHUNK])
        parser.close()
    except DefusedXmlException:
        refuse(
            f"line {builder.line}",
            "The file defines entities or a document type, which could make it do harm.",
            "Export it again as plain XML.",
        )
    except ParseError as error:
        reason = str(error).partition(":")[0]
        refuse(f"line {error.position[0]}", f"Here the file stops being XML: {shown(reason)}.", "Maybe it is cut off.")
    except (LookupError, ValueError):
        refuse("line 1", "The file names an encoding that is not known.", "Save it as UTF-8.")
    return builder.root


class _HasLine(Protocol):
    """The parser underneath, as far as it is needed here."""

    @property
    def CurrentLineNumber(self) -> int: ...  # noqa: N802 - its own name


class _Builder:
    """Builds elements while the parser tells of them."""

    def __init__(self, namespace: str, passed_over: Collection[str]) -> None:
        self.root = Element("", 1)
        self.parser: _HasLine | None = None
        self._namespace, self._passed_over = namespace, passed_over
        self._open: list[Element] = []
        self._texts: list[str] = []
        self._elements = 0

    @property
    def line(self) -> int:
        return self.parser.CurrentLineNumber if self.parser is not None else 1

    def start(self, tag: str, _: object) -> None:
        self._elements += 1
        if len(self._open) == DEEPEST:
            refuse(f"line {self.line}", f"The file is nested deeper than {DEEPEST} elements.", "It is no such file.")
        if self._elements > MOST_ELEMENTS:
            refuse(f"line {self.line}", f"The file has more than {MOST_ELEMENTS:,} elements.", "Maybe export less.")
        element = Element(tag.removeprefix(self._namespace), self.line)
        if self._open and element.tag not in self._passed_over and self._open[-1].tag not in self._passed_over:
            self._open[-1].children.append(element)
        elif self._open:
            element.tag = next(iter(self._passed_over))  # so that nothing below it is kept either
        self._open.append(element)
        self._texts.clear()

    def data(self, text: str) -> None:
        self._texts.append(text)

    def end(self, _: str) -> None:
        element = self._open.pop()
        if not element.children:
            element.text = "".join(self._texts)
        self._texts.clear()
        if not self._open:
            self.root = element

    def close(self) -> None:
        """Nothing is left to do."""
