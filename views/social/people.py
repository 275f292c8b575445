"""People, in numbers only: integration hours against the target of the rules, households to rehouse and rehoused."""

from collections.abc import Sequence
from decimal import Decimal

import pandas as pd

from core.formats import UNKNOWN, date, number, percent
from core.languages import N_, _, plural
from programme.desk import Clause
from programme.selection import select
from programme.social.people import (
    ClauseRow,
    IntegrationRow,
    Reached,
    RehousingRow,
    clauses,
    clauses_total,
    integration,
    integration_total,
    rehousing,
    rehousing_total,
)
from programme.visibility import sees
from programme.world import World
from views.alerts_part import rule_address
from views.html import Column, Html, grey, join, table, tag, wide
from views.pressable import press, pressable
from views.social import sheet
from views.social.state import places
from views.social.words import operation_link

MOST_LISTED = 200
_CLAUSES = {
    Clause.WORKS: N_("Hours in works"),
    Clause.MANAGEMENT: N_("Hours in neighbourhood management"),
}
_REACHED = {
    Reached.REACHED: ("✓", N_("reached")),
    Reached.SHORT: ("✕", N_("short of it")),
    Reached.JUSTIFIED: ("!", N_("short of it, justified")),
    Reached.UNKNOWN: ("–", N_("not begun, or not told")),
}
_GRAVEST_FIRST = (Reached.SHORT, Reached.JUSTIFIED, Reached.REACHED, Reached.UNKNOWN)


def show(world: World, ids: pd.Index) -> None:
    """Draw the part."""
    operations = list(select(world, places()))
    rows = integration(world, operations)
    parts = (_integration(world, rows), _clauses(world, ids), _rehousing(world, operations))
    pressed = pressable(join(parts), "social_people")
    if pressed is None:
        return
    if pressed[0] == "action":
        sheet.show(world, str(pressed[1]))
    else:
        sheet.to_map(world, "operations", str(pressed[1]))


# ------------------------------------------------------------------ integration


def _clauses(world: World, ids: pd.Index) -> Html:
    """Hours that the social actions themselves promise, and those done: who falls short comes first."""
    rows = clauses(world, ids)
    if not rows:
        return Html("")
    title = _("Integration clauses of the social actions")
    columns = (
        Column(_("Action")),
        Column(_("Hours planned"), number=True),
        Column(_("Hours done"), number=True),
        Column(_("Done")),
        Column(_("End")),
        Column(_("Where it stands")),
    )
    ordered = sorted(rows, key=lambda row: (_GRAVEST_FIRST.index(row.reached), row.share or Decimal(0)))
    names = world.programme.social_actions["name"]
    cells = [
        _clause_cells(
            join(
                (
                    press(names[row.action_id], ["action", row.action_id], class_="link"),
                    " ",
                    grey(row.action_id),
                )
            ),
            row,
        )
        for row in ordered[:MOST_LISTED]
    ]
    total = [*_clause_cells(_("All actions that tell their hours"), clauses_total(rows))[:-2], "", ""]
    return join(
        (
            tag("h3", title, class_="s"),
            wide(title, table(title, columns, cells, total), class_="wide list hours households"),
            _more(len(rows)),
        )
    )


def _clause_cells(name: object, row: ClauseRow) -> list[object]:
    sign, words = _REACHED[row.reached]
    if row.reached is Reached.UNKNOWN and row.planned is not None:
        words = N_("under way") if row.done is not None else words
    return [
        name,
        number(row.planned),
        number(row.done),
        _bar(row.share),
        date(row.end),
        join((tag("b", sign, class_=f"sign-{row.reached.value}", aria_hidden="true"), " ", _(words))),
    ]


def _more(count: int) -> Html:
    if count <= MOST_LISTED:
        return Html("")
    words = _("{count} more are not shown: “trame social --json” lists them all.")
    return tag("p", words.format(count=number(count - MOST_LISTED)), class_="remark")


def _bar(share: Decimal | None) -> Html:
    """Share in words, and a bar that is full at the whole."""
    width = round(100 * min(share or Decimal(0), Decimal(1)))
    bar = tag("i", "", style=f"width:{width}%", aria_hidden="true")
    return tag("div", join((tag("span", percent(share)), bar)), class_="share")


def _integration(world: World, rows: Sequence[IntegrationRow]) -> Html:
    if not rows:
        return join(
            (
                tag("h3", _("Integration hours of the operations"), class_="s"),
                tag("p", _("No operation tells its hours: they come with the table “work_hours”.")),
            )
        )
    return join(_clause(world, clause, rows) for clause in Clause)


def _clause(world: World, clause: Clause, rows: Sequence[IntegrationRow]) -> Html:
    total = integration_total(rows, clause)
    if total is None:
        return Html("")
    title = _(_CLAUSES[clause])
    own = sorted(
        (row for row in rows if row.clause is clause),
        key=lambda row: (_GRAVEST_FIRST.index(row.reached), row.margin or Decimal(0)),
    )
    columns = (
        Column(_("Operation")),
        Column(_("Worked (h)"), number=True),
        Column(_("In integration (h)"), number=True),
        Column(_("Share"), number=True),
        Column(_("Target (h)"), number=True),
        Column(_("Margin (h)"), number=True),
        Column(_("Planned: worked (h)"), number=True),
        Column(_("Planned: in integration (h)"), number=True),
        Column(_("Planned: share"), number=True),
        Column(_("Where it stands")),
    )
    cells = [_cells(_link(world, row.operation_id), row) for row in own[:MOST_LISTED]]
    foot = _cells(_("All that tell their hours"), total)
    return join(
        (
            tag("h3", title, class_="s"),
            _rule(total),
            wide(title, table(title, columns, cells, foot), class_="wide list hours"),
            _left(own, total),
        )
    )


def _rule(total: IntegrationRow) -> Html:
    """Target with the rule that sets it, and the bar of what is done against it."""
    if total.minimum_share is None or total.rule is None:
        return tag("p", _("No rule in force sets a target."))
    words = _("Target: at least {share} of the hours worked.").format(share=percent(total.minimum_share))
    link = tag("a", _("Text of the rule"), href=rule_address(total.rule), target="_self")
    figures = tag(
        "div",
        join(
            tag("div", join((tag("b", value), said)))
            for value, said in (
                (percent(total.done_share, decimals=1), _("done")),
                (percent(total.planned_share, decimals=1), _("planned")),
                (percent(total.minimum_share), _("target")),
                (number(total.integration_done), _("hours in integration done")),
                (_signed(total.margin), _("hours beyond the target (+) or short of it (−)")),
            )
        ),
        class_="figures",
    )
    return join((figures, tag("p", join((words, " ", link)))))


def _cells(name: object, row: IntegrationRow) -> list[object]:
    sign, words = _REACHED[row.reached]
    state = join((tag("b", sign, class_=f"sign-{row.reached.value}", aria_hidden="true"), " ", _(words)))
    return [
        name,
        number(row.worked_done),
        number(row.integration_done),
        percent(row.done_share, decimals=1),
        number(row.target),
        _signed(row.margin),
        number(row.worked_planned),
        number(row.integration_planned),
        percent(row.planned_share, decimals=1),
        state,
    ]


def _signed(hours: Decimal | None) -> str:
    if hours is None:
        return UNKNOWN
    return f"{'+' if hours > 0 else ''}{number(hours)}".replace("-", "−")


def _left(own: Sequence[IntegrationRow], total: IntegrationRow) -> Html:
    said = []
    if total.untold:
        words = plural(
            total.untold,
            N_("{count} operation does not tell both hours done: it enters no sum of hours done."),
            N_("{count} operations do not tell both hours done: they enter no sum of hours done."),
        )
        said.append(words.format(count=number(total.untold)))
    return join((*(tag("p", words, class_="remark") for words in said), _more(len(own))))


def _link(world: World, operation_id: str) -> Html:
    return operation_link(world, operation_id)


# ------------------------------------------------------------------ rehousing


def _rehousing(world: World, operations: Sequence[str]) -> Html:
    title = _("Rehousing, in numbers only")
    head = tag("h3", title, class_="s")
    if not sees(world.role, "rehousing"):
        return join(
            (
                head,
                tag("p", _("Numbers of households by operation are not public: the evaluation sums them.")),
            )
        )
    rows = rehousing(world, set(operations))
    if not rows:
        return join((head, tag("p", _("No operation tells households to rehouse."))))
    total = rehousing_total(rows)
    columns = (
        Column(_("Operation")),
        Column(_("To rehouse"), number=True),
        Column(_("Rehoused"), number=True),
        Column(_("Left"), number=True),
        Column(_("Done")),
    )
    ordered = sorted(rows, key=lambda row: -(row.left or 0))
    cells = [_household_cells(_link(world, row.operation_id), row) for row in ordered[:MOST_LISTED]]
    untold = sum(row.left is None for row in rows)
    parts = [
        head,
        wide(
            title,
            table(title, columns, cells, _household_cells(_("Total"), total)),
            class_="wide list households",
        ),
    ]
    if untold:
        words = plural(
            untold,
            N_("{count} operation does not tell both numbers: it is not in the total."),
            N_("{count} operations do not tell both numbers: they are not in the total."),
        )
        parts.append(tag("p", words.format(count=number(untold)), class_="remark"))
    return join(parts)


def _household_cells(name: object, row: RehousingRow) -> list[object]:
    return [name, number(row.to_rehouse), number(row.rehoused), number(row.left), _bar(row.share)]
