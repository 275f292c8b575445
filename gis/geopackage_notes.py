"""What a GeoPackage holds beside its features: styles for QGIS, metadata, the meaning of its fields.

Follows OGC 12-128r18 (GeoPackage 1.3.1), annexes F.8 (metadata) and F.9 (schema), and the table of styles that QGIS
reads (``layer_styles``), which is a plain table of attributes.
"""

import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

QGIS_METADATA = "http://mrcc.com/qgis.dtd"
"""What QGIS looks for in order to show the metadata of a layer."""

_STYLES = """
CREATE TABLE layer_styles (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    f_table_catalog TEXT(256),
    f_table_schema TEXT(256),
    f_table_name TEXT(256),
    f_geometry_column TEXT(256),
    styleName TEXT(30),
    styleQML TEXT,
    styleSLD TEXT,
    useAsDefault BOOLEAN,
    description TEXT,
    owner TEXT(30),
    ui TEXT(30),
    update_time DATETIME DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now'))
);
INSERT INTO gpkg_contents (table_name, data_type, identifier)
VALUES ('layer_styles', 'attributes', 'layer_styles');
"""
_METADATA = """
CREATE TABLE gpkg_metadata (
    id INTEGER CONSTRAINT m_pk PRIMARY KEY ASC NOT NULL,
    md_scope TEXT NOT NULL DEFAULT 'dataset',
    md_standard_uri TEXT NOT NULL,
    mime_type TEXT NOT NULL DEFAULT 'text/xml',
    metadata TEXT NOT NULL DEFAULT ''
);
CREATE TABLE gpkg_metadata_reference (
    reference_scope TEXT NOT NULL,
    table_name TEXT,
    column_name TEXT,
    row_id_value INTEGER,
    timestamp DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')),
    md_file_id INTEGER NOT NULL,
    md_parent_id INTEGER,
    CONSTRAINT crmr_mfi_fk FOREIGN KEY (md_file_id) REFERENCES gpkg_metadata(id),
    CONSTRAINT crmr_mpi_fk FOREIGN KEY (md_parent_id) REFERENCES gpkg_metadata(id)
);
INSERT INTO gpkg_extensions (table_name, extension_name, definition, scope) VALUES
    ('gpkg_metadata', 'gpkg_metadata', 'http://www.geopackage.org/spec131/#extension_metadata', 'read-write'),
    ('gpkg_metadata_reference', 'gpkg_metadata', 'http://www.geopackage.org/spec131/#extension_metadata',
     'read-write');
"""
_WORDS = """
CREATE TABLE gpkg_data_columns (
    table_name TEXT NOT NULL,
    column_name TEXT NOT NULL,
    name TEXT,
    title TEXT,
    description TEXT,
    mime_type TEXT,
    constraint_name TEXT,
    CONSTRAINT pk_gdc PRIMARY KEY (table_name, column_name),
    CONSTRAINT gdc_tn UNIQUE (table_name, name)
);
CREATE TABLE gpkg_data_column_constraints (
    constraint_name TEXT NOT NULL,
    constraint_type TEXT NOT NULL,
    value TEXT,
    min NUMERIC,
    min_is_inclusive BOOLEAN,
    max NUMERIC,
    max_is_inclusive BOOLEAN,
    description TEXT,
    CONSTRAINT gdcc_ntv UNIQUE (constraint_name, constraint_type, value)
);
INSERT INTO gpkg_extensions (table_name, extension_name, definition, scope) VALUES
    ('gpkg_data_columns', 'gpkg_schema', 'http://www.geopackage.org/spec131/#extension_schema', 'read-write'),
    ('gpkg_data_column_constraints', 'gpkg_schema', 'http://www.geopackage.org/spec131/#extension_schema',
     'read-write');
"""
_EXTENSIONS = """
CREATE TABLE IF NOT EXISTS gpkg_extensions (
    table_name TEXT,
    column_name TEXT,
    extension_name TEXT NOT NULL,
    definition TEXT NOT NULL,
    scope TEXT NOT NULL,
    CONSTRAINT ge_tce UNIQUE (table_name, column_name, extension_name)
);
"""


@dataclass(frozen=True, slots=True)
class FieldWords:
    """What a field is called and means.

    Attributes
    ----------
    name
        Of the column.
    title, description
        Words; no two fields of a table have the same title.
    choices
        Words of the values that it may hold; empty for any value.
    """

    name: str
    title: str
    description: str
    choices: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class LayerNotes:
    """What goes with a layer.

    Attributes
    ----------
    table
        Name of the layer.
    title
        Words for its style.
    qml, sld
        The style, for QGIS and for other programs.
    metadata
        In QGIS's own XML.
    text
        The same for people, in Markdown.
    fields
        Words of its fields.
    """

    table: str
    title: str
    qml: str
    sld: str
    metadata: str
    text: str
    fields: Sequence[FieldWords] = ()


def annotate(file: Path, notes: Sequence[LayerNotes]) -> None:
    """Store styles, metadata and words in a GeoPackage that holds the layers already.

    Parameters
    ----------
    file
        Of GeoPackage 1.2 or later.
    notes
        One for each layer; its style becomes the one that QGIS opens the layer with.
    """
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.executescript(_EXTENSIONS + _STYLES + _METADATA + _WORDS)
        for item in notes:
            _style(connection, item)
            _metadata(connection, item)
            _words(connection, item)


def _style(connection: sqlite3.Connection, item: LayerNotes) -> None:
    (geometry,) = connection.execute(
        "SELECT column_name FROM gpkg_geometry_columns WHERE table_name = ?", (item.table,)
    ).fetchone()
    # QGIS looks for empty catalogue and schema; it cuts no name, but other readers keep thirty characters.
    connection.execute(
        "INSERT INTO layer_styles (f_table_catalog, f_table_schema, f_table_name, f_geometry_column, styleName, "
        "styleQML, styleSLD, useAsDefault, description, owner) VALUES ('', '', ?, ?, ?, ?, ?, 1, ?, '')",
        (item.table, geometry, item.title[:30], item.qml, item.sld, item.title),
    )


def _metadata(connection: sqlite3.Connection, item: LayerNotes) -> None:
    for standard, mime, content in (
        (QGIS_METADATA, "text/xml", item.metadata),
        ("https://www.rfc-editor.org/info/rfc7763", "text/markdown", item.text),
    ):
        added = connection.execute(
            "INSERT INTO gpkg_metadata (md_scope, md_standard_uri, mime_type, metadata) VALUES ('dataset', ?, ?, ?)",
            (standard, mime, content),
        )
        connection.execute(
            "INSERT INTO gpkg_metadata_reference (reference_scope, table_name, md_file_id) VALUES ('table', ?, ?)",
            (item.table, added.lastrowid),
        )


def _words(connection: sqlite3.Connection, item: LayerNotes) -> None:
    for words in item.fields:
        limit = f"{item.table}_{words.name}" if words.choices else None
        connection.execute(
            "INSERT INTO gpkg_data_columns (table_name, column_name, name, title, description, constraint_name) "
            "VALUES (?, ?, ?, ?, ?, ?)",
            (item.table, words.name, words.title, words.title, words.description, limit),
        )
        connection.executemany(
            "INSERT INTO gpkg_data_column_constraints (constraint_name, constraint_type, value, description) "
            "VALUES (?, 'enum', ?, ?)",
            [(limit, value, label) for value, label in words.choices.items()],
        )
