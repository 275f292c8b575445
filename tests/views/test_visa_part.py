"""The visa in the panel of an operation and on the page Opérations."""

import dataclasses
import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest
import shapely
from streamlit.testing.v1 import AppTest

from core.actor import LOCAL
from core.languages import language
from programme.check.report import Report
from programme.footprints import replace_footprint
from programme.installation import Installation, open_installation
from programme.visa.recording import record_visa, visa_status
from tests.programme import factories
from tests.programme.visa_reports import report
from tests.views.test_pages import alone, html, whole
from views.visa_part import check_address, visa_part

HOSTILE = '<img src=x onerror=alert(1)> "Durand"'


@pytest.fixture
def here(demo_copy: Path) -> Installation:
    return open_installation(demo_copy)


@pytest.fixture
def mapped(here: Installation) -> str:
    """An operation with a footprint."""
    operations = here.store.snapshot().operations
    return str(operations.index[operations.geometry.notna()][0])


def checked(here: Installation, operation_id: str, *, current: bool = True) -> Report:
    geometry = here.store.snapshot().operations.geometry[operation_id]
    layers = ("communes", "parcels", "neighbourhoods_2015", "neighbourhoods_2024", "housing", "facilities")
    found = {key: here.library.current(key) for key in layers}
    revisions = {key: item.id if current else "before" for key, item in found.items() if item}
    return report(geometry, operation_id, revisions=revisions)


def sign(here: Installation, operation_id: str, decision: str = "approved", *, current: bool = True) -> None:
    record_visa(
        here.store,
        checked(here, operation_id, current=current),
        decision=decision,
        person=LOCAL,
        name=HOSTILE,
        comment="Reprendre <b>la limite</b>",
        decided_on=dt.date(2026, 3, 2),
    )


def test_the_panel_says_that_there_is_no_visa_and_where_to_check(here: Installation, mapped: str) -> None:
    page = whole(objet=f"operations:{mapped}")
    assert not page.exception
    said = html(page)
    assert "Visa de la commune" in said
    assert "n’a pas encore visé" in said
    assert f'<a href="verifier?operation={mapped}">Vérifier cette emprise</a>' in said


def test_the_panel_shows_date_person_and_decision_with_hostile_words_disarmed(
    here: Installation, mapped: str
) -> None:
    sign(here, mapped, "returned")
    sign(here, mapped, "approved_with_remarks")
    said = html(whole(objet=f"operations:{mapped}"))
    assert "Approuvée avec observations" in said
    assert "02/03/2026" in said
    assert "Durand" in said
    assert "<img" not in said
    assert "<b>la limite" not in said
    assert "1 visa antérieur" in said
    assert "Renvoyée" in said
    assert "caduc" not in said
    assert "revérifier" not in said


def test_a_lapsed_visa_says_so_in_the_panel_and_is_listed(here: Installation, mapped: str) -> None:
    sign(here, mapped)
    shape = here.store.snapshot().operations.geometry[mapped]
    replace_footprint(
        here.store, here.library, mapped, shapely.union_all([shape, shape.centroid.buffer(200)]), LOCAL
    )
    said = html(whole(objet=f"operations:{mapped}"))
    assert "Visa caduc." in said
    assert "Vérifier de nouveau" in said
    page = alone("operations_page")
    assert not page.exception
    table = page.dataframe[0].value.set_index("Identifiant")
    assert table.loc[mapped, "Visa"] == "Approuvée, visa caduc"
    assert set(table["Visa"].drop(mapped)) == {"Sans visa"}
    assert "À revérifier" in [item.value for item in page.header]
    assert "L’emprise a changé depuis ce visa" in html(page)
    assert f'href="verifier?operation={mapped}"' in html(page)


def test_an_older_cadastre_is_told_in_the_panel_and_listed(here: Installation, mapped: str) -> None:
    sign(here, mapped, current=False)
    said = html(whole(objet=f"operations:{mapped}"))
    assert "À revérifier." in said
    assert "Parcelles" in said
    page = alone("operations_page")
    assert "vérification faite sur la révision before" in html(page)
    assert page.dataframe[0].value.set_index("Identifiant").loc[mapped, "Visa"] == "Approuvée, à revérifier"


def test_the_list_follows_the_filters(here: Installation, mapped: str) -> None:
    sign(here, mapped, current=False)
    commune = here.store.snapshot().operations.loc[mapped, "commune"]
    other = next(code for code in here.store.snapshot().operations["commune"] if code != commune)
    for asked, listed in ((commune, True), (other, False)):
        page = AppTest.from_string(
            """
import streamlit as st
from views import context, operations_page
context.begin()
st.session_state["trame_pages"] = {}
operations_page.show()
""",
            default_timeout=60,
        )
        page.query_params["commune"] = asked
        page.run()
        assert not page.exception
        assert ("À revérifier" in [item.value for item in page.header]) is listed


def test_without_any_visa_there_is_no_list(demo_config: Path) -> None:
    page = alone("operations_page")
    assert not page.exception
    assert "À revérifier" not in [item.value for item in page.header]


def test_the_address_keeps_the_language_of_the_reader(demo_config: Path) -> None:
    assert check_address("92050-0&1") == "verifier?operation=92050-0%261"
    with language("en"):
        assert check_address("92050-001") == "verifier?operation=92050-001&langue=en"


@pytest.fixture
def told(demo_config: Path) -> Callable[..., str]:
    def part(**changes: object) -> str:
        content = factories.programme(
            [factories.operation("92050-001", factories.square(0, 0)), factories.operation("92050-002")],
            visas=[factories.visa(1, "92050-001", factories.square(0, 0))],
        )
        status = visa_status(factories.world(content), "92050-001")
        return str(visa_part(dataclasses.replace(status, **changes)))

    return part


def test_what_is_withheld_is_not_told_at_all(told: Callable[..., str]) -> None:
    assert told(withheld=True) == ""


def test_without_footprint_and_visa_there_is_nothing_to_tell(told: Callable[..., str]) -> None:
    assert told(history=(), to_check_again=(), footprint_hash=None) == ""


def test_a_visa_without_its_footprint_is_told_and_leads_to_no_check(told: Callable[..., str]) -> None:
    said = told(footprint_hash=None)
    assert "n’a plus d’emprise" in said
    assert "<a " not in said


def test_a_person_who_is_hidden_leaves_no_gap(told: Callable[..., str]) -> None:
    content = factories.programme(
        [factories.operation("92050-001", factories.square(0, 0))],
        visas=[factories.visa(1, "92050-001", factories.square(0, 0), person=None, recorded_by=None)],
    )
    said = str(visa_part(visa_status(factories.world(content), "92050-001")))
    assert "Enregistré le 04/02/2026." in said
    assert "None" not in said


def test_a_shape_that_was_tampered_with_is_an_alert(told: Callable[..., str]) -> None:
    assert "altéré" not in told()
    content = factories.programme(
        [factories.operation("92050-001", factories.square(0, 0))],
        visas=[factories.visa(1, "92050-001", factories.square(1, 0), geometry_hash="0" * 64)],
    )
    assert "altéré" in str(visa_part(visa_status(factories.world(content), "92050-001")))
