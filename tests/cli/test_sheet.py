"""``trame sheet``: the command of section 4, its files and its sentences."""

from pathlib import Path

import pikepdf
import pytest
from click.testing import CliRunner, Result
from PIL import Image

from cli.main import trame


@pytest.fixture
def run(demo_config: Path) -> object:
    def command(*said: object) -> Result:
        return CliRunner().invoke(trame, ["sheet", *(str(part) for part in said)])

    return command


def test_a_sheet_is_written_with_its_page_its_scale_and_its_title(run: object, tmp_path: Path) -> None:
    out = tmp_path / "gennevilliers.pdf"
    done = run(  # type: ignore[operator]
        *("--extent", "commune:92036", "--paper", "A3", "--landscape", "--scale", 25000, "--rotation", 10),
        *("--layers", "communes,operations", "--filter", "etape=works", "--title", "Chantiers en cours"),
        *("--audience", "partners", "--without", "locator", "--with", "graticule", "--out", out),
    )
    assert done.exit_code == 0, done.output
    assert f"Écrit : {out}" in done.output.replace("\u00a0", " ")
    with pikepdf.open(out) as pdf:
        assert str(pdf.docinfo.Title) == "Chantiers en cours"
        assert [float(side) / 72 * 25.4 for side in pdf.pages[0].mediabox[2:]] == pytest.approx(
            [420, 297], abs=0.01
        )


def test_a_picture_comes_with_its_world_file(run: object, tmp_path: Path) -> None:
    out = tmp_path / "carte.png"
    done = run("--layout", "reseaux-carre", "--lang", "en", "--out", out)  # type: ignore[operator]
    assert done.exit_code == 0, done.output
    with Image.open(out) as image:
        assert image.size == (1080, 1080)
    assert {file.name for file in tmp_path.glob("carte.*")} == {"carte.png", "carte.pgw", "carte.prj"}


def test_a_layout_is_kept_and_used_again(demo_copy: Path, tmp_path: Path) -> None:
    def run(*said: object) -> Result:
        return CliRunner().invoke(trame, ["sheet", *(str(part) for part in said)])

    done = run(
        *("--paper", "A5", "--portrait", "--layers", "communes", "--save-layout", "Petite carte"),
        *("--out", tmp_path / "a.svg"),
    )
    assert done.exit_code == 0, done.output
    assert (demo_copy.parent / "var/layouts/petite-carte.toml").is_file()
    done = run("--layout", "petite carte", "--out", tmp_path / "b.svg")
    assert done.exit_code == 0, done.output
    assert (tmp_path / "b.svg").read_text() == (tmp_path / "a.svg").read_text()


@pytest.mark.parametrize(
    ("said", "status", "words"),
    [
        (["--out", "a.docx"], 2, ".pdf, .svg, .png ou .jpg"),
        (["--scale", "1000", "--fit", "--out", "a.pdf"], 2, "--scale ou --fit"),
        (["--layers", "roads", "--out", "a.pdf"], 2, "roads"),
        (["--filter", "etap=works", "--out", "a.pdf"], 2, "etape"),
        (["--extent", "commune:99999", "--out", "a.pdf"], 1, "99999"),
        (["--layout", "absente", "--out", "a.pdf"], 1, "planche-a3"),
        (
            ["--paper", "A0", "--layers", "communes", "--dpi", "600", "--out", "a.png"],
            1,
            "choisissez 320 ppp",
        ),
        (["--paper", "A0", "--layers", "communes", "--dpi", "9", "--out", "a.png"], 1, "entre 72 et 600"),
    ],
)
def test_what_cannot_be_done_is_one_sentence(
    run: object, tmp_path: Path, said: list[str], status: int, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    done = run(*said)  # type: ignore[operator]
    told = str(done.exception) if status == 1 else done.output
    assert words in told
    assert (done.exit_code == 2) == (status == 2)
    assert list(tmp_path.glob("a.*")) == []
