"""``trame check``: the footprint check without a browser.

Exit status: 0 conform, 1 to be corrected, 2 wrong usage, 3 a file that cannot be read.
"""

import json
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cli.columns import columns
from cli.library import known_crs
from cli.terminal import progress_bar
from core.actor import LOCAL
from core.errors import TrameError, UnknownOperationError
from core.issues import Level
from core.languages import _
from core.settings import Settings

if TYPE_CHECKING:
    from programme.check.report import Report
    from programme.check.submission import Submission
    from programme.world import World

CONFORM, TO_BE_CORRECTED, UNREADABLE = 0, 1, 3


@click.command()
@click.argument("file", required=False, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--layer", help="Layer of the file to read, where it holds several.")
@click.option(
    "--feature", type=click.IntRange(min=1), help="Feature to check, the first being 1; all unless given."
)
@click.option("--crs", callback=known_crs, help="CRS of the coordinates, where the file is wrong: EPSG:2154.")
@click.option("--swapped", is_flag=True, help="The file gives north before east.")
@click.option("--commune", metavar="INSEE", help="Commune that the footprint is declared in.")
@click.option("--operation", metavar="ID", help="Operation that it is, or is to be, the footprint of.")
@click.option("--declared-area-m2", type=click.FloatRange(min=0, min_open=True), help="Area as declared.")
@click.option(
    "--json", "as_json", is_flag=True, help="One JSON document on standard output and nothing else."
)
@click.option(
    "--pdf", type=click.Path(dir_okay=False, writable=True, path_type=Path), help="Report to write."
)
@click.option(
    "--gpkg", type=click.Path(dir_okay=False, writable=True, path_type=Path), help="Findings to write."
)
@click.pass_context
def check(context: click.Context, /, file: Path | None, *, as_json: bool, **said: Any) -> None:
    """Check the footprint in FILE, or that of an operation, and say whether it stands."""
    settings: Settings = context.obj
    outputs = {name: said[name] for name in ("pdf", "gpkg") if said[name]}
    if len(outputs) + as_json > 1:
        raise click.UsageError(_("Choose one of --json, --pdf and --gpkg."))
    if file is None and said["operation"] is None:
        raise click.UsageError(_("Name a file, or an operation with --operation."))
    world = _world(settings, said)
    submissions = _read(context, settings, world, file, said, as_json=as_json)
    if outputs and len(submissions) > 1:
        raise click.UsageError(
            _("The file holds {count} features: choose one with --feature.").format(count=len(submissions))
        )
    reports = _checked(world, submissions, settings, silenced=as_json)
    if as_json:
        click.echo(json.dumps(_document(reports), ensure_ascii=False, indent=2))
    else:
        for report in reports:
            _tell(report)
    for kind, target in outputs.items():
        _write(kind, target, reports[0], world, settings)
    context.exit(TO_BE_CORRECTED if any(_faulty(report) for report in reports) else CONFORM)


def _world(settings: Settings, said: dict[str, Any]) -> "World":
    """What the local reader may see; what the options name must be in it."""
    from layers.library import Library
    from programme.storage.store import Store
    from programme.world import open_world

    store, library = Store(settings.folders.programme), Library(settings.folders.library)
    world = open_world(settings, store, library, LOCAL)
    commune, operation = said["commune"], said["operation"]
    if commune is not None and (world.communes is None or world.communes.position(commune) is None):
        words = _("no commune of the library has the code {insee}.").format(insee=commune)
        raise click.BadParameter(words, param_hint="--commune")
    if operation is not None and operation not in world.programme.operations.index:
        raise click.BadParameter(str(UnknownOperationError(operation)), param_hint="--operation")
    return world


def _read(
    context: click.Context,
    settings: Settings,
    world: "World",
    file: Path | None,
    said: dict[str, Any],
    *,
    as_json: bool,
) -> "list[Submission]":
    """Read what is to be checked, and add what the options say of it; a file that cannot be read ends the command."""
    from gis.errors import SourceError
    from layers.territory import middle
    from programme.check import reading

    try:
        if file is None:
            found = [reading.from_operation(world, said["operation"])]
        else:
            with tempfile.TemporaryDirectory(prefix="trame-check-") as folder:
                found = reading.from_file(
                    file,
                    limits=settings.footprint_limits,
                    folder=Path(folder),
                    layer=said["layer"],
                    feature=said["feature"],
                    crs=said["crs"],
                    swapped=said["swapped"],
                    near=middle(settings.territory),
                )
    except SourceError as fault:
        if as_json:
            click.echo(json.dumps({"error": fault.code, "message": str(fault)}, ensure_ascii=False, indent=2))
        else:
            click.echo(str(fault), err=True)
        context.exit(UNREADABLE)
    told = {
        "operation_id": said["operation"],
        "commune": said["commune"],
        "declared_area_m2": said["declared_area_m2"],
    }
    known = {name: value for name, value in told.items() if value is not None}
    return [replace(item, subject=replace(item.subject, **known)) for item in found]


def _checked(
    world: "World", submissions: "Sequence[Submission]", settings: Settings, *, silenced: bool
) -> "list[Report]":
    from layers.library import Library
    from programme.check.check import check as check_one
    from programme.check.check import check_all
    from programme.visa.recording import cadastre_checked

    if len(submissions) == 1:
        operation_id = submissions[0].subject.operation_id
        linked = cadastre_checked(world, Library(settings.folders.library), operation_id)
        return [check_one(world, submissions[0], settings, linked=linked)]
    with progress_bar(silenced=silenced) as progress:
        return check_all(world, submissions, settings, progress)


def _document(reports: "Sequence[Report]") -> dict[str, Any]:
    """One footprint as its own record; several as a list, with the verdict of them all."""
    from programme.check.record import record

    records = [record(report) for report in reports]
    if len(records) == 1:
        return records[0]
    faulty = [report for report in reports if _faulty(report)]
    return {"verdict": str((faulty or list(reports))[0].verdict), "reports": records}


def _faulty(report: "Report") -> bool:
    return report.counts[Level.ERROR] > 0


def _write(kind: str, target: Path, report: "Report", world: "World", settings: Settings) -> None:
    from exports import check_package, check_report

    content = check_report.pdf(report, world, settings) if kind == "pdf" else check_package.package(report)
    try:
        target.write_bytes(content)
    except OSError as fault:
        words = _("{file} cannot be written: {fault}.").format(file=target, fault=fault.strerror)
        raise TrameError(words) from None
    click.echo(_("Written: {file}").format(file=target), err=True)


def _tell(report: "Report") -> None:
    """Say a report in words: the verdict first, then each finding."""
    from programme.check.words import VERDICT_WORDS, counted, figure

    counts = report.counts
    told = ", ".join(counted(level, counts[level]) for level in Level)
    sentence = _("{name}: {verdict} ({counts})")
    click.echo(
        sentence.format(name=report.subject.name, verdict=_(VERDICT_WORDS[report.verdict]), counts=told)
    )
    facts = report.footprint
    if facts is not None:
        area, perimeter = figure("area_m2", facts.area_m2), figure("perimeter_m", facts.perimeter_m)
        words = _("Area {area}, perimeter {perimeter}, fingerprint {hash}")
        click.echo(words.format(area=area, perimeter=perimeter, hash=facts.hash[:12]))
    rows = [[item.level_label, item.code, item.message] for item in report.findings]
    if rows:
        click.echo(columns(rows))
