"""The page of the check through Streamlit's own test harness: with the demonstration, and with nothing."""

from pathlib import Path

from streamlit.testing.v1 import AppTest

from views.check.files import file_stem

ALONE = """
import streamlit as st
from views import context
from views.check import page as check_page
context.begin()
st.session_state["trame_pages"] = {}
check_page.show()
"""


def page(**query: str) -> AppTest:
    found = AppTest.from_string(ALONE, default_timeout=60)
    for name, value in query.items():
        found.query_params[name] = value
    return found.run()


def said(found: AppTest) -> str:
    return "\n".join(element.proto.body for element in found.get("html")).replace("\u00a0", " ")


def test_nothing_is_asked_twice_and_every_way_is_there(demo_config: Path) -> None:
    found = page()
    assert not found.exception
    assert [button.label for button in found.button] == ["Vérifier"]
    assert found.button[0].disabled


def test_link_of_an_operation_shows_its_report(demo_config: Path) -> None:
    found = page(operation="92050-014")
    assert not found.exception
    text = said(found)
    assert "Conforme" in text
    assert "Quartiers prioritaires" in text
    assert "Seuils en vigueur" in text
    assert [tab.label for tab in found.tabs][2:] == ["Situation", "Fichiers", "Visa"]


def test_empty_installation_says_what_lacks(empty_config: Path) -> None:
    found = page()
    assert not found.exception
    found.session_state["check_way"] = "parcels"
    from views.check.state import CheckState

    found.session_state["check_state"] = CheckState(way="parcels")
    found.run()
    assert not found.exception
    assert "Le cadastre n’est pas encore importé" in said(found)
    assert "n’existe pas" in said(page(operation="92050-014"))


def test_names_of_files_are_plain() -> None:
    assert file_stem("../Île <b>&`${x}` n° 2") == "ile-b-x-n-2"
    assert file_stem("…") == "emprise"
