"""Commands on the library: ``trame import`` and ``trame layers``."""

import datetime as dt
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cli.columns import columns
from cli.terminal import progress_bar, tell_issues
from core import formats
from core.errors import CrsError
from core.languages import _
from core.settings import Settings
from layers.registry import LAYERS, layer, library_layers

if TYPE_CHECKING:
    from layers.library import Library, Revision
    from layers.report import ImportReport

_JSON_HELP = "One JSON document on standard output and nothing else."


def known_crs(context: click.Context, option: click.Parameter, value: str | None) -> str | None:
    """Accept a coordinate reference system that PROJ knows."""
    from gis.crs import parse

    if value is not None and parse(value) is None:
        raise click.BadParameter(str(CrsError("--crs", value)), context, option)
    return value


@click.command("import")
@click.argument("key", metavar="LAYER", type=click.Choice(list(LAYERS)))
@click.argument("file", type=click.Path(exists=True, dir_okay=False, readable=True, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help=_JSON_HELP)
@click.option("--crs", callback=known_crs, help="CRS of the coordinates, where the file is wrong: EPSG:2154.")
@click.option("--source", help="Where the data comes from.")
@click.option("--licence", help="How it may be used.")
@click.option("--date", "data_date", type=click.DateTime(["%Y-%m-%d"]), help="Day that the data describes.")
@click.pass_context
def import_(
    context: click.Context,
    key: str,
    file: Path,
    *,
    as_json: bool,
    crs: str | None,
    source: str | None,
    licence: str | None,
    data_date: dt.datetime | None,
) -> None:
    """Import FILE as the new current revision of LAYER, or change nothing."""
    from layers.importing import import_layer
    from layers.library import Library

    settings: Settings = context.obj
    library = Library(settings.folders.library)
    with progress_bar(silenced=as_json) as progress:
        report = import_layer(
            layer(key),
            file,
            library=library,
            territory=settings.territory,
            limits=settings.imports,
            progress=progress,
            crs=crs,
            source=source,
            licence=licence,
            data_date=None if data_date is None else data_date.date(),
        )
    if report.revision is not None and settings.folders.programme.exists():
        _follow(key, settings, library)
    if as_json:
        click.echo(json.dumps(report.as_dict(), ensure_ascii=False, indent=2))
    else:
        _tell(report)
    context.exit(0 if report.revision is not None else 1)


def _follow(key: str, settings: Settings, library: "Library") -> None:
    """Let the programme follow a layer that changed."""
    from programme.installation import follow_import
    from programme.storage.store import Store

    follow_import(key, Store(settings.folders.programme), library)


@click.command()
@click.option("--json", "as_json", is_flag=True, help=_JSON_HELP)
@click.pass_obj
def layers(settings: Settings, *, as_json: bool) -> None:
    """List the layers of the library, with the revision in force."""
    from layers.library import Library

    library = Library(settings.folders.library)
    current = {item.key: library.current(item.key) for item in library_layers()}
    if as_json:
        found = [_layer_record(key, revision) for key, revision in current.items()]
        click.echo(json.dumps({"layers": found}, ensure_ascii=False, indent=2))
        return
    head = [_("Key"), _("Layer"), _("Features"), _("Date of the data"), _("Imported on"), _("Revision")]
    rows = [head, *(_layer_row(key, revision) for key, revision in current.items())]
    click.echo(columns(rows, right=[2]))


def _tell(report: "ImportReport") -> None:
    """Say in words what became of an import: issues on standard error, the outcome on standard output."""
    facts = report.facts
    tell_issues(report.issues)
    if report.revision is None:
        click.echo(_("Nothing was imported: the layer is as it was."), err=True)
        return
    sentence = _(
        "{layer}: {kept} features kept of {read} ({repaired} repaired, {rejected} rejected, "
        "{outside} outside the territory), revision {revision}, in {seconds} s."
    )
    click.echo(
        sentence.format(
            layer=_(LAYERS[facts.layer].title),
            kept=formats.number(facts.kept),
            read=formats.number(facts.read),
            repaired=formats.number(facts.repaired),
            rejected=formats.number(facts.rejected),
            outside=formats.number(facts.outside),
            revision=report.revision.id,
            seconds=formats.number(report.seconds, decimals=1),
        )
    )


def _layer_record(key: str, revision: "Revision | None") -> dict[str, Any]:
    """One layer as JSON; what is only known of a revision is null without one."""
    facts = {} if revision is None else revision.as_dict()
    known = ("source", "licence", "data_date", "imported_at", "source_file", "driver", "encoding", "crs")
    counts = ("read", "kept", "repaired", "rejected", "outside", "fictitious", "bounds")
    return {
        "layer": key,
        "title": _(LAYERS[key].title),
        "revision": facts.get("id"),
        **{name: facts.get(name) for name in (*known, *counts)},
        "issues": len(facts.get("issues", ())),
    }


def _layer_row(key: str, revision: "Revision | None") -> list[str]:
    if revision is None:
        return [
            key,
            _(LAYERS[key].title),
            formats.UNKNOWN,
            formats.UNKNOWN,
            formats.UNKNOWN,
            _("not imported"),
        ]
    return [
        key,
        _(LAYERS[key].title),
        formats.number(revision.kept),
        formats.date(revision.data_date),
        formats.date(revision.imported_at.date()),
        revision.id,
    ]
