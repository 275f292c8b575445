"""Features with an area as SVG: fill, hatch, outline and second outline of their declared style."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from html import escape

import numpy as np
import shapely

from gis.writing import printable
from layers.layer import Group
from layers.symbol import INK, Hatch, Style
from maps.paper import PX_MM, Geometries, Sheet, hatch_id, hatches, outline, outlines, within
from maps.sheet.features import Features
from maps.sheet.look import Look

_SPECK_MM, DOT_MM = 1.7, 0.85
"""An operation that is smaller than that on paper is told by a dot of that radius."""
_INNER_PX = 3.0
"""From an outline to the second one inside it."""


Styles = Mapping[str, Style]
"""By class."""


@dataclass(frozen=True, slots=True)
class Body:
    """SVG of a group, and what it refers to."""

    body: str
    defined: str = ""


def polygons(found: Features, place: Sheet, look: Look, *, filled: bool = True) -> Body:
    """Draw features by the style of their class.

    Parameters
    ----------
    found
        n features with an area.
    place, look
        The map.
    filled
        False: outlines alone.
    """
    styles = {
        value: look.style(found.layer, found.layer.symbol.style_of(value)) for value in _in_order(found)
    }
    if not filled:
        styles = {value: replace(style, fill=None, hatch=Hatch.NONE) for value, style in styles.items()}
    writer = _Writer(f"{found.layer.key}-", look)
    cut = within(place, found.shapes)
    if any(style.fill or style.hatch is not Hatch.NONE for style in styles.values()):
        # Holes wound against their outlines stay holes wherever features overlap.
        cut = np.asarray(shapely.orient_polygons(cut), dtype=object)
    body = (
        _each(found, styles, place, cut, writer)
        if found.alone
        else _classes(found, styles, place, cut, writer)
    )
    used = [(style.hatch, style.stroke or INK) for style in styles.values() if style.hatch is not Hatch.NONE]
    return Body(body, hatches(used, prefix=writer.prefix, size=look.text))


def _each(found: Features, styles: Styles, place: Sheet, cut: Geometries, writer: "_Writer") -> str:
    """An element for each feature, all of their paths written at once."""
    paths = outlines(place, cut)
    doubled = any(style.double for style in styles.values())
    inner = outlines(place, _inner(place, cut, writer.look)) if doubled else [""] * len(paths)
    dots = _dots(found, place, writer.look)
    # Small ones stay in front of those that would cover them.
    order = np.argsort(-shapely.area(found.shapes), kind="stable").tolist()
    return "".join(
        writer.painted(
            styles[found.values[row]],
            paths[row],
            inner[row],
            about(1, found.values[row], found.ids[row]),
            dots.get(row),
        )
        for row in order
    )


def _classes(found: Features, styles: Styles, place: Sheet, cut: Geometries, writer: "_Writer") -> str:
    """A path for each class, that of the first at the back."""
    body: list[str] = []
    for value, style in styles.items():
        shapes = cut[found.of(value)]
        inner = outline(place, _inner(place, shapes, writer.look)) if style.double else ""
        body.append(writer.painted(style, outline(place, shapes), inner, about(len(shapes), value)))
    return "".join(body)


def _inner(place: Sheet, shapes: Geometries, look: Look) -> Geometries:
    """Second outlines, a little inside of the first."""
    return np.asarray(
        shapely.buffer(shapes, -_INNER_PX * PX_MM * look.text * place.metres_per_mm), dtype=object
    )


def _in_order(found: Features) -> list[str]:
    """Classes of the features in the order of their declaration; those that no class takes at the back."""
    present = set(found.values)
    return [value for value in ("", *(item.value for item in found.layer.symbol.classes)) if value in present]


def about(count: int, value: str, identifier: str = "") -> str:
    """Attributes that say what an element is: how many features, of which class, which one."""
    told = f' data-n="{count}"'
    if value:
        told += f' data-class="{escape(value, quote=True)}"'
    return f'{told} data-id="{escape(printable(identifier), quote=True)}"' if identifier else told


def _dots(found: Features, place: Sheet, look: Look) -> dict[int, tuple[float, float]]:
    """Places of the operations that would be specks at this scale: the subject of every map is seen on each."""
    if found.layer.group is not Group.OPERATIONS or not found.alone:
        return {}
    sides = shapely.bounds(found.shapes)
    largest = np.maximum(sides[:, 2] - sides[:, 0], sides[:, 3] - sides[:, 1]) / place.metres_per_mm
    rows = np.flatnonzero(largest < _SPECK_MM * look.text)
    at = place.mm(shapely.get_coordinates(shapely.point_on_surface(found.shapes[rows])))
    return {row: (x, y) for row, (x, y) in zip(rows.tolist(), at.tolist(), strict=True)}


@dataclass(frozen=True, slots=True)
class _Writer:
    """Writes paths in styles; hatches are found under the names that begin with a prefix."""

    prefix: str
    look: Look

    def painted(
        self, style: Style, path: str, inner: str, told: str, dot: tuple[float, float] | None = None
    ) -> str:
        """Write a feature or a class: ground, hatch, outline, second outline, dot."""
        if not path and dot is None:
            return f"<g{told}/>"
        stroke = _stroke(style, self.look)
        if style.hatch is Hatch.NONE and not style.double and dot is None:
            return f'<path{told} d="{path}"{_fill(style)}{stroke}/>'
        parts = [f'<path d="{path}"{_fill(style)}/>' if style.fill and style.fill_opacity else ""]
        if style.hatch is not Hatch.NONE:
            name = f"{self.prefix}{hatch_id(style.hatch, style.stroke or INK)}"
            parts.append(f'<path d="{path}" fill="url(#{name})"/>')
        parts.append(f'<path d="{path}" fill="none"{stroke}/>')
        if inner:
            finer = replace(style, width_px=style.width_px / 2)
            parts.append(f'<path d="{inner}" fill="none"{_stroke(finer, self.look)}/>')
        if dot is not None:
            x, y = dot
            parts.append(
                f'<circle cx="{x:.3f}" cy="{y:.3f}" r="{DOT_MM * self.look.text:.3g}"{_fill(style)}'
                f"{_stroke(replace(style, dash_px=()), self.look)}/>"
            )
        return f"<g{told}>{''.join(parts)}</g>"


def _fill(style: Style) -> str:
    if not style.fill or not style.fill_opacity:
        return ' fill="none"'
    through = f' fill-opacity="{style.fill_opacity:g}"' if style.fill_opacity < 1 else ""
    return f' fill="{style.fill}"{through}'


def _stroke(style: Style, look: Look) -> str:
    if not style.stroke:
        return ""
    dash = " ".join(f"{length * PX_MM * look.text**0.7:.3g}" for length in style.dash_px)
    dashed = f' stroke-dasharray="{dash}"' if dash else ""
    width = look.width_mm(style)
    return f' stroke="{style.stroke}" stroke-width="{width:.3g}" stroke-linejoin="round"{dashed}'


def painted(style: Style, place: Sheet, look: Look, shapes: Geometries) -> str:
    """Draw shapes in a style without a hatch."""
    path = outline(place, within(place, shapes))
    return f'<path d="{path}"{_fill(style)}{_stroke(style, look)}/>' if path else ""
