"""A composed page as SVG: texts as text in their own typeface, one group for each layer as drawing programs know it."""

import base64
import io
import re
from collections.abc import Iterable
from functools import cache, lru_cache
from html import escape, unescape

from fontTools import subset
from fontTools.ttLib import TTFont

from exports.sheet.elements import GREY, Composition, Drawing, Element, MapPart, Picture, Words, layer_alt
from exports.sheet.letters import REGULAR, STRONG
from maps.fonts import FAMILY, FOLDERS, fonts

_MEDIA = {"png": "image/png", "jpg": "image/jpeg", "svg": "image/svg+xml"}
_FEATURES = ("kern", "mark", "mkmk", "ccmp", "calt")
_USUAL = frozenset(
    [*range(0x20, 0x180), *range(0x2010, 0x2060), 0x20AC, *range(0x2190, 0x219A), 0x2264, 0x2265, 0x25A1]
)
"""Code points of Latin scripts, and the signs that go with them."""
_TEXT = re.compile(r">([^<]+)<")


def svg(composed: Composition) -> str:
    """Write a page.

    Parameters
    ----------
    composed
        The page.

    Returns
    -------
    A document whose unit is the millimetre; it refers to nothing outside of itself.
    """
    page = composed.page
    groups = "".join(map(_group, composed.elements))
    size = (
        (f"{page.width_mm:g}mm", f"{page.height_mm:g}mm")
        if page.pixels is None
        else tuple(str(side) for side in page.pixels)
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
        'xmlns:inkscape="http://www.inkscape.org/namespaces/inkscape" '
        f'width="{size[0]}" height="{size[1]}" viewBox="0 0 {page.width_mm:g} {page.height_mm:g}" '
        f'xml:lang="{composed.language}" font-family="{FAMILY}, sans-serif">'
        f"<title>{escape(composed.title)}</title>"
        f"<defs><style>{_faces(groups)}</style></defs>{groups}</svg>\n"
    )


def _group(item: Element) -> str:
    match item:
        case Words():
            return _words(item)
        case Drawing():
            return f'<g aria-hidden="true"><defs>{item.defined}</defs>{item.body}</g>'
        case Picture():
            return _picture(item)
        case MapPart():
            return _map(item)


def _words(item: Words) -> str:
    leading = item.leading_mm or item.size_mm
    last = len(item.lines) - 1
    grey = f'<tspan fill="{GREY}" font-weight="{REGULAR}">{escape(item.tail)}</tspan>'
    tail = grey if item.tail else ""
    lines = "".join(
        f'<tspan x="{item.x:.3f}" y="{item.y + place * leading:.3f}">{escape(line)}'
        + (tail if place == last else "")
        + "</tspan>"
        for place, line in enumerate(item.lines)
    )
    return (
        f'<text class="{item.part}" font-size="{item.size_mm:.3f}" font-weight="{item.weight}" fill="{item.colour}" '
        f'text-anchor="{item.anchor}" xml:space="preserve">{lines}</text>'
    )


def _picture(item: Picture) -> str:
    left, top, right, bottom = item.box
    encoded = base64.b64encode(item.content).decode()
    return (
        f'<image x="{left:.4f}" y="{top:.4f}" width="{right - left:.4f}" height="{bottom - top:.4f}" '
        f'preserveAspectRatio="none" role="img" aria-label="{escape(item.alt)}" '
        f'href="data:{_MEDIA[item.kind]};base64,{encoded}"/>'
    )


def _map(part: MapPart) -> str:
    """The map, cut off at its edge; each layer is a layer of the drawing program too."""
    left, top, right, bottom = part.box
    layers = "".join(
        f'<g id="layer-{escape(layer.key)}" data-name="{escape(layer.title)}" data-count="{layer.count}" '
        f'inkscape:groupmode="layer" inkscape:label="{escape(layer.title)}" role="img" '
        f'aria-label="{escape(layer_alt(part, place))}">{layer.body}</g>'
        for place, layer in enumerate(part.map.layers)
    )
    defined = "".join(layer.defined for layer in part.map.layers)
    return (
        f'<g id="map" transform="translate({left:.4f} {top:.4f})" clip-path="url(#map-edge)"><defs><clipPath '
        f'id="map-edge"><rect width="{right - left:.4f}" height="{bottom - top:.4f}"/></clipPath>{defined}</defs>'
        f"{layers}</g>"
    )


def _faces(written: str) -> str:
    """Both weights of the typeface, with the letters that the page uses and no others."""
    letters = "".join(sorted({letter for text in _texts(written) for letter in text}))
    return "".join(
        f"@font-face{{font-family:{FAMILY};font-weight:{weight};"
        f'src:url(data:font/woff;base64,{_subset(weight, letters)}) format("woff")}}'
        for weight in (REGULAR, STRONG)
    )


def _texts(written: str) -> Iterable[str]:
    return (unescape(found.group(1)) for found in _TEXT.finditer(written))


@lru_cache(maxsize=8)
def _subset(weight: int, letters: str) -> str:
    """Part of a font as base64 of WOFF."""
    known = set(map(ord, letters)) <= _USUAL
    content = _cut(
        _usual(weight) if known else _whole(weight), set(map(ord, letters)) | {0x20}, flavor="woff"
    )
    return base64.b64encode(content).decode()


@cache
def _usual(weight: int) -> bytes:
    """The letters of nearly every sheet: from these few a part is cut ten times sooner than from the whole font."""
    return _cut(_whole(weight), set(_USUAL), flavor=None)


def _whole(weight: int) -> bytes:
    fonts()
    folder = FOLDERS[0] if weight == REGULAR else FOLDERS[1]
    return next(iter(sorted(folder.glob("*.ttf")))).read_bytes()


def _cut(content: bytes, letters: set[int], *, flavor: str | None) -> bytes:
    cutter = subset.Subsetter(subset.Options(hinting=False, layout_features=list(_FEATURES)))
    with TTFont(io.BytesIO(content), lazy=True) as font:
        cutter.populate(unicodes=letters)
        cutter.subset(font)
        font.flavor = flavor
        out = io.BytesIO()
        font.save(out)
    return out.getvalue()
