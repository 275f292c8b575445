"""The page Évaluation through Streamlit's own harness: with the demonstration, with nothing, and by link."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from programme.evaluation.place import places
from programme.installation import open_installation
from programme.world import World, open_world
from tests.views.test_pages import alone, html

PAGE = """
import streamlit as st
from views import context
from views.evaluation import page as evaluation_page
context.begin()
st.session_state["trame_pages"] = {}
evaluation_page.show()
"""


def page(**query: str) -> AppTest:
    found = AppTest.from_string(PAGE, default_timeout=60)
    for name, value in query.items():
        found.query_params[name] = value
    return found.run()


def seen(config: Path) -> World:
    here = open_installation(config)
    return open_world(here.settings, here.store, here.library)


def address(found: AppTest) -> dict[str, str]:
    return {name: value if isinstance(value, str) else value[0] for name, value in found.query_params.items()}


def test_the_empty_programme_says_what_to_do(empty_config: Path) -> None:
    found = alone("evaluation.page")
    assert not found.exception
    assert any("trame load" in element.value for element in found.info)


@pytest.mark.parametrize(
    ("part", "words"),
    [
        ("indicateurs", "Au regard des cibles"),
        ("demolition", "Site fictif des Alouettes"),
        ("calendrier", "glissement médian"),
        ("annees", "Le programme année par année"),
        ("anneaux", "500 m"),
        ("comparaison", "Site fictif du Verger"),
        ("generations", "approximatifs"),
    ],
)
def test_each_part_of_a_site_is_drawn(demo_config: Path, part: str, words: str) -> None:
    found = page(lieu="site:SITE-01", partie=part)
    assert not found.exception
    assert found.title[0].value == "Évaluation"
    said = html(found) + "".join(element.value for element in found.header)
    assert words in said + "".join(str(box.options) for box in found.selectbox)


@pytest.mark.parametrize(
    ("kind", "part"),
    [
        ("territory", "indicateurs"),
        ("territory", "comparaison"),
        ("territory", "anneaux"),
        ("commune", "demolition"),
        ("commune", "generations"),
        ("neighbourhood_2024", "annees"),
        ("neighbourhood_2024", "comparaison"),
        ("neighbourhood_2015", "anneaux"),
    ],
)
def test_every_kind_of_place_has_its_parts(demo_config: Path, kind: str, part: str) -> None:
    place = [place for place in places(seen(demo_config)) if place.kind == kind][-1]
    found = page(lieu=place.key, partie=part)
    assert not found.exception
    assert address(found).get("lieu", "territory") == place.key


def test_a_link_holds_place_part_rows_year_and_the_other_place(demo_config: Path) -> None:
    asked = {
        "lieu": "commune:92050",
        "partie": "demolition",
        "lignes": "ept",
        "an": "2025",
        "avec": "commune:92025",
    }
    found = page(**asked)
    assert not found.exception
    assert address(found) == asked


@pytest.mark.parametrize("place", ["site:SITE-99", "nulle-part", "commune:<b>"])
def test_a_place_that_is_none_gets_a_sentence(demo_config: Path, place: str) -> None:
    found = page(lieu=place, partie="demolition")
    assert not found.exception
    assert "Il n’y a pas de lieu" in html(found)
    assert "lieu" not in address(found)


def test_what_a_link_cannot_say_is_left_out(demo_config: Path) -> None:
    found = page(partie="nulle-part", lignes="famille", an="20x6", avec="ailleurs")
    assert not found.exception
    assert not {"partie", "lignes", "an", "avec"} & set(found.query_params)


def test_choosing_another_kind_of_place_shows_its_first_one(demo_config: Path) -> None:
    found = page(partie="demolition")
    found.segmented_control(key="evaluation_kind").set_value("site").run()
    assert not found.exception
    assert address(found)["lieu"] == "site:SITE-01"


def test_the_slider_changes_the_year(demo_config: Path) -> None:
    found = page(partie="annees")
    found.slider(key="evaluation_year").set_value(2021).run()
    assert not found.exception
    assert address(found)["an"] == "2021"
    assert "Ce qui se passe en 2021" in html(found)
    assert "Démolition partielle de la cité des Charmes" in html(found)


def test_playing_goes_on_by_itself_and_stops_at_the_end(demo_config: Path) -> None:
    found = page(partie="annees", an="2030")
    found.button(key="evaluation_play").click().run()
    assert not found.exception
    assert found.button(key="evaluation_play").label == "Pause"
    found.run()
    assert address(found)["an"] == "2031"
    assert found.button(key="evaluation_play").label == "Lecture"
