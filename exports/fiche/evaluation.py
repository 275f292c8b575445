"""The figures of the evaluation on the fact sheet of a place: what is done, what is near, targets, rings."""

from collections.abc import Mapping, Sequence

from core.formats import UNKNOWN, number
from core.languages import N_, _
from exports.blocks import LEFT, RIGHT, Block, Cell
from exports.fiche.parts import columns, told_table
from layers.facilities import FACILITIES, KINDS
from maps.rendering import sign
from programme.evaluation.catalogue import INDICATORS
from programme.evaluation.evaluate import evaluate
from programme.evaluation.indicators import Subject
from programme.evaluation.place import Place
from programme.evaluation.rings import Ring, rings
from programme.evaluation.value import Value
from programme.evaluation.words import value_text
from programme.visibility import sees_indicator
from programme.world import World

Values = Mapping[str, Value]

_LIVES: Mapping[str, str] = {
    "dwellings_demolished": N_("Dwellings demolished"),
    "dwellings_rebuilt": N_("Dwellings rebuilt"),
    "dwellings_rebuilt_on_site": N_("of which on site"),
    "dwellings_rebuilt_elsewhere": N_("of which elsewhere"),
    "dwellings_requalified": N_("Dwellings requalified"),
    "dwellings_residentialised": N_("Dwellings residentialised"),
    "operations": N_("Operations"),
    "facilities": N_("Public facilities"),
}
"""What a programme makes, by the first word of its indicators."""
_PARTS = ("dwellings_rebuilt_on_site", "dwellings_rebuilt_elsewhere")
_STAGES = ("programmed", "delivered", "to_deliver", "completion")
_SINGLE = (Subject.MONEY, Subject.MAPPING, Subject.INTEGRATION, Subject.REHOUSING)
_RINGED = ("operations.programmed", "operations.delivered", "renewal.rate", "actions.total")


def values_of(world: World, place: Place) -> Values:
    """Every indicator of a place that this reader may be told, by its code."""
    return {
        value.indicator.code: value
        for value in evaluate(world, [place])
        if sees_indicator(world.role, value.indicator.code)
    }


def done_table(values: Values) -> Block | None:
    """What is programmed, delivered and to deliver; kinds of which nothing is programmed are left out."""
    rows: list[list[Cell]] = []
    for stem, words in _LIVES.items():
        found = [values.get(f"{stem}.{stage}") for stage in _STAGES]
        if found[0] is None or not found[0].value:
            continue
        rows.append(
            [
                ("\N{EM SPACE}" if stem in _PARTS else "") + _(words),
                *(_cell(value) for value in found[:3]),
                _rate(found[3]),
            ]
        )
    heads = (
        (_("What the programme makes"), LEFT, "1fr"),
        (_("In all"), RIGHT, "auto"),
        (_("Already delivered"), RIGHT, "auto"),
        (_("Still to deliver"), RIGHT, "auto"),
        (_("Completion rate"), LEFT, "auto"),
    )
    return told_table(_("What is done"), heads, rows)


def access_table(values: Values) -> Block | None:
    """Share of the social dwellings that are near each kind of facility."""
    rows: list[list[Cell]] = []
    for kind in KINDS:
        near, far = (values.get(f"access.{kind.value}_{metres}") for metres in (300, 500))
        if near is None or far is None or (near.value is None and far.value is None):
            continue
        picture = sign(kind.style, FACILITIES.geometry, FACILITIES.symbol.marker, kind.pictogram)
        rows.append([{"sign": _standing(picture), "text": _(kind.label)}, _rate(near), _rate(far)])
    heads = (
        (_("Share of the social dwellings"), LEFT, "1fr"),
        (_("within 300\u00a0m"), LEFT, "auto"),
        (_("within 500\u00a0m"), LEFT, "auto"),
    )
    return told_table(_("Facilities near the dwellings"), heads, rows)


def other_tables(values: Values) -> list[Block]:
    """Indicators that stand alone: money, hours, households; what cannot be told is left out, but for secrets."""
    rows: list[list[Cell]] = [
        [value.indicator.label, _cell(value)]
        for value in values.values()
        if value.indicator.subject in _SINGLE and (value.value is not None or value.suppressed)
    ]
    heads = ((_("Indicator"), LEFT, "1fr"), (_("Value"), RIGHT, "auto"))
    secret = any(value.suppressed for value in values.values() if value.indicator.subject in _SINGLE)
    note = _("Small numbers of persons are kept secret.") if secret else None
    half = (len(rows) + 1) // 2
    return columns(
        told_table(None, heads, rows[:half], note=note),
        told_table(None, heads, rows[half:]),
        title=_("Other indicators"),
    )


def targets_table(values: Values, most: int) -> Block | None:
    """Indicators that have a target, with the way done from where they started."""
    held = [value for value in values.values() if value.target.target is not None]
    rows: list[list[Cell]] = [
        [
            {"text": value.indicator.label, "below": value.target.source},
            _with_year(value_text(value.target.baseline, value.indicator.unit), value.target.baseline_year),
            _cell(value),
            _with_year(value_text(value.target.target, value.indicator.unit), value.target.horizon),
            _way(value),
        ]
        for value in held[:most]
    ]
    heads = (
        (_("Indicator"), LEFT, "1fr"),
        (_("Baseline"), RIGHT, "auto"),
        (_("Now"), RIGHT, "auto"),
        (_("Target"), RIGHT, "auto"),
        (_("Way done"), LEFT, "auto"),
    )
    return told_table(_("Targets"), heads, rows)


def rings_table(world: World, place: Place) -> Block | None:
    """The neighbourhood, its border and the rest of its commune, side by side."""
    found = rings(world, place)
    rows: list[list[Cell]] = [
        [_("Operations"), *(number(ring.operations) for ring in found)],
        [_("Social dwellings"), *(number(ring.dwellings) for ring in found)],
        [_("Public facilities"), *(number(ring.facilities) for ring in found)],
        *(_ring_row(code, found) for code in ("renewal.rate",) if sees_indicator(world.role, code)),
    ]
    heads = ((_("Three rings"), LEFT, "1fr"), *((ring.label, RIGHT, "auto") for ring in found))
    kept = [row for row in rows if any(cell != UNKNOWN for cell in row[1:])]
    return told_table(_("Around the neighbourhood"), heads, kept, keep=4)


def _ring_row(code: str, found: Sequence[Ring]) -> list[Cell]:
    unit = INDICATORS[code].unit
    return [INDICATORS[code].label, *(value_text(ring.value(code).value, unit) for ring in found)]


def _cell(value: Value | None) -> str:
    if value is None:
        return UNKNOWN
    return _("secret") if value.suppressed else value_text(value.value, value.indicator.unit)


def _rate(value: Value | None) -> Cell:
    if value is None or value.value is None:
        return _cell(value)
    return {"text": value_text(value.value, value.indicator.unit), "share": float(value.value)}


def _way(value: Value) -> Cell:
    """Share of the way from the start to the target; nothing where one of the two is not known."""
    way = value.progress
    if way is None:
        return UNKNOWN
    return {"text": f"{number(way * 100)}\u00a0%", "share": float(way)}


def _with_year(words: str, year: int | None) -> Cell:
    return words if year is None or words == UNKNOWN else {"text": words, "note": f"({year})"}


def _standing(picture: str) -> str:
    """A picture of the page as one that stands alone: a reader of files asks for its name space."""
    return (
        picture
        if "xmlns=" in picture
        else picture.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)
    )
