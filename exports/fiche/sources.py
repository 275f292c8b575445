"""Where what a fact sheet says comes from: the programme and the layers, with their days and licences."""

from collections.abc import Sequence

from core.languages import _
from exports.blocks import Block
from exports.sheet.sources import sources_text
from programme.world import World


def sources_block(world: World, keys: Sequence[str]) -> Block:
    """Say where the programme and some layers come from.

    Parameters
    ----------
    world
        What the fact sheet was made from.
    keys
        Of the layers that it tells of; those that were not imported are left out.
    """
    held = [key for key in keys if world.snapshot(key) is not None]
    lines = [
        _("Programme of the installation, revision {revision}.").format(revision=world.programme.revision),
        sources_text(held, "", world),
        _("Maps in Lambert-93 (EPSG:2154)."),
    ]
    return {"kind": "sources", "text": " ".join(line for line in lines if line)}
