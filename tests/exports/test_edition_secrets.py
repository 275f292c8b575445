"""A recognisable secret in every confidential field, and every byte of an edition searched for any of them."""

import re
import zipfile
from pathlib import Path

import pytest

from core.actor import LOCAL
from exports.edition.make import publish, publish_zip
from programme.confidentiality import RULES, Extent
from programme.exchange.declarations import FORMATS
from programme.visibility import visible
from tests.exports.edition_factory import (
    APPROVED,
    HIDDEN,
    LINKS,
    MARK,
    geometries,
    haystack,
    installed,
    needles,
    planted,
    public_world,
)

WORKS = "#b35806"
"""Colour of the step that no operation with a public footprint has."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("secrets") / "edition"
    publish(public_world(planted()[0]), installed(), place)
    return place


@pytest.fixture(scope="module")
def held(folder: Path) -> dict[str, bytes]:
    return haystack(folder)


def test_a_secret_is_in_every_confidential_field() -> None:
    """Made from the rules and from the exchange format: a new column is planted, or this says that it is not."""
    whole, secrets = planted()
    for rule in RULES:
        if rule.extent is Extent.CELLS:
            assert f"{rule.frame}.{rule.column}" in secrets
        if rule.extent is Extent.ROWS and rule.frame in FORMATS:
            free = [
                column.name
                for column in FORMATS[rule.frame].columns
                if not (
                    column.choices or column.refers or column.name.endswith((*LINKS, "year", "half", "rule"))
                )
            ]
            assert {f"{rule.frame}.{name}" for name in free if name != "id"} <= set(secrets)
    text = " ".join(
        frame.to_csv() for frame in (getattr(visible(whole, LOCAL), rule.frame) for rule in RULES)
    )
    assert len(secrets) > 25
    assert all(written[0] in text for written in secrets.values())


def test_no_byte_of_the_edition_holds_a_secret(held: dict[str, bytes]) -> None:
    _whole, secrets = planted()
    wanted = [
        (where, needle) for where, texts in secrets.items() for text in texts for needle in needles(text)
    ]
    everything = b"\0".join(held.values())
    found = [where for where, needle in wanted if needle in everything]
    assert found == []
    assert MARK.encode() not in everything


def test_the_search_would_find_what_is_there(held: dict[str, bytes]) -> None:
    """What is public is found in pages, in data, in the sheets' text and in the tiles."""
    assert b"PUBLICMARK" in held[f"operations/{APPROVED}.html"]
    assert "Résidentialisation".encode() in held["data/operations.geojson"]
    assert b"Le Parc" in held["fiches/QN09206M.pdf!text"]
    assert any(b"school" in raw for name, raw in held.items() if name.startswith("data/tiles.pmtiles!("))
    assert held["data/tiles-0.js!base64"] == held["data/tiles.pmtiles"][:65536]


def test_footprints_that_are_not_approved_are_nowhere(folder: Path, held: dict[str, bytes]) -> None:
    assert list(geometries(folder)) == [APPROVED]
    for identifier in HIDDEN:
        assert f"images/{identifier}.svg" not in held
        page = held[f"operations/{identifier}.html"].decode()
        assert "n’est pas publiée" in page
        assert "92050000BR" not in page
    for name, raw in held.items():
        if name.endswith(".svg"):
            assert WORKS not in raw.decode(), name
    for name in ("fiches/QN09206M.pdf!text", "quartiers/QN09206M.html"):
        assert "Tilleuls" not in held[name].decode()
    assert "92050000BR0004" not in b" ".join(held.values()).decode("latin-1")


def test_small_numbers_are_not_told(held: dict[str, bytes]) -> None:
    page = held[f"operations/{APPROVED}.html"].decode()
    event = page[page.index("Réunion") :]
    assert "7" not in re.sub("<[^>]+>", " ", event[: event.index("</tr>")])
    assert "42 personnes reçues" in page


def test_the_zip_holds_the_same(folder: Path, tmp_path: Path) -> None:
    file = tmp_path / "edition.zip"
    publish_zip(public_world(planted()[0]), installed(), file)
    with zipfile.ZipFile(file) as archive:
        packed = {name: archive.read(name) for name in archive.namelist()}
    written = {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }
    assert packed.keys() == written.keys()
    assert [name for name, raw in written.items() if packed[name] != raw and not name.endswith(".pdf")] == []
    assert [path.name for path in tmp_path.iterdir()] == ["edition.zip"]
