"""The page Actions sociales through Streamlit's own harness: each view, by link, with nothing, and for the public."""

import json
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from core.actor import PUBLIC
from programme.installation import open_installation
from tests.views.test_pages import alone, html
from views import context

PAGE = """
import streamlit as st
from views import context
from views.social import page as social_page
context.begin()
st.session_state["trame_pages"] = {}
social_page.show()
"""


def page(**query: str) -> AppTest:
    found = AppTest.from_string(PAGE, default_timeout=60)
    for name, value in query.items():
        found.query_params[name] = value
    return found.run()


def pressables(found: AppTest) -> str:
    """What the parts hold whose buttons tell the server."""
    return "\n".join(json.loads(element.proto.json)["html"] for element in found.get("bidi_component"))


def asked(found: AppTest) -> dict[str, str]:
    return {name: value if isinstance(value, str) else value[0] for name, value in found.query_params.items()}


def test_the_empty_programme_says_what_to_do(empty_config: Path) -> None:
    found = alone("social.page")
    assert not found.exception
    assert any("trame load" in element.value for element in found.info)


@pytest.mark.parametrize("view", ["actions", "rencontre", "insertion", "concertation", "import"])
def test_each_view_is_drawn(demo_config: Path, view: str) -> None:
    found = page(vue=view)
    assert not found.exception
    assert found.title[0].value == "Actions sociales"


def test_a_link_holds_the_view_and_the_filters(demo_config: Path) -> None:
    said = {"vue": "rencontre", "lignes": "porteur", "generation": "2015", "liste": "operations"}
    said |= {"theme": "health,culture", "public": "all", "exercices": "2024,2025", "commune": "92050"}
    said |= {"porteur": "Association fictive La Passerelle", "lieu": "operations:92050-014"}
    found = page(**said)
    assert not found.exception
    assert asked(found) == said
    assert "Résidentialisation des tours du Parc" in html(found)


def test_what_a_link_cannot_say_is_left_out(demo_config: Path) -> None:
    found = page(vue="x", lignes="x", generation="1993", liste="x", exercices="vingt", lieu="parcels:1")
    assert not found.exception
    assert asked(found) == {}


def test_figures_are_those_of_the_actions_that_the_filters_keep(demo_config: Path) -> None:
    actions = open_installation(demo_config).store.snapshot().social_actions
    health = actions[actions["theme"] == "health"]
    found = page(theme="health")
    said = html(found).replace("\u202f", " ").replace("\u2009", " ")
    assert f"<b>{len(health)}</b>actions sociales" in said
    granted = int(sum(health["granted_eur"].dropna()))
    assert f"<b>{granted:,} €</b>accordés".replace(",", " ") in said


def test_filters_that_keep_nothing_say_so_and_can_be_cleared(demo_config: Path) -> None:
    found = page(theme="health", exercices="2019", public="jobseekers")
    assert not found.exception
    assert "Aucune action sociale ne répond à ces filtres" in html(found)
    next(button for button in found.button if button.label == "Effacer les filtres").click().run()
    assert not found.exception
    assert asked(found) == {}


@pytest.mark.parametrize("view", ["rencontre", "insertion"])
def test_the_public_reads_no_amount_by_funder_and_no_household(
    demo_config: Path, monkeypatch: pytest.MonkeyPatch, view: str
) -> None:
    monkeypatch.setattr(context, "actor", lambda: PUBLIC)
    found = page(vue=view)
    assert not found.exception
    said = pressables(found)
    assert "Financements (€)" not in said
    assert ("ne sont pas publics" in said) == (view == "insertion")


def test_english_is_complete(demo_config: Path) -> None:
    for view in ("rencontre", "insertion"):
        found = page(vue=view, langue="en")
        assert not found.exception
        assert found.title[0].value == "Social actions"
        for word in ("Quartiers", "accordé", "Heures", "Situation"):
            assert word not in html(found) + pressables(found)
