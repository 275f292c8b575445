"""A GeoPackage by SQLAlchemy: the tables of the standard, geometries, protection from other writers.

Follows OGC 12-128r18 (GeoPackage 1.3.1): requirement numbers are those of that text.
"""

import struct
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import shapely
from pyproj import CRS
from shapely.geometry.base import BaseGeometry
from sqlalchemy import (
    CheckConstraint,
    Column,
    Connection,
    Dialect,
    Double,
    ForeignKey,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    func,
    insert,
    text,
    update,
)
from sqlalchemy.types import TypeDecorator, TypeEngine, UserDefinedType

APPLICATION_ID = 0x47504B47
"""``GPKG`` in ASCII (requirement 2)."""
USER_VERSION = 10300
"""GeoPackage 1.3 (requirement 2)."""
LAMBERT_93 = 2154
WGS84 = 4326

_NOW = text("(strftime('%Y-%m-%dT%H:%M:%fZ','now'))")
_ENVELOPE_DOUBLES = {0: 0, 1: 4, 2: 6, 3: 6, 4: 8}
_LITTLE_ENDIAN, _ENVELOPE_XY, _EMPTY, _EXTENDED = 0x01, 0x02, 0x10, 0x20

standard = MetaData()
"""Tables of the standard; they carry no naming convention of ours."""

spatial_ref_sys = Table(
    "gpkg_spatial_ref_sys",
    standard,
    Column("srs_name", Text, nullable=False),
    Column("srs_id", Integer, primary_key=True, autoincrement=False),
    Column("organization", Text, nullable=False),
    Column("organization_coordsys_id", Integer, nullable=False),
    Column("definition", Text, nullable=False),
    Column("description", Text),
)
contents = Table(
    "gpkg_contents",
    standard,
    Column("table_name", Text, primary_key=True, nullable=False),
    Column("data_type", Text, nullable=False),
    Column("identifier", Text, unique=True),
    Column("description", Text, server_default=""),
    Column("last_change", Text, nullable=False, server_default=_NOW),
    Column("min_x", Double),
    Column("min_y", Double),
    Column("max_x", Double),
    Column("max_y", Double),
    Column("srs_id", Integer, ForeignKey("gpkg_spatial_ref_sys.srs_id")),
)
geometry_columns = Table(
    "gpkg_geometry_columns",
    standard,
    Column(
        "table_name",
        Text,
        ForeignKey("gpkg_contents.table_name"),
        primary_key=True,
        unique=True,
        nullable=False,
    ),
    Column("column_name", Text, primary_key=True, nullable=False),
    Column("geometry_type_name", Text, nullable=False),
    Column("srs_id", Integer, ForeignKey("gpkg_spatial_ref_sys.srs_id"), nullable=False),
    Column("z", Integer, CheckConstraint("z IN (0, 1, 2)"), nullable=False),
    Column("m", Integer, CheckConstraint("m IN (0, 1, 2)"), nullable=False),
)


@dataclass(frozen=True, slots=True)
class Content:
    """A table or view as a GeoPackage lists it.

    Attributes
    ----------
    table
        Name of the table or view.
    identifier, description
        Words for a reader of QGIS.
    geometry_column
        Name of the column of multipolygons in EPSG:2154; None for a table of attributes.
    """

    table: str
    identifier: str
    description: str
    geometry_column: str | None = None


class _BlobColumn(UserDefinedType[bytes]):
    """Column declared by the name of its geometry type, as requirement 31 asks."""

    cache_ok = True

    def __init__(self, geometry_type: str) -> None:
        self.geometry_type = geometry_type

    def get_col_spec(self, **_kw: Any) -> str:
        return self.geometry_type


class Geometry(TypeDecorator[BaseGeometry]):
    """A shapely geometry in a GeoPackage column; None stays NULL."""

    impl = LargeBinary
    cache_ok = True

    def __init__(self, geometry_type: str, srs_id: int) -> None:
        super().__init__()
        self.geometry_type = geometry_type
        self.srs_id = srs_id

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Declare the column by its geometry type in SQLite, as bytes elsewhere."""
        if dialect.name == "sqlite":
            return dialect.type_descriptor(_BlobColumn(self.geometry_type))
        return dialect.type_descriptor(LargeBinary())

    def process_bind_param(self, value: BaseGeometry | None, dialect: Dialect) -> bytes | None:  # noqa: ARG002
        """Write the blob."""
        return None if value is None else encode(value, self.srs_id)

    def process_result_value(self, value: bytes | None, dialect: Dialect) -> BaseGeometry | None:  # noqa: ARG002
        """Read the blob."""
        return None if value is None else decode(value)


def encode(geometry: BaseGeometry, srs_id: int) -> bytes:
    """Write a geometry as a GeoPackage blob: header, envelope in x and y, ISO WKB (requirement 19).

    Parameters
    ----------
    geometry
        Any geometry; an empty one gets no envelope and the flag that says so.
    srs_id
        Of ``gpkg_spatial_ref_sys``.

    Examples
    --------
    >>> encode(shapely.Point(1, 2), 2154)[:8].hex()
    '475000036a080000'
    """
    flags = _LITTLE_ENDIAN | (_EMPTY if geometry.is_empty else _ENVELOPE_XY)
    header = struct.pack("<2sBBi", b"GP", 0, flags, srs_id)
    if not geometry.is_empty:
        min_x, min_y, max_x, max_y = geometry.bounds
        header += struct.pack("<4d", min_x, max_x, min_y, max_y)
    body: bytes = shapely.to_wkb(geometry, byte_order=1, flavor="iso")
    return header + body


def decode(blob: bytes) -> BaseGeometry:
    """Read a GeoPackage blob, whoever wrote it: both byte orders, every kind of envelope.

    Parameters
    ----------
    blob
        Header, optional envelope, WKB.

    Raises
    ------
    ValueError
        These bytes are no geometry of a GeoPackage.
    """
    if len(blob) < 8 or blob[:2] != b"GP" or blob[2] != 0:
        raise ValueError("not a GeoPackage geometry: the header is missing")
    flags = blob[3]
    doubles = _ENVELOPE_DOUBLES.get((flags >> 1) & 0x07)
    if doubles is None or flags & _EXTENDED:
        raise ValueError("not a GeoPackage geometry: the flags are unknown")
    return shapely.from_wkb(blob[8 + 8 * doubles :])


def create(connection: Connection) -> None:
    """Make a new SQLite file a GeoPackage without content, within the transaction in force."""
    connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.exec_driver_sql(f"PRAGMA user_version = {USER_VERSION}")
    standard.create_all(connection, checkfirst=False)
    connection.execute(insert(spatial_ref_sys), _reference_systems())


def register(connection: Connection, content: Content) -> None:
    """List a table or view in the GeoPackage, so that other programs show it."""
    spatial = content.geometry_column is not None
    connection.execute(
        insert(contents).values(
            table_name=content.table,
            data_type="features" if spatial else "attributes",
            identifier=content.identifier,
            description=content.description,
            srs_id=LAMBERT_93 if spatial else None,
        )
    )
    if spatial:
        connection.execute(
            insert(geometry_columns).values(
                table_name=content.table,
                column_name=content.geometry_column,
                geometry_type_name="MULTIPOLYGON",
                srs_id=LAMBERT_93,
                z=0,
                m=0,
            )
        )


def set_extent(connection: Connection, table: str, bounds: tuple[float, float, float, float] | None) -> None:
    """Write the extent of a listed table, which other programs zoom to; None: it holds no geometry."""
    values = dict(zip(("min_x", "min_y", "max_x", "max_y"), bounds or (None,) * 4, strict=True))
    connection.execute(update(contents).where(contents.c.table_name == table).values(values))


def widen_extent(connection: Connection, table: str, bounds: tuple[float, float, float, float]) -> None:
    """Let the extent of a listed table hold one more shape; bounds are west, south, east, north."""
    west, south, east, north = bounds
    column = contents.c
    connection.execute(
        update(contents)
        .where(column.table_name == table)
        .values(
            min_x=func.min(func.coalesce(column.min_x, west), west),
            min_y=func.min(func.coalesce(column.min_y, south), south),
            max_x=func.max(func.coalesce(column.max_x, east), east),
            max_y=func.max(func.coalesce(column.max_y, north), north),
        )
    )


def touch(connection: Connection) -> None:
    """Date the last change of all that is listed (requirement 15)."""
    connection.execute(update(contents).values(last_change=_NOW))


def protection(table: str, condition: str, sentence: str) -> list[str]:
    """Statements that let only transactions of the program change a table.

    A GeoPackage is a file that anyone may open and edit; an edit that the program does not know of would
    escape its checks and its revision counter.

    Parameters
    ----------
    table
        Name of the table.
    condition
        SQL that is true while the program itself writes.
    sentence
        What the other program shows.

    Examples
    --------
    >>> protection("funder", "0", "Edit in Trame.")[0][:50]
    'CREATE TRIGGER protect_funder_insert BEFORE INSERT'
    """
    quoted = sentence.replace("'", "''")
    return [
        f"CREATE TRIGGER protect_{table}_{verb} BEFORE {verb.upper()} ON {table} WHEN NOT ({condition})"
        f" BEGIN SELECT RAISE(ABORT, '{quoted}'); END"
        for verb in ("insert", "update", "delete")
    ]


def _reference_systems() -> list[Mapping[str, Any]]:
    undefined: list[Mapping[str, Any]] = [
        {
            "srs_name": f"Undefined {kind} SRS",
            "srs_id": number,
            "organization": "NONE",
            "organization_coordsys_id": number,
            "definition": "undefined",
            "description": f"undefined {kind} coordinate reference system",
        }
        for number, kind in ((-1, "Cartesian"), (0, "geographic"))
    ]
    return undefined + [
        {
            "srs_name": CRS.from_epsg(code).name,
            "srs_id": code,
            "organization": "EPSG",
            "organization_coordsys_id": code,
            "definition": CRS.from_epsg(code).to_wkt("WKT1_GDAL"),
            "description": None,
        }
        for code in (WGS84, LAMBERT_93)
    ]
