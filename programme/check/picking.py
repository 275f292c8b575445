"""Footprints that come from no file: parcels that were picked, corners that were drawn, an operation's own."""

import re
from collections.abc import Iterable, Sequence

import numpy as np
import shapely

from core.errors import EmptyLayerError
from gis.crs import METRIC
from programme.cells import known
from programme.check.codes import finding
from programme.check.errors import NoFootprintError, NoIdentifierError, TooFewPointsError
from programme.check.report import Subject, Systems
from programme.check.submission import Submission
from programme.world import World

_SPACED_IDU = re.compile(
    r"\b([0-9][0-9AB][0-9]{3})[ ._-]+([0-9]{3})[ ._-]+([0-9A-Z]{1,2})[ ._-]+([0-9]{1,4})\b"
)
_PLACED = Systems(METRIC, METRIC)
_NAMED = 3


def from_parcels(idus: str | Iterable[str], world: World, *, name: str | None = None) -> Submission:
    """Make a footprint of whole parcels.

    Parameters
    ----------
    idus
        Identifiers, or a text that lists them, separated by anything; a parcel named twice counts once.
    world
        With its cadastre.

    Returns
    -------
    The union of the parcels; each identifier that the cadastre does not hold is noted.

    Raises
    ------
    NoIdentifierError
        The list is empty.
    EmptyLayerError
        The cadastre was not imported.
    """
    wanted = identifiers(idus) if isinstance(idus, str) else list(dict.fromkeys(idus))
    if not wanted:
        raise NoIdentifierError
    if world.parcels is None:
        raise EmptyLayerError("parcels")
    parcels = world.parcels
    positions = {idu: parcels.position(idu) for idu in wanted}
    notes = tuple(finding("parcel.unknown", idu=idu) for idu, place in positions.items() if place is None)
    known_ones = [place for place in positions.values() if place is not None]
    shape = shapely.union_all(parcels.frame.geometry.to_numpy()[known_ones]) if known_ones else None
    title = name or ", ".join(wanted[:_NAMED]) + (" …" if len(wanted) > _NAMED else "")
    taken = tuple(idu for idu, place in positions.items() if place is not None)
    return Submission(Subject(title, "parcels", idus=taken), _PLACED, shape, notes)


def from_points(points: Sequence[tuple[float, float]], *, name: str | None = None) -> Submission:
    """Make a footprint of the corners that were drawn.

    Parameters
    ----------
    points
        In EPSG:2154, in their order; the last is joined to the first.

    Raises
    ------
    TooFewPointsError
        There are fewer than three different ones.
    """
    if len({(float(x), float(y)) for x, y in points}) < 3:
        raise TooFewPointsError
    shape = shapely.Polygon(np.asarray(points, dtype=float))
    return Submission(Subject(name or "—", "drawing"), _PLACED, shape)


def from_operation(world: World, operation_id: str) -> Submission:
    """Take the footprint in force of an operation.

    Raises
    ------
    UnknownOperationError
        There is no such operation.
    NoFootprintError
        It has no footprint yet.
    """
    world.require_operation(operation_id)
    operation = world.programme.operations.loc[operation_id]
    shape = operation["geometry"]
    if shape is None or shape.is_empty:
        raise NoFootprintError(operation_id)
    subject = Subject(
        str(operation["name"]),
        "operation",
        operation_id=operation_id,
        commune=known(operation["commune"]),
    )
    return Submission(subject, _PLACED, shape)


def identifiers(text: str) -> list[str]:
    """Find the identifiers of parcels in a text; words that are none are given as they stand.

    Examples
    --------
    >>> identifiers("92036000AB0123; 92036 000 B 12, 92036000ab0123, x")
    ['92036000AB0123', '920360000B0012', 'X']
    """

    def joined(found: re.Match[str]) -> str:
        insee, prefix, section, number = found.groups()
        return f" {insee}{prefix}{section.zfill(2)}{number.zfill(4)} "

    spelled = _SPACED_IDU.sub(joined, text.upper())
    return list(dict.fromkeys(word for word in re.split(r"[\s,;|\"'«»()\[\]]+", spelled) if word))
