"""The demonstration, built and written once for all of its tests."""

from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest

from demonstration.generator import Demonstration, build, write


@pytest.fixture(scope="session")
def demonstration() -> Demonstration:
    """The demonstration in memory."""
    return build()


@pytest.fixture(scope="session")
def written(demonstration: Demonstration, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folder that the demonstration was written into."""
    folder = tmp_path_factory.mktemp("demonstration")
    write(demonstration, folder)
    return folder


@pytest.fixture(scope="session")
def layers(written: Path) -> dict[str, gpd.GeoDataFrame]:
    """The shapefiles, read back."""
    return {
        path.stem: gpd.read_file(path, engine="pyogrio")
        for path in sorted((written / "shapefiles").glob("*/*.shp"))
    }


@pytest.fixture(scope="session")
def tables(written: Path) -> dict[str, pd.DataFrame]:
    """The tables of the programme, read back as text; an empty cell is an empty text."""
    return {
        path.stem: pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8")
        for path in sorted((written / "programme").glob("*.csv"))
    }
