"""The messages of the business case, as its source holds them; ``python -m tests.messages`` updates the catalogues.

New messages come in without a translation, those that are gone go out; what is translated stays.
"""

from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from typing import get_args

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

import planner
from planner.business_case.document import Language
from planner.business_case.language import CATALOGUE
from resources import path

SOURCE = Path(planner.__file__).parent / "business_case"
KEYWORDS: Mapping[str, tuple[int, ...] | None] = {"message": None, "words": None, "counted": (1, 2)}
TRANSLATED: tuple[Language, ...] = tuple(each for each in get_args(Language) if each != "en")

HEADER = """\
# Words of the business case. See CONTRIBUTING.md, "To add a language".
msgid ""
msgstr ""
"Language: {language}\\n"
"Plural-Forms: {plural_forms}\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"

"""


def messages() -> Catalog:
    """Every message of the source, without a translation."""
    found = Catalog(charset="utf-8")
    extracted = extract_from_dir(SOURCE, [("**.py", "python")], keywords=KEYWORDS, comment_tags=("Translators:",))
    for _, _, text, comments, _ in extracted:
        found.add(text, auto_comments=comments)
    return found


def catalogue(language: Language) -> Catalog:
    """The messages of a language as they are kept."""
    with path(CATALOGUE.format(language)).open("rb") as file:
        return read_po(file, locale=language, abort_invalid=True)


def main() -> None:
    """Bring each catalogue up to date."""
    for language in TRANSLATED:
        kept, written = catalogue(language), BytesIO()
        kept.update(messages(), no_fuzzy_matching=True)
        write_po(written, kept, width=120, omit_header=True, ignore_obsolete=True, sort_output=True)
        header = HEADER.format(language=language, plural_forms=kept.plural_forms)
        path(CATALOGUE.format(language)).write_bytes(header.encode() + written.getvalue())


if __name__ == "__main__":
    main()
