"""The commands ``trame fiche`` and ``trame atlas``: what they write, and how they end."""

import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from pypdf import PdfReader

from cli.main import trame
from exports.atlas import make as making
from tests.exports.atlas_parts import in_this_process

pytestmark = pytest.mark.usefixtures("demo_config")


@pytest.fixture(autouse=True)
def alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages of an atlas are made in this process: the others have tests of their own."""
    monkeypatch.setattr(making, "produce", in_this_process)


def run(*words: str) -> Result:
    return CliRunner().invoke(trame, words)


def test_a_fact_sheet_for_partners_unless_it_is_for_the_public(tmp_path: Path) -> None:
    made = {}
    for audience in ("partners", "public"):
        file = tmp_path / f"{audience}.pdf"
        ended = run("fiche", "operation:92002-001", "--audience", audience, "--out", str(file))
        assert ended.exit_code == 0, ended.output
        assert str(file) in ended.output
        made[audience] = " ".join(page.extract_text() for page in PdfReader(file).pages)
    assert "Plan de financement" in made["partners"]
    assert "Plan de financement" not in made["public"]
    assert sorted(item.name for item in tmp_path.iterdir()) == ["partners.pdf", "public.pdf"]


def test_a_fact_sheet_of_nothing_is_one_sentence(tmp_path: Path) -> None:
    ended = run("fiche", "operation:99999-001", "--out", str(tmp_path / "fiche.pdf"))
    assert "99999-001" in str(ended.exception)
    ended = run("fiche", "operation:92002-001", "--out", str(tmp_path / "fiche.docx"))
    assert ended.exit_code == 2
    assert ".pdf" in ended.output
    assert list(tmp_path.iterdir()) == []


def test_an_atlas_of_sheets(tmp_path: Path) -> None:
    file = tmp_path / "atlas.pdf"
    ended = run(
        "atlas", "--by", "ept", "--only", "Boucle Nord de Seine", "--title", "Mon atlas", "--out", str(file)
    )
    assert ended.exit_code == 0, ended.output
    assert "3 pages écrites" in ended.output
    reader = PdfReader(file)
    assert reader.metadata is not None
    assert (reader.metadata.title, len(reader.pages)) == ("Mon atlas", 3)


def test_an_atlas_of_what_the_filter_keeps_with_a_page_that_cannot_be_made(tmp_path: Path) -> None:
    file = tmp_path / "atlas.zip"
    chosen = ("--filter", "operations=92002-001,92036-002")
    ended = run("atlas", "--by", "operation", *chosen, "--audience", "partners", "--out", str(file))
    assert ended.exit_code == 1
    assert "Non produite" in ended.stderr
    with zipfile.ZipFile(file) as archive:
        assert len(archive.namelist()) == 2


def test_what_does_not_go_together_is_told(tmp_path: Path) -> None:
    out = ("--out", str(tmp_path / "atlas.pdf"))
    assert run("atlas", "--by", "commune", "--fiche", "--layout", "fiche-a4", *out).exit_code == 2
    assert run("atlas", "--by", "commune", "--fiche", "--filter", "etape=travaux", *out).exit_code == 2
    assert run("atlas", "--by", "planet", *out).exit_code == 2
    assert "mise en page" in str(run("atlas", "--by", "site", "--fiche", *out).exception)
