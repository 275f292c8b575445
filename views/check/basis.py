"""What a check rests on: the shape, its coordinates, the revisions of the layers and the thresholds."""

from core.formats import UNKNOWN, date, number, percent
from core.languages import N_, _
from layers.registry import LAYERS
from programme.check.report import Report
from views.html import Column, Html, grey, heading, join, table, tag

_THRESHOLD_WORDS = {
    "edge_m": N_("A parcel is grazed, or whole, up to this width along its limit"),
    "edge_share": N_("… and up to this share of it"),
    "vertex_m": N_("Vertices closer than this are one vertex"),
    "spike_deg": N_("A corner sharper than this is a spike"),
    "sliver_m": N_("A part nowhere wider than this is a sliver"),
    "least_m2": N_("Smallest footprint expected"),
    "most_m2": N_("Largest footprint expected"),
    "area_share": N_("Difference of areas that is told"),
    "outside_m2": N_("Area outside the commune that is forgiven"),
    "overlap_m2": N_("Overlap with an operation that is forgiven"),
    "same_m": N_("Outlines nowhere farther apart are the same"),
}


def not_checked(report: Report) -> str:
    """Which layers are missing, and what to do."""
    names = ", ".join(_(LAYERS[key].title) for key in report.not_checked)
    return _(
        "Not checked, as these layers are not imported: {layers}. Import them from the page Data."
    ).format(layers=names)


def basis_part(report: Report) -> Html:
    """What the check rests on: the shape, its coordinates, the revisions and the thresholds."""
    return join((_shape(report), _revisions(report), _thresholds(report)))


def _shape(report: Report) -> Html:
    facts, subject, systems = report.footprint, report.subject, report.systems
    used = " · ".join([systems.used or UNKNOWN, *([_("axes swapped")] if systems.swapped else [])])
    rows: list[tuple[object, object]] = [
        (_("Name"), subject.name),
        *([(_("File"), subject.file)] if subject.file else []),
        *([(_("Layer"), subject.layer)] if subject.layer else []),
        *([(_("Feature"), number(subject.feature))] if subject.feature else []),
        (_("Coordinate system declared"), systems.found or _("none")),
        (_("Coordinate system used"), used),
    ]
    if facts is not None:
        rows += [
            (_("Area"), f"{number(facts.area_m2, decimals=2)}\u00a0m²"),
            (_("Perimeter"), f"{number(facts.perimeter_m, decimals=2)}\u00a0m"),
            (_("Parts, holes"), f"{number(facts.parts)}, {number(facts.holes)}"),
            (_("Fingerprint"), tag("code", facts.hash)),
        ]
    columns = (Column(_("Fact")), Column(_("Value")))
    return join((heading(_("The footprint")), table(_("The footprint"), columns, rows)))


def _revisions(report: Report) -> Html:
    columns = (Column(_("Layer")), Column(_("Revision")))
    rows = [
        (_(LAYERS[key].title) if key in LAYERS else _("Programme"), grey(revision))
        for key, revision in report.revisions.items()
    ]
    when = _("Checked on {date} at {time} (UTC).").format(
        date=date(report.checked_at.date()), time=f"{report.checked_at:%H:%M}"
    )
    return join(
        (
            heading(_("Checked against")),
            table(_("Revisions of the layers"), columns, rows),
            tag("p", grey(when)),
        )
    )


def _thresholds(report: Report) -> Html:
    units = (("_m2", "\u00a0m²"), ("_m", "\u00a0m"), ("_deg", "°"))
    rows = []
    for name, words in _THRESHOLD_WORDS.items():
        value = getattr(report.thresholds, name)
        unit = next((word for ending, word in units if name.endswith(ending)), "")
        shown = percent(value, decimals=0) if name.endswith("_share") else _short(value) + unit
        rows.append((_(words), shown))
    columns = (Column(_("Threshold")), Column(_("Value"), number=True))
    return join((heading(_("Thresholds in force")), table(_("Thresholds in force"), columns, rows)))


def _short(value: float) -> str:
    """Write a number with no more decimals than it has."""
    decimals = next((count for count in range(3) if round(value, count) == value), 3)
    return number(value, decimals=decimals)
