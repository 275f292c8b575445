"""What is asked of a map on paper, and what comes of it: plain values between the page that asks and the drawing."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import pandas as pd
import shapely

from core.settings import Basemap
from maps.furniture import Box
from maps.paper import Sheet


@dataclass(frozen=True, slots=True)
class MapRequest:
    """A map that is wanted.

    Attributes
    ----------
    extent
        The place to show, EPSG:2154: a polygon or a point; its bounds are put in the middle of the map.
    width_mm, height_mm
        Of the map on paper.
    layers
        Keys of :data:`layers.registry.LAYERS`, the first at the back.
    scale
        Denominator; None: the largest round scale that holds the extent.
    rotation_deg
        By how much the map is turned, clockwise as one looks at it; 0: the grid's north is up.
    operations
        Identifiers of the operations that are drawn; None for all.
    subject, subject_name
        What the sheet is about, drawn in black over the rest, EPSG:2154, and its words in the legend; None for
        nothing.
    only
        Identifiers that are drawn, by layer key; a layer that is not in it is drawn whole.
    labels, graticule
        Whether names, and kilometre lines with their coordinates, are written.
    basemap
        Ground from an online service; None for the quiet ground of communes.
    emphasis
        By how much letters, markers and lines are larger than the size of the map asks for: screens want more.
    reserved
        Boxes of the map, in millimetres, that something else will stand on: no label is put there.
    """

    extent: shapely.Geometry
    width_mm: float
    height_mm: float
    layers: tuple[str, ...]
    scale: int | None = None
    rotation_deg: float = 0.0
    operations: pd.Index | None = None
    subject: shapely.Geometry | None = None
    subject_name: str = ""
    only: Mapping[str, frozenset[str]] = field(default_factory=dict)
    labels: bool = True
    graticule: bool = False
    basemap: Basemap | None = None
    emphasis: float = 1.0
    reserved: tuple[Box, ...] = ()


@dataclass(frozen=True, slots=True)
class LegendEntry:
    """One line of a legend.

    Attributes
    ----------
    layer
        Key of the layer; ``subject`` for what the sheet is about, ``ground`` for what quietly lies under all.
    title
        Words of the layer, under which its classes stand.
    label
        Words of the class; those of the layer where it has none.
    picture
        SVG, 18 × 14.
    count
        Features of that class that are drawn on the map; 0 for the subject.
    value
        What the classifying field holds, as ``data-class`` in the SVG; empty where the layer has no classes, and for
        features that none of them takes.
    """

    layer: str
    title: str
    label: str
    picture: str
    count: int
    value: str = ""


@dataclass(frozen=True, slots=True)
class MapLayer:
    """One group of the map, from the back to the front.

    Features are counted in the SVG: the numbers ``data-n`` of its elements add up to ``count``. Where there are no more
    than :data:`maps.sheet.features.MOST_ALONE` of them each has an element of its own, with ``data-n="1"`` and its
    identifier as ``data-id``; otherwise one path holds all those of a class. ``data-class`` is the class of the legend.
    The place of a label is in ``data-box`` of its element: left, top, right, bottom.

    Attributes
    ----------
    key
        Key of the layer, or ``ground``, ``basemap``, ``graticule``, ``subject``, ``labels``.
    title
        Words, in the language in force.
    body
        SVG in millimetres from the upper left corner of the map, without its group.
    defined
        What the body refers to (patterns, clips); identifiers are unique over all layers of the map.
    count
        Features drawn; 0 for what is no layer of data.
    """

    key: str
    title: str
    body: str
    defined: str = ""
    count: int = 0


@dataclass(frozen=True, slots=True)
class SheetMap:
    """A map ready for a page.

    Attributes
    ----------
    place
        Where it lies on the ground and on paper.
    layers
        From the back to the front.
    legend
        Of what is visible on it alone, in the order of the layers from the front to the back.
    attribution
        What the ground asks to be printed; empty for none.
    label_boxes
        Of every label, in millimetres: none overlaps another or leaves the map.
    notes
        Sentences for whoever makes the sheet: what was left out and why (a ground that does not answer, an empty
        extent, labels without room).
    fictitious
        What is drawn was invented: it has to be said beside the map.
    """

    place: Sheet
    layers: tuple[MapLayer, ...]
    legend: tuple[LegendEntry, ...]
    attribution: str = ""
    label_boxes: tuple[Box, ...] = ()
    notes: tuple[str, ...] = ()
    fictitious: bool = False
