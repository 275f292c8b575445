"""The pictures of fact sheets and of an atlas, made from the demonstration: ``python -m docs.fact_sheets``."""

import io
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image

from docs.layouts import IMAGES, ROOT, configured

if TYPE_CHECKING:
    from collections.abc import Sequence

SUBJECTS = {
    "fiche-operation": "operation:92004-003",
    "fiche-commune": "commune:92050",
    "fiche-quartier": "neighbourhood:QN09206M",
}
"""What each picture is of; its first two pages stand side by side."""
_LONGER_PX = 700
_COLOURS = 40
_GAP_PX = 14
_GROUND = (217, 212, 201)


def main() -> None:
    """Make every picture, from an installation that goes away afterwards."""
    IMAGES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        config = configured(Path(folder))
        environment = {**os.environ, "TRAME_CONFIG": str(config)}
        subprocess.run([sys.executable, "-m", "cli.main", "demo"], check=True, env=environment, cwd=ROOT)
        take(config, Path(folder))


def take(config: Path, folder: Path) -> None:
    """Make the fact sheets and an atlas of one territory, and small pictures of them."""
    from core.actor import LOCAL
    from exports.atlas.make import atlas
    from exports.atlas.request import AtlasRequest, By
    from exports.fiche.make import fiche
    from exports.sheet.raster import page_pictures
    from programme.installation import open_installation
    from programme.world import open_world

    here = open_installation(config)
    world = open_world(here.settings, here.store, here.library, LOCAL)
    for name, subject in SUBJECTS.items():
        pages = page_pictures(fiche(subject, world, here.settings, language="fr"), _LONGER_PX)
        (IMAGES / f"{name}.png").write_bytes(small(beside(pages[:2])))
    made = atlas(AtlasRequest(By.COMMUNE), world, here.settings, folder / "atlas.pdf")
    pages = page_pictures(made.file.read_bytes(), _LONGER_PX)
    (IMAGES / "atlas.png").write_bytes(small(beside(pages[:2])))


def small(picture: bytes) -> bytes:
    """Bring a picture to a palette that keeps its colours, those of money and of steps first."""
    with Image.open(io.BytesIO(picture)) as image:
        drawn = image.convert("RGB")
    found = drawn.quantize(_COLOURS - len(_kept()) // 3, dither=Image.Dither.NONE).getpalette() or []
    palette = Image.new("P", (1, 1))
    palette.putpalette([*_kept(), *found][: 3 * _COLOURS])
    out = io.BytesIO()
    drawn.quantize(palette=palette, dither=Image.Dither.NONE).save(out, "PNG", optimize=True)
    return out.getvalue()


def _kept() -> list[int]:
    """Colours that are kept as they are, as the numbers of a palette."""
    from layers.operations import STEPS
    from maps.palette import LOAN, OWN_FUNDS, SUBSIDIES

    steps = [item.style.fill for item in STEPS if item.style.fill]
    names = ["#ffffff", "#8a3b00", "#762a83", *SUBSIDIES, LOAN, OWN_FUNDS, *steps]
    return [value for name in names for value in bytes.fromhex(name[1:])]


def beside(pages: "Sequence[bytes]") -> bytes:
    """Put pages side by side on a grey ground."""
    drawn = [Image.open(io.BytesIO(page)).convert("RGB") for page in pages]
    width = sum(page.width for page in drawn) + _GAP_PX * (len(drawn) + 1)
    whole = Image.new("RGB", (width, max(page.height for page in drawn) + 2 * _GAP_PX), _GROUND)
    left = _GAP_PX
    for page in drawn:
        whole.paste(page, (left, _GAP_PX))
        left += page.width + _GAP_PX
    out = io.BytesIO()
    whole.save(out, "PNG")
    return out.getvalue()


if __name__ == "__main__":
    main()
