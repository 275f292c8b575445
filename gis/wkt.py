"""Geometries from well-known text: pasted or of a file, bounded, curves drawn as straight lines."""

import re
from dataclasses import dataclass

import numpy as np
import shapely

from gis.wkb import UnreadableError, arcs, joined

_TYPES = {
    "POINT": 1,
    "LINESTRING": 2,
    "LINEARRING": 2,
    "POLYGON": 3,
    "MULTIPOINT": 4,
    "MULTILINESTRING": 5,
    "MULTIPOLYGON": 6,
    "GEOMETRYCOLLECTION": 7,
    "CIRCULARSTRING": 8,
    "COMPOUNDCURVE": 9,
    "CURVEPOLYGON": 10,
    "MULTICURVE": 11,
    "MULTISURFACE": 12,
    "POLYHEDRALSURFACE": 15,
    "TIN": 16,
    "TRIANGLE": 17,
}
_POLYGON = 3
_CURVES = tuple(word for word, number in _TYPES.items() if number > 7)
"""What GEOS does not read."""

_HELD = {3: 2, 4: 1, 5: 2, 6: 3, 9: 2, 10: 2, 11: 2, 12: 3, 15: 3, 16: 3, 17: 2}
"""What each type holds where its parts do not say what they are."""

_START = re.compile(rf"\s*(?:SRID\s*=\s*(?P<srid>\d{{1,6}})\s*;)?\s*(?P<kind>{'|'.join(_TYPES)})\b", re.I)
_EMPTY = re.compile(rf"{_START.pattern}\s*(?:Z|M|ZM)?\s+EMPTY\b[\s;,]*", re.I)
_TOKEN = re.compile(r"\s*([(),]|[^\s(),;]+)")
_DEEPEST = 8


class WktError(ValueError):
    """The text is no geometry; says why, in a few words of English for a log."""


@dataclass(frozen=True, slots=True)
class Written:
    """One geometry that a text holds.

    Attributes
    ----------
    shape
        In the coordinates of the text.
    srid
        EPSG code that stands before it; None where there is none.
    curved
        Curves were drawn as straight lines.
    """

    shape: shapely.Geometry
    srid: int | None
    curved: bool


def is_wkt(text: str) -> bool:
    """Whether a text begins like well-known text.

    Examples
    --------
    >>> is_wkt("SRID=2154;POLYGON ((0 0, 1 0, 1 1, 0 0))"), is_wkt("{}")
    (True, False)
    """
    return _START.match(text.lstrip("\ufeff")) is not None


def from_wkt(text: str) -> list[Written]:
    """Read the geometries that a text holds one after the other.

    Parameters
    ----------
    text
        One geometry or several, each with ``SRID=…;`` before it or not.

    Raises
    ------
    WktError
        It is no well-known text, or is nested too deeply.

    Examples
    --------
    >>> [str(found.shape) for found in from_wkt("POINT (1 2) POINT (3 4)")]
    ['POINT (1 2)', 'POINT (3 4)']
    """
    found: list[Written] = []
    for statement in _statements(text.removeprefix("\ufeff")):
        head = _START.match(statement)
        if head is None:
            raise WktError(statement.strip()[:40])
        srid = None if head["srid"] is None else int(head["srid"])
        body = statement[head.start("kind") :]
        try:
            if any(word in body.upper() for word in _CURVES):
                reader = _Reader(_TOKEN.findall(body))
                found.append(Written(reader.geometry(None), srid, reader.curved))
            else:
                with np.errstate(invalid="ignore"):
                    found.append(Written(shapely.from_wkt(body), srid, curved=False))
        except (shapely.errors.GEOSException, ValueError, IndexError) as fault:
            raise WktError(str(fault).rpartition("Exception: ")[2][:80]) from None
    return found


def _statements(text: str) -> list[str]:
    """Cut a text where one geometry ends; brackets that do not close, or nest too deeply, are refused."""
    letters = np.frombuffer(text.encode("ascii", "replace"), dtype=np.uint8)
    depth = np.cumsum((letters == ord("(")).astype(np.int64) - (letters == ord(")")))
    if len(depth) and (depth.max() > _DEEPEST or depth.min() < 0 or depth[-1] != 0):
        raise WktError("( )")
    ends = np.flatnonzero((letters == ord(")")) & (depth == 0)) + 1
    pieces = [text[start:end] for start, end in zip([0, *ends], [*ends, len(text)], strict=True)]
    found: list[str] = []
    for piece in pieces:
        rest = piece
        while (empty := _EMPTY.match(rest)) is not None:
            found.append(empty[0].rstrip(" \t\r\n;,"))
            rest = rest[empty.end() :]
        if rest.strip(" \t\r\n;"):
            found.append(rest.lstrip(" \t\r\n;,"))
    return found


@dataclass
class _Reader:
    """Words of a text with curves, read from the first."""

    words: list[str]
    place: int = 0
    curved: bool = False

    def geometry(self, kind: int | None) -> shapely.Geometry:
        """Read one geometry; one that does not say what it is, is what its holder expects."""
        if self.words[self.place].upper() in _TYPES:
            kind = _TYPES[self._next().upper()]
        if self.words[self.place].upper() in ("Z", "M", "ZM"):
            self.place += 1
        if kind is None:
            raise WktError(self.words[self.place])
        if self.words[self.place].upper() == "EMPTY":
            self.place += 1
            return joined(kind, []) if kind > _POLYGON else shapely.Polygon()
        self._expect("(")
        if kind in (1, 2, 8):
            return self._line(kind)
        inner = _HELD.get(kind)
        parts = [self.geometry(inner)]
        while self._next() == ",":
            parts.append(self.geometry(inner))
        if kind not in (_POLYGON, 17):
            return joined(kind, parts)
        rings = [shapely.get_coordinates(part) for part in parts]
        return shapely.Polygon(rings[0], rings[1:])

    def _line(self, kind: int) -> shapely.Geometry:
        points: list[list[float]] = [[]]
        while (word := self._next()) != ")":
            if word == ",":
                points.append([])
            else:
                points[-1].append(float(word))
        flat = np.array([point[:2] for point in points], dtype=float)
        if flat.shape[1:] != (2,):
            raise UnreadableError(str(points[0]))
        if kind == 1:
            return shapely.Point(flat[0])
        self.curved |= kind == 8
        return shapely.LineString(arcs(flat) if kind == 8 else flat)

    def _next(self) -> str:
        self.place += 1
        return self.words[self.place - 1]

    def _expect(self, word: str) -> None:
        if self._next() != word:
            raise WktError(self.words[self.place - 1])
