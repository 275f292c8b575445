"""Geometries from the WKB that a file gave: curves drawn as straight lines, what cannot be read left out."""

import re
import struct
import sys
from dataclasses import dataclass, fields

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import shapely

from gis.drivers import ARC_STEP_DEG

Geometries = npt.NDArray[np.object_]
Mask = npt.NDArray[np.bool_]

_LINE, _POLYGON, _COLLECTION, _CIRCULAR, _COMPOUND, _CURVE_POLYGON = 2, 3, 7, 8, 9, 10
_MULTI_LINE, _MULTI_POLYGON, _MULTI_CURVE, _MULTI_SURFACE = 5, 6, 11, 12
_SURFACES, _TRIANGLE = (15, 16), 17
_SIMPLE = 6
"""Types up to that one are read by GEOS at once; the others are read here."""

_DEEPEST = 16
_MOST_HEADS = 1_000
_HEAD = re.compile(
    rb"\x01[\x04-\x07](?:\x00\x00\x00|\x00\x00[\x20\x40\x80])|\x00\x00\x00\x00[\x04-\x07]", re.S
)
"""What a geometry that holds others begins with: so many in one mean a nest that would exhaust the stack of GEOS."""

_FLAGS = 0x0FFFFFFF
_DEEP = 0xC0000000


class UnreadableError(ValueError):
    """What was read is no geometry."""


@dataclass(frozen=True, eq=False)
class Read:
    """Geometries of n rows.

    Attributes
    ----------
    shapes
        n geometries, None where there is none or none that can be read.
    curved
        n truths: curves were drawn as straight lines.
    closed
        n truths: a ring ended elsewhere than where it began, and was closed by a straight line.
    deep
        n truths: there are heights or measures.
    large
        n truths: it takes more bytes than are read.
    """

    shapes: Geometries
    curved: Mask
    closed: Mask
    deep: Mask
    large: Mask

    def take(self, rows: npt.NDArray[np.intp]) -> "Read":
        """Some of the rows."""
        return Read(*(getattr(self, name.name)[rows] for name in fields(self)))


def from_wkb(column: pa.ChunkedArray, *, most_bytes: int = sys.maxsize) -> Read:
    """Read geometries.

    Parameters
    ----------
    column
        n geometries as WKB of the OGC, ISO or PostGIS kind; null where there is none.
    most_bytes
        A geometry that takes more is left out.

    Returns
    -------
    Geometries in the same order; heights and measures are kept where there is no curve.
    """
    # Coordinates that are no numbers are told later, and not by a warning of numpy.
    with np.errstate(invalid="ignore"):
        return _read(column.to_numpy(zero_copy_only=False), most_bytes)


def _read(blobs: Geometries, most_bytes: int) -> Read:
    """Read geometries of the kinds that GEOS knows at once, the others one by one."""
    large = np.array([blob is not None and len(blob) > most_bytes for blob in blobs], dtype=bool)
    numbers = np.array([_number(blob) for blob in blobs], dtype=np.int64) * ~large
    kinds, deep = numbers % 1000, (numbers >= 1000)
    plain = (kinds > 0) & (kinds <= _SIMPLE)
    shapes: Geometries = np.full(len(blobs), None, dtype=object)
    sound = [position for position in np.flatnonzero(plain) if not _nested(blobs[position])]
    shapes[sound] = shapely.from_wkb(blobs[sound], on_invalid="ignore")
    closed = np.zeros(len(blobs), dtype=bool)
    failed = [position for position in sound if shapes[position] is None]
    if failed:
        shapes[failed] = shapely.from_wkb(blobs[failed], on_invalid="fix")
        closed[failed] = ~shapely.is_missing(shapes[failed])
    curved = np.zeros(len(blobs), dtype=bool)
    for position in np.flatnonzero(kinds > _SIMPLE):
        try:
            shapes[position], curved[position] = _walk(blobs[position])
        except (struct.error, ValueError, shapely.errors.GEOSException):
            # Like any geometry that cannot be read: the row has none.
            shapes[position] = None
    return Read(shapes, curved, closed, deep, large)


def _number(blob: bytes | None) -> int:
    """Type of a geometry as ISO counts them, a thousand and more with heights or measures; 0 where there is none."""
    if blob is None or len(blob) < 5:
        return 0
    number = int.from_bytes(blob[1:5], "little" if blob[0] else "big")
    kind = number & _FLAGS
    if kind >= 4_000:
        return 0
    return kind + 1_000 if number & _DEEP and kind < 1_000 else kind


def _nested(blob: bytes) -> bool:
    """Whether so many geometries may hold each other that reading them would exhaust the stack."""
    return len(blob) > 9 * _MOST_HEADS and sum(1 for _head in _HEAD.finditer(blob)) > _MOST_HEADS


def _walk(blob: bytes) -> tuple[shapely.Geometry, bool]:
    reader = _Reader(blob)
    return reader.geometry(0), reader.curved


@dataclass
class _Reader:
    """WKB on its way, read from its beginning."""

    blob: bytes
    place: int = 0
    curved: bool = False

    def geometry(self, depth: int) -> shapely.Geometry:
        """Read one geometry, in two dimensions, with those that it holds."""
        if depth > _DEEPEST:
            raise UnreadableError
        order = "<" if self.blob[self.place : self.place + 1] == b"\x01" else ">"
        self.place += 1
        (number,) = self._take(order + "I")
        deep, measured = bool(number & 0x80000000), bool(number & 0x40000000)
        if number & 0x20000000:
            self._take(order + "I")
        number &= _FLAGS
        size = 2 + (deep or number // 1000 in (1, 3)) + (measured or number // 1000 in (2, 3))
        return self._body(number % 1000, order, size, depth)

    def _body(self, kind: int, order: str, size: int, depth: int) -> shapely.Geometry:
        if kind == 1:
            return shapely.Point(self._points(order, size, 1)[0])
        (count,) = self._take(order + "I")
        if kind == _LINE:
            return shapely.LineString(self._points(order, size, count))
        if kind == _CIRCULAR:
            self.curved |= count > 2
            return shapely.LineString(arcs(self._points(order, size, count)))
        if kind in (_POLYGON, _TRIANGLE):
            rings = [self._points(order, size, self._take(order + "I")[0]) for _ring in range(count)]
            return _polygon(rings)
        # No head is shorter than this: a count that says more is wrong, and would fill the memory.
        if count > (len(self.blob) - self.place) // 5:
            raise UnreadableError
        parts = [self.geometry(depth + 1) for _part in range(count)]
        return joined(kind, parts)

    def _take(self, form: str) -> tuple[int, ...]:
        found = struct.unpack_from(form, self.blob, self.place)
        self.place += struct.calcsize(form)
        return found

    def _points(self, order: str, size: int, count: int) -> npt.NDArray[np.float64]:
        if count * size * 8 > len(self.blob) - self.place:
            raise UnreadableError
        numbers = np.frombuffer(self.blob, dtype=f"{order}f8", count=count * size, offset=self.place)
        self.place += count * size * 8
        return numbers.reshape(count, size)[:, :2].astype(np.float64)


def joined(kind: int, parts: list[shapely.Geometry]) -> shapely.Geometry:
    """Put together a geometry that holds others."""
    if kind == _COMPOUND:
        return shapely.LineString(_chained([shapely.get_coordinates(part) for part in parts]))
    if kind == _CURVE_POLYGON:
        return _polygon([shapely.get_coordinates(part) for part in parts])
    if kind in (_MULTI_POLYGON, _MULTI_SURFACE, *_SURFACES):
        return shapely.MultiPolygon(parts)
    if kind in (_MULTI_LINE, _MULTI_CURVE):
        return shapely.MultiLineString(parts)
    if kind in (4, _COLLECTION):
        return shapely.GeometryCollection(parts)
    raise UnreadableError


def _polygon(rings: list[npt.NDArray[np.float64]]) -> shapely.Geometry:
    return shapely.Polygon(rings[0], rings[1:]) if rings else shapely.Polygon()


def _chained(pieces: list[npt.NDArray[np.float64]]) -> npt.NDArray[np.float64]:
    """Put lines one after the other, the vertex that two of them share told once."""
    kept = [pieces[0], *(piece[1:] for piece in pieces[1:])] if pieces else [np.empty((0, 2))]
    return np.concatenate(kept)


def arcs(points: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Draw a string of arcs, each given by start, middle and end, as straight lines."""
    pieces = [_arc(*points[place : place + 3])[1:] for place in range(0, len(points) - 2, 2)]
    return np.concatenate([points[:1], *pieces])


def _arc(
    start: npt.NDArray[np.float64], middle: npt.NDArray[np.float64], end: npt.NDArray[np.float64]
) -> npt.NDArray[np.float64]:
    """Vertices of one arc; three points of one line give that line."""
    if (start == end).all():
        centre, turn = (start + middle) / 2, 2 * np.pi
    else:
        (ax, ay), (bx, by) = middle - start, end - start
        area = 2 * (ax * by - ay * bx)
        if area == 0:
            return np.array([start, middle, end])
        a2, b2 = ax * ax + ay * ay, bx * bx + by * by
        centre = start + np.array([by * a2 - ay * b2, ax * b2 - bx * a2]) / area
        angles = [np.arctan2(*(point - centre)[::-1]) for point in (start, middle, end)]
        one, turn = (angles[1] - angles[0]) % (2 * np.pi), (angles[2] - angles[0]) % (2 * np.pi)
        turn = turn if one < turn else turn - 2 * np.pi
    steps = max(2, int(np.ceil(abs(np.degrees(turn)) / ARC_STEP_DEG)))
    first = np.arctan2(*(start - centre)[::-1])
    angles = first + turn * np.arange(steps + 1) / steps
    drawn: npt.NDArray[np.float64] = centre + np.hypot(*(start - centre)) * np.column_stack(
        [np.cos(angles), np.sin(angles)]
    )
    drawn[0], drawn[-1] = start, end
    return drawn
