"""The pictures of the layouts that come with the program, made from the demonstration: ``python -m docs.layouts``."""

import io
import os
import subprocess
import sys
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image

if TYPE_CHECKING:
    from layers.layer import Layer
    from layers.symbol import Style

ROOT = Path(__file__).resolve().parent.parent
IMAGES = ROOT / "docs" / "images"
PLACES = {
    "affiche-a1": "territory",
    "affiche-a2": "ept:Boucle Nord de Seine",
    "planche-a3": "commune:92036",
    "fiche-a4": "neighbourhood:QN09206M",
    "etude-parcellaire": "operation:92004-003",
    "diapositive": "commune:92050",
    "page-web": "commune:92025",
    "reseaux-carre": "commune:92025",
    "reseaux-large": "commune:92004",
    "reseaux-vertical": "neighbourhood:QN09206M",
}
"""What each layout shows."""
_LONGER_PX = 760
_MOST_BYTES = 60_000
_COLOURS = (192, 128, 96, 64, 48, 32, 16)


def main() -> None:
    """Make every picture, from an installation that goes away afterwards."""
    IMAGES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        config = configured(Path(folder))
        environment = {**os.environ, "TRAME_CONFIG": str(config)}
        subprocess.run([sys.executable, "-m", "cli.main", "demo"], check=True, env=environment, cwd=ROOT)
        take(config)


def configured(folder: Path) -> Path:
    """Write a configuration of the demonstration into a folder."""
    content = (ROOT / "config.toml").read_text(encoding="utf-8")
    for name in ("shapefiles", "programme"):
        content = content.replace(f'"data/{name}"', f'"{ROOT / "data" / name}"')
    file = folder / "config.toml"
    file.write_text(content, encoding="utf-8")
    return file


def take(config: Path) -> None:
    """Make a sheet of each layout, and a small picture of it."""
    from exports.sheet.layouts import layouts
    from exports.sheet.make import audience_world, make_sheet
    from exports.sheet.raster import page_pictures
    from programme.installation import open_installation

    installation = open_installation(config)
    for layout in layouts(installation.settings):
        spec = replace(layout.spec, extent=PLACES[layout.name], subtitle="Programme de renouvellement urbain")
        made = make_sheet(spec, audience_world(installation, spec.audience), installation.settings)
        (picture,) = page_pictures(made.typeset, _LONGER_PX)
        (IMAGES / f"mise-en-page-{layout.name}.png").write_bytes(small(picture))


def small(picture: bytes) -> bytes:
    """Bring a picture to a palette in which the colours of the symbols are kept, as large as its weight allows."""
    with Image.open(io.BytesIO(picture)) as image:
        drawn = image.convert("RGB")
    for colours in _COLOURS:
        palette = Image.new("P", (1, 1))
        found = drawn.quantize(colours, dither=Image.Dither.NONE).getpalette() or []
        palette.putpalette([*_declared(), *found][:768])
        out = io.BytesIO()
        drawn.quantize(palette=palette, dither=Image.Dither.NONE).save(out, "PNG", optimize=True)
        if out.tell() <= _MOST_BYTES:
            break
    return out.getvalue()


def _declared() -> list[int]:
    """Colours of all symbols, as they are and half as strong, as the numbers of a palette."""
    from layers.registry import LAYERS

    styles = [style for layer in LAYERS.values() for style in (layer.symbol.style, *_classes(layer))]
    names = dict.fromkeys(name for style in styles for name in (style.fill, style.stroke) if name)
    full = [tuple(bytes.fromhex(name[1:])) for name in names]
    pale = [tuple((value + 255) // 2 for value in colour) for colour in full]
    return [value for colour in ((255, 255, 255), (138, 59, 0), *full, *pale) for value in colour]


def _classes(layer: "Layer") -> "list[Style]":
    return [item.style for item in layer.symbol.classes]


if __name__ == "__main__":
    main()
