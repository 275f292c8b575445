"""The matrix as a table: what counts first, then who pays; every figure is a button that says what it is made of."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from core.formats import UNKNOWN, number
from core.languages import N_, _, plural
from programme.money.funding import KINDS
from programme.money.ledger import Source
from programme.money.matrix import COST, OVER, PLANNED, TOTAL, UNCOVERED, Grouping, Matrix
from programme.steps import FundingKind
from views.funding.state import FundingState
from views.funding.words import COLUMNS, GROUPINGS, MEASURES, amount, background, signs
from views.funding.words import KINDS as KIND_WORDS
from views.html import Html, grey, join, tag, wide
from views.pressable import press

ROWS = 50
"""Rows of one page."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A column of the table.

    Attributes
    ----------
    key
        Of :attr:`programme.money.matrix.Matrix.columns`.
    title, sign
        Words of its head, and the background of the square beside them; None for no square.
    band
        Key of the band that it stands in.
    strong
        A sum of other columns.
    """

    key: str
    title: str
    sign: str | None
    band: str
    strong: bool = False


def matrix_table(found: Matrix, state: FundingState) -> Html:
    """Write the table: bands, heads that sort, one page of rows, and the totals of all rows in the foot."""
    shown = _columns(found, detailed=state.detailed)
    columns = found.columns
    order = _order(found, state.sort)
    page = order[state.page * ROWS : (state.page + 1) * ROWS]
    with_cents = any(bool((columns[item.key] % 100).any()) for item in shown)
    caption = _("Funding by {rows}, {measure}, amounts in euros").format(
        rows=_(GROUPINGS[found.grouping]).lower(), measure=_(MEASURES[found.measure]).lower()
    )
    body = join(_row(found, int(place), shown, with_cents=with_cents) for place in page)
    content = tag(
        "table",
        join(
            (
                tag("caption", caption),
                tag("thead", join((_bands(found, shown), _heads(found, shown, state.sort)))),
                tag("tbody", body),
                tag("tfoot", _totals(found, shown, with_cents=with_cents)),
            )
        ),
        class_=f"t m {found.grouping.value}",
    )
    return join((wide(caption, content, class_="wide grid"), _pages(len(order), state.page)))


def _columns(found: Matrix, *, detailed: bool) -> list[Shown]:
    """What counts first; then each kind, with its funders where there are several."""
    plan = (COST, PLANNED, UNCOVERED, OVER) if found.covers else ()
    first = [Shown(key, _(COLUMNS[key]), None, "plan") for key in plan]
    first.append(Shown(TOTAL, _("All kinds"), None, "measure", strong=True))
    backgrounds = dict(zip(found.sources, map(background, signs(found.sources)), strict=True))
    return first + [
        column
        for kind in KINDS
        for column in _kind_columns(
            kind,
            [source for source in found.sources if source.kind is kind],
            backgrounds,
            detailed=detailed or kind is FundingKind.SUBSIDY,
        )
    ]


def _kind_columns(
    kind: FundingKind, sources: Sequence[Source], backgrounds: dict[Source, str], *, detailed: bool
) -> list[Shown]:
    if not sources:
        return []
    sign = None if kind is FundingKind.SUBSIDY else backgrounds[sources[0]]
    summed = Shown(kind.value, _("Total"), sign, kind.value, strong=True)
    if not detailed:
        return [summed]
    each = [Shown(source.key, source.short_name, backgrounds[source], kind.value) for source in sources]
    return [summed, *each]


def _order(found: Matrix, sort: str | None) -> list[int]:
    columns = found.columns
    if sort not in columns:
        return list(range(len(found.groups)))
    return [int(place) for place in np.argsort(-columns[sort], kind="stable")]


def _bands(found: Matrix, shown: Sequence[Shown]) -> Html:
    words = {
        "plan": _("Cost and plan"),
        "measure": _(MEASURES[found.measure]),
        **{kind.value: _(KIND_WORDS[kind]) for kind in KINDS},
    }
    cells = [tag("th", "", class_="who")]
    for band in dict.fromkeys(column.band for column in shown):
        span = sum(column.band == band for column in shown)
        cells.append(tag("th", words[band], colspan=str(span), scope="colgroup", class_="band"))
    return tag("tr", join(cells))


def _heads(found: Matrix, shown: Sequence[Shown], sort: str | None) -> Html:
    first = press(_(GROUPINGS[found.grouping]), ["sort", None], class_="s")
    cells = [tag("th", first, scope="col", class_="who", aria_sort=None if sort else "ascending")]
    for column in shown:
        square = tag("i", "", style=f"background:{column.sign}", aria_hidden="true") if column.sign else ""
        cells.append(
            tag(
                "th",
                press(join((square, column.title)), ["sort", column.key], class_="s"),
                scope="col",
                class_=_class(column),
                aria_sort="descending" if column.key == sort else None,
            )
        )
    return tag("tr", join(cells))


def _class(column: Shown) -> str:
    return "n strong" if column.strong else "n"


def _row(found: Matrix, place: int, shown: Sequence[Shown], *, with_cents: bool) -> Html:
    group = found.groups[place]
    detail = group.detail
    if found.grouping is not Grouping.OPERATION:
        words = plural(group.operations, N_("{count} operation"), N_("{count} operations"))
        detail = words.format(count=number(group.operations))
    head = tag("th", join((group.label, " ", grey(detail))), scope="row", class_="who")
    cells = (_cell(found, place, column, with_cents=with_cents) for column in shown)
    return tag("tr", join((head, *cells)))


def _cell(found: Matrix, place: int, column: Shown, *, with_cents: bool) -> Html:
    cents = int(found.columns[column.key][place])
    words: str = amount(cents, with_cents=with_cents)
    if (
        column.band == "plan"
        and found.unknown_cost[place]
        and found.unknown_cost[place] == found.groups[place].operations
    ):
        return tag("td", UNKNOWN, class_=_class(column))
    if ":" in column.key:
        at = [source.key for source in found.sources].index(column.key)
        if not found.filled[place, at]:
            return tag("td", "", class_=_class(column))
        if not found.stated[place, at]:
            words = UNKNOWN
    elif cents == 0:
        return tag("td", words, class_=_class(column))
    return tag("td", _button(found.groups[place].key, column, words, cents), class_=_class(column))


def _button(group: str | None, column: Shown, words: str, cents: int) -> Html:
    wanting = column.key in (UNCOVERED, OVER) and cents > 0
    return press(words, ["figure", group, column.key], class_="f want" if wanting else "f")


def _totals(found: Matrix, shown: Sequence[Shown], *, with_cents: bool) -> Html:
    sums = found.totals()
    words = plural(found.operations, N_("Total of {count} operation"), N_("Total of {count} operations"))
    head = tag("th", words.format(count=number(found.operations)), scope="row", class_="who")
    cells = [
        tag(
            "td",
            _button(None, column, amount(sums[column.key], with_cents=with_cents), sums[column.key]),
            class_=_class(column),
        )
        for column in shown
    ]
    return tag("tr", join((head, *cells)))


def _pages(rows: int, page: int) -> Html:
    if rows <= ROWS:
        return Html("")
    last = (rows - 1) // ROWS
    words = _("Rows {first} to {last} of {all}; the totals are those of all rows.").format(
        first=number(page * ROWS + 1), last=number(min(rows, (page + 1) * ROWS)), all=number(rows)
    )
    return tag("div", join((tag("span", words), *_steps(page, last))), class_="pages")


def _steps(page: int, last: int) -> Iterator[Html]:
    for there, words in ((page - 1, _("Previous rows")), (page + 1, _("Next rows"))):
        if 0 <= there <= last:
            yield press(words, ["page", there], class_="s")
