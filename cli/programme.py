"""Commands that load the programme and ask it: ``trame load``, ``trame identify``, ``trame operation``.

What reads maps and tables is imported by the command that needs it, so that the others start at once.
"""

import json
import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from cli.columns import columns
from cli.operation_text import operation_text
from cli.terminal import progress_bar, tell_issues
from core.formats import distance
from core.languages import _
from core.settings import Settings

_NEAR_POINT_M = 10.0
"""Precision of a place that a person types, for layers of points."""


@click.command()
@click.argument("folder", required=False, type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option(
    "--json", "as_json", is_flag=True, help="One JSON document on standard output and nothing else."
)
@click.pass_context
def load(context: click.Context, folder: Path | None, *, as_json: bool) -> None:
    """Load the programme's tables from FOLDER (the configuration's unless given), all or nothing."""
    from layers.library import Library
    from programme.exchange.loader import load as load_tables
    from programme.storage.store import Store

    settings: Settings = context.obj
    with progress_bar(silenced=as_json) as progress:
        report = load_tables(
            folder or settings.folders.tables,
            store=Store(settings.folders.programme),
            library=Library(settings.folders.library),
            progress=progress,
        )
    if as_json:
        _print_json(report.as_dict())
    else:
        tell_issues(report.issues)
        _tell_counts(report.counts, loaded=report.loaded)
    context.exit(0 if report.loaded else 1)


@click.command(context_settings={"ignore_unknown_options": True})
@click.argument("lon", type=click.FloatRange(-180, 180))
@click.argument("lat", type=click.FloatRange(-90, 90))
@click.option(
    "--within",
    "tolerance_m",
    default=_NEAR_POINT_M,
    show_default=True,
    type=click.FloatRange(0, 1000),
    help="Metres within which residences and facilities, which are points, are found.",
)
@click.option(
    "--json", "as_json", is_flag=True, help="One JSON document on standard output and nothing else."
)
@click.pass_obj
def identify(settings: Settings, lon: float, lat: float, tolerance_m: float, *, as_json: bool) -> None:
    """Say what lies at LON LAT (WGS84, in degrees)."""
    from layers.registry import layer
    from programme.identify import identify as what_lies_there

    if not (math.isfinite(lon) and math.isfinite(lat)):
        raise click.BadParameter(_("A longitude and a latitude are numbers of degrees."))
    found = what_lies_there(_world(settings), lon, lat, tolerance_m=tolerance_m)
    if as_json:
        features = [
            {
                "layer": item.layer,
                "id": item.id,
                "label": item.label,
                "distance_m": round(item.distance_m, 2),
                "fields": item.fields,
            }
            for item in found
        ]
        _print_json({"lon": lon, "lat": lat, "features": features})
    elif found:
        rows = [
            [
                _(layer(item.layer).singular),
                item.id,
                item.label,
                distance(item.distance_m) if item.distance_m else "",
            ]
            for item in found
        ]
        click.echo(columns(rows, right=[3]))
    else:
        click.echo(_("Nothing that Trame knows lies there."))


@click.command()
@click.argument("operation_id", metavar="ID")
@click.option(
    "--json", "as_json", is_flag=True, help="One JSON document on standard output and nothing else."
)
@click.pass_obj
def operation(settings: Settings, operation_id: str, *, as_json: bool) -> None:
    """Show the operation ID: its parcels, its funding, its social actions, its neighbourhoods, its alerts."""
    from programme.rules.alerts import alerts
    from programme.sheets import operation_sheet

    world = _world(settings)
    sheet, found = (
        operation_sheet(world, operation_id, near_m=settings.map.near_m),
        alerts(world, operation_id),
    )
    if as_json:
        _print_json({**sheet.as_dict(), "alerts": [alert.as_dict() for alert in found]})
    else:
        opened = [f"  {alert.title} · {alert.sentence}" for alert in found if alert.open]
        alerts_section = "\n".join([_("Rules not kept ({count})").format(count=len(opened)), *opened])
        click.echo(f"{operation_text(sheet)}\n\n{alerts_section}")


def _world(settings: Settings) -> Any:
    from layers.library import Library
    from programme.storage.store import Store
    from programme.world import open_world

    return open_world(settings, Store(settings.folders.programme), Library(settings.folders.library))


def _print_json(document: dict[str, Any]) -> None:
    click.echo(json.dumps(document, ensure_ascii=False, indent=2))


def _tell_counts(counts: Mapping[str, int], *, loaded: bool) -> None:
    if loaded:
        click.echo(columns([[table, str(number)] for table, number in counts.items()], right=[1]))
        click.echo(_("The programme was loaded."))
    else:
        click.echo(_("Nothing was loaded: correct the rows above, and load again."), err=True)
