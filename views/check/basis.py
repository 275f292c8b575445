"""What a check rests on: the shape, its coordinates, the revisions of the layers and the thresholds."""

from core.formats import UNKNOWN, date, number
from core.languages import _
from layers.registry import LAYERS
from programme.check.report import Report
from programme.check.words import thresholds
from views.html import Column, Html, grey, heading, join, table, tag


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
    rows = thresholds(report.thresholds)
    columns = (Column(_("Threshold")), Column(_("Value"), number=True))
    return join((heading(_("Thresholds in force")), table(_("Thresholds in force"), columns, rows)))
