import ast
import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from core.languages import FOLDER, catalogue

ROOM = Path(__file__).resolve().parents[2] / "programme"
MODULES = (
    "errors",
    "exchange",
    "faults",
    "footprints",
    "load_checks",
    "loader",
    "nomenclature",
    "tables_csv",
)


def sentences(module):
    tree = ast.parse((ROOM / f"{module}.py").read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Name(id="_" | "N_"), args=[ast.Constant(value=str(text))]):
                yield text


@pytest.mark.parametrize("module", MODULES)
def test_every_sentence_has_its_french(module):
    missing = [text for text in sentences(module) if text not in catalogue("fr")]
    assert missing == []


def test_no_translation_is_left_over_and_placeholders_agree():
    with (FOLDER / "fr" / "programme_write.po").open("rb") as stream:
        translated = {message.id: message.string for message in read_po(stream) if message.id}
    used = {text for module in MODULES for text in sentences(module)}
    assert set(translated) <= used
    for english, french in translated.items():
        assert sorted(re.findall(r"\{\w+\}", english)) == sorted(re.findall(r"\{\w+\}", french))
