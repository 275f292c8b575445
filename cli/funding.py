"""The command ``trame funding``: who pays for one operation or for all, and the workbook of it."""

import json
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cli.columns import columns
from cli.funding_import import import_funding, template
from cli.writing import write_workbook
from core.formats import money, number
from core.languages import N_, _, plural
from core.settings import Settings

if TYPE_CHECKING:
    from programme.money.summary import MoneyRow, MoneySummary
    from programme.world import World

_SHOW = "show"


class _Funding(click.Group):
    """Group whose first word may be an operation: ``trame funding 92050-014`` is ``trame funding show 92050-014``."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Name the command that shows, unless another one, or help, is asked for."""
        asked = args[0] if args else ""
        if asked not in self.commands and asked not in ctx.help_option_names:
            args = [_SHOW, *args]
        return super().parse_args(ctx, args)

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Show both ways of writing it."""
        formatter.write_usage(ctx.command_path, "[ID] [--json]")
        formatter.write_usage(ctx.command_path, "COMMAND [ARGS]...")


@click.group(cls=_Funding)
def funding() -> None:
    """Show who pays for the operation ID, or for all operations; write it as a workbook, or import one."""


funding.add_command(import_funding)
funding.add_command(template)


@funding.command(_SHOW)
@click.argument("operation_id", metavar="[ID]", required=False)
@click.option(
    "--json", "as_json", is_flag=True, help="One JSON document on standard output and nothing else."
)
@click.pass_obj
def show(settings: Settings, operation_id: str | None, *, as_json: bool) -> None:
    """Show who pays for the operation ID, or for all operations together."""
    from programme.money.summary import money_summary

    world = _world(settings)
    if operation_id is not None:
        _tell_operation(world, operation_id, as_json=as_json)
        return
    summary = money_summary(world, world.programme.operations.index)
    click.echo(_json(summary.as_dict()) if as_json else _summary_text(summary))


@funding.command()
@click.argument("out", metavar="OUT.xlsx", type=click.Path(dir_okay=False, writable=True, path_type=Path))
@click.pass_obj
def export(settings: Settings, out: Path) -> None:
    """Write the funding of all operations as the workbook OUT.xlsx."""
    from exports.funding_book import funding_book

    world = _world(settings)
    write_workbook(out, lambda: funding_book(world, world.programme.operations.index))
    sentence = plural(
        len(world.programme.funding_lines),
        N_("{file}: {count} funding line of {operations} operations."),
        N_("{file}: {count} funding lines of {operations} operations."),
    )
    click.echo(
        sentence.format(
            file=out,
            count=number(len(world.programme.funding_lines)),
            operations=number(len(world.programme.operations)),
        )
    )


def _tell_operation(world: "World", operation_id: str, *, as_json: bool) -> None:
    from cli.operation_text import funding_text
    from programme.money.funding import funding_plan
    from programme.visibility import sees_funding

    world.require_operation(operation_id)
    plan = funding_plan(world.programme, operation_id, withheld=not sees_funding(world.role))
    if as_json:
        click.echo(_json(plan.as_dict()))
        return
    click.echo(f"{world.programme.operations['name'][operation_id]}\n{operation_id}\n")
    click.echo(_("The amounts by funder are not public.") if plan.withheld else funding_text(plan))


def _summary_text(summary: "MoneySummary") -> str:
    from programme.words import FUNDING_KINDS, word

    if summary.withheld:
        return _("The amounts by funder are not public.")
    head = [_("Funder"), _("Kind of funding"), _("Requested"), _("Voted"), _("Committed amount"), _("Paid")]
    # Exact, so that what is shown adds up; cents are written everywhere or nowhere.
    cents = any(amount % 1 for item in summary.sources for amount in _amounts(item))
    rows = [
        [
            item.short_name or _("Total"),
            word(FUNDING_KINDS, item.kind) or "",
            *(money(amount, cents=cents) for amount in _amounts(item)),
        ]
        for item in (*summary.sources, *summary.kinds, summary.total)
    ]
    cover = [
        [_("Cost excl. tax"), money(summary.cost_excl_tax_eur, cents=cents)],
        [_("Plan"), money(summary.planned_eur, cents=cents)],
        [_("Not covered"), money(summary.uncovered_eur, cents=cents)],
        [_("Over-funding"), money(summary.over_eur, cents=cents)],
    ]
    sentence = plural(
        summary.operations,
        N_("{count} operation, amounts in euros"),
        N_("{count} operations, amounts in euros"),
    )
    parts = [
        sentence.format(count=number(summary.operations)),
        columns([head, *rows], right=[2, 3, 4, 5], indent=2),
        "",
        columns(cover, right=[1], indent=2),
    ]
    if summary.unknown_cost:
        words = plural(
            summary.unknown_cost,
            N_("{count} operation has neither cost nor basis: it enters none of the four."),
            N_("{count} operations have neither cost nor basis: they enter none of the four."),
        )
        parts.append("  " + words.format(count=number(summary.unknown_cost)))
    return "\n".join(parts)


def _amounts(item: "MoneyRow") -> tuple[Decimal, ...]:
    return item.requested_eur, item.voted_eur, item.committed_eur, item.paid_eur


def _world(settings: Settings) -> "World":
    from layers.library import Library
    from programme.storage.store import Store
    from programme.world import open_world

    return open_world(settings, Store(settings.folders.programme), Library(settings.folders.library))


def _json(document: dict[str, Any]) -> str:
    return json.dumps(document, ensure_ascii=False, indent=2)
