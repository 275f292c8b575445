"""Layouts by name: those of the program can be made, saved ones come back, what no layout holds is said."""

from dataclasses import replace
from pathlib import Path

import pytest

from core import settings as configuration
from core.errors import SettingsError
from core.languages import language
from core.settings import Settings
from exports.sheet import layouts
from exports.sheet.errors import LayoutKeptError, LayoutNameError, LayoutTakenError
from exports.sheet.pages import PAGES
from exports.sheet.spec import Audience, SheetSpec
from programme.selection import Selection


@pytest.fixture
def settings(empty_config: Path) -> Settings:
    return configuration.load(empty_config)


def test_those_of_the_program_are_complete(settings: Settings) -> None:
    found = layouts.layouts(settings)
    assert [item.name for item in found] == list(layouts.TITLES)
    assert {file.stem for file in layouts.FOLDER.glob("*.toml")} == set(layouts.TITLES)
    assert not any(item.own for item in found)
    assert {"A1", "A2", "A3", "A4", "slide", "square"} <= {item.spec.paper for item in found}
    assert all(item.spec.paper in PAGES for item in found)
    with language("en"):
        assert layouts.layout(settings, "affiche-a1").title == "Poster A1"
    assert layouts.layout(settings, "Étude parcellaire").spec.scale == 1000


def test_a_saved_layout_comes_back_without_what_belongs_to_one_sheet(settings: Settings) -> None:
    spec = SheetSpec(
        extent="commune:92050",
        paper="A2",
        landscape=False,
        scale=2500,
        rotation_deg=12.5,
        layers=("communes", "parcels"),
        selection=Selection(steps=("travaux",)),
        title="Titre",
        sources="Sources « citées » par l'équipe",
        language="en",
        audience=Audience.PARTNERS,
        basemap="plan_ign",
        graticule=True,
        legend=False,
        logos=(("logo.png", b"x"),),
    )
    file = layouts.save(settings, "Réunion de quartier (A2)", spec)
    assert (
        file.relative_to(settings.folders.programme.parent).as_posix()
        == "layouts/reunion-de-quartier-a2.toml"
    )
    found = layouts.layout(settings, "Réunion de quartier (A2)")
    assert (found.title, found.own) == ("Réunion de quartier (A2)", True)
    assert found.spec == replace(spec, extent="territory", selection=Selection(), title="", logos=())
    assert layouts.layouts(settings)[-1] == found
    layouts.delete(settings, "reunion-de-quartier-a2")
    with pytest.raises(LayoutNameError, match="planche-a3"):
        layouts.layout(settings, "reunion-de-quartier-a2")


@pytest.mark.parametrize("name", ["", "···", "../../config"])
def test_a_name_that_no_file_can_bear_is_refused(settings: Settings, name: str) -> None:
    if layouts.slug(name):
        assert layouts.save(settings, name, SheetSpec()).parent == layouts.folder_of(settings)
    else:
        with pytest.raises(LayoutNameError, match="n’existe pas"):
            layouts.save(settings, name, SheetSpec())


def test_layouts_of_the_program_stay(settings: Settings) -> None:
    with pytest.raises(LayoutKeptError, match="fournie avec le programme"):
        layouts.save(settings, "Affiche A1", SheetSpec())
    with pytest.raises(LayoutKeptError):
        layouts.delete(settings, "affiche-a1")
    with pytest.raises(LayoutNameError):
        layouts.delete(settings, "absente")


def test_saving_again_replaces_and_a_near_name_is_refused(settings: Settings) -> None:
    layouts.save(settings, "Réunion", SheetSpec(paper="A5"))
    layouts.save(settings, "Réunion", SheetSpec(paper="A3"))
    assert layouts.layout(settings, "reunion").spec.paper == "A3"
    with pytest.raises(LayoutTakenError, match="Réunion"):
        layouts.save(settings, "reunion !", SheetSpec())


def test_signs_that_no_file_can_hold_are_left_out(settings: Settings) -> None:
    layouts.save(settings, "a\x7f\x00b\ud800", SheetSpec(sources='\x7f"\\\n\u2028 fin\ud800'))
    found = layouts.layout(settings, "ab")
    assert found.title == "ab"
    assert found.spec.sources.startswith('"\\\n')
    assert found.spec.sources.endswith("fin")


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ('paper = "B4"', "paper"),
        ("scale = -5", "scale"),
        ('layers = ["communes", "roads"]', "layers"),
        ('audience = "everyone"', "audience"),
        ("legend = 1", "legend"),
        ("rotation_deg = nan", "rotation_deg"),
        ('landscap = "yes"', "landscap"),
    ],
)
def test_what_no_layout_holds_is_said_by_its_key(settings: Settings, text: str, key: str) -> None:
    folder = layouts.folder_of(settings)
    folder.mkdir(parents=True)
    (folder / "faulty.toml").write_text(text, encoding="utf-8")
    with pytest.raises(SettingsError, match=f"faulty.toml: .*« {key} »|“{key}”|{key}"):
        layouts.layout(settings, "faulty")
    assert len(layouts.layouts(settings)) == len(layouts.TITLES)
