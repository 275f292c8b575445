"""The visa on the pages: of one operation in its panel, and the operations that are to be checked anew."""

from collections.abc import Iterable, Sequence
from urllib.parse import urlencode

import streamlit as st

from core.formats import UNKNOWN, date, number
from core.languages import N_, _, current_language, plural
from programme.check.report import Verdict
from programme.check.words import VERDICT_WORDS
from programme.visa.recording import to_check_again
from programme.visa.status import Visa, VisaStatus
from programme.world import World
from views import context
from views.html import Column, Html, grey, heading, join, table, tag, wide

CHECK_PAGE = "verifier"
"""Address of the page that checks a footprint."""
_SHOWN = 30


def check_address(operation_id: str) -> str:
    """Address of the check of an operation's footprint, in the language of the reader."""
    query = {"operation": operation_id}
    if current_language() != context.installation().settings.installation.language:
        query[context.LANGUAGE_PARAMETER] = current_language()
    return f"{CHECK_PAGE}?{urlencode(query)}"


def visa_part(status: VisaStatus) -> Html:
    """Part of the panel: the current visa, whether it still holds, the earlier ones, and the way to the check.

    Empty where there is nothing to tell: visas are withheld from the reader, or there is neither footprint nor visa.
    """
    mapped = status.footprint_hash is not None
    if status.withheld or not (mapped or status.history):
        return Html("")
    words = _("Check it again") if status.needs_check else _("Check this footprint")
    link = tag("p", tag("a", words, href=check_address(status.operation_id))) if mapped else ""
    return join((heading(_("Visa of the commune")), visa_history(status), link))


def visa_history(status: VisaStatus) -> Html:
    """The visas of an operation: the current one with what has become of it, the earlier ones folded away."""
    if status.withheld:
        return Html("")
    if status.current is None:
        return tag("p", _("The commune has not put its visa on this footprint yet."))
    return join((_visa(status.current), _state(status), _earlier(status.history[1:])))


def _visa(visa: Visa) -> Html:
    words = join((tag("b", visa.decision_label), " · ", date(visa.decided_on), *_by(visa)))
    check = _("Check of {date}: {verdict}.").format(
        date=date(visa.checked_at.date()), verdict=_(VERDICT_WORDS[Verdict(visa.verdict)])
    )
    broken = _(
        "The shape kept with this visa is not the one that was decided on: the file was tampered with."
    )
    return join(
        (
            tag("p", words),
            tag("p", join((grey(_("Remarks:")), " ", visa.comment))) if visa.comment else "",
            tag("p", grey(join((check, " ", _recorded(visa))))),
            "" if visa.intact else tag("div", broken, class_="alert"),
        )
    )


def _by(visa: Visa) -> tuple[str, ...]:
    return (" · ", visa.person) if visa.person else ()


def _recorded(visa: Visa) -> str:
    day = date(visa.recorded_at.date())
    if visa.recorded_by is None:
        return _("Recorded on {date}.").format(date=day)
    return _("Recorded on {date} by {name}.").format(date=day, name=visa.recorded_by)


def _state(status: VisaStatus) -> Html:
    """What has changed since the visa, in words."""
    if not status.needs_check:
        return Html("")
    head = _("Visa lapsed.") if status.lapsed else _("To be checked again.")
    lines = tag("ul", join(tag("li", reason) for reason in status.reasons))
    return tag("div", join((tag("b", head), lines)), class_="alert")


def _earlier(visas: Sequence[Visa]) -> Html:
    if not visas:
        return Html("")
    title = plural(len(visas), N_("{count} earlier visa"), N_("{count} earlier visas"))
    summary = tag("summary", title.format(count=number(len(visas))))
    return tag("details", join((summary, *(_visa(visa) for visa in visas))))


def show_to_check_again(world: World, operation_ids: Iterable[str] | None = None) -> None:
    """Draw the list of the operations that are to be checked anew, or nothing where there is none.

    Parameters
    ----------
    world
        As the reader may see it.
    operation_ids
        Those that are asked about, such as what the filters keep; None for all.
    """
    found = to_check_again(world, operation_ids)
    if not found:
        return
    st.header(_("To be checked again"))
    sentence = plural(
        len(found),
        N_("{count} operation was checked on another footprint or other layers than those in force."),
        N_("{count} operations were checked on another footprint or other layers than those in force."),
    )
    st.write(sentence.format(count=number(len(found))))
    st.html(_list(world, found[:_SHOWN]))
    if len(found) > _SHOWN:
        with st.expander(_("{count} more").format(count=number(len(found) - _SHOWN))):
            st.html(_list(world, found[_SHOWN:]))


def _list(world: World, found: Sequence[VisaStatus]) -> Html:
    names = world.programme.operations["name"]
    communes = world.programme.operations["commune"]
    caption = _("Operations to be checked again")
    columns = (
        Column(_("Name")),
        Column(_("Identifier")),
        Column(_("Commune")),
        Column(_("Visa")),
        Column(_("Date"), number=True),
        Column(_("Why")),
    )
    rows = [
        (
            tag("a", names[status.operation_id], href=check_address(status.operation_id)),
            status.operation_id,
            world.commune_name(communes[status.operation_id]) or UNKNOWN,
            status.label,
            date(status.current.decided_on),
            join(tag("div", reason) for reason in status.reasons),
        )
        for status in found
        if status.current is not None
    ]
    return wide(caption, table(caption, columns, rows))
