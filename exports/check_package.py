"""A check as data: a GeoPackage of all that was found, and an archive of the reports of a batch."""

import csv
import io
import json
import zipfile
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import geopandas as gpd
import pandas as pd
import shapely

from core.issues import Level
from core.languages import N_, _
from core.progress import Progress, silent
from core.settings import Settings
from exports.check_report import pdf
from exports.tables import cell
from gis.projection import METRIC
from gis.writing import file_name, printable, write_layers
from programme.check.report import Relation, Report
from programme.check.words import GROUP_WORDS, RELATION_WORDS, VERDICT_WORDS
from programme.world import World

SUMMARY: Sequence[str] = (
    N_("No."),
    N_("Name"),
    N_("Verdict"),
    N_("Errors"),
    N_("Warnings"),
    N_("Informations"),
    N_("Area (m²)"),
    N_("Perimeter (m)"),
    N_("Parcels taken whole"),
    N_("Parcels taken in part"),
    N_("Parcels only grazed"),
    N_("Communes"),
    N_("Priority neighbourhoods"),
    N_("Operations on the same ground"),
    N_("Fingerprint of the shape"),
    N_("Report"),
    N_("Fictitious"),
)
"""Heads of the summary of a batch."""


def package(report: Report) -> bytes:
    """Write all that was found about one footprint as a GeoPackage.

    Parameters
    ----------
    report
        What a check gave.

    Returns
    -------
    GeoPackage in EPSG:2154 with the layers ``footprint``, ``repaired``, ``proposal``, ``parcels``, ``operations`` and
    ``findings``; a layer that has nothing to show is empty. Sentences are in the language in force, the codes beside
    them are not.
    """
    with TemporaryDirectory() as folder:
        file = Path(folder) / "report.gpkg"
        write_layers(file, layers(report))
        return file.read_bytes()


def layers(report: Report) -> dict[str, gpd.GeoDataFrame]:
    """Frames of the package by the name of the layer, EPSG:2154.

    Parameters
    ----------
    report
        What a check gave.
    """
    facts = report.footprint
    return {
        "footprint": _one(report, None if facts is None else facts.geometry),
        "repaired": _one(report, None if facts is None else facts.repaired),
        "proposal": _one(report, report.proposal),
        "parcels": _frame(
            ("idu", "recorded_m2", "area_m2", "covered_m2", "share", "relation", "relation_label"),
            [
                (
                    item.idu,
                    item.recorded_m2,
                    item.area_m2,
                    item.covered_m2,
                    item.share,
                    str(item.relation),
                    _(RELATION_WORDS[item.relation]),
                )
                for item in report.parcels
            ],
            [item.geometry for item in report.parcels],
        ),
        "operations": _frame(
            ("id", "name", "step", "area_m2", "share", "same"),
            [
                (item.id, item.name, item.step, item.area_m2, item.share, item.same)
                for item in report.operations
            ],
            [item.geometry for item in report.operations],
        ),
        "findings": _frame(
            ("number", "code", "level", "level_label", "subject", "subject_label", "message", "figures"),
            [
                (
                    number,
                    item.code,
                    str(item.level),
                    item.level_label,
                    str(item.group),
                    _(GROUP_WORDS[item.group]),
                    item.message,
                    json.dumps(dict(item.values), ensure_ascii=False, default=str),
                )
                for number, item in enumerate(report.findings, start=1)
            ],
            [item.shape for item in report.findings],
        ),
    }


def summary(reports: Sequence[Report]) -> bytes:
    """Write one row for each footprint of a batch.

    Parameters
    ----------
    reports
        n reports.

    Returns
    -------
    CSV that a French spreadsheet opens as it is: UTF-8 with a byte order mark, semicolons, decimal commas; text that a
    spreadsheet would run is disarmed.
    """
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=";", lineterminator="\r\n")
    writer.writerow([_(head) for head in SUMMARY])
    for number, report in enumerate(reports, start=1):
        writer.writerow([cell(value) for value in _row(number, report, len(reports))])
    return stream.getvalue().encode("utf-8-sig")


def batch(reports: Sequence[Report], world: World, settings: Settings, progress: Progress = silent) -> bytes:
    """Pack the reports of a batch.

    Parameters
    ----------
    reports
        n reports.
    world, settings
        Of the installation.
    progress
        Told before each report; it may stop the work, which then leaves nothing.

    Returns
    -------
    Zip archive: the summary and one PDF for each footprint, numbered in their order.
    """
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(file_name(_("summary")) + ".csv", summary(reports))
        for number, report in enumerate(reports, start=1):
            progress((number - 1) / len(reports), _("Report: {name}").format(name=report.subject.name))
            archive.writestr(pdf_name(number, report, len(reports)), pdf(report, world, settings))
    progress(1.0, _("All reports are made."))
    return content.getvalue()


def pdf_name(number: int, report: Report, count: int) -> str:
    """Name of the report of one footprint in a batch: its number first, so that names never meet."""
    return f"{number:0{len(str(count))}d}-{file_name(report.subject.name)}.pdf"


def _row(number: int, report: Report, count: int) -> list[Any]:
    facts = report.footprint
    taken = [sum(item.relation is relation for item in report.parcels) for relation in Relation]
    return [
        number,
        report.subject.name,
        _(VERDICT_WORDS[report.verdict]),
        *(report.counts[level] for level in Level),
        None if facts is None else facts.area_m2,
        None if facts is None else facts.perimeter_m,
        *taken,
        ", ".join(f"{item.name} ({item.insee})" for item in report.communes),
        ", ".join(
            f"{item.name or item.code} ({item.code})" for item in report.neighbourhoods if item.area_m2 > 0
        ),
        ", ".join(f"{item.name} ({item.id})" for item in report.operations),
        None if facts is None else facts.hash,
        pdf_name(number, report, count),
        report.fictitious,
    ]


def _one(report: Report, geometry: shapely.Geometry | None) -> gpd.GeoDataFrame:
    """The layer of an outline, with what the report says of it as a whole."""
    facts, subject = report.footprint, report.subject
    columns = (
        "name",
        "operation_id",
        "verdict",
        "verdict_label",
        "errors",
        "warnings",
        "area_m2",
        "submitted_hash",
        "checked_at",
        "revisions",
        "fictitious",
    )
    if geometry is None or facts is None:
        return _frame(columns, [], [])
    values = (
        subject.name,
        subject.operation_id,
        str(report.verdict),
        _(VERDICT_WORDS[report.verdict]),
        report.counts[Level.ERROR],
        report.counts[Level.WARNING],
        float(shapely.area(geometry)),
        facts.hash,
        report.checked_at.isoformat(timespec="seconds"),
        json.dumps(dict(report.revisions), ensure_ascii=False),
        report.fictitious,
    )
    return _frame(columns, [values], [geometry])


def _frame(
    columns: Sequence[str], rows: Sequence[Sequence[Any]], shapes: Sequence[shapely.Geometry | None]
) -> gpd.GeoDataFrame:
    cleaned = [[printable(value) if isinstance(value, str) else value for value in row] for row in rows]
    table = pd.DataFrame(cleaned, columns=list(columns))
    return gpd.GeoDataFrame(table, geometry=gpd.GeoSeries(list(shapes), crs=METRIC), crs=METRIC)
