import datetime as dt

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import shapely

from gis import parquet

TYPES = {
    "text": pa.string(),
    "whole": pa.int64(),
    "full": pa.int64(),
    "truth": pa.bool_(),
    "day": pa.date32(),
    "number": pa.float64(),
}


@pytest.fixture
def features():
    columns = {
        "text": ["a", None, "é"],
        "whole": [1, None, 3],
        "full": [1, 2, 3],
        "truth": [True, None, False],
        "day": [dt.date(2020, 1, 2), None, dt.date(1800, 1, 1)],
        "number": [None, None, None],
    }
    squares = [shapely.box(x, 0, x + 1, 1) for x in (0, 1000, 2)]
    return gpd.GeoDataFrame(columns, geometry=squares, crs=2154)


def test_what_is_written_is_read_back_with_its_types(features, tmp_path):
    file = tmp_path / "features.parquet"
    parquet.write(features, file, TYPES)
    found = parquet.read(file)
    assert list(found.columns) == [*TYPES, "geometry"]
    assert found.index.equals(pd.RangeIndex(3))
    assert found.crs == features.crs
    assert found["text"].tolist()[0::2] == ["a", "é"]
    assert pd.isna(found["text"].iloc[1])
    assert found["whole"].tolist() == [1, None, 3]
    assert found["whole"].dtype == object
    assert found["full"].dtype == np.int64
    assert found["truth"].tolist() == [True, None, False]
    assert found["day"].dtype == "datetime64[ms]"
    assert found["day"].iloc[2] == pd.Timestamp("1800-01-01")
    assert pd.isna(found["day"].iloc[1])
    assert found["number"].dtype == np.float64
    assert found.geometry.geom_equals(features.geometry).all()


def test_types_on_disk_do_not_depend_on_the_values(features, tmp_path):
    file = tmp_path / "features.parquet"
    parquet.write(features, file, TYPES)
    schema = pq.read_schema(file)
    assert {name: schema.field(name).type for name in TYPES} == TYPES
    assert pa.types.is_struct(schema.field("bbox").type)
    assert b'"covering"' in schema.metadata[b"geo"]


def test_a_window_reads_what_it_meets(features, tmp_path):
    file = tmp_path / "features.parquet"
    parquet.write(features, file, TYPES)
    found = parquet.read(file, bounds=(0.5, 0.5, 2.5, 0.6), columns=["full"])
    assert list(found.columns) == ["full", "geometry"]
    assert found["full"].tolist() == [1, 3]


def test_a_window_skips_the_groups_that_lie_elsewhere(tmp_path):
    grid = [shapely.box(x, y, x + 1, y + 1) for x in range(150) for y in range(150)]
    features = parquet.sorted_along_curve(gpd.GeoDataFrame({"n": range(len(grid))}, geometry=grid, crs=2154))
    file = tmp_path / "grid.parquet"
    parquet.write(features, file, {"n": pa.int64()})
    groups = pq.ParquetFile(file).metadata
    assert groups.num_row_groups == 3
    assert parquet.read(file, bounds=(10.2, 10.2, 10.8, 10.8))["n"].tolist() == [10 * 150 + 10]


def test_sorting_brings_neighbours_together_and_keeps_every_row(features):
    found = parquet.sorted_along_curve(features)
    assert found.index.equals(pd.RangeIndex(3))
    assert found["full"].tolist() == [1, 3, 2]
    assert parquet.sorted_along_curve(features.iloc[:0]).empty
