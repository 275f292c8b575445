"""Words of the journal and of the forms: none is missing, and values are written as a reader does."""

import datetime as dt
from decimal import Decimal

import pytest

from core.formats import UNKNOWN
from core.languages import catalogue, use_language
from programme.edits.vocabulary import FIELDS, TABLES
from programme.edits.words import (
    choices_of,
    field_word,
    line_word,
    row_word,
    table_word,
    value_word,
)
from programme.exchange.declarations import FORMATS
from programme.exchange.format import Kind
from programme.storage.snapshot import Programme
from tests.programme.factories import small_programme

PROGRAMME = small_programme()


def test_every_table_and_field_of_the_format_has_its_words() -> None:
    assert set(FORMATS) - set(TABLES) == set()
    missing = {(name, column.name) for name, form in FORMATS.items() for column in form.columns}
    assert {(name, field) for name, field in missing if field not in FIELDS} == set()


def test_every_word_has_its_french() -> None:
    french = catalogue("fr")
    assert {word for word in (*TABLES.values(), *FIELDS.values()) if word not in french} == set()


@pytest.mark.parametrize("name", FORMATS)
def test_every_code_of_a_closed_list_has_its_word(name: str) -> None:
    """Families, rules and indicators are named by their own configuration."""
    for column in FORMATS[name].columns:
        if column.choices is not None and column.name not in ("family", "indicator"):
            assert set(column.choices()) <= set(choices_of(name, column.name)), (name, column.name)


def test_amounts_carry_their_unit_in_the_name() -> None:
    for name, form in FORMATS.items():
        for column in form.columns:
            assert (column.kind is Kind.AMOUNT) == field_word(name, column.name).endswith("(€)")


@pytest.mark.parametrize(
    ("table", "field", "value", "words"),
    [
        ("funding_lines", "voted_eur", Decimal("1234567.50"), "1\u202f234\u202f567,50"),
        ("funding_lines", "voted_eur", "1234.00", "1\u202f234"),
        ("funding_lines", "voted_eur", None, UNKNOWN),
        ("funding_lines", "kind", "loan", "Prêt"),
        ("funding_lines", "year", "2026", "2026"),
        ("funding_lines", "funder_id", "departement", "Département"),
        ("funding_lines", "funder_id", "gone", "gone"),
        ("operations", "convention_end", dt.date(2031, 12, 31), "31/12/2031"),
        ("operations", "fictitious", "true", "oui"),
        ("operations", "family", "34", "Résidentialisation (34)"),
        ("milestones", "step", "travaux", "Travaux"),
        ("rule_exceptions", "rule", "balance", "Équilibre du plan de financement"),
        ("funding_amounts", "half", 2, "2e semestre"),
        ("site_budgets", "phase", "studies", "Études"),
        ("footprints", "geometry_hash", "abc", "abc"),
    ],
)
def test_values_are_written_for_the_reader(table: str, field: str, value: object, words: str) -> None:
    assert value_word(PROGRAMME, table, field, value) == words


def test_values_follow_the_language() -> None:
    use_language("en")
    assert value_word(PROGRAMME, "funding_lines", "voted_eur", "1234.5") == "1,234.50"
    assert (table_word("funding_lines"), field_word("funding_lines", "voted_eur")) == (
        "Funding line",
        "Voted (€)",
    )


def test_an_unknown_table_or_field_is_told_by_its_code() -> None:
    assert (table_word("tomorrow"), field_word("tomorrow", "x")) == ("tomorrow", "tomorrow.x")


def test_rows_are_named_by_what_tells_them_apart() -> None:
    line = str(PROGRAMME.funding_lines.index[0])
    values = PROGRAMME.funding_lines.loc[line].to_dict()
    funder = PROGRAMME.funders["short_name"][values["funder_id"]]
    assert row_word(PROGRAMME, "funding_lines", line) == line_word(PROGRAMME, line, values)
    assert row_word(PROGRAMME, "funding_lines", line).startswith(funder)
    gone = {"funder_id": "anru", "kind": "subsidy", "year": "2026", "nature": "decommitment"}
    assert (
        row_word(PROGRAMME, "funding_lines", "L-99", gone)
        == "ANRU · Subvention · 2026 · Désengagement · L-99"
    )
    assert row_word(PROGRAMME, "site_budgets", "S-1/studies") == "S-1 · Études"
    assert row_word(Programme.empty(), "operations", "92050-001", {"name": "Rue"}) == "Rue (92050-001)"
    assert row_word(PROGRAMME, "programme", "") == ""
