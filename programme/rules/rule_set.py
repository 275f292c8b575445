"""Dated rules, read from ``rules.toml``: what each tests, from when to when, and the text that it comes from."""

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from enum import StrEnum
from functools import cache
from itertools import combinations
from pathlib import Path
from typing import Any, ClassVar, Literal

from pydantic import Field, ValidationError, model_validator

from core.errors import SettingsError
from core.languages import N_, _
from core.toml_file import read_toml
from programme.rules.amount_rules import AMOUNT_MODELS, AmountRule
from programme.rules.dated_rule import DatedRule

FILE = Path(__file__).resolve().parent / "rules.toml"

TITLES: Mapping[str, str] = {
    "vat_qpv": N_("Reduced VAT of 5.5 %, priority neighbourhood"),
    "vat_npnru": N_("Reduced VAT of 5.5 %, priority neighbourhood of the national renewal programme (NPNRU)"),
    "vat_former_qpv": N_("Reduced VAT of 5.5 %, former priority neighbourhood"),
    "vat_date": N_("Date that counts for the reduced VAT"),
    "tfpb_abatement": N_("Property-tax abatement of 30 % (TFPB)"),
}
"""Names of the rules on places by their code."""

TEXTS: Mapping[str, str] = {
    "vat_qpv": N_(
        "The whole programme lies in a priority neighbourhood, or entirely less than 300 m from it."
    ),
    "vat_npnru": N_(
        "The programme lies partly less than 300 m, and entirely less than 500 m, from a priority neighbourhood "
        "of the national renewal programme."
    ),
    "vat_former_qpv": N_(
        "In a former priority neighbourhood, or entirely less than 300 m from it, the rate is kept where the "
        "convention was signed and the application for the building permit is filed by the days that the law sets."
    ),
    "vat_date": N_("The date that counts is that of the application for the building permit."),
    "tfpb_abatement": N_(
        "Social housing in a priority neighbourhood, under a convention annexed to the contrat de ville, to 2030."
    ),
}
"""What the rules on places say, by their code."""


class Question(StrEnum):
    """What a rule on places looks at."""

    NEIGHBOURHOOD_DISTANCE = "neighbourhood_distance"
    SOCIAL_HOUSING = "social_housing"
    PERMIT_DATE = "permit_date"


class Rule(DatedRule):
    """A rule on the place of a footprint.

    Attributes
    ----------
    test
        What it looks at.
    generation
        Layer of the neighbourhoods that it is about.
    entirely_within_m, partly_within_m
        The footprint must lie nearer than that: its farthest point, its nearest.
    condition
        What the test cannot know: that the neighbourhood is one of the NPNRU, the dates of convention and permit of a
        former neighbourhood, the convention of the abatement.
    convention_by, permit_by
        Last days for the signature and for the application, of a former neighbourhood.
    """

    known_titles: ClassVar[Mapping[str, str]] = TITLES
    known_texts: ClassVar[Mapping[str, str]] = TEXTS

    test: Question = Field(strict=False)
    generation: Literal["neighbourhoods_2024", "neighbourhoods_2015"] | None = None
    entirely_within_m: float | None = Field(default=None, gt=0, le=5_000, strict=False)
    partly_within_m: float | None = Field(default=None, gt=0, le=5_000, strict=False)
    condition: Literal["npnru", "former", "convention"] | None = None
    convention_by: dt.date | None = None
    permit_by: dt.date | None = None

    @model_validator(mode="after")
    def _agrees(self) -> "Rule":
        if self.test is not Question.PERMIT_DATE and self.generation is None:
            raise ValueError("generation")
        if self.test is Question.NEIGHBOURHOOD_DISTANCE and self.entirely_within_m is None:
            raise ValueError("distance")
        if self.condition == "former" and (self.convention_by is None or self.permit_by is None):
            raise ValueError("days")
        return self


def rule_set() -> tuple[DatedRule, ...]:
    """Every rule of this installation, in the order of the file.

    Raises
    ------
    SettingsError
        ``rules.toml`` cannot be used.
    """
    return _read(FILE)


def rules() -> tuple[Rule, ...]:
    """Rules of this installation on the place of a footprint, in the order of the file.

    Raises
    ------
    SettingsError
        ``rules.toml`` cannot be used.
    """
    return tuple(rule for rule in rule_set() if isinstance(rule, Rule))


def amount_rules() -> tuple[AmountRule, ...]:
    """Rules of this installation on amounts, dates and hours, in the order of the file.

    Raises
    ------
    SettingsError
        ``rules.toml`` cannot be used.
    """
    return tuple(rule for rule in rule_set() if isinstance(rule, AmountRule))


def read(file: Path) -> tuple[DatedRule, ...]:
    """Read and check a file of rules.

    Parameters
    ----------
    file
        TOML with ``[[rules]]``; see the head of ``rules.toml``.

    Raises
    ------
    SettingsError
        The file cannot be read, or holds faults: one sentence for each, all at once.
    """
    content = read_toml(file)
    rows = content.get("rules")
    if not isinstance(rows, list) or not rows or set(content) != {"rules"}:
        raise SettingsError(file, [_("{file} must hold rules, and nothing else.").format(file=file)])
    found: list[DatedRule] = []
    faults: list[str] = []
    for number, row in enumerate(rows, start=1):
        try:
            found.append(_model(row).model_validate(row))
        except ValidationError as fault:
            faults += [_sentence(_place(file, row), number, dict(error)) for error in fault.errors()]
    faults += [
        _("{file}: the rule {code} is defined twice for the same dates.").format(file=file, code=later.code)
        for earlier, later in combinations(found, 2)
        if earlier.code == later.code and earlier.meets(later)
    ]
    if faults:
        raise SettingsError(file, faults)
    return tuple(found)


@cache
def _read(file: Path) -> tuple[DatedRule, ...]:
    return read(file)


def _model(row: Any) -> type[DatedRule]:
    """What a row is checked against: the model of its test; that of places where no model has that test."""
    test = row.get("test") if isinstance(row, dict) else None
    return AMOUNT_MODELS.get(test, Rule) if isinstance(test, str) else Rule


def _place(file: Path, row: Any) -> str:
    """Name of the file, with the code of the rule where it bears one."""
    code = row.get("code") if isinstance(row, dict) else None
    return f"{file} [{code}]" if isinstance(code, str) else str(file)


def _sentence(place: str, number: int, error: dict[str, Any]) -> str:
    """One fault of one rule, as a sentence that says where it is and what to do."""
    key = ".".join(str(part) for part in error["loc"])
    context = {"file": place, "number": number, "key": key, "value": _shown(error.get("input"))}
    if error["type"] == "value_error":
        return _OWN_FAULTS[str(error["ctx"]["error"])]().format(**context)
    if key == "test" and error["type"] != "missing":
        words = _("{file}: in the rule no. {number}, “test” is {value}; the tests are: {known}.")
        return words.format(**context, known=", ".join((*Question, *AMOUNT_MODELS)))
    texts = {
        "extra_forbidden": _(
            "{file}: the rule no. {number} has an unknown key “{key}” (with the value {value})."
        ),
        "missing": _("{file}: the rule no. {number} lacks the key “{key}”."),
        "date_type": _(
            "{file}: in the rule no. {number}, “{key}” must be a date such as 2014-02-21, and not {value}."
        ),
        "model_type": _("{file}: the rule no. {number} is not a table of keys and values."),
    }
    text = texts.get(
        error["type"], _("{file}: in the rule no. {number}, “{key}” is {value}, which is not possible here.")
    )
    return text.format(**context)


def _shown(value: Any) -> str:
    """A value as the file would write it, cut where it is long."""
    return (str(value) if isinstance(value, Decimal) else repr(value))[:80]


_OWN_FAULTS = {
    "words": lambda: _("{file}: the rule no. {number} has a code that the program has no words for."),
    "all_words": lambda: _(
        "{file}: the rule no. {number} must give all of title_fr, title_en, text_fr and text_en, or none of them."
    ),
    "gaps": lambda: _(
        "{file}: the text of the rule no. {number} names in braces what is not one of its parameters."
    ),
    "family": lambda: _(
        "{file}: in the rule no. {number}, “{key}” is {value}, which names a family that nomenclature.toml lacks."
    ),
    "generation": lambda: _("{file}: the rule no. {number} must name a generation of neighbourhoods."),
    "distance": lambda: _("{file}: the rule no. {number} must say within which distance it holds."),
    "days": lambda: _("{file}: the rule no. {number} must give the last days of convention and permit."),
    "order": lambda: _("{file}: the rule no. {number} ends before it begins."),
}
