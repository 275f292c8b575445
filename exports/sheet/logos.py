"""Logos from outside: shown to be images, brought to a known form, and unable to run or to fetch anything."""

import base64
import binascii
import io
import math
import re
import warnings
import xml.etree.ElementTree as ET
from dataclasses import dataclass
from xml.parsers import expat

from PIL import Image, ImageOps, UnidentifiedImageError

from core.languages import _
from exports.sheet.errors import LogoError, LogosError, LogoSizeError
from exports.sheet.typeset import can_be_set

MOST_LOGOS = 4
_MOST_MEGABYTES = 10
_MOST_SHAPES = 20_000
"""Elements of a drawing, those that are drawn again counted each time: more of them are a trap, and no logo."""
_MOST_PIXELS = 40_000_000
_DEEPEST = 100
_LARGEST_SIDE = 2400
"""Points of a logo as it is printed: 10 cm at 600 dpi."""
_SVG = "http://www.w3.org/2000/svg"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_XLINK = "{http://www.w3.org/1999/xlink}href"
_DRAWN = frozenset(
    [
        *("svg", "g", "defs", "symbol", "use", "title", "desc", "style", "switch", "image", "text", "tspan"),
        *("path", "rect", "circle", "ellipse", "line", "polyline", "polygon"),
        *("linearGradient", "radialGradient", "stop", "pattern", "clipPath", "mask", "marker"),
    ]
)
"""Elements that draw; every other one is left out, those that run, move or link first of all."""
_REFERENCE = re.compile(r"url\(\s*['\"]?\s*(?!['\"]?\s*#)", re.IGNORECASE)
_IMPORT = re.compile(r"@import|@font-face|expression\s*\(|javascript:|\\", re.IGNORECASE)
_EMBEDDED = re.compile(r"data:image/(?:png|jpeg|jpg);base64,([A-Za-z0-9+/=\s]+)", re.IGNORECASE)
_LENGTH = re.compile(r"\s*([0-9.]+(?:[eE][+-]?[0-9]+)?)\s*(px|mm|cm|in|pt|pc|)\s*")


@dataclass(frozen=True, slots=True)
class Logo:
    """An image that may be put on a sheet.

    Attributes
    ----------
    name
        Of the file, as the person gave it.
    content, kind
        ``png``, ``jpg`` or ``svg``.
    ratio
        Width by height.
    note
        What was left out of it; empty for nothing.
    """

    name: str
    content: bytes
    kind: str
    ratio: float
    note: str = ""


def read_logos(logos: tuple[tuple[str, bytes], ...]) -> tuple[Logo, ...]:
    """Read logos.

    Parameters
    ----------
    logos
        Name and content of each file.

    Raises
    ------
    LogosError
        There are too many.
    LogoSizeError
        One is too large.
    LogoError
        One is no image that can be read.
    """
    if len(logos) > MOST_LOGOS:
        raise LogosError(len(logos), MOST_LOGOS)
    return tuple(read_logo(name, content) for name, content in logos)


def read_logo(name: str, content: bytes) -> Logo:
    """Read one logo: decided by what it holds, never by its name."""
    if len(content) > _MOST_MEGABYTES * 1_000_000:
        raise LogoSizeError(name, _MOST_MEGABYTES)
    if content.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"<":
        return _svg(name, content)
    return _points(name, content)


def _points(name: str, content: bytes) -> Logo:
    """An image of points, decoded and written anew: what else its file holds stays behind."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(content), formats=("PNG", "JPEG")) as image:
                if image.width * image.height > _MOST_PIXELS:
                    raise LogoSizeError(name, _MOST_MEGABYTES)
                kind = "jpg" if image.format == "JPEG" else "png"
                found = ImageOps.exif_transpose(image).convert("RGB" if kind == "jpg" else "RGBA")
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        raise LogoError(name) from None
    found.thumbnail((_LARGEST_SIDE, _LARGEST_SIDE))
    out = io.BytesIO()
    if kind == "jpg":
        found.save(out, "JPEG", quality=95, subsampling=0)
    else:
        found.save(out, "PNG")
    return Logo(name, out.getvalue(), kind, found.width / found.height)


def _svg(name: str, content: bytes) -> Logo:
    """A drawing, of which only what draws is kept."""
    try:
        root = _tree(content)
    except (ET.ParseError, ValueError, RecursionError):
        raise LogoError(name) from None
    if root.tag != f"{{{_SVG}}}svg":
        raise LogoError(name)
    left = _cleaned(root)
    ratio = _ratio(root)
    if ratio is None or _shapes(root) > _MOST_SHAPES:
        raise LogoError(name)
    ET.register_namespace("", _SVG)
    ET.register_namespace("xlink", "http://www.w3.org/1999/xlink")
    note = (
        _("The logo “{name}” held parts that run or that come from elsewhere: they were left out.").format(
            name=name
        )
        if left
        else ""
    )
    drawn = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    if not can_be_set(drawn):
        raise LogoError(name)
    return Logo(name, drawn, "svg", ratio, note)


def _tree(content: bytes) -> ET.Element:
    """Parse without entities: they multiply, or fetch."""
    builder = ET.TreeBuilder()
    parser = expat.ParserCreate(namespace_separator="}")
    parser.buffer_text = True

    def refuse(*_told: object) -> int:
        raise ValueError("entity")

    parser.EntityDeclHandler = refuse
    parser.ExternalEntityRefHandler = refuse
    open_: list[str] = []

    def begin(tag: str, attributes: dict[str, str]) -> None:
        open_.append(_named(tag))
        if len(open_) > _DEEPEST:
            raise ValueError("depth")
        builder.start(open_[-1], {_named(key): value for key, value in attributes.items()})

    parser.StartElementHandler = begin
    parser.EndElementHandler = lambda _tag: builder.end(open_.pop())
    parser.CharacterDataHandler = builder.data
    try:
        parser.Parse(content, True)
    except expat.ExpatError as fault:
        raise ET.ParseError(str(fault)) from None
    return builder.close()


def _shapes(root: ET.Element) -> float:
    """Number of elements that are drawn; infinite where a part is drawn within itself."""
    by_id = {element.get("id"): element for element in root.iter() if element.get("id")}
    counted: dict[ET.Element, float] = {}

    def count(element: ET.Element, depth: int) -> float:
        if depth > _DEEPEST:
            return math.inf
        if element not in counted:
            counted[element] = math.inf  # what meets itself again on the way never ends
            target = by_id.get((element.get("href") or element.get(_XLINK) or "").strip().removeprefix("#"))
            again = 0.0 if target is None else count(target, depth + 1)
            counted[element] = 1 + again + sum(count(child, depth + 1) for child in element)
        return counted[element]

    return count(root, 0)


def _named(tag: str) -> str:
    return f"{{{tag}" if "}" in tag else tag


def _cleaned(element: ET.Element) -> bool:
    """Leave out what does not draw; True where that would have run or fetched something."""
    found = _clean_attributes(element)
    for child in list(element):
        space, _brace, local = child.tag.rpartition("}")
        if space.lstrip("{") != _SVG or local not in _DRAWN:
            element.remove(child)
            found |= local in (
                "script",
                "foreignObject",
                "a",
                "animate",
                "set",
                "iframe",
                "handler",
                "listener",
            )
            continue
        if local == "style" and _unsafe("".join(child.itertext())):
            element.remove(child)
            found = True
            continue
        found |= _cleaned(child)
    return found


def _clean_attributes(element: ET.Element) -> bool:
    found = False
    for key, value in list(element.attrib.items()):
        local = key.rpartition("}")[2]
        if "}" in key and key not in (_XLINK, _SPACE):
            del element.attrib[key]
        elif local == "href" and value.strip().lower().startswith("data:"):
            found |= _embedded(element, key, value)
        elif (
            local.lower().startswith("on")
            or (local in ("href", "src") and not value.strip().startswith("#"))
            or (local != "d" and _unsafe(value))
        ):
            del element.attrib[key]
            found = True
    return found


def _embedded(element: ET.Element, key: str, value: str) -> bool:
    """Write an image of points that a drawing holds anew; True where it is none, and was left out."""
    encoded = _EMBEDDED.fullmatch(value.strip())
    if element.tag == f"{{{_SVG}}}image" and encoded:
        try:
            image = _points("", base64.b64decode(encoded.group(1)))
        except (LogoError, LogoSizeError, binascii.Error):
            image = None
        if image is not None:
            media = "jpeg" if image.kind == "jpg" else "png"
            content = base64.b64encode(image.content).decode()
            element.set(key, f"data:image/{media};base64,{content}")
            return False
    del element.attrib[key]
    return True


def _unsafe(text: str) -> bool:
    return bool(_REFERENCE.search(text) or _IMPORT.search(text))


def _ratio(root: ET.Element) -> float | None:
    """Width by height: of the view box, else of the size; None where neither says it. The size becomes the box's."""
    box = re.split(r"[\s,]+", root.get("viewBox", "").strip())
    try:
        numbers = [float(part) for part in box]
    except ValueError:
        numbers = []
    if len(numbers) != 4:
        sides = [_LENGTH.fullmatch(root.get(key, "")) for key in ("width", "height")]
        if not all(sides):
            return None
        numbers = [0.0, 0.0, *(float(found.group(1)) for found in sides if found)]
    if not (0 < numbers[2] < 1e7 and 0 < numbers[3] < 1e7):
        return None
    root.set("viewBox", " ".join(f"{value:g}" for value in numbers))
    root.set("width", f"{numbers[2]:g}")
    root.set("height", f"{numbers[3]:g}")
    return numbers[2] / numbers[3]
