"""What the rules say of an operation, on its panel: what is not kept first, each with its rule, figures and margin."""

from collections.abc import Sequence
from urllib.parse import urlencode

from core.formats import number
from core.languages import N_, _, current_language, plural
from programme.rules.alerts import Alert
from views import context
from views.html import Html, grey, heading, join, tag

RULES_PAGE = "regles"
"""Address of the page of the rules."""
RULE = "regle"
"""Parameter of its address: the code of a rule."""
INDICATIVE = N_("Indicative: neither legal nor tax advice.")


def rule_address(code: str) -> str:
    """Address of a rule on its page, in the language of the reader."""
    query = {RULE: code}
    if current_language() != context.installation().settings.installation.language:
        query[context.LANGUAGE_PARAMETER] = current_language()
    return f"{RULES_PAGE}?{urlencode(query)}"


def alerts_part(alerts: Sequence[Alert]) -> Html:
    """Part of the panel: rules that are not kept, then the justified ones, then what else the rules say, folded away.

    Parameters
    ----------
    alerts
        Of one operation, as :func:`programme.rules.alerts.alerts` gives them.
    """
    opened = [alert for alert in alerts if alert.open]
    justified = [alert for alert in alerts if alert.justified]
    others = [alert for alert in alerts if not (alert.open or alert.justified)]
    head = heading(_("Alerts ({count})").format(count=number(len(opened))))
    if not alerts:
        return join((head, tag("p", _("No rule in force has anything to say of it."))))
    none = "" if opened else tag("p", _("No rule in force is broken."))
    return join(
        (
            head,
            none,
            *(tag("div", _one(alert), class_="alert") for alert in opened),
            *(tag("div", _one(alert), class_="note") for alert in justified),
            _folded(others),
            tag("p", grey(_(INDICATIVE))),
        )
    )


def _folded(alerts: Sequence[Alert]) -> Html:
    if not alerts:
        return Html("")
    title = plural(
        len(alerts),
        N_("{count} other rule: it applies, or is to be confirmed"),
        N_("{count} other rules: they apply, or are to be confirmed"),
    )
    summary = tag("summary", title.format(count=number(len(alerts))))
    lines = tag("ul", join(tag("li", _one(alert, state=True)) for alert in alerts))
    return tag("details", join((summary, lines)), class_="rules")


def _one(alert: Alert, *, state: bool = False) -> Html:
    """Name of the rule as a link to its text, the sentence, then margin, source and dates in grey."""
    name = tag("b", tag("a", alert.title, href=rule_address(alert.rule.code)))
    told = f" ({alert.state_label})" if state else ""
    return join(
        (name, told, tag("div", alert.sentence), justification(alert), tag("div", grey(alert.facts_label)))
    )


def justification(alert: Alert) -> Html:
    """Who allowed an exception, when and why; empty where there is none."""
    return tag("div", alert.exception.sentence) if alert.exception and alert.justified else Html("")
