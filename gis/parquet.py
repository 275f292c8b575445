"""GeoParquet sorted along a Hilbert curve, with a bbox covering: a window is read without the rest."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow as pa

Bounds = tuple[float, float, float, float]
"""West, south, east, north, in the unit of the CRS at hand."""

_ROWS_PER_GROUP = 8_192
"""Small enough that a window skips most groups, large enough that their heads cost little."""


def sorted_along_curve(features: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Order features along a Hilbert curve over their bounds: neighbours in space become neighbours on disk.

    Parameters
    ----------
    features
        n features with geometry, none of them missing or empty.

    Returns
    -------
    The same n features with a range index; equal positions keep their order.
    """
    if features.empty:
        return features.reset_index(drop=True)
    order = np.argsort(features.geometry.hilbert_distance().to_numpy(), kind="stable")
    return features.iloc[order].reset_index(drop=True)


def write(features: gpd.GeoDataFrame, file: Path, types: Mapping[str, pa.DataType]) -> None:
    """Write features as GeoParquet with a bbox covering.

    Parameters
    ----------
    features
        n features; the columns of ``types`` and the geometry are written, in that order.
    file
        Path of the new file.
    types
        Type of each column on disk, so that a column without any value keeps its own.
    """
    typed = {name: _typed(features[name], kind) for name, kind in types.items()}
    geometry = features.geometry.rename("geometry")
    frame = gpd.GeoDataFrame(typed | {"geometry": geometry}, geometry="geometry", crs=features.crs)
    frame.to_parquet(
        file, index=False, compression="zstd", write_covering_bbox=True, row_group_size=_ROWS_PER_GROUP
    )


def read(
    file: Path, *, bounds: Bounds | None = None, columns: Sequence[str] | None = None
) -> gpd.GeoDataFrame:
    """Read the features of a file, or of a window of it.

    Parameters
    ----------
    file
        What :func:`write` wrote.
    bounds
        Window in the CRS of the file; features whose bounding box meets it are read, and the groups that lie
        elsewhere are skipped. None for all.
    columns
        Names of the attributes to read; None for all. The geometry is always read.

    Returns
    -------
    Frame with a range index. Text is ``str`` with NaN where unknown; whole numbers are ``int64``, or objects
    (int and None) where some are unknown; truth values are ``bool``, or objects (bool and None); decimals are
    ``float64`` with NaN; dates are ``datetime64[ms]`` with NaT.
    """
    wanted = None if columns is None else [*columns, "geometry"]
    options = {"ignore_metadata": True, "integer_object_nulls": True, "date_as_object": False}
    return gpd.read_parquet(file, columns=wanted, bbox=bounds, to_pandas_kwargs=options)


def _typed(column: pd.Series, kind: pa.DataType) -> pd.Series:
    """Give a column its type on disk, unknown values as null, without a copy where it already has it."""
    if isinstance(column.dtype, pd.ArrowDtype) and column.dtype.pyarrow_dtype == kind:
        return column
    values = pa.Array.from_pandas(column).cast(kind)
    return pd.Series(pd.array(values, dtype=pd.ArrowDtype(kind)), index=column.index, name=column.name)
