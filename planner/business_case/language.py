"""The languages of the business case: a catalogue of messages each, in ``resources/locales``, in gettext's own form.

The ``.po`` file is what people edit and all that is kept. It is compiled when a language is first asked for, which
takes some hundredths of a second, so that no compiled file can lag behind it.
"""

from functools import cache
from gettext import GNUTranslations, NullTranslations
from io import BytesIO

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from planner.business_case.document import Language
from planner.business_case.notation import ENGLISH, Notation
from resources import path

CATALOGUE = "locales/{}/LC_MESSAGES/business_case.po"


def notation_in(language: Language, currency: str) -> Notation:
    """Words, dates, numbers and money in the language."""
    return Notation(currency, language, translation(language))


@cache
def translation(language: Language) -> NullTranslations:
    """From English messages to those of the language."""
    if language == "en":
        return ENGLISH
    compiled = BytesIO()
    with path(CATALOGUE.format(language)).open("rb") as file:
        write_mo(compiled, read_po(file, locale=language, abort_invalid=True))
    compiled.seek(0)
    return GNUTranslations(compiled)
