"""The command ``trame rules``: the rules in force, and what they say of one operation or of all."""

import datetime as dt
import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from cli.columns import columns
from core.formats import date, number
from core.languages import _
from core.settings import Settings

if TYPE_CHECKING:
    from programme.rules.alerts import Alert
    from programme.rules.counts import RuleCount


@click.command()
@click.argument("operation_id", metavar="[ID]", required=False)
@click.option(
    "--at", type=click.DateTime(["%Y-%m-%d"]), help="Day on which the rules must be in force: today."
)
@click.option(
    "--json", "as_json", is_flag=True, help="One JSON document on standard output and nothing else."
)
@click.pass_obj
def rules(settings: Settings, operation_id: str | None, at: dt.datetime | None, *, as_json: bool) -> None:
    """List what the rules in force say of the operation ID, or the rules and the alerts of all operations.

    Indicative: neither legal nor tax advice.
    """
    from layers.library import Library
    from programme.rules.alerts import alerts, all_alerts, today
    from programme.rules.counts import count_rules
    from programme.storage.store import Store
    from programme.world import open_world

    day = today() if at is None else at.date()
    world = open_world(settings, Store(settings.folders.programme), Library(settings.folders.library))
    found = all_alerts(world, day) if operation_id is None else alerts(world, operation_id, day)
    counts = count_rules(world, day) if operation_id is None else ()
    if as_json:
        document: dict[str, Any] = {"day": day.isoformat()}
        if operation_id is None:
            document["rules"] = [count.as_dict() for count in counts]
        else:
            document["operation_id"] = operation_id
        document["alerts"] = [alert.as_dict() for alert in found]
        click.echo(json.dumps(document, ensure_ascii=False, indent=2))
        return
    click.echo(_of_all(counts, found, day) if operation_id is None else alerts_text(found))


def alerts_text(found: "Sequence[Alert]") -> str:
    """Alerts of one operation: the state and the name of each rule, then what it says, its margin and its source."""
    if not found:
        return _("No rule in force has anything to say of it.")
    return "\n".join(line for alert in found for line in _told(alert))


def _told(alert: "Alert") -> list[str]:
    lines = [f"{alert.state_label} · {alert.title} ({alert.rule.code})", f"  {alert.sentence}"]
    if alert.exception is not None and alert.justified:
        lines.append(f"  {alert.exception.sentence}")
    return [*lines, f"  {alert.facts_label}"]


def _of_all(counts: "Sequence[RuleCount]", found: "Sequence[Alert]", day: dt.date) -> str:
    """The rules with how many operations stand where, then every alert that is open."""
    from programme.rules.outcome import State
    from programme.rules.words import rule_title

    head = [_("Rule"), _("Concerned"), _("Not kept"), _("Justified"), _("To be confirmed"), _("Source")]
    rows = [
        [
            rule_title(count.rule),
            number(count.concerned),
            number(count.by_state.get(State.BROKEN, 0)),
            number(count.justified),
            number(count.by_state.get(State.UNKNOWN, 0)),
            count.rule.source,
        ]
        for count in counts
        if count.in_force
    ]
    title = _("Rules in force on {date}").format(date=date(day))
    opened = [[alert.operation_id, alert.title, alert.sentence] for alert in found if alert.open]
    parts = [title, columns([head, *rows], right=[1, 2, 3, 4], indent=2)]
    parts += [_("Rules not kept ({count})").format(count=number(len(opened))), columns(opened, indent=2)]
    return "\n".join(part for part in parts if part)
