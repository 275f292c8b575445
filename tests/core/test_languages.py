"""French first, English complete: every sentence marked in the code has its French one, with the same gaps to fill."""

import string
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from core.languages import FOLDER, _, catalogue, current_language, language, use_language

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("core", "gis", "layers", "programme", "maps", "exports", "web", "views", "cli")


def marked(room: str) -> dict[str, str]:
    """Sentences marked in a room, with where they stand."""
    found = extract_from_dir(ROOT / room, method_map=[("**.py", "python")], keywords={"_": None, "N_": None})
    return {str(message): f"{room}/{file}:{line}" for file, line, message, _comments, _context in found}


def gaps(sentence: str) -> set[str]:
    return {
        name for _text, name, _spec, _conversion in string.Formatter().parse(sentence) if name is not None
    }


@pytest.mark.parametrize("room", ROOMS)
def test_every_sentence_has_its_french(room: str) -> None:
    french = catalogue("fr")
    missing = {where: sentence for sentence, where in marked(room).items() if sentence not in french}
    assert missing == {}


@pytest.mark.parametrize("code", ["fr", "en"])
def test_translations_keep_the_gaps_of_their_sentence(code: str) -> None:
    for sentence, translation in catalogue(code).items():
        assert gaps(translation) == gaps(sentence), sentence


def test_catalogues_hold_nothing_that_no_one_says() -> None:
    said = {sentence for room in ROOMS for sentence in marked(room)}
    kept = {sentence for code in ("fr", "en") for sentence in catalogue(code)}
    assert kept - said == set()


def test_no_sentence_is_translated_in_two_ways() -> None:
    found: dict[str, str] = {}
    for path in sorted((FOLDER / "fr").glob("*.po")):
        with path.open("rb") as stream:
            for message in read_po(stream):
                if message.id:
                    sentence, translation = str(message.id), str(message.string)
                    assert found.setdefault(sentence, translation) == translation, (path.name, sentence)


def test_the_language_is_that_of_the_context() -> None:
    use_language("fr")
    assert _("Legend") == "Légende"
    with language("en"):
        assert (current_language(), _("Legend")) == ("en", "Legend")
    assert current_language() == "fr"
    use_language("tlh")
    assert current_language() == "fr"
