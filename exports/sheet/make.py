"""Making a sheet: from what was asked to a composed page."""

import datetime as dt
import math
from dataclasses import dataclass, replace

import numpy as np
import shapely

from core.actor import LOCAL, PUBLIC, Actor, Role
from core.formats import number
from core.languages import LANGUAGES, N_, _, language, plural
from core.settings import Basemap, Settings
from exports.sheet.around import Around, LocatorPicture, Texts, is_lying, is_screen
from exports.sheet.aside import side_width, widest_side
from exports.sheet.compose import Frame, composed, frame, reserved
from exports.sheet.errors import AudienceError, BasemapError, LanguageError, RotationError, ScaleError
from exports.sheet.expected import expected_legend, locator_picture
from exports.sheet.logos import read_logos
from exports.sheet.made import MadeSheet
from exports.sheet.output import FORMATS, MIME, encode, most_dpi, size_px, world_lines, write
from exports.sheet.pages import page
from exports.sheet.sources import credits_text, drawn_layers, is_fictitious, notices, sources_text
from exports.sheet.spec import Audience, Page, SheetSpec
from exports.sheet.typeset import typeset
from layers.registry import layer
from maps.fonts import drawable
from maps.paper import Sheet
from maps.sheet.drawing import draw
from maps.sheet.extent import Extent, parse_extent
from maps.sheet.placing import placed
from maps.sheet.request import MapRequest, SheetMap
from programme.installation import Installation
from programme.selection import select
from programme.world import World, open_world

__all__ = [
    "FORMATS",
    "MIME",
    "MadeSheet",
    "audience_world",
    "encode",
    "make_sheet",
    "most_dpi",
    "size_px",
    "world_lines",
    "write",
]

LEAST_SCALE, MOST_SCALE = 50, 5_000_000
_FULL = 1.35
"""How many times wider than what it shows a map may be before it gives room to the column beside it."""


def audience_world(installation: Installation, audience: Audience, actor: Actor = LOCAL) -> World:
    """Open what a sheet for an audience may be made of.

    Parameters
    ----------
    installation
        Of which a sheet is made.
    audience
        The public, or the partners.
    actor
        Who makes it: a sheet for the partners shows what this person may see.
    """
    reader = PUBLIC if audience is Audience.PUBLIC else actor
    return open_world(installation.settings, installation.store, installation.library, reader)


def make_sheet(
    spec: SheetSpec, world: World, settings: Settings, *, today: dt.date | None = None
) -> MadeSheet:
    """Make a sheet, in the language that it asks for.

    Parameters
    ----------
    spec
        What is wanted.
    world
        What the audience may see (:func:`audience_world`).
    settings
        Of the installation.
    today
        Printed where the sheet asks for no date; None for the day it is.

    Raises
    ------
    AudienceError
        It is for the public, and the world is not.
    core.errors.TrameError
        The extent, a layer, the page, a basemap, the scale or a logo is not what it should be; each says what to do.
    """
    if spec.audience is Audience.PUBLIC and world.role is not Role.PUBLIC:
        raise AudienceError
    if spec.language not in LANGUAGES:
        raise LanguageError(spec.language, LANGUAGES)
    with language(spec.language):
        return _made(spec, world, settings, spec.date or today or _today())


def _today() -> dt.date:
    return dt.datetime.now().astimezone().date()


@dataclass(frozen=True, slots=True)
class _Making:
    """What a sheet is made of, gathered once."""

    spec: SheetSpec
    world: World
    settings: Settings
    day: dt.date
    page: Page
    extent: Extent

    def texts(self, keys: tuple[str, ...], attribution: str, *, invented: bool = False) -> Texts:
        """Texts around a map on which these layers are drawn, some of it known to be invented."""
        spec, brief = self.spec, is_screen(self.page)
        fictitious = invented or is_fictitious(keys, self.world, self.settings)
        title, subtitle, comment, given = map(_plain, (spec.title, spec.subtitle, spec.comment, spec.sources))
        sources = given or sources_text(keys, attribution, self.world, brief=brief)
        made_by = credits_text(self.settings, self.day, brief=brief)
        return Texts(
            title=" ".join((title or _plain(self.extent.name)).split("\n")),
            subtitle=subtitle,
            comment=comment,
            sources=f"{sources} {made_by}" if brief else sources,
            credits="" if brief else made_by,
            notices=tuple(notices(spec.audience, fictitious=fictitious)),
            alt="",
            author=_plain(self.settings.installation.name),
        )

    def locator(self, place: Sheet) -> LocatorPicture | None:
        """Small map of the territory, where one is wanted."""
        return locator_picture(place, self.world) if self.spec.locator else None


def _made(spec: SheetSpec, world: World, settings: Settings, day: dt.date) -> MadeSheet:
    paper = page(spec.paper, landscape=spec.landscape)
    extent = parse_extent(spec.extent, world)
    making = _Making(spec, world, settings, day, paper, extent)
    logos = read_logos(spec.logos)
    asked = _request(making)
    around = Around(
        legend=() if spec.legend else None,
        locator=None,
        logos=logos,
        # Nobody knows how large a screen shows a picture: only the bar stays true.
        numeric=spec.bar and not is_screen(paper),
        bar=spec.bar,
        north=spec.north,
    )
    room, asked = _framed(making, around, asked)
    taken = reserved(paper, around, placed(asked), extent.shape)
    drawn = draw(replace(asked, reserved=taken), world, settings)
    legend = drawn.legend if spec.legend else None
    around = replace(around, legend=legend, locator=making.locator(drawn.place))
    texts = making.texts(drawn_layers(drawn), drawn.attribution, invented=drawn.fictitious)
    texts = replace(texts, alt=_alt(extent, drawn))
    composition, notes = composed(paper, spec.language, texts, around, drawn, room, taken)
    told = (*drawn.notes, *_unmapped(making), *notes, *(logo.note for logo in logos if logo.note))
    at = dt.datetime.combine(day, dt.time(12), dt.UTC)
    return MadeSheet(composition, typeset(composition, at), extent, tuple(dict.fromkeys(told)))


def _request(making: _Making) -> MapRequest:
    """The map that is wanted, its size still that of the page."""
    spec, extent, paper = making.spec, making.extent, making.page
    if spec.scale is not None and not LEAST_SCALE <= spec.scale <= MOST_SCALE:
        raise ScaleError(spec.scale, LEAST_SCALE, MOST_SCALE)
    if not math.isfinite(spec.rotation_deg):
        raise RotationError(spec.rotation_deg)
    for key in spec.layers:
        layer(key)
    return MapRequest(
        extent=extent.shape,
        width_mm=paper.width_mm,
        height_mm=paper.height_mm,
        layers=spec.layers,
        scale=spec.scale,
        rotation_deg=spec.rotation_deg % 360.0,
        operations=None if spec.selection.is_empty else select(making.world, spec.selection),
        subject=extent.subject,
        subject_name=extent.name,
        labels=spec.labels,
        graticule=spec.graticule,
        basemap=_basemap(spec.basemap, making.settings),
        emphasis=paper.emphasis,
    )


def _framed(making: _Making, around: Around, asked: MapRequest) -> tuple[Frame, MapRequest]:
    """Room of the map, and the map of that size.

    What is expected around it is seen on a map of about its size. Where the map of a lying page would be far wider than
    what it shows, the column beside it takes what the map does not need.
    """
    paper = making.page
    about = replace(asked, width_mm=0.75 * paper.width_mm, height_mm=0.7 * paper.height_mm)
    place = placed(about)
    expected = expected_legend(about, place, making.world) if around.legend is not None else None
    around = replace(around, legend=expected, locator=making.locator(place))
    texts = making.texts(making.spec.layers, asked.basemap.attribution if asked.basemap else "")
    room = frame(paper, texts, around, place)
    sized = _sized(asked, room)
    if not is_lying(paper):
        return room, sized
    place = placed(sized)
    wide = float(np.ptp(place.mm(shapely.get_coordinates(sized.extent))[:, 0]))
    spare = place.width_mm - _FULL * wide
    least = side_width(paper)
    grown = min(least + spare, widest_side(paper))
    if grown > least:
        wider = frame(paper, texts, around, place, grown)
        if placed(_sized(asked, wider)).scale == place.scale:
            return wider, _sized(asked, wider)
    return room, sized


def _sized(asked: MapRequest, room: Frame) -> MapRequest:
    left, top, right, bottom = room.box
    return replace(asked, width_mm=right - left, height_mm=bottom - top)


def _unmapped(making: _Making) -> tuple[str, ...]:
    """Say how many operations of a commune or of the territory have no footprint to draw."""
    spec, world, extent = making.spec, making.world, making.extent
    if "operations" not in spec.layers or extent.kind not in ("commune", "territory"):
        return ()
    chosen = world.programme.operations.loc[select(world, spec.selection)]
    own = chosen["commune"].eq(extent.code) if extent.kind == "commune" else chosen["commune"].notna()
    count = int((own & (chosen.geometry.isna() | chosen.geometry.is_empty)).sum())
    if not count:
        return ()
    public = plural(
        count,
        N_("{count} operation has no published footprint: it is not on the map."),
        N_("{count} operations have no published footprint: they are not on the map."),
    )
    partners = plural(
        count,
        N_("{count} operation has no footprint yet: it is not on the map."),
        N_("{count} operations have no footprint yet: they are not on the map."),
    )
    words = public if spec.audience is Audience.PUBLIC else partners
    return (words.format(count=number(count)),)


def _basemap(key: str | None, settings: Settings) -> Basemap | None:
    if key is None:
        return None
    found = next((item for item in settings.basemaps if item.key == key), None)
    if found is None:
        raise BasemapError(key, [item.key for item in settings.basemaps])
    return found


def _plain(text: str) -> str:
    """A text of which every letter can be drawn."""
    return drawable(text).strip()


def _alt(extent: Extent, drawn: SheetMap) -> str:
    return _("Map: {extent}, at 1:{scale}.").format(
        extent=_plain(extent.name), scale=number(drawn.place.scale)
    )
