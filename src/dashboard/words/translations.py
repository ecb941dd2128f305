"""The words on screen: Vietnamese as written in the code, English from ``locale/en.po``."""

import gettext
import io
from collections.abc import Callable
from functools import cache
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

LANGUAGES = {"vi": "Tiếng Việt", "en": "English"}
CATALOGUES = Path(__file__).parent / "locale"


@cache
def translations(language: str) -> gettext.NullTranslations:
    """Return the translations into the language; Vietnamese needs none."""
    if language not in LANGUAGES or language == "vi":
        return gettext.NullTranslations()
    compiled = io.BytesIO()
    write_mo(compiled, read_po(io.BytesIO((CATALOGUES / f"{language}.po").read_bytes())))
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


def translator(language: str) -> Callable[[str], str]:
    """Return the function that turns a Vietnamese text of the code into the language."""
    return translations(language).gettext
