"""XML of strangers is read, or refused with the line where it is wrong; it never does harm."""

import time
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.exchange import safe_xml
from planner.exchange.foreign_file import content
from planner.exchange.safe_xml import DEEPEST, read_xml
from planner.invariants import PlanError

LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
BILLION_LAUGHS = f'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY l0 "ha">{LAUGHS}]><a>&l9;</a>'.encode()


def refused(text: bytes) -> str:
    with pytest.raises(PlanError) as raised:
        read_xml(text, "n")
    return str(raised.value)


def test_that_a_billion_laughs_are_refused_at_once() -> None:
    started = time.perf_counter()
    assert "entities" in refused(BILLION_LAUGHS)
    assert time.perf_counter() - started < 1


def test_that_no_external_entity_is_read(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("canary")
    text = f'<!DOCTYPE a [<!ENTITY x SYSTEM "{secret.as_uri()}">]><a>&x;</a>'
    assert "canary" not in refused(text.encode())


@pytest.mark.parametrize(
    "text",
    [
        b'<!DOCTYPE a SYSTEM "http://example.invalid/a.dtd"><a/>',
        b"<!DOCTYPE a><a/>",
        b'<!DOCTYPE a [<!ENTITY % p SYSTEM "file:///etc/hostname"> %p;]><a/>',
        b'<!DOCTYPE a [<!ATTLIST a b CDATA "c">]><a/>',
    ],
)
def test_that_document_types_are_refused(text: bytes) -> None:
    assert "document type" in refused(text)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (b"", "no element found"),
        (b"<a>", "no element found"),
        (b"<a>\n\n<b></a>", "line 3"),
        (b"<a>\xff</a>", "not well-formed"),
        (b"<a>&x;</a>", "undefined entity"),
        (b"<a/><a/>", "junk after document element"),
        (b'<?xml version="1.0" encoding="klingon"?><a/>', "encoding"),
        (b'<?xml version="1.0" encoding="shift_jis"?><a/>', "encoding"),
        (b'<?xml version="1.0" encoding="utf-16"?><a/>', "encoding"),
        (b"PK\x03\x04", "not well-formed"),
    ],
)
def test_that_what_is_no_xml_is_refused_in_words(text: bytes, words: str) -> None:
    assert words in refused(text)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "latin-1", "utf-8"])
def test_that_usual_encodings_are_read(encoding: str) -> None:
    declared = {"latin-1": '<?xml version="1.0" encoding="ISO-8859-1"?>'}.get(encoding, "")
    assert read_xml(f"{declared}<a>Zoë</a>".encode(encoding), "").text == "Zoë"


def test_that_deep_nesting_is_refused() -> None:
    fits = b"<a>" * DEEPEST + b"</a>" * DEEPEST
    assert read_xml(fits, "").tag == "a"
    assert "nested deeper" in refused(b"<a>" + fits + b"</a>")


def test_that_size_and_numbers_are_bounded(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(safe_xml, "MOST_ELEMENTS", 10)
    monkeypatch.setattr(safe_xml, "LARGEST_XML", 1024)
    assert read_xml(b"<a>" + b"<b/>" * 9 + b"</a>", "").children
    assert "more than 10 elements" in refused(b"<a>" + b"<b/>" * 10 + b"</a>")
    assert "larger than" in refused(b"<a>" + b" " * 1024 + b"</a>")
    file = tmp_path / "large"
    file.write_bytes(b"x" * 2048)
    with pytest.raises(PlanError, match="larger than"):
        content(file, 1024)


def test_that_elements_passed_over_leave_nothing_behind() -> None:
    text = b"<a><b>1</b><t><u>2</u><u><b>3</b></u></t><b>4</b></a>"
    assert [child.text for child in read_xml(text, "", {"t"}).children] == ["1", "4"]


@given(st.binary(max_size=200) | st.text("<>/&;!?ab[]\"'= \n", max_size=60).map(str.encode))
def test_that_any_bytes_are_read_or_refused(text: bytes) -> None:
    with suppress(PlanError):
        read_xml(text, "", {"b"})
