"""Budgets of the priority sites, studies first, then investment: planned, allocated, left; and where they are typed."""

from collections.abc import Sequence
from decimal import Decimal

import streamlit as st

from core.formats import UNKNOWN, number, percent
from core.languages import N_, _, plural
from programme.edits.drafts import rows_of
from programme.edits.vocabulary import SITE_PHASES
from programme.money.behind import Part, named
from programme.money.budgets import PHASES, PhaseBudget, SiteBudget, allocated_cents, site_budgets
from programme.money.ledger import ledger
from programme.visibility import PARTNERS
from programme.world import World
from views import context, desk
from views.desk import save_bar
from views.funding.behind import Opened
from views.funding.words import amount
from views.grid_part import entry, grid_part
from views.html import Html, grey, join, tag, wide
from views.pressable import press, pressable
from views.stale_part import stale_part

_TABLE = "site_budgets"


def budgets_part(world: World) -> Opened | None:
    """Draw the budgets, and say which figure was pressed.

    Parameters
    ----------
    world
        As the reader may see it.
    """
    sites = site_budgets(world)
    if not sites:
        st.info(_("No priority site is in the programme yet: its table priority_sites is empty."))
        return None
    pressed = pressable(join((_table(sites), _notes(world, sites))), "funding_budgets")
    if context.actor().role in PARTNERS and not context.actor().communes:
        with st.expander(_("Edit the budgets"), expanded=desk.typed_on("budgets")):
            _editing()
    return None if pressed is None else _opened(world, sites, str(pressed[1]), str(pressed[2]))


def _opened(world: World, sites: Sequence[SiteBudget], site_id: str, phase: str) -> Opened:
    """What is behind an allocated amount."""
    site = next(site for site in sites if site.site_id == site_id)
    chosen = [item for item in site.phases if phase in ("", item.phase.value)]
    book = ledger(world)
    cents = dict(zip(book.operations, allocated_cents(book).tolist(), strict=True))
    lines = world.programme.funding_lines["operation_id"].value_counts()
    found = [
        Part(name, cents[name], int(lines.get(name, 0)))
        for item in chosen
        for name in item.operations
        if name in lines.index
    ]
    parts = tuple(sorted(found, key=lambda part: (-part.cents, part.operation_id)))
    words = [site.name, *([_(SITE_PHASES[chosen[0].phase])] if phase else []), _("Allocated")]
    return Opened(" · ".join(words), parts, named(parts, context.state().selection))


def _table(sites: Sequence[SiteBudget]) -> Html:
    caption = _("Budgets of the priority sites")
    heads = (_("Planned (€)"), _("Allocated (€)"), _("Left (€)"), _("Allocated, %"), _("Operations"))
    head = tag(
        "tr",
        join(
            (
                tag("th", _("Site and phase"), scope="col", class_="who"),
                *(tag("th", words, scope="col", class_="n") for words in heads),
            )
        ),
    )
    body = join(join(_rows(site, with_cents=_has_cents(sites))) for site in sites)
    return wide(
        caption,
        tag(
            "table",
            join((tag("caption", caption), tag("thead", head), tag("tbody", body))),
            class_="t budgets",
        ),
        class_="grid",
    )


def _has_cents(sites: Sequence[SiteBudget]) -> bool:
    """Whether any amount has cents: then all are written with them, so that columns are read."""
    items: list[SiteBudget | PhaseBudget] = [*sites]
    for site in sites:
        items.extend(site.phases)
    return any(euros % 1 for item in items for euros in _of(item) if euros is not None)


def _of(item: SiteBudget | PhaseBudget) -> tuple[Decimal | None, Decimal | None, Decimal | None]:
    return item.planned_eur, item.allocated_eur, item.left_eur


def _rows(site: SiteBudget, *, with_cents: bool) -> list[Html]:
    """The site as a whole, then its phases."""
    count = sum(len(phase.operations) for phase in site.phases)
    shared = ""
    if site.shared:
        words = plural(
            len(site.shared),
            N_("{count} operation in other sites too"),
            N_("{count} operations in other sites too"),
        )
        shared = tag("div", grey(words.format(count=number(len(site.shared)))))
    name = join((tag("b", site.name), " ", grey(site.site_id), shared))
    whole = _row(name, site.site_id, "", _of(site), count, with_cents=with_cents, strong=True)
    return [whole, *(_phase(site, phase, with_cents=with_cents) for phase in site.phases)]


def _phase(site: SiteBudget, phase: PhaseBudget, *, with_cents: bool) -> Html:
    name = tag("span", _(SITE_PHASES[phase.phase]), class_="phase")
    return _row(
        name, site.site_id, phase.phase.value, _of(phase), len(phase.operations), with_cents=with_cents
    )


def _row(
    name: object,
    site_id: str,
    phase: str,
    amounts: tuple[Decimal | None, Decimal | None, Decimal | None],
    count: int,
    *,
    with_cents: bool,
    strong: bool = False,
) -> Html:
    planned, allocated, left = amounts
    class_ = "n strong" if strong else "n"
    figure: object = _amount(allocated, with_cents=with_cents)
    if count and allocated is not None:
        figure = press(figure, ["allocated", site_id, phase], class_="f")
    share = None if allocated is None or not planned else allocated / planned
    gap = tag(
        "span", _amount(left, with_cents=with_cents), class_="over" if left is not None and left < 0 else None
    )
    cells = (
        _amount(planned, with_cents=with_cents),
        figure,
        gap,
        join((_bar(share), tag("span", percent(share, decimals=1), class_="share"))),
        number(count),
    )
    return tag(
        "tr",
        join(
            (
                tag("th", name, scope="row", class_="who strong" if strong else "who"),
                *(tag("td", cell, class_=class_) for cell in cells),
            )
        ),
    )


def _bar(share: Decimal | None) -> Html:
    """A small bar beside the share, which is told in figures."""
    if share is None:
        return Html("")
    part = min(max(share, Decimal(0)), Decimal(1)) * 100
    inner = tag("span", "", style=f"width:{part:.1f}%")
    return tag("span", inner, class_="gauge over" if share > 1 else "gauge", aria_hidden="true")


def _amount(euros: Decimal | None, *, with_cents: bool) -> str:
    return UNKNOWN if euros is None else amount(int(euros.scaleb(2)), with_cents=with_cents)


def _notes(world: World, sites: Sequence[SiteBudget]) -> Html:
    said = [
        _(
            "Allocated: what is voted for the operations of the site; where nothing is voted, subsidies and own funds "
            "that are committed. Left: planned less allocated. Press an allocated amount to see its operations."
        ),
        _(
            "Studies: families 14 (studies), 15 (rehousing) and 16 (conduct of the project). Investment: all other "
            "families. Filters do not cut these budgets: a budget is that of a whole site."
        ),
    ]
    shared = {name for site in sites for name in site.shared}
    if shared:
        names = world.programme.operations["name"]
        listed = ", ".join(f"{names[name]} ({name})" for name in sorted(shared))
        said.append(
            _(
                "In several sites, each of which counts them whole, so that sites are not added up: {operations}."
            ).format(operations=listed)
        )
    return join(tag("p", words, class_="remark") for words in said)


@st.fragment
def _editing() -> None:
    """The planned amounts, to type into."""
    context.resume()
    here = desk.desk("budgets")
    if here.stale:
        stale_part(here)
        return
    programme = here.world.programme
    sites = {str(name): str(words) for name, words in programme.priority_sites["name"].items()}
    order = {phase.value: place for place, phase in enumerate(PHASES)}
    kept = rows_of(programme, _TABLE)
    shown = sorted(kept, key=lambda name: (kept[name]["priority_site_id"], order.get(kept[name]["phase"], 9)))
    offered = [("", _("Choose…")), *((name, f"{words} ({name})") for name, words in sites.items())]
    grid = grid_part(
        here,
        _TABLE,
        [
            entry(_TABLE, "priority_site_id", options=offered, new_only=True, width_rem=16),
            entry(_TABLE, "phase", new_only=True),
            entry(_TABLE, "planned_eur", width_rem=9),
        ],
        {name: kept[name] for name in shown},
        caption=_("Planned budgets, in euros"),
        labels={name: str(kept[name]["priority_site_id"]) for name in shown},
        fresh={"phase": PHASES[0].value} if len(kept) < len(sites) * len(PHASES) else None,
        fixed=lambda _name, texts: {"fictitious": _fictitious(here, texts.get("priority_site_id", ""))},
        adding=_("Add a budget"),
    )
    save_bar(here, [grid])


def _fictitious(here: desk.Desk, site_id: str) -> bool:
    sites = here.world.programme.priority_sites
    return site_id in sites.index and bool(sites["fictitious"][site_id])
