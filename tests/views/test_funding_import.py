"""The view « Importer » of the page Financements through Streamlit's own harness: who may, a damaged file, a mapping."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from core.actor import Actor, Role
from programme.imports.mapped import DEPARTMENT_COLUMNS
from tests.views.test_funding_page import page
from views import context

VOTES = (
    ";".join(DEPARTMENT_COLUMNS)
    + "\n2031;EPT Vallée Sud – Grand Paris;Fictive;Prolongement du mail et voiries des Roseaux;"
    "Subvention;Investissement;1 234,56\n"
)


def said(found: AppTest) -> str:
    return "\n".join(str(element.value) for element in (*found.info, *found.error, *found.warning))


def test_partners_alone_import(demo_config: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(context, "actor", lambda: Actor("presse", Role.COMMUNICATION))
    found = page(vue="import")
    assert not found.exception
    assert "Seuls les partenaires" in said(found)


def test_a_file_is_compared_and_nothing_is_written(demo_config: Path) -> None:
    found = page(vue="import")
    assert not found.exception
    found.file_uploader[0].set_value(("votes.csv", VOTES.encode(), "text/csv")).run()
    assert not found.exception
    (write,) = [button for button in found.button if button.key == "import_write"]
    assert (write.label, write.disabled) == ("Écrire (nouvelles\u00a0: 1, modifiées\u00a0: 0)", False)
    found.selectbox(key="import_field_voted_eur").set_value(None).run()
    assert "Aucune colonne n’a été trouvée pour\u00a0: Voté (€)" in said(found)
    assert not [button for button in found.button if button.key == "import_write"]


def test_a_file_that_cannot_be_read_says_why(demo_config: Path) -> None:
    found = page(vue="import")
    found.file_uploader[0].set_value(("votes.xlsx", b"PK\x03\x04nothing", "application/zip")).run()
    assert not found.exception
    assert "votes.xlsx" in said(found)
