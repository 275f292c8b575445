"""The command ``trame visa``: what the commune decided on the footprint of an operation, and what has become of it."""

import json

import click

from cli.columns import columns
from core.formats import date
from core.languages import _
from core.settings import Settings


@click.command()
@click.argument("operation_id", metavar="OPERATION")
@click.option(
    "--json", "as_json", is_flag=True, help="One JSON document on standard output and nothing else."
)
@click.pass_obj
def visa(settings: Settings, operation_id: str, *, as_json: bool) -> None:
    """List the visas of OPERATION, the newest first, and say whether the current one still holds."""
    from layers.library import Library
    from programme.storage.store import Store
    from programme.visa.recording import visa_status
    from programme.world import open_world

    world = open_world(settings, Store(settings.folders.programme), Library(settings.folders.library))
    status = visa_status(world, operation_id)
    if as_json:
        click.echo(json.dumps(status.as_dict(), ensure_ascii=False, indent=2))
        return
    click.echo(f"{status.operation_id} · {status.label}")
    for reason in status.reasons:
        click.echo(f"  {reason}")
    rows = [
        [date(item.decided_on), item.decision_label, item.person or "", _one_line(item.comment)]
        for item in status.history
    ]
    if rows:
        head = [_("Decided on"), _("Decision"), _("Person"), _("Remarks")]
        click.echo(columns([head, *rows], indent=2))


def _one_line(words: str | None) -> str:
    return " ".join((words or "").split())
