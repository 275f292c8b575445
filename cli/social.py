"""The command ``trame social``: the social actions in figures, their import, and the workbook to fill in.

Exit status of an import: 0 nothing is left open, 1 something is unmatched, repeated or at fault and nothing was
written, 2 wrong usage.
"""

import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cli.columns import columns
from cli.terminal import tell_issues
from cli.writing import write_workbook
from core.formats import money, number, percent
from core.languages import N_, _, plural
from core.settings import Settings

if TYPE_CHECKING:
    from programme.imports.sheet import Book
    from programme.social.importing import SocialComparison
    from programme.social.overview import Overview
    from programme.world import World

_SHOWN = 20
"""Rows that a terminal shows of each kind; ``--json`` gives them all."""
_COUNTS = (
    ("new", N_("New")),
    ("changed", N_("Modified")),
    ("unchanged", N_("Unchanged")),
    ("unmatched", N_("Unmatched")),
    ("duplicates", N_("Repeated in the file")),
    ("faults", N_("At fault")),
    ("left_out", N_("Left out")),
)


@click.group(invoke_without_command=True)
@click.option(
    "--json", "as_json", is_flag=True, help="One JSON document on standard output and nothing else."
)
@click.pass_context
def social(context: click.Context, *, as_json: bool) -> None:
    """Tell the social actions in figures, and where they meet the operations; or import some."""
    if context.invoked_subcommand is not None:
        return
    from programme.social.overview import overview

    found = overview(_world(context.obj))
    click.echo(_json(found.as_dict()) if as_json else _overview_text(found))


@social.command(name="import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, readable=True, path_type=Path))
@click.option("--theme", help="Theme of the new actions of the open data, which tells none: citizenship.")
@click.option("--public", help="Public of the new actions of the open data, which tells none: all.")
@click.option(
    "--funder", metavar="ID", help="Funder of the grants of the open data: the State, where there is one."
)
@click.option("--dry-run", is_flag=True, help="Compare, and write nothing.")
@click.option(
    "--json", "as_json", is_flag=True, help="One JSON document on standard output and nothing else."
)
@click.pass_obj
def import_(
    settings: Settings,
    file: Path,
    theme: str | None,
    public: str | None,
    funder: str | None,
    *,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Import social actions from FILE: the open data of the city policy's grants, or the template filled in."""
    from core.actor import LOCAL
    from programme.imports.comparison import write
    from programme.imports.sheet import read_book
    from programme.social.grants import Assumed
    from programme.social.importing import compare
    from programme.storage.store import Store
    from programme.themes import Public, Theme

    assumed = Assumed(
        _one_of(theme, [item.value for item in Theme], "--theme") or Theme.CITIZENSHIP,
        _one_of(public, [item.value for item in Public], "--public") or Public.ALL,
    )
    book: Book = read_book(file, limits=settings.imports)
    world = _world(settings)
    _one_of(funder, [str(name) for name in world.programme.funders.index], "--funder")
    found = compare(world, book, settings.territory, assumed=replace(assumed, funder=funder))
    written = False
    if not found.open and not dry_run:
        write(Store(settings.folders.programme), LOCAL, found)
        written = not found.empty
    if as_json:
        click.echo(_json({"file": str(file), "written": written, **found.as_dict()}))
    else:
        _tell(found, written=written, dry_run=dry_run)
    if found.open:
        raise SystemExit(1)


@social.command()
@click.argument("out", metavar="OUT.xlsx", type=click.Path(dir_okay=False, writable=True, path_type=Path))
@click.pass_obj
def template(settings: Settings, out: Path) -> None:
    """Write the workbook to fill in as OUT.xlsx."""
    from exports.social_book import social_template

    world = _world(settings)
    write_workbook(out, lambda: social_template(world))
    click.echo(_("{file}: template of the social actions.").format(file=out))


def _one_of(word: str | None, known: list[str], option: str) -> str | None:
    if word is not None and word not in known:
        raise click.BadParameter(
            _("“{value}” is none of {known}.").format(value=word, known=", ".join(known)), param_hint=option
        )
    return word


def _tell(found: "SocialComparison", *, written: bool, dry_run: bool) -> None:
    counts = found.counts
    click.echo(columns([[_(words), number(counts.get(name, 0))] for name, words in _COUNTS], right=[1]))
    for count, one, many in (
        (
            found.elsewhere,
            N_("{count} row is of another department: it is left aside."),
            N_("{count} rows are of other departments: they are left aside."),
        ),
        (
            found.nowhere,
            N_("{count} row tells no department: it is left aside."),
            N_("{count} rows tell no department: they are left aside."),
        ),
    ):
        if count:
            click.echo(plural(count, one, many).format(count=number(count)))
    for part in found.parts:
        tell_issues(part.found.faults)
        for item in part.found.unmatched[:_SHOWN]:
            close = ", ".join(f"{one.label} ({one.id})" for one in item.candidates)
            click.echo(_unmatched(item.text, item.rows, close), err=True)
        for twin in part.found.duplicates[:_SHOWN]:
            words = _("row {row} repeats row {first}: {name}")
            click.echo(
                words.format(row=twin.wanted.row, first=twin.first, name=twin.wanted.name or twin.wanted.id),
                err=True,
            )
    if found.open:
        words = _("Nothing was written: mend the file, or decide on the page Actions sociales.")
    elif found.empty:
        words = _("The programme holds all of it already: nothing is to be written.")
    elif written:
        words = _("Written.")
    else:
        words = _("Nothing was written: it was asked so (--dry-run).") if dry_run else ""
    click.echo(words)


def _unmatched(text: str, rows: tuple[int, ...], close: str) -> str:
    first = ", ".join(map(str, rows[:5])) + ("…" if len(rows) > 5 else "")
    words = (
        _("rows {rows}: “{text}” names nothing. Close: {close}.")
        if close
        else _("rows {rows}: “{text}” names nothing, and nothing comes close.")
    )
    return words.format(rows=first, text=text, close=close)


def _overview_text(found: "Overview") -> str:
    total = found.themes.total
    head = [_("Theme"), _("Actions"), _("Requested (€)"), _("Granted (€)")]
    rows = [
        [row.label, number(row.actions), _cents(row.requested_cents), _cents(row.granted_cents)]
        for row in (*found.themes.rows, total)
    ]
    lines = [columns([head, *rows], right=[1, 2, 3]), ""]
    for generation, places in found.neighbourhoods.items():
        lines.append(
            _("Neighbourhoods of {year} without any social action: {names}").format(
                year=generation[-4:], names=_names([row.name for row in places if not row.actions])
            )
        )
    lines.append(
        _("Operations without any social action: {names}").format(
            names=_names([f"{row.name} ({row.id})" for row in found.operations if not row.actions])
        )
    )
    lines.append(
        _("Social actions without any place: {count}; with a commune alone: {alone}").format(
            count=number(len(found.unplaced.nowhere)), alone=number(len(found.unplaced.commune_alone))
        )
    )
    lines += [
        _("{clause}: {done} of the hours worked, target {target}").format(
            clause=_(_CLAUSES[row.clause.value]),
            done=percent(row.done_share, decimals=1),
            target=percent(row.minimum_share),
        )
        for row in found.integration_totals
    ]
    if found.households is not None:
        lines.append(
            _("Households: {done} rehoused of {all} to rehouse").format(
                done=number(found.households.rehoused), all=number(found.households.to_rehouse)
            )
        )
    lines.append(
        _("Consultation: {events} events, {contributions} contributions").format(
            events=number(found.events), contributions=number(found.contributions)
        )
    )
    return "\n".join(lines)


_CLAUSES = {"works": N_("Hours in works"), "management": N_("Hours in neighbourhood management")}


def _names(names: list[str]) -> str:
    if not names:
        return _("none")
    shown = ", ".join(names[:_SHOWN])
    return shown if len(names) <= _SHOWN else shown + f", … ({number(len(names))})"


def _cents(cents: int | None) -> str:
    from programme.money.ledger import euros

    return money(None if cents is None else euros(cents), cents=bool(cents and cents % 100))


def _world(settings: Settings) -> "World":
    from layers.library import Library
    from programme.storage.store import Store
    from programme.world import open_world

    return open_world(settings, Store(settings.folders.programme), Library(settings.folders.library))


def _json(document: dict[str, Any]) -> str:
    return json.dumps(document, ensure_ascii=False, indent=2)
