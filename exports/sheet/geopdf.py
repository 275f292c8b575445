"""What a typeset page gets besides: the layers of its map as optional content, and where the map lies on the earth."""

import io
import re
import zlib
from collections.abc import Sequence

import pikepdf
import shapely
from pikepdf import Array, Dictionary, Name, Pdf, String
from pyproj import CRS

from core.languages import _
from exports.sheet.elements import Composition, MapPart, Picture
from gis.projection import METRIC, to_wgs84

_POINTS_PER_MM = 72 / 25.4
_BEGIN = re.compile(rb"/Span<</MCID \d+/Alt")
"""A picture that has words, as Typst marks it in the stream of the page."""
_END = b"\nEMC"
_LEVEL = 4
"""Of the compression: higher ones take twice as long for a hundredth less."""


def finished(typeset: bytes, composed: Composition) -> bytes:
    """Finish a page.

    Parameters
    ----------
    typeset
        As Typst set it.
    composed
        What it was set from.

    Returns
    -------
    The same page, tagged as before: each layer of the map can be switched off where a viewer knows layers (ISO
    32000-1, 8.11), and the map is georeferenced (ISO 32000-2, 12.10).
    """
    with Pdf.open(io.BytesIO(typeset)) as pdf:
        _optional(pdf, _titles(composed))
        pdf.pages[0].obj.VP = pdf.make_indirect(Array([_viewport(composed)]))
        out = io.BytesIO()
        pdf.save(
            out,
            deterministic_id=True,
            compress_streams=False,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
        )
    return out.getvalue()


def _titles(composed: Composition) -> list[str | None]:
    """Name of the layer of each picture that has words, in the order of the page; None for one that is no layer."""
    found: list[str | None] = []
    for item in composed.elements:
        if isinstance(item, MapPart):
            found.extend(layer.title for layer in item.map.layers)
        elif isinstance(item, Picture):
            found.append(item.title or None)
    return found


def _optional(pdf: Pdf, titles: Sequence[str | None]) -> None:
    """Mark each layer in the stream of the page; layers of the same name are one."""
    page = pdf.pages[0]
    stream = page.Contents.read_bytes()
    groups: dict[str, tuple[Name, pikepdf.Object]] = {}
    parts: list[bytes] = []
    done = place = 0
    for title in titles:
        found = _BEGIN.search(stream, place)
        if found is None:
            raise ValueError("the page has fewer pictures than its composition")
        place = stream.index(_END, found.end()) + len(_END)
        if title is None:
            continue
        if title not in groups:
            group = pdf.make_indirect(Dictionary(Type=Name.OCG, Name=String(title)))
            groups[title] = (Name(f"/L{len(groups)}"), group)
        name = str(groups[title][0]).encode()
        parts += [
            stream[done : found.start()],
            b"/OC " + name + b" BDC\n",
            stream[found.start() : place],
            b"\nEMC\n",
        ]
        done = place
    parts.append(stream[done:])
    page.Contents = pdf.make_stream(zlib.compress(b"".join(parts), _LEVEL), Filter=Name.FlateDecode)
    page.Resources.Properties = Dictionary({str(name): group for name, group in groups.values()})
    order = Array([group for _name, group in groups.values()])
    # Readers list layers from the front to the back.
    front_first = Array(list(reversed(list(order))))
    pdf.Root.OCProperties = Dictionary(
        OCGs=order,
        D=Dictionary(Name=String(_("Layers of the map")), Order=front_first, ON=order, BaseState=Name.ON),
    )


def _viewport(composed: Composition) -> Dictionary:
    """Where the map lies: its four corners in degrees, and the projection that is straight on it."""
    part = composed.map_part
    left, top, right, bottom = part.box
    high = composed.page.height_mm
    box = [left, high - bottom, right, high - top]
    upper_left, upper_right, lower_right, lower_left = to_wgs84(shapely.points(part.map.place.corners))
    corners = (lower_left, upper_left, upper_right, lower_right)
    unit = [0, 0, 0, 1, 1, 1, 1, 0]
    measure = Dictionary(
        Type=Name.Measure,
        Subtype=Name.GEO,
        Bounds=Array(unit),
        LPTS=Array(unit),
        GPTS=Array([_number(value) for point in corners for value in (point.y, point.x)]),
        GCS=Dictionary(Type=Name.PROJCS, EPSG=METRIC, WKT=String(CRS.from_epsg(METRIC).to_wkt("WKT1_ESRI"))),
        PDU=Array([Name.M, Name.SQM, Name.DEG]),
    )
    return Dictionary(
        Type=Name.Viewport,
        BBox=Array([_number(value * _POINTS_PER_MM) for value in box]),
        Name=String(composed.title),
        Measure=measure,
    )


def _number(value: float) -> pikepdf.Object:
    return pikepdf.Object.parse(f"{value:.10f}".encode())
