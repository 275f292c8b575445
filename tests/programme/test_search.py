"""Finding things by what a reader types."""

import pytest

from core.languages import language
from programme.search import search
from tests.programme.factories import empty_world, operation, programme, world

WORLD = world()


def found(text, limit=10, in_world=WORLD):
    return [(hit.layer, hit.id) for hit in search(in_world, text, limit)]


@pytest.mark.parametrize("text", ["92050-014", " 92050 014 ", "92050014"])
def test_an_exact_identifier_comes_first(text):
    assert found(text)[0] == ("operations", "92050-014")


def test_the_code_of_a_commune_then_the_operations_that_begin_with_it():
    assert found("92050") == [
        ("communes", "92050"),
        ("operations", "92050-015"),
        ("operations", "92050-016"),
        ("operations", "92050-014"),
    ]


@pytest.mark.parametrize(
    "text", ["residentialisation", "RÉSIDENTIALISATION", "Résid", "tours parc", "parc TOURS"]
)
def test_accents_case_and_order_of_words_have_no_effect(text):
    assert found(text)[0] == ("operations", "92050-014")


def test_an_apostrophe_parts_words():
    assert found("l'ile") == [("operations", "92036-001")]
    assert found("barre ile") == [("operations", "92036-001")]


def test_words_match_from_their_beginning():
    assert found("arre") == []
    assert found("barre zzz") == []


def test_a_whole_name_comes_before_a_part_of_one():
    content = programme(
        [
            operation("a", name="Grande école"),
            operation("b", name="École"),
            operation("c", name="École bleue"),
        ]
    )
    assert found("ecole", in_world=world(content, without=("facilities",))) == [
        ("operations", "b"),
        ("operations", "c"),
        ("operations", "a"),
    ]


def test_neighbourhoods_of_both_generations_the_last_one_first():
    assert found("le parc") == [("neighbourhoods_2024", "QN09206M"), ("neighbourhoods_2015", "QP092016")]
    assert found("QN09206M") == [("neighbourhoods_2024", "QN09206M")]
    with language("en"):
        assert [hit.detail for hit in search(WORLD, "le parc")] == [
            "Priority neighbourhood 2024 · Nanterre",
            "Priority neighbourhood 2015 · Nanterre",
        ]


def test_a_commune_helps_to_find_what_lies_in_it():
    assert found("asnieres") == [("communes", "92004"), ("neighbourhoods_2024", "QN09210I")]
    assert found("voltaire nanterre") == [("operations", "92050-015")]


def test_parcels_by_the_beginning_of_their_identifier():
    assert found("92050000BR0003") == [("parcels", "92050000BR0003")]
    assert found("92050000br", limit=3) == [("parcels", f"92050000BR000{n}") for n in (1, 2, 3)]
    assert found("92050 000 BR 0007") == [("parcels", "92050000BR0007")]
    assert ("parcels", "920360000A0001") in found("920360")


@pytest.mark.parametrize("text", ["Nanterre BR 3", "nanterre br0003", "92050 BR 3"])
def test_parcels_by_commune_section_and_number(text):
    assert found(text) == [("parcels", "92050000BR0003")]


def test_a_section_of_one_letter():
    assert found("gennevilliers a 1") == [("parcels", "920360000A0001")]
    assert found("gennevilliers 0A 1") == [("parcels", "920360000A0001")]
    assert found("nowhere a 1") == []


@pytest.mark.parametrize("text", ["", "   ", "…", "-", "’"])
def test_nothing_typed_finds_nothing(text):
    assert found(text) == []


def test_at_most_as_many_as_asked():
    assert len(found("92050", limit=2)) == 2
    assert found("92050", limit=0) == []
    assert len(found("9205000", limit=12)) == 9


def test_bounds_are_degrees_and_none_for_what_is_unmapped():
    mapped, unmapped = search(WORLD, "92050-014")[0], search(WORLD, "92050-016")[0]
    assert mapped.bounds is not None
    west, south, east, north = mapped.bounds
    assert 2 < west < east < 3
    assert 48 < south < north < 49.5
    assert (east - west) * 73_000 == pytest.approx(100, rel=0.05)
    assert (north - south) * 111_200 == pytest.approx(100, rel=0.05)
    assert unmapped.bounds is None
    assert search(WORLD, "92050000BR0001")[0].bounds == pytest.approx(mapped.bounds)


def test_hostile_text_is_text():
    for text in ("<img onerror=1>", "${x}", "%%%", "(.*", "a" * 5000):
        assert found(text) == []


def test_an_empty_world():
    assert found("nanterre", in_world=empty_world()) == []
    assert found("92050000BR0001", in_world=empty_world()) == []
