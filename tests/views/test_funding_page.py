"""The page Financements through Streamlit's own harness: with the demonstration, with nothing, and by link."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from core.settings import ROOT
from tests.views.test_pages import alone

PAGE = """
import streamlit as st
from views import context
from views.funding import page as funding_page
context.begin()
st.session_state["trame_pages"] = {}
funding_page.show()
"""


def page(**query: str) -> AppTest:
    found = AppTest.from_string(PAGE, default_timeout=60)
    for name, value in query.items():
        found.query_params[name] = value
    return found.run()


def test_the_empty_programme_says_what_to_do(empty_config: Path) -> None:
    found = alone("funding.page")
    assert not found.exception
    assert any("trame load" in element.value for element in found.info)


@pytest.mark.parametrize("view", ["matrice", "flux", "echeancier"])
def test_each_view_is_drawn(demo_config: Path, view: str) -> None:
    found = page(vue=view)
    assert not found.exception
    assert found.title[0].value == "Financements"


def test_a_link_holds_rows_measure_years_and_filters(demo_config: Path) -> None:
    asked = {"lignes": "annee", "mesure": "paye", "exercices": "2025,2026", "commune": "92050"}
    asked |= {"passage": "ept", "periodes": "annees", "detail": "oui", "tri": "total"}
    found = page(**asked)
    assert not found.exception
    said = {name: value if isinstance(value, str) else value[0] for name, value in found.query_params.items()}
    assert said == asked


def test_what_a_link_cannot_say_is_left_out(demo_config: Path) -> None:
    found = page(vue="nulle-part", lignes="x", mesure="y", exercices="abc,20x")
    assert not found.exception
    assert not {"vue", "lignes", "mesure", "exercices"} & set(found.query_params)


def test_filters_that_keep_nothing_say_so(demo_config: Path) -> None:
    found = page(commune="92999")
    assert not found.exception
    assert any("Aucune opération" in element.value for element in found.info)


def test_the_page_stands_in_the_navigation(demo_config: Path) -> None:
    source = (ROOT / "views" / "main.py").read_text(encoding="utf-8")
    order = [
        word
        for word in ("carte", "operations", "financements", "verifier", "donnees", "a-propos")
        if f'url_path="{word}"' in source
    ]
    assert order == sorted(order, key=lambda word: source.index(f'url_path="{word}"'))
    assert "financements" in order
