"""The address of the page Publier says the same sheet to another reader; boxes, and what is kept once it was made."""

import datetime as dt
import threading
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as some

from core import settings
from core.settings import ROOT
from exports.sheet.pages import PAGES
from exports.sheet.spec import Audience, SheetSpec
from layers.registry import LAYERS
from maps.state import MapState
from views.publish.address import read_scale, spec_from_query, spec_to_query, usual_spec
from views.publish.frame import of_extent, seen_box, to_extent
from views.publish.kept_file import KeptFile
from views.publish.made import Shelf
from views.publish.state import PublishState

USUAL = usual_spec(settings.load(ROOT / "config.toml"))
GROUNDS = frozenset({"plan"})
EVERYTHING = SheetSpec(
    extent="bbox:648000,6862000,649000,6863000",
    paper="A0",
    landscape=True,
    scale=2_500,
    rotation_deg=-12.5,
    layers=("parcels", "operations", "communes"),
    title="L’été, à Nanterre & ailleurs",
    subtitle="Réunion",
    comment="Deux\nlignes",
    sources="Ville",
    date=dt.date(2026, 3, 31),
    language="en",
    audience=Audience.PARTNERS,
    basemap="plan",
    legend=False,
    locator=False,
    graticule=True,
)


def test_what_is_usual_is_not_in_the_address() -> None:
    assert spec_to_query(USUAL, USUAL) == {}
    assert spec_from_query({}, USUAL, GROUNDS) == (USUAL, [])


def test_a_link_shows_the_same_sheet() -> None:
    query = spec_to_query(EVERYTHING, USUAL)
    assert spec_from_query(query, USUAL, GROUNDS) == (EVERYTHING, [])
    assert (query["sans"], query["avec"], query["sens"]) == ("legende,situation", "quadrillage", "paysage")


@hypothesis_settings(max_examples=30)
@given(
    spec=some.builds(
        SheetSpec,
        extent=some.sampled_from(
            ["territory", "commune:92050", "ept:Paris Ouest", "bbox:0,6000000,9,6000009"]
        ),
        paper=some.sampled_from(list(PAGES)),
        landscape=some.booleans(),
        scale=some.none() | some.integers(50, 5_000_000),
        rotation_deg=some.integers(-1800, 1800).map(lambda tenths: tenths / 10),
        layers=some.lists(some.sampled_from(list(LAYERS)), unique=True).map(tuple),
        title=some.text(max_size=40),
        sources=some.text(max_size=40),
        date=some.none() | some.dates(dt.date(1990, 1, 1), dt.date(2100, 1, 1)),
        language=some.sampled_from(["fr", "en"]),
        audience=some.sampled_from(Audience),
        legend=some.booleans(),
        north=some.booleans(),
        graticule=some.booleans(),
    )
)
def test_any_sheet_comes_back_from_its_address(spec: SheetSpec) -> None:
    assert spec_from_query(spec_to_query(spec, USUAL), USUAL, GROUNDS) == (spec, [])


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("papier", "B5"),
        ("sens", "travers"),
        ("echelle", "1:0"),
        ("echelle", "9999999"),
        ("rotation", "999"),
        ("rotation", "nan"),
        ("couches", "communes,inconnue"),
        ("fond", "satellite"),
        ("date", "31/03/2026"),
        ("textes", "de"),
        ("pour", "tous"),
        ("sans", "soleil"),
    ],
)
def test_what_a_link_cannot_say_is_told_and_left_out(name: str, value: str) -> None:
    spec, faults = spec_from_query({name: value, "titre": "Vrai"}, USUAL, GROUNDS)
    assert spec == replace(USUAL, title="Vrai")
    assert len(faults) == 1
    assert f"{name}={value}" in faults[0]


@pytest.mark.parametrize(
    ("text", "scale"), [("5000", 5_000), ("1:5 000", 5_000), ("1/2\u202f500", 2_500), (" 1 : 750 ", 750)]
)
def test_a_scale_is_read_as_people_write_it(text: str, scale: int) -> None:
    assert read_scale(text) == scale


@pytest.mark.parametrize(
    "text", ["", "deux mille", "2:5000", "1:", "1:49", "-5000", "1:5,5", "1:99999999999999"]
)
def test_what_is_no_scale_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        read_scale(text)


def test_each_part_has_its_own_parameters() -> None:
    usual = PublishState(spec=USUAL)
    spec = replace(EVERYTHING, audience=Audience.PARTNERS)
    fiche = PublishState(part="fiche", subject="operation:92050-014", spec=spec).to_query(usual)
    assert fiche == {"partie": "fiche", "sujet": "operation:92050-014", "textes": "en", "pour": "partenaires"}
    data = PublishState(part="data", keys=("communes",), format="csv", rows="filter", spec=USUAL).to_query(
        usual
    )
    assert data == {"partie": "donnees", "donnees": "communes", "format": "csv", "lignes": "filtre"}
    atlas = PublishState(part="atlas", by="site", pages="sheet", out="zip", spec=USUAL).to_query(usual)
    assert atlas == {"partie": "atlas", "par": "site", "pages": "planches", "sortie": "zip"}


def test_corners_make_a_box_in_any_order() -> None:
    assert to_extent((648_500.4, 6_863_000, 648_000, 6_862_000.6)) == "bbox:648000,6862001,648500,6863000"
    assert of_extent("bbox:648000,6862001,648500,6863000") == (648_000, 6_862_001, 648_500, 6_863_000)
    assert [of_extent(text) for text in ("territory", "bbox:1,2,3", "bbox:a,b,c,d", "bbox:nan,0,1,2")] == [
        None
    ] * 4


def test_a_map_that_no_browser_told_of_is_as_large_as_in_a_usual_window() -> None:
    """At the equator's resolution of zoom 15, 4.777 m a pixel, times the cosine of the latitude."""
    west, south, east, north = seen_box(MapState(2.24, 48.84, 15, ()))
    metres_per_px = 156_543.034 / 2**15 * 0.65816
    assert east - west == pytest.approx(980 * metres_per_px, rel=0.005)
    assert north - south == pytest.approx(840 * metres_per_px, rel=0.005)


def test_a_thing_is_made_once_for_all_who_ask_meanwhile() -> None:
    shelf, made, begun = Shelf(2), [], threading.Barrier(4)

    def make() -> str:
        made.append(1)
        return "thing"

    found: list[str] = []

    def ask() -> None:
        begun.wait()
        found.append(shelf.get("key", make))

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (found, made) == (["thing"] * 4, [1])


def test_the_oldest_thing_goes_and_a_fault_leaves_nothing() -> None:
    shelf = Shelf(2)
    for name in "abc":
        assert shelf.get(name, lambda name=name: name.upper()) == name.upper()
    assert shelf.get("c", lambda: "again") == "C"
    assert shelf.get("a", lambda: "again") == "again"
    with pytest.raises(ZeroDivisionError):
        shelf.get("broken", lambda: 1 / 0)
    assert shelf.get("broken", lambda: "mended") == "mended"


def test_a_kept_file_goes_with_who_holds_it() -> None:
    kept = KeptFile("atlas.pdf", lambda file: file.write_text("pages"))
    path: Path = kept.path
    assert (path.read_text(), kept.told, path.name) == ("pages", 5, "atlas.pdf")
    del kept
    assert not path.parent.exists()


def test_what_fails_leaves_no_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with pytest.raises(ZeroDivisionError):
        KeptFile("atlas.pdf", lambda _file: 1 / 0)
    assert list(tmp_path.iterdir()) == []
