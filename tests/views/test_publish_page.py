"""The page Publier through Streamlit's own harness: the sheet and its form, the other parts, and with nothing."""

import re
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from core.actor import Role
from core.errors import TrameError
from core.progress import Progress
from core.settings import Settings
from exports.atlas.request import Atlas, AtlasRequest, Fault, Subject
from exports.edition.make import Edition
from exports.sheet import layouts
from programme.installation import open_installation
from programme.world import World
from tests.views.test_pages import alone, html

PAGE = """
import streamlit as st
from views import context
from views.publish import page
context.begin()
st.session_state["trame_pages"] = {}
page.show()
"""
NANTERRE = {"etendue": "commune:92050", "papier": "A5", "pour": "partenaires"}


def page(**query: str) -> AppTest:
    found = AppTest.from_string(PAGE, default_timeout=60)
    for name, value in query.items():
        found.query_params[name] = value
    return found.run()


def address(found: AppTest) -> dict[str, str]:
    return {name: value if isinstance(value, str) else value[0] for name, value in found.query_params.items()}


def widget(found: AppTest, kind: str, label: str) -> Any:
    """The widget of a kind that bears a label."""
    return next(item for item in getattr(found, kind) if item.label.replace("\u00a0", " ") == label)


def test_an_empty_installation_is_told_what_to_do(empty_config: Path) -> None:
    found = alone("publish.page")
    assert not found.exception
    assert [("trame load" in element.value, "trame demo" in element.value) for element in found.info] == [
        (True, True)
    ]


def test_a_sheet_is_seen_told_and_changed(demo_config: Path) -> None:
    found = page(**NANTERRE)
    assert not found.exception
    said = html(found)
    for words in (
        "A5",
        "148 × 210 mm",
        "Ce qui est dessiné",
        "Opérations",
        "objets sur la planche",
        "fictifs",
    ):
        assert words in said
    (image,) = found.get("image")
    assert "Nanterre" in image.proto.imgs[0].alt
    widget(found, "selectbox", "Page").set_value("slide").run()
    assert not found.exception
    assert address(found)["papier"] == "slide"
    assert "1920 × 1080 px" in html(found)


def test_what_a_link_cannot_say_and_an_unknown_place_are_sentences(demo_config: Path) -> None:
    found = page(etendue="commune:99999", papier="B5")
    assert not found.exception
    alerts = [element.proto.body for element in found.get("html") if "alert" in element.proto.body]
    assert any("papier=B5" in words for words in alerts)
    assert any("99999" in words for words in alerts)
    assert not found.get("image")


def test_the_public_is_told_what_it_is_not_shown(demo_config: Path) -> None:
    """No commune approved a footprint in this copy of the demonstration."""
    found = page(etendue="neighbourhood:QN09206M", papier="A5", financeur="anru")
    assert not found.exception
    said = html(found)
    assert "opérations ne sont pas montrées au grand public" in said
    assert "Le filtre par financeur ne vaut pas pour le grand public" in said


@pytest.fixture
def quiet(monkeypatch: pytest.MonkeyPatch) -> None:
    """No sheet is made."""
    monkeypatch.setattr("views.publish.preview.show", lambda *_told: None)


def test_the_form_writes_the_address(demo_config: Path, quiet: None) -> None:
    found = page(pour="partenaires")
    widget(found, "selectbox", "Étendue").set_value("operation").run()
    assert address(found)["etendue"].startswith("operation:")
    widget(found, "selectbox", "Étendue").set_value("view").run()
    west, south, east, north = map(int, address(found)["etendue"].removeprefix("bbox:").split(","))
    assert (west < east, south < north) == (True, True)
    widget(found, "selectbox", "Étendue").set_value("box").run()
    widget(found, "number_input", "Ouest (m)").set_value(west - 500).run()
    assert address(found)["etendue"] == f"bbox:{west - 500},{south},{east},{north}"
    widget(found, "selectbox", "Échelle").set_value("2500").run()
    assert address(found)["echelle"] == "2500"
    widget(found, "text_input", "Titre").set_value("Réunion publique").run()
    widget(found, "checkbox", "Carte de situation").uncheck().run()
    widget(found, "button", "Reculer « Opérations »").click().run()
    widget(found, "selectbox", "Ajouter une couche").set_value("facilities").run()
    widget(found, "button", "Retirer « Communes »").click().run()
    assert not found.exception
    said = address(found)
    assert (said["titre"], said["sans"]) == ("Réunion publique", "situation")
    assert said["couches"] == "operations,neighbourhoods_2024,facilities"


def test_a_layout_is_kept_found_and_deleted(demo_copy: Path, quiet: None) -> None:
    settings = open_installation(demo_copy).settings
    found = page(etendue="commune:92050", papier="A2", echelle="7500", quadrillage="oui")
    widget(found, "text_input", "Nom de la mise en page").set_value("Réunion de quartier").run()
    widget(found, "button", "Garder").click().run()
    assert "est gardée" in html(found)
    (kept,) = [item for item in layouts.layouts(settings) if item.own]
    assert (kept.title, kept.spec.paper, kept.spec.scale, kept.spec.extent) == (
        "Réunion de quartier",
        "A2",
        7_500,
        "territory",
    )
    assert widget(found, "selectbox", "Mise en page").value == kept.name

    other = page(etendue="commune:92036")
    widget(other, "selectbox", "Mise en page").set_value(kept.name).run()
    assert (address(other)["papier"], address(other)["echelle"], address(other)["etendue"]) == (
        "A2",
        "7500",
        "commune:92036",
    )
    widget(other, "text_input", "Nom de la mise en page").set_value(layouts.layouts(settings)[0].name).run()
    widget(other, "button", "Garder").click().run()
    assert "alert" in html(other)
    widget(other, "selectbox", "Mise en page à supprimer").set_value(kept.name).run()
    widget(other, "button", "Supprimer").click().run()
    assert not other.exception
    assert not any(item.own for item in layouts.layouts(settings))


def test_data_leave_with_what_they_mean(demo_config: Path) -> None:
    found = page(
        partie="donnees",
        donnees="operations,communes",
        format="csv",
        lignes="filtre",
        commune="92050",
        pour="partenaires",
    )
    assert "Points-virgules" in html(found)
    widget(found, "button", "Préparer le fichier").click().run()
    assert not found.exception
    said = html(found)
    assert "36" in said
    assert re.search(r"\d+ sur \d+", said)
    assert widget(found, "download_button", "Télécharger trame-csv.zip")
    widget(found, "selectbox", "Format").set_value("gpkg").run()
    assert "Télécharger" not in "".join(item.label for item in found.get("download_button"))


def test_what_is_open_on_the_map_leaves_alone(demo_config: Path) -> None:
    found = page(partie="donnees", lignes="choix", pour="partenaires")
    assert "Rien de ces couches n’est ouvert sur la carte" in html(found)
    found = page(
        partie="donnees", lignes="choix", pour="partenaires", objet="operations:92050-014", format="geojson"
    )
    widget(found, "button", "Préparer le fichier").click().run()
    assert re.search(r"\b1 sur \d+", html(found))


def test_a_fact_sheet_is_seen_and_another_is_asked_for(demo_config: Path) -> None:
    found = page(partie="fiche", sujet="operation:92050-014", pour="partenaires")
    assert not found.exception
    assert f"{len(found.get('image'))} pages A4" in html(found)
    assert widget(found, "download_button", "Télécharger la fiche (PDF)")
    found = page(partie="fiche", sujet="operation:92999-999")
    assert not found.exception
    assert "92999-999" in html(found)
    widget(found, "button_group", "Fiche de").set_value("commune").run()
    assert address(found)["sujet"] == "commune:"
    assert "Choisissez l’objet de la fiche" in html(found)


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """What an atlas and a public edition were asked for; making them is the matter of other tests."""
    asked: list[Any] = []

    def atlas(
        request: AtlasRequest, world: World, _settings: Settings, file: Path, *, progress: Progress
    ) -> Atlas:
        progress(0.5, "À mi-chemin")
        asked.append((request, world.role))
        file.write_bytes(b"%PDF")
        good, bad = Subject("commune:92050", "Nanterre"), Subject("commune:92036", "Gennevilliers")
        return Atlas(file, 3, (good,), (Fault(bad, "Le contour manque."),))

    def publish(
        world: World, _settings: Settings, file: Path, *, languages: Any, progress: Progress
    ) -> Edition:
        progress(0.5, "À mi-chemin")
        asked.append((languages, world.role))
        if languages == ("en",):
            raise TrameError("Le disque est plein.")
        file.write_bytes(b"PK")
        return Edition(file.parent, 12, 3_400_000, 60, 18, 5)

    monkeypatch.setattr("views.publish.atlas.atlas", atlas)
    monkeypatch.setattr("views.publish.edition.publish_zip", publish)
    monkeypatch.setattr("views.publish.pages._made", lambda *_told: (b"", ()))
    return asked


def test_an_atlas_tells_which_pages_are_at_fault(demo_config: Path, made: list[Any]) -> None:
    found = page(partie="atlas", pour="partenaires")
    widget(found, "multiselect", "Seulement").set_value(["92050", "92036"]).run()
    widget(found, "text_input", "Titre de l’atlas").set_value("Réunion de mars").run()
    widget(found, "button", "Produire l’atlas").click().run()
    assert not found.exception
    ((request, role),) = made
    assert (request.by, request.spec, request.only) == ("commune", None, ("92050", "92036"))
    assert (request.title, role) == ("Réunion de mars", Role.STEERING)
    said = html(found)
    for words in ("3 pages produites", "Pages non produites", "Gennevilliers", "Le contour manque."):
        assert words in said
    assert widget(found, "download_button", "Télécharger l’atlas")
    widget(found, "selectbox", "Une page par").set_value("site").run()
    assert "Pages non produites" not in html(found)


def test_a_public_edition_is_made_of_what_is_public(demo_config: Path, made: list[Any]) -> None:
    found = page(partie="edition")
    widget(found, "button", "Produire l’édition publique").click().run()
    assert not found.exception
    assert made == [(("fr", "en"), Role.PUBLIC)]
    said = html(found)
    for words in ("3,4 Mo", "60", "5 opérations y figurent sans emprise"):
        assert words in said
    assert "<iframe" in found.code[0].value
    widget(found, "button_group", "Langues").set_value(["en"]).run()
    widget(found, "button", "Produire l’édition publique").click().run()
    assert "Le disque est plein." in html(found)
