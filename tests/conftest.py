"""What every test may ask for. ``TRAME_REQUIRE`` lists optional parts whose absence is a failure, not a skip."""

import os
import shutil
from pathlib import Path

import pytest

from core.languages import use_language

ROOT = Path(__file__).resolve().parent.parent


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
