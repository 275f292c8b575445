"""Everything that is known of one social action, in a window over the page, with the ways to the map."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import streamlit as st

from core.formats import UNKNOWN, date, money, number
from core.languages import _
from programme.cells import known
from programme.place_sheets import GENERATION_WORDS
from programme.places import links
from programme.social.actions import SocialAction, social_actions
from programme.social.places import generation_of, neighbourhood_names
from programme.visibility import sees
from programme.world import World
from views import choosing, context, panel
from views.html import Column, Html, grey, heading, join, table, tag, wide
from views.plain import unmarked
from views.pressable import press, pressable
from views.social.words import days, operation_link


def show(world: World, action_id: str) -> None:
    """Open the window on an action."""
    found = social_actions(world.programme, [action_id])
    if not found:
        st.warning(_("There is no social action “{id}” any more.").format(id=action_id))
        return
    action = found[0]

    @st.dialog(unmarked(action.name), width="large")
    def window() -> None:
        context.resume()
        pressed = pressable(_sheet(world, action), "social_sheet")
        if pressed is not None:
            to_map(world, str(pressed[0]), str(pressed[1]))

    window()


def show_list(world: World, title: str, ids: Sequence[str]) -> None:
    """Open a window on the actions behind a number; the name of one opens it."""

    @st.dialog(unmarked(title), width="large")
    def window() -> None:
        context.resume()
        opened = st.session_state.get("social_opened")
        actions = {action.id: action for action in social_actions(world.programme, ids)}
        if opened in actions:
            if st.button(_("Back to the list"), key="social_back"):
                st.session_state["social_opened"] = None
                st.rerun(scope="fragment")
            pressed = pressable(_sheet(world, actions[opened], named=True), "social_sheet_of_list")
            if pressed is not None:
                to_map(world, str(pressed[0]), str(pressed[1]))
            return
        chosen = pressable(_list(tuple(actions.values())), "social_list")
        if chosen is not None:
            st.session_state["social_opened"] = str(chosen[1])
            st.rerun(scope="fragment")

    st.session_state["social_opened"] = None
    window()


def to_map(world: World, layer: str, identifier: str) -> None:
    """Show a place on the map."""
    choosing.choose(layer, identifier, bounds=panel.bounds_of(world, layer, identifier))
    st.switch_page(st.session_state["trame_pages"]["map"])


def _list(actions: Sequence[SocialAction]) -> Html:
    if not actions:
        return tag("p", _("No social action."))
    caption = _("Social actions behind the number")
    columns = (
        Column(_("Action")),
        Column(_("Theme")),
        Column(_("Dates")),
        Column(_("Granted (€)"), number=True),
    )
    rows = [
        (
            join((press(item.name, ["action", item.id], class_="link"), " ", grey(item.id))),
            item.theme_label,
            days(item.start, item.end),
            money(item.granted_eur),
        )
        for item in actions
    ]
    return wide(caption, table(caption, columns, rows), class_="wide list")


def _sheet(world: World, action: SocialAction, *, named: bool = False) -> Html:
    parts = (
        tag("h2", action.name) if named else "",
        _identity(world, action),
        _money(world, action),
        _hours(action),
        _results(action),
        _operations(world, action),
        _neighbourhoods(world, action),
        _events(world, action),
    )
    return tag("div", join(parts), class_="p")


def _identity(world: World, action: SocialAction) -> Html:
    siren = grey(f" SIREN {action.holder_siren}") if action.holder_siren else ""
    facts = (
        (_("Theme:"), action.theme_label),
        (_("Public:"), action.public_label or UNKNOWN),
        (_("Holder:"), join((action.holder or UNKNOWN, siren))),
        (_("Commune:"), world.commune_name(action.commune) or UNKNOWN),
        (_("Dates:"), days(action.start, action.end)),
        (_("Identifier:"), action.id),
    )
    lines = [tag("li", join((grey(title), " ", words))) for title, words in facts]
    invented = _("Fictitious action, invented for the demonstration.")
    return join(
        (tag("ul", join(lines)), tag("p", invented, class_="fictitious") if action.fictitious else "")
    )


def _money(world: World, action: SocialAction) -> Html:
    columns = (
        Column(_("Funder")),
        Column(_("Year")),
        Column(_("Requested (€)"), number=True),
        Column(_("Granted (€)"), number=True),
        Column(_("Paid (€)"), number=True),
    )
    caption = _("Grants of the action")
    grants = world.programme.social_action_grants
    own = grants[grants["social_action_id"] == action.id].sort_values(["year", "funder_id"])
    names = world.programme.funders["name"].to_dict()
    cells = own.to_dict("records")
    cents = any(amount % 1 for row in cells for amount in _amounts(row) if amount is not None)
    rows = [
        (
            names.get(row["funder_id"], row["funder_id"]),
            str(row["year"]),
            *(money(amount, cents=cents) for amount in _amounts(row)),
        )
        for row in cells
    ]
    total = (
        _("Of the whole action"),
        "",
        money(action.requested_eur, cents=cents),
        money(action.granted_eur, cents=cents),
        "",
    )
    if not rows:
        words = (
            _("Who grants how much is not public.")
            if not sees(world.role, "social_action_grants")
            else _("No grant is told by funder.")
        )
        return join((heading(_("Money")), tag("p", words), wide(caption, table(caption, columns, (), total))))
    return join((heading(_("Money")), wide(caption, table(caption, columns, rows, total))))


def _amounts(row: dict[str, Any]) -> list[Decimal | None]:
    return [known(row[name]) for name in ("requested_eur", "granted_eur", "paid_eur")]


def _hours(action: SocialAction) -> Html:
    if action.hours_planned is None and action.hours_done is None:
        return Html("")
    words = _("{planned} h planned, {done} h done").format(
        planned=number(action.hours_planned), done=number(action.hours_done)
    )
    return join((heading(_("Integration hours")), tag("p", words)))


def _results(action: SocialAction) -> Html:
    parts = [heading(_("Results")), tag("p", action.results or _("No result is told yet."))]
    if action.internal_comment:
        parts.append(tag("p", join((grey(_("Internal comment:")), " ", action.internal_comment))))
    return join(parts)


def _operations(world: World, action: SocialAction) -> Html:
    head = heading(_("Operations ({count})").format(count=number(len(action.operations))))
    if not action.operations:
        return join((head, tag("p", _("It is linked to no operation."))))
    lines = [operation_link(world, item) for item in action.operations]
    return join((head, tag("ul", join(tag("li", line) for line in lines))))


def _neighbourhoods(world: World, action: SocialAction) -> Html:
    """Those declared, then those that its operations lie in."""
    head = heading(_("Neighbourhoods"))
    inside = links(world)
    inside = inside[(inside["share"] > 0) & inside["operation_id"].isin(action.operations)]
    found = [(code, True) for code in action.neighbourhoods]
    found += [(code, False) for code in dict.fromkeys(inside["code"]) if code not in action.neighbourhoods]
    lines = [tag("li", _neighbourhood(world, code, declared=declared)) for code, declared in found]
    return join((head, tag("ul", join(lines)) if lines else tag("p", _("It is linked to no neighbourhood."))))


def _neighbourhood(world: World, code: str, *, declared: bool) -> Html:
    generation = generation_of(code)
    names = neighbourhood_names(world, generation) if generation else {}
    if generation is None or code not in names:
        return join((code, grey(" " + _("(not in the library)"))))
    told = _(GENERATION_WORDS[generation])
    how = "" if declared else " · " + _("through its operations")
    return join((press(names[code], [generation, code], class_="link"), grey(f" {code}, {told}{how}")))


def _events(world: World, action: SocialAction) -> Html:
    events = world.programme.consultations
    own = events[events["social_action_id"] == action.id]
    if own.empty:
        return Html("")
    columns = (
        Column(_("Date")),
        Column(_("Event")),
        Column(_("Meetings"), number=True),
        Column(_("Contributions"), number=True),
    )
    rows = [
        (
            date(known(row["held_on"])),
            row["name"],
            number(known(row["meetings"])),
            number(known(row["contributions"])),
        )
        for row in own.sort_values("held_on").to_dict("records")
    ]
    caption = _("Consultation")
    return join((heading(caption), wide(caption, table(caption, columns, rows))))
