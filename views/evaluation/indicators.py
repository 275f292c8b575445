"""The indicators of a place: value, baseline, target, horizon, source and date; what cannot be told says why."""

from collections.abc import Sequence

import streamlit as st

from core.formats import UNKNOWN, date, number, percent
from core.languages import N_, _
from programme.evaluation.catalogue import DISTANCES_M
from programme.evaluation.evaluate import evaluate
from programme.evaluation.indicators import Subject
from programme.evaluation.place import Place
from programme.evaluation.targets import kept_years
from programme.evaluation.value import Value
from programme.rules.alerts import today
from programme.world import World
from views.evaluation.state import change, state
from views.evaluation.words import amount_words, share_bar, value_words
from views.html import Column, Html, grey, join, table, tag, wide

_AT = "evaluation_at"
_TODAY = 0
"""No year: a list that holds None would say that nothing is chosen."""
SUBJECTS = {
    Subject.DWELLINGS: N_("Social dwellings"),
    Subject.OPERATIONS: N_("Operations and facilities"),
    Subject.ACCESS: N_("Access to facilities"),
    Subject.MONEY: N_("Money"),
    Subject.MAPPING: N_("What is not mapped"),
    Subject.INTEGRATION: N_("Integration through work"),
    Subject.REHOUSING: N_("Rehousing"),
    Subject.ACTIONS: N_("Social actions"),
}
LIFE = (N_("Programmed"), N_("Delivered so far"), N_("To deliver"), N_("Completion rate"))
"""Heads of what is programmed, delivered and to deliver, and of its rate: the order of the catalogue."""
WITHIN = N_("within {metres} m")
PARTS_BY = {"funder": N_("Funder"), "family": N_("Family"), "site": N_("Priority site")}
_HEADLINE = (
    ("operations.delivered", "operations.programmed", N_("operations delivered")),
    ("dwellings_demolished.delivered", "dwellings_demolished.programmed", N_("social dwellings demolished")),
    ("dwellings_rebuilt.delivered", "dwellings_rebuilt.programmed", N_("social dwellings rebuilt")),
    ("households.rehoused", "households.to_rehouse", N_("households rehoused")),
    ("integration.hours_done", "integration.hours_planned", N_("integration hours done")),
    ("money.paid", "money.planned", N_("euros paid")),
)
"""Done, of how much, and what: the first figures of the page."""


def show(world: World, place: Place) -> None:
    """Draw the part."""
    _years(world)
    values = evaluate(world, [place], at(world))
    st.html(headline(values))
    aimed = [value for value in values if _has_aim(value)]
    if aimed:
        st.header(_("Against the targets"))
        st.html(_targets(aimed))
    else:
        st.html(
            tag("p", _("No target is set for this place: the exchange format holds them."), class_="remark")
        )
    for subject, words in SUBJECTS.items():
        mine = [value for value in values if value.indicator.subject is subject]
        if mine:
            _subject(_(words), mine)
    _definitions(values)


def at(world: World) -> int | None:
    """Year at whose end indicators are told: one that values were kept for; None for today."""
    return state().at if state().at in _kept_years(world) else None


def _kept_years(world: World) -> list[int]:
    """Years that are over and that values were kept for, the last one first."""
    return [year for year in reversed(kept_years(world)) if year < today().year]


def _years(world: World) -> None:
    """Choose a year whose values were kept; nothing where none was."""
    kept = _kept_years(world)
    if not kept:
        return
    st.session_state[_AT] = at(world) or _TODAY
    with st.container(key="evaluation_choices"):
        st.selectbox(
            _("Values"),
            [_TODAY, *kept],
            key=_AT,
            format_func=lambda year: _("today") if year == _TODAY else _("end of {year}").format(year=year),
            on_change=lambda: change(at=st.session_state[_AT] or None),
            width=200,
        )


def _definitions(values: Sequence[Value]) -> None:
    """What each indicator counts, in words; those that are told in one sentence stand together."""
    with st.expander(_("Definitions of the indicators")):
        told: dict[str, list[str]] = {}
        for value in values:
            told.setdefault(value.indicator.meaning, []).append(value.indicator.label)
        lines = [
            tag("li", join((tag("b", " · ".join(labels)), tag("div", meaning))))
            for meaning, labels in told.items()
        ]
        st.html(tag("div", tag("ul", join(lines)), class_="p"))


def headline(values: Sequence[Value]) -> Html:
    """Few figures of what is done, of what is programmed."""
    by_code = {value.indicator.code: value for value in values}
    found = []
    for done, whole, words in _HEADLINE:
        if done in by_code and whole in by_code and _tells(by_code[done], by_code[whole]):
            of = tag("span", join((" / ", value_words(by_code[whole]))), class_="of")
            found.append(tag("div", join((tag("b", join((value_words(by_code[done]), of))), _(words)))))
    return tag("div", join(found), class_="figures")


def _tells(done: Value, whole: Value) -> bool:
    """Whether there is something to do, and what is done of it is known, were it a secret."""
    return whole.value != 0 and (done.value is not None or done.suppressed)


def _subject(title: str, values: Sequence[Value]) -> None:
    shown = [value for value in values if not _idle(value, values)]
    idle = [value for value in values if value not in shown and value.indicator.code.endswith(".programmed")]
    st.header(title)
    families = stems(shown)
    if families:
        st.html(_stems(title, families))
    alone = [value for value in shown if all(value not in four for four in families)]
    if alone:
        caption = _("{subject}: other indicators").format(subject=title) if families else title
        st.html(_table(caption, alone))
        _parts(alone)
    if idle:
        whats = [value.indicator.fills["what"] for value in idle]
        names = ", ".join(_(what).lower() for what in whats)
        st.html(tag("p", _("Nothing programmed here: {names}.").format(names=names), class_="remark"))


def _parts(values: Sequence[Value]) -> None:
    """What each funder, family and site makes of the money."""
    taken_apart = [value for value in values if value.parts]
    if not taken_apart:
        return
    with st.expander(_("By funder, family and site")):
        for by, words in PARTS_BY.items():
            st.html(_parts_table(_(words), by, taken_apart))


def _parts_table(head: str, by: str, values: Sequence[Value]) -> Html:
    columns = (Column(head), *(Column(f"{value.indicator.label} (€)", number=True) for value in values))
    cells: dict[tuple[str, str], dict[str, object]] = {}
    for value in values:
        for part in value.parts:
            if part.by == by:
                cells.setdefault((part.key, part.label), {})[value.indicator.code] = number(part.value)
    rows = [
        (label, *(found.get(value.indicator.code, UNKNOWN) for value in values))
        for (_key, label), found in cells.items()
    ]
    return wide(head, table(head, columns, rows), class_="wide tall")


def _idle(value: Value, values: Sequence[Value]) -> bool:
    """Whether a value is one of the four of something that the programme does not do in the place."""
    stem, _dot, last = value.indicator.code.partition(".")
    if last not in ("programmed", "delivered", "to_deliver", "completion"):
        return False
    four = [item for item in values if item.indicator.code.partition(".")[0] == stem]
    programmed = next((item for item in four if item.indicator.code.endswith(".programmed")), None)
    return (
        programmed is not None
        and programmed.value == 0
        and all(item.target.target is None and item.target.baseline is None for item in four)
    )


def _has_aim(value: Value) -> bool:
    return value.target.target is not None or value.target.baseline is not None


def stems(values: Sequence[Value]) -> list[list[Value]]:
    """Indicators that stand in one row: what is programmed, delivered and to deliver, and its rate; both distances."""
    found: dict[str, list[Value]] = {}
    for value in values:
        if value.indicator.subject is Subject.ACCESS:
            found.setdefault(value.indicator.fills["kind"], []).append(value)
        elif "what" in value.indicator.fills:
            found.setdefault(value.indicator.fills["what"], []).append(value)
    return list(found.values())


def _stems(caption: str, families: Sequence[Sequence[Value]]) -> Html:
    """One row for each thing; the columns are what the indicators say after it."""
    first = families[0]
    access = first[0].indicator.subject is Subject.ACCESS
    heads = (
        [_(WITHIN).format(metres=metres) for metres in DISTANCES_M]
        if access
        else [_(words) for words in LIFE]
    )
    columns = (
        Column(_("Indicator")),
        *(Column(words, number=True) for words in heads),
        Column(_("Source")),
        Column(_("Date")),
    )
    rows = [
        (_stem_name(values), *(_measured(value) for value in values), *_origin(values)) for values in families
    ]
    kind = "wide even two" if access else "wide even four"
    return wide(caption, table(caption, columns, rows), class_=kind)


def _origin(values: Sequence[Value]) -> tuple[object, str]:
    """Where the values of a row come from, each source once, and the last day on which one was worked out."""
    sources = dict.fromkeys(value.source for value in values)
    return join(tag("div", source) for source in sources), date(max(value.date for value in values))


def _stem_name(values: Sequence[Value]) -> Html:
    what = next(iter(values[0].indicator.fills.values()))
    told = dict.fromkeys(words for value in values for words in (value.missing, value.remark) if words)
    return join((_(what), *(tag("div", words, class_="why") for words in told)))


def _table(caption: str, values: Sequence[Value]) -> Html:
    """One row for each indicator; baseline, target and horizon where one of them has some."""
    aims = any(map(_has_aim, values))
    columns = [Column(_("Indicator")), Column(_("Value"), number=True)]
    if aims:
        columns += [Column(words, number=True) for words in (_("Baseline"), _("Target"), _("Horizon"))]
    columns += [Column(_("Source")), Column(_("Date"))]
    rows = [
        (_name(value), _measured(value), *(_aim(value) if aims else ()), _source(value), date(value.date))
        for value in values
    ]
    return wide(caption, table(caption, columns, rows), class_="wide even aims" if aims else "wide even one")


def _aim(value: Value) -> tuple[object, ...]:
    target = value.target
    return _baseline(value), amount_words(target.target, value.indicator.unit), str(target.horizon or UNKNOWN)


def _name(value: Value) -> Html:
    told = [tag("div", words, class_="why") for words in (value.missing, value.remark) if words]
    return join((tag("span", value.indicator.label, title=value.indicator.meaning), *told))


def _measured(value: Value) -> Html:
    """Value; a share of what is programmed with its bar."""
    code, subject = value.indicator.code, value.indicator.subject
    bar = share_bar(value.value) if code.endswith(".completion") or subject is Subject.ACCESS else ""
    return tag("span", join((bar, value_words(value))), class_="measure")


def _baseline(value: Value) -> object:
    words = amount_words(value.target.baseline, value.indicator.unit)
    if value.target.baseline is None or value.target.baseline_year is None:
        return words
    return join((words, grey(f" ({value.target.baseline_year})")))


def _source(value: Value) -> Html:
    aim = grey(_("target: {source}").format(source=value.target.source)) if value.target.source else ""
    return join((value.source, " ", aim))


def _targets(values: Sequence[Value]) -> Html:
    """How far each target is: the way done from the baseline, the first thing that an evaluation says."""
    caption = _("Against the targets")
    columns = (
        Column(_("Indicator")),
        *(Column(words, number=True) for words in (_("Value"), _("Baseline"), _("Target"), _("Horizon"))),
        Column(_("Way done"), number=True),
        Column(_("Source of the target")),
    )
    rows = [
        (
            _name(value),
            value_words(value),
            *_aim(value),
            tag("span", join((share_bar(value.progress), percent(value.progress))), class_="measure"),
            join((value.target.source or UNKNOWN, _fictitious(value))),
        )
        for value in values
    ]
    return wide(caption, table(caption, columns, rows), class_="wide even targets")


def _fictitious(value: Value) -> Html:
    words = _("fictitious")
    return tag("span", f" ({words})", class_="fictitious") if value.target.fictitious else Html("")
