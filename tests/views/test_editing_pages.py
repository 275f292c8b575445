"""Editing on the pages through Streamlit's own harness: what is typed is checked, saved, told in the journal, settled."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from core.actor import Actor, Role
from programme.edits.changes import insertion, update
from programme.edits.drafts import rows_of
from programme.edits.editing import edit
from programme.edits.settling import Side
from programme.installation import open_installation
from programme.storage.store import Store
from tests.views.test_funding_page import page
from tests.views.test_pages import html

OTHER = Actor("Camille", Role.STEERING)
LINE, OPERATION = "LF-0001", "92002-001"
PART = """
import streamlit as st
from views import context
from views.desk import desk
context.begin()
here = desk("{name}")
if "typed" in st.session_state:
    here.raw = st.session_state.pop("typed")
{draw}
"""
PLAN = PART.format(
    name=f"plan {OPERATION}", draw=f"from views.plan_part import plan_part; plan_part('{OPERATION}')"
)
JOURNAL = PART.format(
    name="none",
    draw=f"from views.journal_part import journal_part; journal_part(context.world(), '{OPERATION}')",
)


@pytest.fixture
def store(demo_copy: Path) -> Store:
    return open_installation(demo_copy).store


def part(source: str, typed: dict[str, Any] | None = None) -> AppTest:
    found = AppTest.from_string(source, default_timeout=60)
    if typed is not None:
        found.session_state["typed"] = typed
    return found.run()


def press(found: AppTest, words: str) -> AppTest:
    (button,) = [button for button in found.button if button.label == words]
    assert not button.disabled
    return button.click().run()


def line_of(store: Store) -> dict[str, Any]:
    return rows_of(store.snapshot(), "funding_lines", [LINE])[LINE]


def changed(**texts: str) -> dict[str, Any]:
    return {"funding_lines": {"changed": {LINE: texts}}}


@pytest.mark.parametrize("view", ["lignes", "enveloppes"])
def test_each_view_is_drawn(demo_config: Path, view: str) -> None:
    found = page(vue=view)
    assert not found.exception
    value = found.query_params["vue"]
    assert view in (value, value[0])


def test_the_plan_is_drawn_with_nothing_to_save(demo_config: Path) -> None:
    found = part(PLAN)
    assert not found.exception
    assert [tab.label for tab in found.tabs] == [
        "Lignes de financement",
        "Échéancier",
        "Décisions attributives",
        "Conventions",
        "Coûts et assiette",
    ]
    assert next(button for button in found.button if button.label == "Enregistrer").disabled


def test_a_fault_keeps_the_plan_from_being_saved(demo_config: Path) -> None:
    found = part(PLAN, changed(voted_eur="12 34"))
    assert not found.exception
    assert next(button for button in found.button if button.label == "Enregistrer").disabled
    assert any("ne peut pas être enregistrée" in element.value for element in found.caption)


def test_all_tables_of_a_plan_are_saved_as_one_edit(store: Store) -> None:
    before = store.revision()
    typed = {
        "funding_lines": {
            "changed": {LINE: {"award_decision": "DAS-NEUVE"}},
            "added": {
                "new-1": {
                    "funder_id": "region",
                    "kind": "subsidy",
                    "nature": "award",
                    "year": "2027",
                    "requested_eur": "1 000,01",
                }
            },
        },
        "operations": {"changed": {OPERATION: {"funding_basis_eur": ""}}},
        "conventions": {"added": {"new-2": {"number": "CF-9", "title": "Convention fictive neuve"}}},
    }
    found = part(PLAN, typed)
    assert not found.exception
    assert "non calculable" in html(found)
    found = press(found, "Enregistrer")
    assert not found.exception
    programme = store.snapshot()
    assert programme.revision == before + 1
    assert programme.funding_lines["award_decision"][LINE] == "DAS-NEUVE"
    (new,) = set(programme.funding_lines.index) - {f"LF-{place:04}" for place in range(1, 365)}
    row = programme.funding_lines.loc[new]
    assert (row["requested_eur"], row["operation_id"], row["fictitious"]) == (
        Decimal("1000.01"),
        OPERATION,
        True,
    )
    assert programme.operations["funding_basis_eur"][OPERATION] is None
    links = programme.convention_operations
    joined = set(links.loc[links["operation_id"] == OPERATION, "convention_id"])
    assert "CF-9" in set(programme.conventions["number"][list(joined)])
    said = html(part(JOURNAL))
    for words in ("DAS-NEUVE", "1\u202f000,01", "Assiette HT", "local"):
        assert words in said


def test_what_is_typed_is_given_up(demo_config: Path) -> None:
    found = press(part(PLAN, changed(voted_eur="5")), "Abandonner la saisie")
    assert any(element.value == "Rien n’a été modifié." for element in found.caption)


def stale(store: Store, theirs: dict[str, Any], **mine: str) -> AppTest:
    """A plan that is saved after somebody else changed the same line."""
    found = part(PLAN, changed(**mine))
    edit(store, OTHER, [update("funding_lines", LINE, theirs, seen=store.revision())])
    found = press(found, "Enregistrer")
    assert not found.exception
    return found


def test_a_stale_save_is_settled_field_by_field(store: Store) -> None:
    found = stale(
        store, {"requested_eur": Decimal(7), "award_decision": "LA-LEUR"}, requested_eur="9,99", year="2031"
    )
    said = html(found)
    assert "Camille" in said
    for words in ("9,99", ">7<", "LA-LEUR", "vous seul", "l’autre seul"):
        assert words in said, words
    assert next(button for button in found.button if button.label == "Enregistrer ces choix").disabled
    (choice,) = found.radio
    choice.set_value(Side.MINE).run()
    found = press(found, "Enregistrer ces choix")
    assert not found.exception
    kept = line_of(store)
    assert (kept["requested_eur"], kept["award_decision"], kept["year"]) == (Decimal("9.99"), "LA-LEUR", 2031)


def test_all_of_the_other_is_taken_at_once(store: Store) -> None:
    found = stale(store, {"requested_eur": Decimal(7), "year": 2030}, requested_eur="9,99", year="2031")
    found = press(found, "Prendre toutes les autres")
    found = press(found, "Enregistrer ces choix")
    assert not found.exception
    kept = line_of(store)
    assert (kept["requested_eur"], kept["year"]) == (Decimal(7), 2030)
    assert not found.radio


def test_back_to_the_table_keeps_what_was_typed(store: Store) -> None:
    found = stale(store, {"year": 2030}, requested_eur="9,99", year="2031")
    found = press(found, "Revenir au tableau, avec les valeurs actuelles")
    assert not found.exception
    found = press(found, "Enregistrer")
    kept = line_of(store)
    assert (kept["requested_eur"], kept["year"]) == (Decimal("9.99"), 2031)


def test_a_choice_that_cannot_be_kept_is_told_and_asked_again(store: Store) -> None:
    theirs = {"voted_eur": Decimal(5), "committed_eur": Decimal(2), "paid_eur": Decimal(1)}
    found = press(stale(store, theirs, paid_eur="3"), "Garder toutes mes valeurs")
    found = press(found, "Enregistrer ces choix")
    assert not found.exception
    assert "seulement sont engagés" in found.error[0].value
    assert len(found.radio) == 1
    assert line_of(store)["paid_eur"] == Decimal(1)
    found = press(found, "Abandonner la saisie")
    assert not found.radio


def test_what_cannot_be_kept_is_told_with_its_row(store: Store) -> None:
    convention = {"id": "CONV-99", "number": "CF-99", "title": "Convention fictive", "fictitious": True}
    link = {"convention_id": "CONV-99", "operation_id": OPERATION}
    edit(store, OTHER, [insertion("conventions", convention), insertion("convention_operations", link)])
    twice = {"convention_operations": {"added": {"new-1": {"convention_id": "CONV-99"}}}}
    found = press(part(PLAN, twice), "Enregistrer")
    assert not found.exception
    (error,) = found.error
    words = error.value.replace("\\", "")
    assert "CF-99" in words
    assert "existe déjà" in words


def test_the_journal_has_pages(store: Store) -> None:
    for year in range(2030, 2042):
        edit(store, OTHER, [update("funding_lines", LINE, {"year": year}, seen=store.revision())])
    found = part(JOURNAL)
    assert ">2041<" in html(found)
    assert ">2030<" not in html(found)
    assert any(element.value.startswith("1 à 10 sur") for element in found.caption)
    found = press(found, "Plus anciennes")
    assert ">2030<" in html(found)
    assert "Programme remplacé en entier" in html(found)
