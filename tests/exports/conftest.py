"""One demonstration for all sheets, and the sheets that several tests read."""

from pathlib import Path

import pytest

from core.languages import language
from exports.sheet.make import MadeSheet
from tests.exports.sheet_studio import LAYERS, Studio


@pytest.fixture(scope="session")
def studio(demo_file: Path) -> Studio:
    """Makes sheets of the demonstration."""
    with language("fr"):
        return Studio(demo_file)


@pytest.fixture(scope="session")
def plate(studio: Studio) -> MadeSheet:
    """A3 of a commune with every layer."""
    return studio.make(
        extent="commune:92036",
        paper="A3",
        layers=LAYERS,
        title="Gennevilliers, œuvre d’été",
        subtitle="État à l’échéance n° 3",
        comment="Première ligne.\nDeuxième, à Noël.",
        graticule=True,
        labels=True,
    )


@pytest.fixture(scope="session")
def poster(studio: Studio) -> MadeSheet:
    """A0 of a neighbourhood at 1:1,000, parcels alone."""
    return studio.make(
        extent="bbox:647600,6868800,648480,6869500",
        paper="A0",
        scale=1000,
        layers=("parcels",),
        labels=False,
        locator=False,
    )
