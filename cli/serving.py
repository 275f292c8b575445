"""Commands that start the application and fill it with the demonstration."""

import datetime as dt
import sys
from collections.abc import Sequence

import click

from cli.demonstration_visas import approve_demonstration
from cli.terminal import tell_issues
from core.errors import TrameError
from core.issues import Issue
from core.languages import N_, _
from core.settings import ROOT, Settings

_INVENTED = N_("Demonstration of Trame: invented, see SOURCE.md")
_DATE = dt.date(2026, 11, 2)
_DEMONSTRATION: dict[str, str | None] = {
    "communes": None,
    "parcels": _INVENTED,
    "neighbourhoods_2015": N_(
        "Demonstration of Trame: names of décret 2014-1750, invented outlines, see SOURCE.md"
    ),
    "neighbourhoods_2024": N_(
        "Demonstration of Trame: names of décret 2023-1314, invented outlines, see SOURCE.md"
    ),
    "housing": _INVENTED,
    "facilities": _INVENTED,
}
"""Layers of the demonstration, in the order of import, and the source that the library keeps of each."""


@click.command()
@click.option("--if-empty", is_flag=True, help="Only if the library and the programme hold nothing yet.")
@click.pass_obj
def demo(settings: Settings, *, if_empty: bool) -> None:
    """Import the committed demonstration into library and programme, nothing asked."""
    if if_empty and not _is_empty(settings):
        return
    _load_and_approve(settings)


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8501, show_default=True, type=click.IntRange(1, 65535))
@click.option("--demo-if-empty", is_flag=True, help="Load the demonstration first if nothing is there yet.")
@click.pass_obj
def serve(settings: Settings, host: str, port: int, *, demo_if_empty: bool) -> None:
    """Start the application."""
    if demo_if_empty and _is_empty(settings):
        _load_and_approve(settings)
    import uvicorn

    click.echo(
        _("Trame answers on http://{host}:{port} (Ctrl+C stops it).").format(host=host, port=port), err=True
    )
    sys.path.insert(0, str(ROOT))
    uvicorn.run("streamlit_app:app", host=host, port=port, log_level="warning", access_log=False)


def _load_and_approve(settings: Settings) -> None:
    """Load the demonstration with the visas of its communes: without any, it would have nothing public."""
    load_demonstration(settings)
    click.echo(_("Recording the visas of the communes…"), err=True)
    approve_demonstration(settings)


def _is_empty(settings: Settings) -> bool:
    """True when no layer was ever imported and no programme written; looks at folders alone, which costs nothing."""
    library = settings.folders.library
    return not settings.folders.programme.exists() and not (library.is_dir() and any(library.iterdir()))


def load_demonstration(settings: Settings) -> None:
    """Import every layer of the demonstration, then its programme.

    Raises
    ------
    TrameError
        Something was refused; its issues are on standard error.
    """
    from layers.importing import import_layer
    from layers.library import Library
    from layers.registry import layer
    from programme.exchange.loader import load
    from programme.storage.store import Store

    library = Library(settings.folders.library)
    for key, source in _DEMONSTRATION.items():
        file = settings.folders.shapefiles / key / f"{key}.shp"
        click.echo(_("Importing {layer}…").format(layer=_(layer(key).title)), err=True)
        report = import_layer(
            layer(key),
            file,
            library=library,
            territory=settings.territory,
            limits=settings.imports,
            source=source,
            data_date=_DATE,
        )
        if report.revision is None:
            _refuse(report.issues)
    click.echo(_("Loading the programme…"), err=True)
    loaded = load(settings.folders.tables, store=Store(settings.folders.programme), library=library)
    if not loaded.loaded:
        _refuse(loaded.issues)


def _refuse(issues: Sequence[Issue]) -> None:
    tell_issues(issues)
    raise TrameError(_("The demonstration could not be loaded."))
