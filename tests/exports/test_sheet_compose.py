"""The page of a sheet: every text inside of it, none over another, on any page and however much there is to say."""

import datetime as dt
import itertools
from dataclasses import replace

import pytest

from core.actor import Role
from core.errors import TrameError, UnknownLayerError
from exports.sheet.blocks import Block
from exports.sheet.elements import Anchor, Words
from exports.sheet.errors import (
    AudienceError,
    BasemapError,
    LanguageError,
    PageError,
    RotationError,
    ScaleError,
)
from exports.sheet.flow import legend_flow
from exports.sheet.legend import legend_block
from exports.sheet.letters import CAPITAL, STRONG, fitted, width, wrapped
from exports.sheet.make import MadeSheet, make_sheet
from exports.sheet.pages import PAGES
from exports.sheet.spec import Audience, SheetSpec
from maps.sheet.extent import ExtentError
from maps.sheet.request import LegendEntry
from tests.exports.sheet_studio import LAYERS, LONG, Studio

PICTURE = '<svg viewBox="0 0 18 14" width="18" height="14"/>'


def boxes(words: Words) -> list[tuple[float, float, float, float]]:
    """Left, top, right, bottom of each line, from the height of a capital to the base line."""
    found = []
    for place, line in enumerate(words.lines):
        tail = words.tail if place == len(words.lines) - 1 else ""
        wide = width(line, words.size_mm, words.weight) + width(tail, words.size_mm)
        left = words.x - {Anchor.START: 0.0, Anchor.MIDDLE: wide / 2, Anchor.END: wide}[words.anchor]
        base = words.y + place * words.leading_mm
        found.append((left, base - CAPITAL * words.size_mm, left + wide, base))
    return found


def placed(made: MadeSheet) -> list[tuple[float, float, float, float]]:
    return [box for words in made.composition.words() for box in boxes(words)]


def assert_in_order(made: MadeSheet) -> None:
    found = placed(made)
    for left, top, right, bottom in found:
        assert left >= 3.9, made.page
        assert top >= 3.9
        assert right <= made.page.width_mm - 3.5
        assert bottom <= made.page.height_mm - 3.5
    for one, other in itertools.combinations(found, 2):
        apart = (
            one[2] <= other[0] + 0.01
            or other[2] <= one[0] + 0.01
            or one[3] <= other[1] + 0.01
            or other[3] <= one[1] + 0.01
        )
        assert apart, (made.page.key, one, other)


@pytest.mark.parametrize("paper", PAGES)
def test_a_full_sheet_is_in_order_on_every_page(studio: Studio, paper: str) -> None:
    for landscape in (True, False) if PAGES[paper].pixels is None else (True,):
        made = studio.make(
            extent="commune:92036",
            paper=paper,
            landscape=landscape,
            layers=("communes", "neighbourhoods_2024", "operations"),
            title=LONG,
            subtitle=LONG[:120],
            comment=LONG,
        )
        assert_in_order(made)
        text = " ".join(line for words in made.composition.words() for line in words.lines)
        assert "36 communes concernées et des EPT." in text
        assert "Données de démonstration, fictives" in text
        left, top, right, bottom = made.frame
        assert right - left > 0.4 * made.page.width_mm
        assert bottom - top > 0.2 * made.page.height_mm


def test_a_plain_sheet_gives_the_page_to_its_map(studio: Studio) -> None:
    bare = {"legend": False, "locator": False, "bar": False, "north": False, "layers": ("communes",)}
    made = studio.make(extent="commune:92036", **bare)
    left, _top, right, _bottom = made.frame
    assert right - left > 0.9 * made.page.width_mm
    assert_in_order(made)
    told = [line for words in made.composition.words() for line in words.lines]
    assert told[0] == "Gennevilliers"
    assert not any("Échelle" in line or "Légende" in line for line in told)


def test_a_map_far_wider_than_its_subject_gives_room_to_the_legend(studio: Studio) -> None:
    asked = {"paper": "A3", "layers": ("communes", "operations")}
    tall, wide = studio.make(extent="territory", **asked), studio.make(extent="commune:92036", **asked)
    assert tall.frame[2] < wide.frame[2] - 10
    # Its height alone decides on its scale: the width was spare.
    place = tall.sheet_map.place
    snapshot = studio.world().communes
    assert snapshot is not None
    west, _south, east, _north = snapshot.frame.total_bounds
    assert (east - west) / place.metres_per_mm < place.width_mm - 30
    assert_in_order(tall)


@pytest.mark.parametrize("paper", ["web", "slide", "square", "wide", "story"])
def test_on_a_screen_the_map_has_most_of_the_page(studio: Studio, paper: str) -> None:
    made = studio.make(
        extent="commune:92036",
        paper=paper,
        layers=("communes", "neighbourhoods_2024", "operations"),
        locator=paper == "slide",
    )
    left, top, right, bottom = made.frame
    assert (right - left) * (bottom - top) > 0.58 * made.page.width_mm * made.page.height_mm
    assert made.notes == () or not any("légende" in note for note in made.notes)


def test_an_extent_without_anything_says_so(studio: Studio) -> None:
    made = studio.make(extent="bbox:600000,6800000,601000,6801000", layers=LAYERS)
    told = [line for words in made.composition.words() for line in words.lines]
    assert any("Aucun objet des couches choisies" in line for line in told)
    assert made.notes
    assert_in_order(made)


def test_sixty_classes_go_into_columns_and_say_what_is_left_out() -> None:
    entries = tuple(
        LegendEntry(f"layer-{place // 12}", f"Couche {place // 12}", f"Classe {place}", PICTURE, place + 1)
        for place in range(60)
    )
    wide = legend_block(entries, 300.0, 90.0, 2.6)
    assert wide.notes == ()
    assert wide.height_mm <= 90.0
    assert len({words.x for words in _entries(wide)}) >= 3
    assert {line for words in _entries(wide) for line in words.lines} == {item.label for item in entries}
    narrow = legend_block(entries, 60.0, 90.0, 2.6)
    assert narrow.height_mm <= 90.0
    kept = len(_entries(narrow))
    assert 20 < kept < 60
    assert any(
        words.lines == (f"et {60 - kept} autres classes",)
        for words in narrow.elements
        if isinstance(words, Words)
    )
    assert "La légende n’a pas la place" in narrow.notes[0]
    assert f"Classe {kept}" in narrow.notes[0]


def _entries(block: Block) -> list[Words]:
    return [item for item in block.elements if isinstance(item, Words) and item.tail]


def test_a_legend_in_a_line_keeps_to_its_room() -> None:
    entries = tuple(LegendEntry("a", "Opérations", f"Classe {place}", PICTURE, 7) for place in range(80))
    block = legend_flow(entries, 120.0, 30.0, 2.7)
    assert block.height_mm <= 30.0
    for words in block.elements:
        assert isinstance(words, Words)
        assert boxes(words)[0][2] <= 120.0
    assert len(_entries(block)) < 80
    assert "pas la place" in block.notes[0]
    assert legend_flow(entries[:6], 120.0, 30.0, 2.7).notes == ()


def test_words_break_where_they_must() -> None:
    lines = wrapped("a" * 400, 50.0, 3.0)
    assert "".join(lines) == "a" * 400
    assert all(width(line, 3.0) <= 50.0 for line in lines)
    assert wrapped("  un\n\ndeux  ", 50.0, 3.0) == ("un", "", "deux")
    assert wrapped("", 50.0, 3.0) == ()
    cut = fitted(LONG, 60.0, (4.0, 3.0), (1, 2), STRONG)
    assert (len(cut.lines), cut.whole) == (2, False)
    assert cut.lines[-1].endswith("…")
    assert width(cut.lines[-1], cut.size_mm, STRONG) <= 60.0


def test_texts_from_data_are_never_read_as_markup(studio: Studio) -> None:
    title = '#panic("no") *gras* $x$ <script>alert(1)</script> & "q" \\ 日本'
    made = studio.make(extent="commune:92036", title=title, layers=("communes",))
    words = next(made.composition.words()).lines[0]
    assert words.startswith('#panic("no") *gras* $x$ <script>')
    assert "<script>alert(1)" not in made.svg
    assert "&lt;script&gt;" in made.svg
    assert b"%PDF" in made.pdf[:8]


def test_a_title_that_cannot_be_drawn_gives_way_to_the_extent(studio: Studio) -> None:
    made = studio.make(
        extent="commune:92036", title="\x00\x07\ud800", comment="un\x00 deux\ud800", layers=("communes",)
    )
    assert made.title == "Gennevilliers"
    assert "un deux" in made.svg
    assert "\x00" not in made.svg
    assert studio.make(title="un\ndeux", layers=("communes",)).title == "un deux"


def test_what_has_no_room_at_all_is_told(studio: Studio) -> None:
    made = studio.make(
        paper="wide", title=LONG, subtitle=LONG, comment=LONG, layers=("communes", "operations")
    )
    assert_in_order(made)
    assert any("légende n’a pas la place" in note for note in made.notes)
    assert any("commentaire est plus long" in note for note in made.notes)


def test_a_sheet_for_the_public_is_made_of_what_the_public_sees(studio: Studio) -> None:
    with pytest.raises(AudienceError, match="destinée au public"):
        make_sheet(SheetSpec(), studio.world(), studio.settings)
    assert studio.world(Audience.PUBLIC).role is Role.PUBLIC
    made = studio.make(audience=Audience.PUBLIC, layers=("communes",))
    text = " ".join(line for words in made.composition.words() for line in words.lines)
    assert "partenaires" not in text
    partners = studio.make(layers=("communes",))
    text = " ".join(line for words in partners.composition.words() for line in words.lines)
    assert "Document de travail réservé aux partenaires" in text


def test_invented_data_says_so_whatever_the_installation_says(studio: Studio) -> None:
    plain = studio.settings.installation.model_copy(update={"fictitious": False})
    settings = studio.settings.model_copy(update={"installation": plain})
    for layers in (("communes", "neighbourhoods_2024"), ("operations",)):
        spec = SheetSpec(layers=layers, audience=Audience.PARTNERS, labels=False, legend=False)
        made = make_sheet(spec, studio.world(), settings)
        told = " ".join(line for words in made.composition.words() for line in words.lines)
        assert "Données de démonstration, fictives" in told


def test_a_sheet_speaks_the_language_that_it_asks_for(studio: Studio) -> None:
    made = studio.make(language="en", layers=("communes", "operations"), date=dt.date(2026, 2, 1))
    text = " ".join(line for words in made.composition.words() for line in words.lines)
    assert "Legend" in text
    assert "01/02/2026" in text
    assert "Scale 1:" in text


@pytest.mark.parametrize(
    ("asked", "fault", "words"),
    [
        ({"paper": "B5"}, PageError, "A5, A4"),
        ({"extent": "commune:99999"}, ExtentError, "99999"),
        ({"layers": ("roads",)}, UnknownLayerError, "roads"),
        ({"basemap": "moon"}, BasemapError, "plan_ign"),
        ({"scale": 3}, ScaleError, "entre 50 et"),
        ({"rotation_deg": float("nan")}, RotationError, "nombre de degrés"),
        ({"language": "de"}, LanguageError, "fr, en"),
        ({"logos": (("logo.png", b"no"),)}, TrameError, "n’est pas une image"),
    ],
)
def test_what_cannot_be_made_has_a_sentence(
    studio: Studio, asked: dict[str, object], fault: type[Exception], words: str
) -> None:
    with pytest.raises(fault, match=words):
        studio.make(**asked)


def test_logos_stand_in_the_head_and_leave_room_to_the_title(studio: Studio) -> None:
    svg = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 90 30"><rect width="90" height="30"/></svg>'
    made = studio.make(
        title=LONG, layers=("communes",), logos=tuple((f"{place}.svg", svg) for place in range(4))
    )
    pictures = [item for item in made.composition.elements if hasattr(item, "content")]
    assert len(pictures) == 4
    for picture in pictures:
        left, top, right, bottom = picture.box
        assert (right - left) / (bottom - top) == pytest.approx(3.0)
        assert right <= made.page.width_mm - 3.9
        for box in placed(made):
            assert box[2] <= left or box[0] >= right or box[3] <= top or box[1] >= bottom
    assert replace(made).svg.count("data:image/svg+xml") == 4
