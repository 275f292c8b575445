"""The legend of a map: the classes that are drawn on it and no others, as they are drawn, with their number."""

from core.languages import N_, _
from layers.layer import GeometryKind
from maps.rendering import sign
from maps.sheet.features import Features
from maps.sheet.look import SUBJECT, Look
from maps.sheet.request import LegendEntry

OTHER = N_("Other")


def entries(found: Features, look: Look) -> list[LegendEntry]:
    """Tell the classes of the n features of a layer that are on the map, in the order of their declaration."""
    layer, symbol = found.layer, found.layer.symbol
    title = _(layer.title)
    if not len(found):
        return []
    if not symbol.classes:
        picture = sign(look.style(layer, symbol.style), layer.geometry, symbol.marker)
        by = symbol.area_by and _(layer.by_name[symbol.area_by].title)
        label = (
            _("{layer} (size of the sign: {field})").format(layer=title, field=by.lower()) if by else title
        )
        return [LegendEntry(layer.key, label, label, picture, len(found))]
    known = [item for item in symbol.classes if len(found.of(item.value))]
    told = [
        LegendEntry(
            layer.key,
            title,
            _(item.label),
            sign(look.style(layer, item.style), layer.geometry, symbol.marker, item.pictogram),
            len(found.of(item.value)),
            item.value,
        )
        for item in known
    ]
    others = len(found) - sum(item.count for item in told)
    if others:
        picture = sign(look.style(layer, symbol.style), layer.geometry, symbol.marker)
        told.append(LegendEntry(layer.key, title, _(OTHER), picture, others))
    return told


def subject_entry(words: str) -> LegendEntry:
    """Tell what the sheet is about."""
    return LegendEntry("subject", words, words, sign(SUBJECT, GeometryKind.POLYGON), 0)
