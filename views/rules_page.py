"""The page Règles: the rules in force with their texts, dates and parameters, and the operations behind each."""

from collections.abc import Sequence
from urllib.parse import urlencode

import streamlit as st

from core.formats import UNKNOWN, date, number
from core.languages import N_, _, current_language, plural
from programme.rules.alerts import Alert, assess, today
from programme.rules.amount_rules import AmountRule
from programme.rules.counts import RuleCount, count_rules
from programme.rules.dated_rule import DatedRule
from programme.rules.outcome import State
from programme.rules.words import days_in_force, parameters, rule_text, rule_title
from programme.visibility import sees_funding
from programme.world import World
from views import context, rules_exception
from views.alerts_part import INDICATIVE, RULE, justification, rule_address
from views.html import Column, Html, grey, join, table, tag, wide

_SHOWN, _MOST = 50, 500
_CHOSEN = "rules_chosen"


def show() -> None:
    """Draw the page."""
    world, day = context.world(), today()
    counts = count_rules(world, day)
    st.title(_("Rules"))
    st.write(
        _(
            "What the program looks at, and the text that each rule comes from, as of {date}. What a rule says is "
            "indicative: it names its text and shows the margin, informs and never decides."
        ).format(date=date(day))
    )
    if context.installation().settings.installation.fictitious:
        words = _("Demonstration data: operations, funding and social actions are fictitious.")
        st.html(tag("p", words, class_="fictitious"))
    _summary(world, counts)
    in_force = [count for count in counts if count.in_force and _seen(world, count.rule)]
    chosen = _choice(in_force)
    if chosen is not None:
        _behind(world, chosen)
    money = [count for count in in_force if _on_money(count.rule)]
    other = [count for count in in_force if isinstance(count.rule, AmountRule) and not _on_money(count.rule)]
    places = [count for count in in_force if not isinstance(count.rule, AmountRule)]
    _part(_("Amounts"), money, asks=True)
    _part(_("Dates and hours"), other, asks=True)
    _part(_("Places"), places, asks=False)
    _part(_("Not in force"), [count for count in counts if not count.in_force], asks=True)
    context.write_address(whole=False, more={} if chosen is None else {RULE: chosen.code})


def _seen(world: World, rule: DatedRule) -> bool:
    """Whoever may not see who pays is told of no rule on money."""
    return sees_funding(world.role) or not _on_money(rule)


def _on_money(rule: DatedRule) -> bool:
    return isinstance(rule, AmountRule) and rule.on_money


def _summary(world: World, counts: Sequence[RuleCount]) -> None:
    every = len(world.programme.operations)
    broken = len({identifier for count in counts for identifier in count.open})
    figures = (
        (number(sum(count.in_force for count in counts)), _("rules in force")),
        (number(every), _("operations")),
        (number(broken), _("operations that break at least one of them")),
        (number(sum(count.justified for count in counts)), _("justified exceptions")),
    )
    st.html(
        tag("div", join(tag("div", join((tag("b", many), what))) for many, what in figures), class_="figures")
    )


def _part(title: str, counts: Sequence[RuleCount], *, asks: bool) -> None:
    """Rules of one kind; those that ask for something are kept or not, those of places apply or not."""
    if not counts:
        return
    st.header(title)
    last = (
        (_("Not kept"), _("Justified"), _("To be confirmed")) if asks else (_("Apply"), _("To be confirmed"))
    )
    columns = (
        Column(_("Rule")),
        Column(_("In force")),
        Column(_("Parameters")),
        Column(_("Concerned"), number=True),
        *(Column(name, number=True) for name in last),
    )
    rows = [(*_words(count), number(count.concerned), *_numbers(count, asks=asks)) for count in counts]
    st.html(wide(title, table(title, columns, rows)))


def _words(count: RuleCount) -> tuple[Html, str, Html]:
    rule = count.rule
    name = tag("a", rule_title(rule), href=rule_address(rule.code)) if count.in_force else rule_title(rule)
    return (
        join(
            (
                tag("b", name),
                grey(f" {rule.code}"),
                tag("div", _text(rule)),
            )
        ),
        days_in_force(rule),
        join(tag("div", join((grey(f"{key} "), value))) for key, value in parameters(rule)) or Html("—"),
    )


def _text(rule: DatedRule) -> Html:
    """What a rule says, and the text that it comes from."""
    source: Html | str = tag("a", rule.source, href=rule.url) if rule.url else rule.source
    return join((rule_text(rule), tag("div", join((grey(_("Source:")), " ", source)))))


def _numbers(count: RuleCount, *, asks: bool) -> tuple[str, ...]:
    unknown = number(count.by_state.get(State.UNKNOWN, 0))
    if asks:
        return number(count.by_state.get(State.BROKEN, 0)), number(count.justified), unknown
    return number(count.by_state.get(State.APPLIES, 0)), unknown


def _choice(counts: Sequence[RuleCount]) -> DatedRule | None:
    """Let the reader choose a rule; a link may name one."""
    by_code = {count.rule.code: count.rule for count in counts}
    asked = st.query_params.get(RULE)
    if asked is not None and asked not in by_code:
        words = _("No rule in force has the code “{code}”.").format(code=asked)
        st.html(tag("div", words, class_="alert"))
    if asked in by_code and st.session_state.get(_CHOSEN) is None:
        st.session_state[_CHOSEN] = asked
    code = st.selectbox(
        _("Operations behind a rule"),
        list(by_code),
        index=None,
        key=_CHOSEN,
        format_func=lambda code: rule_title(by_code[code]),
        placeholder=_("Choose a rule"),
    )
    return by_code.get(code) if code is not None else None


def _behind(world: World, rule: DatedRule) -> None:
    """What a rule says, and the operations that it is about: those that do not keep it first."""
    st.html(tag("div", _text(rule), class_="note"))
    found = [
        item
        for operation_id in world.programme.operations.index
        for item in assess(world, operation_id)
        if item.rule is rule and item.state is not State.APART
    ]
    order = list(State)
    found.sort(key=lambda item: (not item.open, order.index(item.state)))
    if not found:
        st.write(_("No operation is concerned by this rule."))
        return
    sentence = plural(
        len({item.operation_id for item in found}),
        N_("{count} operation is concerned."),
        N_("{count} operations are concerned."),
    )
    st.write(sentence.format(count=number(len({item.operation_id for item in found}))))
    st.html(_table(world, rule, found[:_SHOWN]))
    if len(found) > _SHOWN:
        with st.expander(_("{count} more").format(count=number(min(len(found), _MOST) - _SHOWN))):
            st.html(_table(world, rule, found[_SHOWN:_MOST]))
    if len(found) > _MOST:
        left = _("{count} more are not shown: “trame rules --json” lists them all.")
        st.write(left.format(count=number(len(found) - _MOST)))
    st.caption(_(INDICATIVE))
    rules_exception.show(world, rule, found)


def _table(world: World, rule: DatedRule, found: Sequence[Alert]) -> Html:
    names, communes = world.programme.operations["name"], world.programme.operations["commune"]
    columns = (
        Column(_("Name")),
        Column(_("Commune")),
        Column(_("State")),
        Column(_("What it says")),
        Column(_("Margin"), number=True),
    )
    rows = [
        (
            join(
                (
                    tag("a", names[item.operation_id], href=map_address(item.operation_id)),
                    grey(f" {item.operation_id}"),
                )
            ),
            world.commune_name(communes[item.operation_id]) or UNKNOWN,
            item.state_label,
            join((item.sentence, justification(item))),
            item.margin_label,
        )
        for item in found
    ]
    caption = rule_title(rule)
    return wide(caption, table(caption, columns, rows))


def map_address(operation_id: str) -> str:
    """Address of an operation on the map, in the language of the reader."""
    query = {"objet": f"operations:{operation_id}"}
    if current_language() != context.installation().settings.installation.language:
        query[context.LANGUAGE_PARAMETER] = current_language()
    return f"./?{urlencode(query)}"
