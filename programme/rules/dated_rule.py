"""What every dated rule has: a code, words, days, and the text that it comes from."""

import datetime as dt
from collections.abc import Mapping
from typing import Any, ClassVar

from pydantic import BaseModel, ConfigDict, Field, model_validator

from core.languages import current_language


class DatedRule(BaseModel):
    """One rule, as one text holds it.

    Attributes
    ----------
    code
        Stable; its words are in ``known_titles`` and ``known_texts``, or stand in the file itself.
    start, end
        First and last day on which it is in force; None where open.
    source, url
        The text it comes from, and where to read it; None where no address was checked.
    title_fr, title_en, text_fr, text_en
        Words of a rule that the program has none for: all four, or none. A text may hold the names of parameters
        in braces.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, populate_by_name=False)

    known_titles: ClassVar[Mapping[str, str]] = {}
    known_texts: ClassVar[Mapping[str, str]] = {}

    code: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    start: dt.date | None = Field(default=None, alias="from")
    end: dt.date | None = Field(default=None, alias="to")
    source: str = Field(min_length=1)
    url: str | None = Field(default=None, pattern=r"^https://")
    title_fr: str | None = Field(default=None, min_length=1)
    title_en: str | None = Field(default=None, min_length=1)
    text_fr: str | None = Field(default=None, min_length=1)
    text_en: str | None = Field(default=None, min_length=1)

    @model_validator(mode="after")
    def _worded_and_dated(self) -> "DatedRule":
        own = (self.title_fr, self.title_en, self.text_fr, self.text_en)
        if any(own) and not all(own):
            raise ValueError("all_words")
        if not any(own) and (self.code not in self.known_titles or self.code not in self.known_texts):
            raise ValueError("words")
        if self.start is not None and self.end is not None and self.end < self.start:
            raise ValueError("order")
        for text in (self.text_fr, self.text_en):
            if text is not None and not _fills(text, self.parameters):
                raise ValueError("gaps")
        return self

    @property
    def title(self) -> str:
        """Name: its own in the language in force, else in English for the catalogue."""
        own = self.title_en if current_language() == "en" else self.title_fr
        return self.known_titles[self.code] if own is None else own

    @property
    def text(self) -> str:
        """What it says: its own words in the language in force, else in English for the catalogue."""
        own = self.text_en if current_language() == "en" else self.text_fr
        return self.known_texts[self.code] if own is None else own

    @property
    def parameters(self) -> dict[str, Any]:
        """What the file sets of this rule beyond code, days, words and source; what is left open is left out."""
        values = {name: getattr(self, name) for name in type(self).model_fields}
        return {
            name: value
            for name, value in values.items()
            if name not in DatedRule.model_fields and name != "test" and value is not None
        }

    def holds(self, day: dt.date) -> bool:
        """Whether it is in force on a day."""
        return (self.start is None or self.start <= day) and (self.end is None or day <= self.end)

    def meets(self, other: "DatedRule") -> bool:
        """Whether both are in force on some same day."""
        first = (self.start or dt.date.min, self.end or dt.date.max)
        second = (other.start or dt.date.min, other.end or dt.date.max)
        return max(first[0], second[0]) <= min(first[1], second[1])


def _fills(text: str, parameters: Mapping[str, Any]) -> bool:
    """Whether a text holds no other gap than the names of parameters."""
    try:
        text.format(**dict.fromkeys(parameters, ""))
    except (KeyError, IndexError, ValueError, AttributeError):
        return False
    return True
