"""The commands ``trame funding import`` and ``trame funding template``: workbooks of the money, read and to fill in."""

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cli.columns import columns
from cli.terminal import tell_issues
from core.formats import number
from core.languages import N_, _, plural
from core.settings import Settings

if TYPE_CHECKING:
    from programme.imports.funding import FundingComparison
    from programme.imports.mapping import Mapping
    from programme.imports.reconciliation import Changed, Unmatched
    from programme.world import World

_SHOWN = 20
"""Rows of each part that a terminal shows; ``--json`` gives them all."""
_OPEN = 1
"""Exit status: something is left to decide or to mend, and nothing was written."""


@click.command("import")
@click.argument("file", metavar="FILE", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--mapping", "mapping_name", metavar="M", help="Name of a saved mapping, or a TOML file.")
@click.option("--dry-run", is_flag=True, help="Compare only; write nothing.")
@click.option(
    "--json", "as_json", is_flag=True, help="One JSON document on standard output and nothing else."
)
@click.pass_obj
def import_funding(
    settings: Settings, file: Path, mapping_name: str | None, *, dry_run: bool, as_json: bool
) -> None:
    """Compare the workbook FILE with the programme, and write what is new or changed in one transaction.

    Exit status: 0 nothing was left open, 1 something names nothing known, repeats a row or is at fault, and nothing
    was written, 2 wrong usage.
    """
    from core.actor import LOCAL
    from layers.library import Library
    from programme.imports.comparison import write
    from programme.imports.funding import compare
    from programme.imports.sheet import read_book
    from programme.storage.store import Store
    from programme.world import open_world

    mapping = _mapping(settings, mapping_name)
    book = read_book(file, limits=settings.imports)
    store = Store(settings.folders.programme)
    world = open_world(settings, store, Library(settings.folders.library))
    found = compare(world, book, mapping)
    written = not (found.open or dry_run or found.empty)
    revision = write(store, LOCAL, found).revision if written else world.programme.revision
    if as_json:
        document = {**found.as_dict(), "file": book.name, "written": written, "revision": revision}
        click.echo(json.dumps(document, ensure_ascii=False, indent=2))
    else:
        click.echo(_text(world, found, dry_run=dry_run))
        tell_issues([issue for part in found.parts for issue in part.found.faults])
    if found.open:
        sys.exit(_OPEN)


@click.command()
@click.argument("out", metavar="OUT.xlsx", type=click.Path(dir_okay=False, writable=True, path_type=Path))
@click.pass_obj
def template(settings: Settings, out: Path) -> None:
    """Write the workbook to fill in for an import, OUT.xlsx."""
    from cli.writing import write_workbook
    from exports.import_template import import_template
    from layers.library import Library
    from programme.storage.store import Store
    from programme.world import open_world

    world = open_world(settings, Store(settings.folders.programme), Library(settings.folders.library))
    write_workbook(out, lambda: import_template(world))
    click.echo(_("{file}: the workbook to fill in.").format(file=out))


def _mapping(settings: Settings, name: str | None) -> "Mapping | None":
    from programme.imports.mapped import TARGET
    from programme.imports.mapping import MappingNameError, folder_of, load

    if name is None:
        return None
    try:
        return load(folder_of(settings), name, TARGET)
    except MappingNameError as fault:
        raise click.BadParameter(str(fault), param_hint="--mapping") from None


def _text(world: "World", found: "FundingComparison", *, dry_run: bool) -> str:
    parts = [_counts(found)]
    if found.unread:
        parts.append(_("Sheets that were not read: {names}.").format(names=", ".join(found.unread)))
    for part in found.parts:
        parts += _listed(
            _("Changed rows"), [_changed(world, part.table, item) for item in part.found.changed]
        )
        parts += _listed(_("Unknown names"), [_unmatched(item) for item in part.found.unmatched])
        parts += _listed(
            _("Repeated rows"),
            [
                [
                    _("row {row}").format(row=item.wanted.row),
                    _("repeats row {row}").format(row=item.first)
                    if item.same
                    else _("repeats row {row} with other values").format(row=item.first),
                ]
                for item in part.found.duplicates
            ],
        )
    parts.append(_verdict(found, dry_run=dry_run))
    return "\n".join(parts)


def _counts(found: "FundingComparison") -> str:
    words = {
        "rows": _("Rows"),
        "new": _("New"),
        "changed": _("Changed rows"),
        "unchanged": _("Unchanged"),
        "unmatched": _("With an unknown name"),
        "duplicates": _("Repeated"),
        "faults": _("Faults"),
        "negative": _("With a negative amount"),
        "left_out": _("Left out"),
    }
    counts = found.counts
    return columns([[words[name], number(counts[name])] for name in words], right=[1], indent=2)


def _listed(title: str, rows: list[list[str]]) -> list[str]:
    if not rows:
        return []
    text = ["", title, columns(rows[:_SHOWN], indent=2)]
    if len(rows) > _SHOWN:
        text.append("  " + _("… and {count} more; --json gives them all.").format(count=len(rows) - _SHOWN))
    return text


def _changed(world: "World", table: str, item: "Changed") -> list[str]:
    from programme.edits.words import field_word, value_word

    def told(name: str, value: Any) -> str:
        return value_word(world.programme, table, name, value)

    return [
        _("row {row}").format(row=item.wanted.row),
        item.wanted.id,
        "; ".join(
            f"{field_word(table, one.field)} : {told(one.field, one.old)} → {told(one.field, one.new)}"
            for one in item.differences
        ),
    ]


def _unmatched(item: "Unmatched") -> list[str]:
    sentence = plural(len(item.rows), N_("{count} row"), N_("{count} rows"))
    best = item.candidates[0] if item.candidates else None
    return [
        item.text,
        sentence.format(count=number(len(item.rows))),
        "" if best is None else _("perhaps {name} ({id})").format(name=best.label, id=best.id),
    ]


def _verdict(found: "FundingComparison", *, dry_run: bool) -> str:
    if found.open:
        return "\n" + _(
            "Nothing was written: assign or mend what is left open, or leave it out by a mapping."
        )
    if found.empty:
        return "\n" + _("Nothing to write: the programme holds all of it already.")
    return "\n" + (_("Nothing was written: dry run.") if dry_run else _("Written in one transaction."))
