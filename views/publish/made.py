"""What was made for the page, kept for all readers of this process: the last sheets, and their pictures.

A sheet is a function of what was asked and of the world, so that both together are the key under which it is kept.
"""

import datetime as dt
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import TypeVar

from core.settings import Settings
from exports.sheet import raster
from exports.sheet.make import MadeSheet, audience_world, make_sheet
from exports.sheet.spec import Audience, SheetSpec
from programme.world import World
from views import context

T = TypeVar("T")

SCREEN_PX = 1_500
"""Longer side of the picture: sharp on a dense screen, and still light to send."""


class Shelf:
    """The last things that were made. One is made at a time: each takes a core and much memory."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._things: OrderedDict[Hashable, object] = OrderedDict()
        self._looking = threading.Lock()
        self._making = threading.Lock()

    def get(self, key: Hashable, make: Callable[[], T]) -> T:
        """Give what lies under a key; where nothing does, it is made, once for all who ask meanwhile."""
        if not self._has(key):
            with self._making:
                if not self._has(key):
                    self._put(key, make())
        with self._looking:
            found = self._things.get(key)
        return make() if found is None else found  # type: ignore[return-value]

    def _has(self, key: Hashable) -> bool:
        with self._looking:
            if key in self._things:
                self._things.move_to_end(key)
            return key in self._things

    def _put(self, key: Hashable, thing: object) -> None:
        with self._looking:
            self._things[key] = thing
            while len(self._things) > self._most:
                self._things.popitem(last=False)


_sheets = Shelf(4)
_pictures = Shelf(12)


def today() -> dt.date:
    """The day, which is printed on what is published."""
    return dt.datetime.now().astimezone().date()


def world_of(audience: Audience) -> World:
    """The programme as those for whom a sheet is may see it."""
    return audience_world(context.installation(), audience, context.actor())


def sheet(spec: SheetSpec, world: World, settings: Settings) -> MadeSheet:
    """A sheet, made once.

    Raises
    ------
    core.errors.TrameError
        It cannot be made; the sentence says why.
    """
    return _sheets.get(_key(spec, world, settings), lambda: make_sheet(spec, world, settings))


def picture(spec: SheetSpec, world: World, settings: Settings) -> bytes:
    """The sheet itself as a picture for the screen: PNG of the very page that is printed."""
    return _pictures.get(_key(spec, world, settings), lambda: _png(sheet(spec, world, settings)))


def _key(spec: SheetSpec, world: World, settings: Settings) -> Hashable:
    """What a sheet depends on; the day is printed on it."""
    return settings.file, world.key, spec, today()


def _png(made: MadeSheet) -> bytes:
    inches = max(made.page.width_mm, made.page.height_mm) / raster.INCH_MM
    dpi = SCREEN_PX / inches
    width, height = (round(side / raster.INCH_MM * dpi) for side in (made.page.width_mm, made.page.height_mm))
    return raster.png(made.typeset, width, height, dpi, made.title)
