"""Every sentence of these rooms has its French words, with the same placeholders."""

import ast
import re

import pytest

from core.languages import catalogue
from core.settings import ROOT

FILES = [
    *sorted((ROOT / "gis").glob("*.py")),
    *sorted((ROOT / "layers").glob("*.py")),
    ROOT / "cli/library.py",
]


def sentences(file):
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("_", "N_"):
            (argument,) = node.args
            if isinstance(argument, ast.Constant):
                yield argument.value


@pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parent.name}/{file.name}")
def test_every_sentence_is_translated(file):
    french = catalogue("fr")
    for sentence in sentences(file):
        assert sentence in french
        assert re.findall(r"{\w+}", french[sentence]).sort() == re.findall(r"{\w+}", sentence).sort()
        assert set(re.findall(r"{\w+}", french[sentence])) == set(re.findall(r"{\w+}", sentence))
        assert not re.search(r"(?<![\u00a0\u202f])[:;?!»](?=\s|$)", french[sentence]), french[sentence]
