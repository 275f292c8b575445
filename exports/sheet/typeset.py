"""A composed page as Typst sets it: PDF/UA-1, the page size exact, fonts embedded, every picture with its words."""

import datetime as dt
import json
import tempfile
from pathlib import Path
from typing import Any

import typst

from exports.sheet.elements import GREY, Composition, Drawing, MapPart, Picture, Words, layer_alt
from maps.fonts import FAMILY, fonts

TEMPLATE = Path(__file__).resolve().parent / "sheet.typ"


def typeset(composed: Composition, at: dt.datetime) -> bytes:
    """Set a page.

    Parameters
    ----------
    composed
        The page.
    at
        When it was made: the same page and time give the same bytes.

    Raises
    ------
    maps.libraries.MissingLibrariesError
        The typeface is not installed.
    """
    with tempfile.TemporaryDirectory(prefix="trame-sheet-") as name:
        folder = Path(name)
        main = folder / TEMPLATE.name
        main.write_bytes(TEMPLATE.read_bytes())
        compiler = typst.Compiler(
            input=str(main),
            root=str(folder),
            font_paths=fonts(),
            ignore_system_fonts=True,
            sys_inputs={"sheet": json.dumps(_values(composed, folder), ensure_ascii=False)},
        )
        made = compiler.compile(format="pdf", pdf_standards=["ua-1"], timestamp=int(at.timestamp()))
    if not isinstance(made, bytes):
        raise TypeError(type(made).__name__)
    return made


def can_be_set(svg: bytes) -> bool:
    """Whether a drawing from outside can be put on a page: it is tried on one of its own."""
    with tempfile.TemporaryDirectory(prefix="trame-logo-") as name:
        (Path(name) / "logo.svg").write_bytes(svg)
        main = Path(name) / "main.typ"
        main.write_text('#pdf.artifact(image("logo.svg", width: 20mm))', encoding="utf-8")
        compiler = typst.Compiler(input=str(main), root=name, font_paths=fonts(), ignore_system_fonts=True)
        try:
            compiler.compile(format="pdf", pdf_standards=["1.7"], timestamp=0)
        except typst.TypstError:
            return False
    return True


def _values(composed: Composition, folder: Path) -> dict[str, Any]:
    """The page as plain values; its pictures become files of the folder."""
    elements: list[dict[str, Any]] = []
    for place, item in enumerate(composed.elements):
        match item:
            case Words():
                elements.append(_words(item))
            case Drawing():
                svg = document(composed.page.width_mm, composed.page.height_mm, item.body, item.defined)
                (folder / f"drawing-{place}.svg").write_text(svg, encoding="utf-8")
                whole = (0.0, 0.0, composed.page.width_mm, composed.page.height_mm)
                elements.append(_image(f"drawing-{place}.svg", whole, None))
            case Picture():
                (folder / f"{item.name}.{item.kind}").write_bytes(item.content)
                elements.append(_image(f"{item.name}.{item.kind}", item.box, item.alt))
            case MapPart():
                elements.extend(_layers(item, folder))
    page = composed.page
    return {
        "title": composed.title,
        "author": composed.author,
        "language": composed.language,
        "width": page.width_mm,
        "height": page.height_mm,
        "elements": elements,
    }


def _words(item: Words) -> dict[str, Any]:
    return {
        "kind": "words",
        "lines": list(item.lines),
        "x": item.x,
        "y": item.y,
        "size": item.size_mm,
        "leading": item.leading_mm or item.size_mm,
        "weight": item.weight,
        "colour": item.colour,
        "anchor": str(item.anchor),
        "part": str(item.part),
        "tail": item.tail,
        "grey": GREY,
    }


def _layers(part: MapPart, folder: Path) -> list[dict[str, Any]]:
    left, top, right, bottom = part.box
    found = []
    for place, layer in enumerate(part.map.layers):
        name = f"map-{place}.svg"
        svg = document(right - left, bottom - top, layer.body, layer.defined)
        (folder / name).write_text(svg, encoding="utf-8")
        found.append(_image(name, part.box, layer_alt(part, place)))
    return found


def _image(name: str, box: tuple[float, float, float, float], alt: str | None) -> dict[str, Any]:
    left, top, right, bottom = box
    return {
        "kind": "image",
        "file": f"/{name}",
        "x": left,
        "y": top,
        "width": right - left,
        "height": bottom - top,
        "alt": alt,
    }


def document(width_mm: float, height_mm: float, body: str, defined: str = "") -> str:
    """Put a fragment into an SVG of its own, a unit being a millimetre."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
        f'width="{width_mm:.6g}mm" height="{height_mm:.6g}mm" viewBox="0 0 {width_mm:.6g} {height_mm:.6g}" '
        f'font-family="{FAMILY}"><defs>{defined}</defs>{body}</svg>'
    )
