"""What every test may ask for. ``TRAME_REQUIRE`` lists optional parts whose absence is a failure, not a skip."""

import os
import shutil
from pathlib import Path

import hypothesis
import pytest
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

from cli.serving import load_demonstration
from core import settings
from core.languages import use_language

ROOT = Path(__file__).resolve().parent.parent
TOGETHER = {"browser", "demonstration"}
"""Folders whose tests share something costly: one worker runs them all. Elsewhere it runs a whole module."""
APART = {"browser/test_edition.py", "browser/test_publish.py"}
"""Of what a browser does, what a second worker runs: all of it in two halves costs more than it gains."""

LONGEST = {
    "layers/test_interruption.py",
    "programme/test_check_damaged.py",
    "programme/test_check_formats.py",
    "programme/test_check_reading.py",
    "programme/test_editing.py",
}

hypothesis.settings.register_profile("trame", deadline=None)
hypothesis.settings.load_profile("trame")


class _ByModule(LoadScopeScheduling):
    """Tests of a module stay together: what they share is made once.

    xdist's own groups (``--dist loadgroup``) are lost with pytest 9.2, where the name of a test cannot be rewritten.
    """

    def _split_scope(self, nodeid: str) -> str:
        path = Path(nodeid.partition("::")[0]).relative_to("tests")
        if path.as_posix() in APART:
            return "apart"
        return path.parts[0] if path.parts[0] in TOGETHER else path.as_posix()


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes longest, so that no worker is left alone with it at the end."""
    items.sort(key=_turn)


def _turn(item: pytest.Item) -> int:
    path = item.path.relative_to(ROOT / "tests")
    return (
        0
        if path.parts[0] == "browser"
        else 1
        if path.as_posix() in LONGEST or path.parts[0] in TOGETHER
        else 2
    )


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> LoadScopeScheduling:
    """Share the tests out by module."""
    return _ByModule(config, log)


def absent(part: str, reason: str) -> None:
    """Skip a test whose optional part is absent, or fail it where that part is required."""
    if part in os.environ.get("TRAME_REQUIRE", "").split(","):
        pytest.fail(f"{part} is required (TRAME_REQUIRE), but {reason}")
    pytest.skip(reason)


@pytest.fixture(autouse=True)
def french() -> None:
    """Each test starts in French."""
    use_language("fr")


@pytest.fixture(scope="session")
def shared() -> Path:
    """Folder of the real files and traps."""
    folder = Path(os.environ.get("TRAME_SHARED", ROOT.parent / "shared"))
    if not (folder / "real").is_dir():
        absent("shared", f"there are no real files in {folder}; TRAME_SHARED names their folder")
    return folder


@pytest.fixture(scope="session")
def chromium() -> str:
    """Path of Chromium."""
    path = os.environ.get("TRAME_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None:
        absent("browser", "no Chromium was found on the path; TRAME_CHROMIUM names one")
    assert path is not None
    return path


@pytest.fixture(scope="session")
def ogrinfo() -> str:
    """Path of GDAL's ogrinfo, an independent reader."""
    path = shutil.which("ogrinfo")
    if path is None:
        absent("gdal", "ogrinfo was not found on the path; Debian's gdal-bin brings it")
    assert path is not None
    return path


@pytest.fixture(scope="session")
def poppler() -> Path:
    """Folder of independent readers of PDF: pdfinfo, pdffonts, pdftotext and qpdf."""
    missing = [name for name in ("pdfinfo", "pdffonts", "pdftotext", "qpdf") if shutil.which(name) is None]
    if missing:
        absent(
            "pdf", f"{', '.join(missing)} not found on the path; Debian's poppler-utils and qpdf bring them"
        )
    return Path(str(shutil.which("pdfinfo"))).parent


def configured(folder: Path) -> Path:
    """Configuration of the program in a folder of its own: same data, own library and programme."""
    content = (ROOT / "config.toml").read_text(encoding="utf-8")
    for name in ("shapefiles", "programme"):
        content = content.replace(f'"data/{name}"', f'"{ROOT / "data" / name}"')
    file = folder / "config.toml"
    file.write_text(content, encoding="utf-8")
    return file


@pytest.fixture
def empty_config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Configuration of an installation that holds nothing yet, in force for this test."""
    file = configured(tmp_path)
    monkeypatch.setenv("TRAME_CONFIG", str(file))
    return file


@pytest.fixture(scope="session")
def demo_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Configuration of an installation that holds the committed demonstration; not to be changed."""
    file = configured(tmp_path_factory.mktemp("demonstration"))
    load_demonstration(settings.load(file))
    return file


@pytest.fixture
def demo_config(demo_file: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The demonstration, in force for this test; read only."""
    monkeypatch.setenv("TRAME_CONFIG", str(demo_file))
    return demo_file


@pytest.fixture
def demo_copy(demo_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the demonstration that the test may change, in force for it."""
    shutil.copytree(demo_file.parent / "var", tmp_path / "var")
    file = configured(tmp_path)
    monkeypatch.setenv("TRAME_CONFIG", str(file))
    return file
