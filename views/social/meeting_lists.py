"""Stone and people as lists: neighbourhoods, operations, and the actions that no map can show."""

from collections.abc import Sequence

from core.formats import number
from core.languages import N_, _, plural
from maps.check_pictures import picture_address
from maps.meeting import MEETING_WORDS, OPERATION_WORDS, Placed, meeting_sign, operation_sign
from programme.cells import known
from programme.social.meeting import MeetingRow
from programme.words import THEMES, word
from programme.world import World
from views.html import Column, Html, grey, heading, join, picture, table, tag, wide
from views.pressable import press
from views.social.comparing import Compared, around_words
from views.social.state import state
from views.social.words import cents

MOST_LISTED = 500


def neighbourhoods(world: World, found: Compared) -> Html:
    """Neighbourhoods of the generation chosen."""
    caption = _("Stone and people by neighbourhood")
    if world.snapshot(state().generation) is None:
        return tag("p", _("These neighbourhoods were not imported yet."))
    columns = _columns(found.neighbourhoods, _("Neighbourhood"), count=True)
    rows = [
        _cells(item.row, count=True, funded=_funded(found.neighbourhoods)) for item in found.neighbourhoods
    ]
    remarks = [
        _(
            "An operation or an action counts whole in each neighbourhood where it is: rows are not to be summed."
        )
    ]
    if any(item.row.approximate for item in found.neighbourhoods):
        remarks.append(_("The outlines of this generation are approximate."))
    return join(
        (
            wide(caption, table(caption, columns, rows), class_="wide list meeting-list"),
            *(tag("p", words, class_="remark") for words in remarks),
        )
    )


def operations(found: Compared) -> Html:
    """Operations, those without any action first."""
    caption = _("Stone and people by operation")
    shown = found.operations[:MOST_LISTED]
    funded = _funded(found.operations)
    rows = [_cells(item.row, count=False, funded=funded) for item in shown]
    remarks = []
    if len(found.operations) > len(shown):
        left = number(len(found.operations) - len(shown))
        remarks.append(
            _("{count} more are not shown: “trame social --json” lists them all.").format(count=left)
        )
    if found.abandoned:
        words = plural(
            found.abandoned,
            N_("{count} abandoned operation is left out."),
            N_("{count} abandoned operations are left out."),
        )
        remarks.append(words.format(count=number(found.abandoned)))
    unmapped = sum(item.shape is None for item in found.operations)
    if unmapped:
        words = plural(
            unmapped,
            N_("{count} operation has no footprint: it is in the list, and not on the map."),
            N_("{count} operations have no footprint: they are in the list, and not on the map."),
        )
        remarks.append(words.format(count=number(unmapped)))
    return join(
        (
            wide(
                caption,
                table(caption, _columns(found.operations, _("Operation"), count=False), rows),
                class_="wide list meeting-list",
            ),
            *(tag("p", words, class_="remark") for words in remarks),
        )
    )


def _funded(items: Sequence[Placed]) -> bool:
    return any(item.row.stone_cents is not None for item in items)


def _columns(items: Sequence[Placed], title: str, *, count: bool) -> tuple[Column, ...]:
    columns = [Column(title)]
    if count:
        columns.append(Column(_("Operations"), number=True))
    if _funded(items):
        columns.append(Column(_("Funding (€)"), number=True))
    return (*columns, Column(_("Actions"), number=True), Column(_("Granted (€)"), number=True))


def _cells(row: MeetingRow, *, count: bool, funded: bool) -> list[object]:
    sign = operation_sign(row.meeting) if row.layer == "operations" else meeting_sign(row.meeting)
    words = OPERATION_WORDS if row.layer == "operations" else MEETING_WORDS
    told = _(words[row.meeting])
    state_ = join((picture(picture_address(sign), title=told), tag("span", told, class_="hidden")))
    name = press(row.name, ["place", row.layer, row.id], class_="link")
    under = tag("div", grey(f"{row.id} · {row.communes}"))
    cells: list[object] = [tag("div", join((state_, tag("div", join((name, under))))), class_="who")]
    if count:
        cells.append(number(row.operations))
    if funded:
        cells.append(cents(row.stone_cents))
    actions: object = (
        press(number(row.actions), ["actions", row.layer, row.id], class_="f") if row.actions else number(0)
    )
    if row.layer == "operations" and not row.actions and row.around:
        actions = join((number(0), tag("div", grey(around_words(row.around)))))
    return [*cells, actions, cents(row.people_cents) if row.actions else number(0)]


def unplaced(world: World, found: Compared) -> Html:
    """Actions without any place, then those with a commune alone."""
    parts = (
        (
            _("No place at all: no operation, no neighbourhood, no commune"),
            found.unplaced.nowhere,
            _("Every social action has a place."),
        ),
        (
            _("A commune alone: no operation, no neighbourhood"),
            found.unplaced.commune_alone,
            _("Every social action that names a commune names an operation or a neighbourhood too."),
        ),
    )
    return join(_actions(world, title, ids, none) for title, ids, none in parts)


def _actions(world: World, title: str, ids: Sequence[str], none: str) -> Html:
    head = heading(title, number(len(ids)))
    if not ids:
        return join((head, tag("p", none)))
    actions = world.programme.social_actions
    columns = (
        Column(_("Action")),
        Column(_("Holder")),
        Column(_("Commune")),
        Column(_("Granted (€)"), number=True),
    )
    rows = [
        (
            join(
                (
                    press(actions["name"][action], ["action", action], class_="link"),
                    tag("div", grey(f"{action} · {word(THEMES, actions['theme'][action])}")),
                )
            ),
            actions["holder"][action],
            world.commune_name(known(actions["commune"][action])) or "",
            number(known(actions["granted_eur"][action])),
        )
        for action in ids[:MOST_LISTED]
    ]
    return join((head, wide(title, table(title, columns, rows), class_="wide list")))
