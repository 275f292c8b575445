"""Layers as vector files: GeoPackage, shapefile, GeoJSON, FlatGeobuf."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import geopandas as gpd
import pandas as pd

from core.formats import number
from core.languages import N_, plural
from exports.data.columns import Column, cells, plain_cells
from exports.data.describing import as_json, as_markdown
from exports.data.facts import LayerFacts, Origin
from exports.data.qmd import qmd
from exports.data.qml import qml, unclassed
from exports.data.share import Writing
from exports.data.sld import sld
from exports.data.table import LayerTable
from gis import layer_files
from gis.geopackage_notes import FieldWords, LayerNotes, annotate
from gis.layer_files import SHAPEFILE_TEXT, Named, short_names, shortened_text
from layers.layer import FieldType, GeometryKind


def named(facts: LayerFacts, table: LayerTable, made: Origin) -> Named:
    """How a layer is called in a file; invented data says so."""
    description = ". ".join(text for text in (made.notice, facts.source, facts.licence) if text)
    return Named(facts.key, table.layer.geometry is GeometryKind.POINT, facts.title, description)


def geopackage(
    file: Path,
    tables: Sequence[LayerTable],
    facts: Sequence[LayerFacts],
    made: Origin,
    writing: Writing,
) -> None:
    """Write several layers with their styles, their metadata and the meaning of their fields.

    Parameters
    ----------
    file
        To be made, ends with ``.gpkg``.
    tables, facts
        n layers and what is known of each.
    made
        Who gives them out.
    writing
        Told the share that is written before each layer.
    """
    for place, (table, item) in enumerate(zip(tables, facts, strict=True)):
        writing(place / len(tables))
        layer_files.append_geopackage(file, table.features, named(item, table, made))
    annotate(
        file,
        [
            LayerNotes(
                item.key,
                item.title,
                *styles(table),
                qmd(made, item),
                as_markdown(made, [item]),
                _field_words(table),
            )
            for table, item in zip(tables, facts, strict=True)
        ],
    )


def shapefile(
    folder: Path, table: LayerTable, facts: LayerFacts, made: Origin
) -> tuple[list[Path], LayerFacts]:
    """Write a layer as a shapefile with its style beside it.

    Returns
    -------
    The files, and the facts with the names of the fields in them and a sentence for each field whose texts were cut.
    """
    names = short_names([column.name for column in table.columns])
    features, cut = _fitting(table)
    notes = [
        plural(
            count,
            N_("{field}: {count} text was longer than {most} bytes and was cut."),
            N_("{field}: {count} texts were longer than {most} bytes and were cut."),
        ).format(field=names[column.name], count=number(count), most=SHAPEFILE_TEXT)
        for column, count in cut
    ]
    changed = {name: short for name, short in names.items() if name != short}
    written = facts.written(names=changed, notes=notes)
    files = layer_files.write_shapefile(folder, features.rename(columns=names), named(facts, table, made))
    return [*files, *beside(folder, table, names)], written


def geojson(file: Path, table: LayerTable, facts: LayerFacts, made: Origin) -> None:
    """Write a layer as GeoJSON; what describes it is the member ``metadata`` of the collection."""
    members = f'{{"metadata": {as_json(made, [facts])}}}'
    layer_files.write_geojson(
        file,
        table.features,
        named(facts, table, made),
        identifier=table.layer.identifier,
        members=members,
    )


def flatgeobuf(file: Path, table: LayerTable, facts: LayerFacts, made: Origin) -> None:
    """Write a layer as FlatGeobuf."""
    layer_files.write_flatgeobuf(file, table.features, named(facts, table, made))


def styles(table: LayerTable, names: Mapping[str, str] | None = None) -> tuple[str, str]:
    """Style of a layer for QGIS and for other programs."""
    by = table.layer.symbol.by
    held = plain_cells(table.features[by]) if by in table.features else []
    others = unclassed(table.layer, held)
    return qml(table.layer, table.columns, names, others), sld(table.layer, table.columns, names, others)


def beside(folder: Path, table: LayerTable, names: Mapping[str, str] | None = None) -> list[Path]:
    """Write the style under the name of the layer: QGIS opens a file with the style that lies beside it."""
    files = []
    for suffix, content in zip(("qml", "sld"), styles(table, names), strict=True):
        file = folder / f"{table.layer.key}.{suffix}"
        file.write_text(content, encoding="utf-8")
        files.append(file)
    return files


def _fitting(table: LayerTable) -> tuple[gpd.GeoDataFrame, list[tuple[Column, int]]]:
    """Features whose texts fit into a shapefile, and how many of each column were cut."""
    features = table.features
    cut: list[tuple[Column, int]] = []
    for column in table.columns:
        if column.type is not FieldType.TEXT:
            continue
        texts = plain_cells(features[column.name])
        kept = [shortened_text(text) for text in texts]
        count = sum(before != after for before, after in zip(texts, kept, strict=True))
        if count:
            cut.append((column, count))
            features = features.assign(**{column.name: cells(column, kept)})
    return features, cut


def _field_words(table: LayerTable) -> list[FieldWords]:
    """Words of the fields; values that are there and not declared keep their place in the list."""
    found = []
    titles: dict[str, int] = {}
    for column in table.columns:
        titles[column.title] = titles.get(column.title, 0) + 1
        title = column.title if titles[column.title] == 1 else f"{column.title} ({titles[column.title]})"
        choices = dict(column.choices)
        if choices:
            held = pd.unique(table.features[column.name].dropna())
            choices.update({value: value for value in sorted(held) if value not in choices})
        found.append(FieldWords(column.name, title, column.meaning, choices))
    return found
