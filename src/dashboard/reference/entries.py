"""What every entry of the reference files is made of."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

Id = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{1,39}$")]
Words = Annotated[str, Field(min_length=1, max_length=400)]
Name = Annotated[str, Field(min_length=1, max_length=160)]


class Entry(BaseModel):
    """Settings shared by every entry of the reference files: unknown keys fail, entries never change."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Named(Entry):
    """An entry with a Vietnamese and an English name."""

    vi: Name
    en: Name

    def name(self, language: str) -> str:
        """Return the name in the language, ``vi`` or ``en``."""
        return self.en if language == "en" else self.vi


class Wording(Entry):
    """A text in both languages."""

    vi: Words
    en: Words

    def text(self, language: str) -> str:
        """Return the text in the language, ``vi`` or ``en``."""
        return self.en if language == "en" else self.vi
