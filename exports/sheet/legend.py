"""The legend of a sheet: what is visible on its map, in columns, smaller where it is long, cut where it must be."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from core.formats import number
from core.languages import N_, plural
from exports.sheet.blocks import EMPTY, LEADING, Block, moved
from exports.sheet.elements import GREY, Words
from exports.sheet.letters import CAPITAL, REGULAR, STRONG, fitted, width
from maps.sheet.request import LegendEntry

SHRUNK = (1.0, 0.92, 0.84, 0.76)
"""Sizes that are tried, in parts of the body type."""
SMALL = 0.83
"""A legend whose letters are smaller than that asks for the room of what is less needed."""
SIGN_WIDE, SIGN_HIGH = 18 / 11, 14 / 11
"""Of the picture of a sign, in sizes of the letters beside it."""
_COLUMN, _NARROW = 17.0, 12.0
"""Least width of a column, in sizes, and that of a legend which has no room otherwise."""
_GUTTER = 1.8
_MOST_COLUMNS = 6
_NAMED = 6
"""Classes without room that a note names."""


@dataclass(frozen=True, slots=True)
class _Row:
    """A line of the legend."""

    lines: tuple[str, ...]
    height_mm: float
    before_mm: float
    entry: LegendEntry | None = None
    """None: the head of a layer."""


def legend_block(
    entries: Sequence[LegendEntry],
    width_mm: float,
    height_mm: float,
    base_mm: float,
    *,
    wanted_mm: float = 0.0,
) -> Block:
    """Set a legend into a box.

    Parameters
    ----------
    entries
        Of what is drawn, layer by layer.
    width_mm, height_mm
        The most that it may take.
    base_mm
        Size of its letters; smaller ones are used where there is no room.
    wanted_mm
        Height that is free beside it: the fewest columns that keep to it are taken, if any do.

    Returns
    -------
    Block of that width, as high as it has to be. A note says which classes found no room.
    """
    if not entries:
        return EMPTY
    if height_mm < 2 * base_mm:
        return replace(EMPTY, notes=cut_notes(entries), tight=True)
    for size, count, most, whole in _tries(width_mm, height_mm, base_mm, wanted_mm):
        columns = _filled(_rows(entries, _column_wide(width_mm, size, count), size), count, most, whole=whole)
        if columns is not None:
            return replace(_drawn(columns, width_mm, size, count), tight=size < SMALL * base_mm)
    return _cut(entries, width_mm, height_mm, SHRUNK[-1] * base_mm)


def _tries(
    width_mm: float, height_mm: float, base_mm: float, wanted_mm: float
) -> Iterator[tuple[float, int, float, bool]]:
    """Sizes, numbers of columns and heights to be tried, and whether layers must stay whole: the best first."""
    for count in range(1, _columns(width_mm, base_mm) + 1) if wanted_mm > 0 else ():
        yield base_mm, count, min(wanted_mm, height_mm), True
    for size in (shrunk * base_mm for shrunk in SHRUNK):
        for whole in (True, False):
            for count in range(_columns(width_mm, size), 0, -1):
                yield size, count, height_mm, whole
    yield size, _columns(width_mm, size, _NARROW), height_mm, False


def _columns(width_mm: float, size: float, least: float = _COLUMN) -> int:
    return max(1, min(_MOST_COLUMNS, int((width_mm + _GUTTER * size) / ((least + _GUTTER) * size))))


def _column_wide(width_mm: float, size: float, count: int) -> float:
    return (width_mm - (count - 1) * _GUTTER * size) / count


def _rows(entries: Sequence[LegendEntry], wide: float, size: float) -> list[_Row]:
    rows: list[_Row] = []
    was_alone = False
    for _layer, found in groupby(entries, key=lambda item: item.layer):
        group = list(found)
        alone = len(group) == 1
        before = (0.25 if alone and was_alone else 0.8) * size
        was_alone = alone
        if not alone:
            lines = fitted(group[0].title, wide, (size, size), (1, 2), STRONG).lines
            high = size * (CAPITAL + 0.75) + LEADING * size * (len(lines) - 1)
            rows.append(_Row(lines, high, before))
            before = 0.0
        for item in group:
            named = not alone or item.label.startswith(item.title)
            told = item.label if named else f"{item.title}\u00a0: {item.label}"
            room = wide - (SIGN_WIDE + 0.7) * size - _tailwide(item.count, size)
            lines = fitted(told, room, (size, size), (2, 3)).lines
            high = max(SIGN_HIGH * size + 0.38 * size, LEADING * size * len(lines) + 0.3 * size)
            rows.append(_Row(lines, high, before, item))
            before = 0.0
    return rows


def tail(count: int) -> str:
    """Number of the features of a class, as it stands after its words."""
    return f"\u00a0\u00a0{number(count)}" if count else ""


def _tailwide(count: int, size: float) -> float:
    return width(tail(count), size) if count else 0.0


def _filled(rows: list[_Row], count: int, most: float, *, whole: bool) -> list[list[_Row]] | None:
    """Share rows out to columns of the least height that holds them; None where none does."""
    total = sum(row.height_mm + row.before_mm for row in rows)
    step = max(row.height_mm for row in rows) / 3
    high = max(total / count, max(row.height_mm for row in rows))
    for place in range(2 + max(0, int((most - high) / step))):
        columns = _shared(rows, min(high + place * step, most), whole=whole)
        if columns is not None and len(columns) <= count:
            return columns
    return None


def _shared(rows: list[_Row], most: float, *, whole: bool) -> list[list[_Row]] | None:
    columns: list[list[_Row]] = [[]]
    used = 0.0
    for place, row in enumerate(rows):
        needed = row.height_mm + (row.before_mm if columns[-1] else 0.0)
        # A head never stands alone at the foot of a column.
        after = _following(rows, place, whole=whole) if row.entry is None else 0.0
        if whole and row.height_mm + after > most + 1e-6:
            return None
        if columns[-1] and used + needed + after > most + 1e-6:
            columns.append([])
            used, needed = 0.0, row.height_mm
        if used + needed > most + 1e-6:
            return None
        columns[-1].append(row)
        used += needed
    return columns


def _following(rows: list[_Row], place: int, *, whole: bool) -> float:
    """Height of what stays with the head of a layer: all of its classes, or the first alone."""
    layer = rows[place + 1].entry
    found = 0.0
    for row in rows[place + 1 :]:
        if row.entry is None or layer is None or row.entry.layer != layer.layer:
            break
        found += row.height_mm
        if not whole:
            break
    return found


def _drawn(columns: list[list[_Row]], width_mm: float, size: float, count: int) -> Block:
    wide = _column_wide(width_mm, size, count)
    elements: list[Words] = []
    body: list[str] = []
    height = 0.0
    for place, column in enumerate(columns):
        x, y = place * (wide + _GUTTER * size), 0.0
        for line, row in enumerate(column):
            y += row.before_mm if line else 0.0
            elements.append(_words(row, x, y, size))
            if row.entry is not None:
                body.append(sign_svg(row.entry, x, y, size))
            y += row.height_mm
        height = max(height, y)
    return Block(width_mm, height, tuple(elements), "".join(body))


def _words(row: _Row, x: float, y: float, size: float) -> Words:
    if row.entry is None:
        return Words(row.lines, x, y + CAPITAL * size, size, LEADING * size, STRONG)
    base = y + (SIGN_HIGH + CAPITAL) / 2 * size
    inner = x + (SIGN_WIDE + 0.7) * size
    return Words(row.lines, inner, base, size, LEADING * size, REGULAR, tail=tail(row.entry.count))


def _cut(entries: Sequence[LegendEntry], width_mm: float, height_mm: float, size: float) -> Block:
    """As many classes as there is room for, and a line that says how many there are besides."""
    count = _columns(width_mm, size)
    wide = _column_wide(width_mm, size, count)
    room = height_mm - 1.5 * size
    kept = len(entries) - 1
    while kept > 0:
        columns = _filled(_rows(entries[:kept], wide, size), count, room, whole=False)
        if columns is not None:
            break
        kept -= 1
    else:
        columns = []
    left = len(entries) - kept
    block = _drawn(columns, width_mm, size, count) if columns else Block(width_mm, 0.0)
    line = Words((left_words(left),), 0.0, CAPITAL * size, size, LEADING * size, REGULAR, GREY)
    below = moved(Block(width_mm, size, (line,)), 0.0, block.height_mm + 0.3 * size)
    return Block(
        width_mm,
        block.height_mm + 1.4 * size,
        (*block.elements, *below.elements),
        block.body,
        cut_notes(entries[kept:]),
        tight=True,
    )


def sign_svg(entry: LegendEntry, x: float, y: float, size: float) -> str:
    """Picture of an entry at a place, as large as letters of a size ask for."""
    return f'<g transform="translate({x:.3f} {y:.3f}) scale({size / 11:.5f})">{entry.picture}</g>'


def left_words(count: int) -> str:
    """Words for classes that the legend has no room for."""
    return plural(count, N_("and {count} more class"), N_("and {count} more classes")).format(
        count=number(count)
    )


def cut_notes(left: Sequence[LegendEntry]) -> tuple[str, ...]:
    """Sentence on classes that the legend has no room for; none where there are none."""
    if not left:
        return ()
    names = ", ".join(item.label for item in left[:_NAMED]) + (", …" if len(left) > _NAMED else "")
    return (
        plural(
            len(left),
            N_("The legend has no room for {count} class: {names}. Choose a larger page or fewer layers."),
            N_("The legend has no room for {count} classes: {names}. Choose a larger page or fewer layers."),
        ).format(count=number(len(left)), names=names),
    )
