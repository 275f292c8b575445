"""Commitments and payments against plan: curves, and the table that holds every figure."""

from core.formats import UNKNOWN, number
from core.languages import N_, _, plural
from maps.curve_picture import Curve, curve_picture
from programme.money.schedule import ACTUAL, SERIES, Period, Schedule, Series
from views.funding.words import about, amount, exact_euros
from views.html import Html, join, tag, wide
from views.pressable import press

WORDS = {
    Series.PLANNED_COMMITMENTS: N_("Commitments planned (AE)"),
    Series.COMMITMENTS: N_("Commitments made (AE)"),
    Series.PLANNED_PAYMENTS: N_("Payments planned (CP)"),
    Series.PAYMENTS: N_("Payments made (CP)"),
}
_COLOURS = {
    Series.PLANNED_COMMITMENTS: "#01665e",
    Series.COMMITMENTS: "#01665e",
    Series.PLANNED_PAYMENTS: "#2166ac",
    Series.PAYMENTS: "#2166ac",
}
_PAYMENTS = (Series.PLANNED_PAYMENTS, Series.PAYMENTS)


def period_words(period: Period) -> str:
    """Words of a period, such as S1 2026."""
    if period.half is None:
        return str(period.year)
    return _("H{half} {year}").format(half=period.half, year=period.year)


def schedule_part(found: Schedule) -> Html:
    """Curves of sums up to each period, and the table of both."""
    title = _("Commitments and payments, summed up to the end of each period, against plan")
    curves = [
        Curve(
            _(WORDS[series]),
            _COLOURS[series],
            dashed=series not in ACTUAL,
            square=series in _PAYMENTS,
            values=[int(value) for value in found.cumulated(series)[: _end(found, series)]],
        )
        for series in SERIES
    ]
    picture = Html(
        curve_picture(title, [period_words(item) for item in found.periods], curves, about, exact_euros)
    )
    return join((wide(title, picture, class_="wide picture end"), _remarks(found), _table(found)))


def _end(found: Schedule, series: Series) -> int:
    """Curves of what has come end with the last period in which something came."""
    return found.last + 1 if series in ACTUAL else len(found.periods)


def _remarks(found: Schedule) -> Html:
    said = []
    if found.whole_years:
        words = plural(
            found.whole_years,
            N_("{count} amount is known for its whole year alone: it counts in the second half."),
            N_("{count} amounts are known for their whole year alone: they count in the second half."),
        )
        said.append(words.format(count=number(found.whole_years)))
    if found.undated_committed_cents or found.undated_paid_cents:
        said.append(
            _("Without a date, and not on the curves: {committed} committed, {paid} paid.").format(
                committed=exact_euros(found.undated_committed_cents),
                paid=exact_euros(found.undated_paid_cents),
            )
        )
    return join(tag("p", words, class_="remark") for words in said)


def _table(found: Schedule) -> Html:
    caption = _("Commitments and payments by period, amounts in euros")
    with_cents = any(bool((found.cents[series] % 100).any()) for series in SERIES)
    bands = tag(
        "tr",
        join(
            (
                tag("th", "", class_="who"),
                *(
                    tag("th", _(WORDS[series]), colspan="2", scope="colgroup", class_="band")
                    for series in SERIES
                ),
            )
        ),
    )
    heads = tag(
        "tr",
        join(
            (
                tag("th", _("Period"), scope="col", class_="who"),
                *(
                    tag("th", words, scope="col", class_=class_)
                    for _series in SERIES
                    for words, class_ in ((_("In the period"), "n"), (_("Summed up"), "n strong"))
                ),
            )
        ),
    )
    body = join(_row(found, place, with_cents=with_cents) for place in range(len(found.periods)))
    content = tag(
        "table",
        join(
            (
                tag("caption", caption),
                tag("thead", join((bands, heads))),
                tag("tbody", body),
                tag("tfoot", _totals(found, with_cents=with_cents)),
            )
        ),
        class_="t m",
    )
    return wide(caption, content, class_="wide grid")


def _row(found: Schedule, place: int, *, with_cents: bool) -> Html:
    period = found.periods[place]
    cells = [tag("th", period_words(period), scope="row", class_="who")]
    for series in SERIES:
        cents = int(found.cents[series][place])
        words: object = amount(cents, with_cents=with_cents)
        if cents:
            words = press(words, ["period", series.value, period.key], class_="f")
        summed = (
            UNKNOWN
            if place >= _end(found, series)
            else amount(int(found.cumulated(series)[place]), with_cents=with_cents)
        )
        cells += [tag("td", words, class_="n"), tag("td", summed, class_="n strong")]
    return tag("tr", join(cells))


def _totals(found: Schedule, *, with_cents: bool) -> Html:
    cells = [tag("th", _("Total"), scope="row", class_="who")]
    for series in SERIES:
        total = amount(int(found.cents[series].sum()), with_cents=with_cents)
        cells += [tag("td", total, class_="n"), tag("td", "", class_="n strong")]
    return tag("tr", join(cells))
