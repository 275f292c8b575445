"""Every indicator of the evaluation, in the order in which it is shown."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from core.languages import N_
from layers.facilities import KINDS
from programme.evaluation.indicators import Indicator, Subject, Unit
from programme.themes import Theme
from programme.words import THEMES

DWELLINGS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "demolished": (N_("Social dwellings demolished"), ("demolished",)),
    "rebuilt": (N_("Social dwellings rebuilt"), ("rebuilt_on_site", "rebuilt_elsewhere")),
    "rebuilt_on_site": (N_("Social dwellings rebuilt on site"), ("rebuilt_on_site",)),
    "rebuilt_elsewhere": (N_("Social dwellings rebuilt elsewhere"), ("rebuilt_elsewhere",)),
    "requalified": (N_("Social dwellings requalified"), ("requalified",)),
    "residentialised": (N_("Social dwellings residentialised"), ("residentialised",)),
}
"""Words, and the columns of the operations that are added up (without ``dwellings_``)."""

DISTANCES_M = (300, 500)
"""Within which a dwelling is near a facility, in metres, the limit included."""

FACILITY_FAMILY = "37"
"""Family of the operations that make a public facility."""

_OPERATIONS = ("operations",)
_DATED = ("operations", "milestones")
_MONEY = ("operations", "funding_lines")
_HOURS = ("operations", "work_hours")
_HOUSEHOLDS = ("operations", "rehousing")
_ACTIONS = ("social_actions", "social_action_operations", "social_action_neighbourhoods")


def _life(stem: str, subject: Subject, unit: Unit, what: str) -> Iterator[Indicator]:
    """What is programmed, delivered, still to deliver, and the share of it that is done."""
    fills = {"what": what}
    yield Indicator(
        f"{stem}.programmed",
        subject,
        unit,
        N_("{what}: programmed"),
        N_("What the operations of the programme make, those that were abandoned left out."),
        fills=fills,
    )
    yield Indicator(
        f"{stem}.delivered",
        subject,
        unit,
        N_("{what}: delivered"),
        N_("What the operations that are delivered or settled have made."),
        better=True,
        frames=_DATED,
        fills=fills,
    )
    yield Indicator(
        f"{stem}.to_deliver",
        subject,
        unit,
        N_("{what}: to deliver"),
        N_("What is programmed less what is delivered."),
        better=False,
        frames=_DATED,
        fills=fills,
    )
    yield Indicator(
        f"{stem}.completion",
        subject,
        Unit.SHARE,
        N_("{what}: completion rate"),
        N_("What is delivered ÷ what is programmed."),
        better=True,
        frames=_DATED,
        fills=fills,
    )


def _built() -> Iterator[Indicator]:
    for name, (words, _columns) in DWELLINGS.items():
        yield from _life(f"dwellings_{name}", Subject.DWELLINGS, Unit.DWELLINGS, words)
    yield Indicator(
        "renewal.rate",
        Subject.DWELLINGS,
        Unit.SHARE,
        N_("Rate of renewal"),
        N_(
            "Social dwellings that the programme demolishes or requalifies ÷ social dwellings that stand in the place, "
            "by the layer of social housing."
        ),
        better=True,
        layers=("housing",),
    )
    yield from _life("operations", Subject.OPERATIONS, Unit.OPERATIONS, N_("Operations"))
    yield from _life("facilities", Subject.OPERATIONS, Unit.OPERATIONS, N_("Public facilities"))


def _access() -> Iterator[Indicator]:
    for kind in KINDS:
        for metres in DISTANCES_M:
            yield Indicator(
                f"access.{kind.value}_{metres}",
                Subject.ACCESS,
                Unit.SHARE,
                N_("{kind}: dwellings within 300 m")
                if metres == 300
                else N_("{kind}: dwellings within 500 m"),
                N_(
                    "Social dwellings of the place whose residence is as near, as the crow flies, to a facility of "
                    "that kind, wherever the facility lies ÷ all of them."
                ),
                better=True,
                frames=(),
                layers=("housing", "facilities"),
                fills={"kind": kind.label},
            )


def _money() -> Iterator[Indicator]:
    planned = Indicator(
        "money.planned",
        Subject.MONEY,
        Unit.EUR,
        N_("Money planned"),
        N_(
            "Funding lines of the operations at the amount that the plan counts: the requested one, or else the voted, "
            "committed or paid one. Subsidies, loans and own funds together; whole amounts of each operation."
        ),
        frames=_MONEY,
    )
    yield planned
    yield replace(
        planned,
        code="money.paid",
        title=N_("Money paid"),
        definition=N_("Paid amounts of the funding lines of the operations, where they are known."),
        better=True,
    )
    yield replace(
        planned,
        code="money.per_dwelling",
        unit=Unit.EUR_PER_DWELLING,
        title=N_("Money planned per social dwelling"),
        definition=N_(
            "Money planned ÷ social dwellings that stand in the place, by the layer of social housing."
        ),
        layers=("housing",),
    )
    yield replace(
        planned,
        code="money.per_inhabitant",
        unit=Unit.EUR_PER_INHABITANT,
        title=N_("Money planned per inhabitant"),
        definition=N_(
            "Money planned ÷ inhabitants of the place, by the layer of communes or of neighbourhoods."
        ),
        layers=("communes", "neighbourhoods_2024", "neighbourhoods_2015"),
    )


def _mapping() -> Iterator[Indicator]:
    yield Indicator(
        "unmapped.operations",
        Subject.MAPPING,
        Unit.SHARE,
        N_("Operations without a footprint"),
        N_("Operations without a footprint ÷ all of them, those that were abandoned left out."),
        better=False,
        frames=_OPERATIONS,
    )
    yield Indicator(
        "unmapped.money",
        Subject.MAPPING,
        Unit.SHARE,
        N_("Money without a footprint"),
        N_("Money planned for operations without a footprint ÷ all money planned."),
        better=False,
        frames=_MONEY,
    )


def _integration() -> Iterator[Indicator]:
    hours = Indicator(
        "integration.hours_planned",
        Subject.INTEGRATION,
        Unit.HOURS,
        N_("Integration hours planned"),
        N_(
            "Hours of persons in integration that the operations plan, in works and in neighbourhood management."
        ),
        frames=_HOURS,
    )
    yield hours
    yield replace(
        hours,
        code="integration.hours_done",
        title=N_("Integration hours done"),
        definition=N_(
            "Hours of persons in integration that were done, in works and in neighbourhood management."
        ),
        better=True,
    )
    yield replace(
        hours,
        code="integration.completion",
        unit=Unit.SHARE,
        title=N_("Integration hours: completion rate"),
        definition=N_("Hours done ÷ hours planned, over the operations that plan some."),
        better=True,
    )
    yield replace(
        hours,
        code="integration.works_share",
        unit=Unit.SHARE,
        title=N_("Share of integration in the hours of works"),
        definition=N_("Hours of persons in integration ÷ hours worked in works, where both are known."),
        better=True,
    )
    yield replace(
        hours,
        code="integration.management_share",
        unit=Unit.SHARE,
        title=N_("Share of integration in the hours of neighbourhood management"),
        definition=N_(
            "Hours of persons in integration ÷ hours worked in neighbourhood management, where both are known."
        ),
        better=True,
    )


def _rehousing() -> Iterator[Indicator]:
    first = Indicator(
        "households.to_rehouse",
        Subject.REHOUSING,
        Unit.HOUSEHOLDS,
        N_("Households to rehouse"),
        N_("Households to rehouse because of the operations. A number from 1 to 10 is kept secret."),
        frames=_HOUSEHOLDS,
    )
    yield first
    yield replace(
        first,
        code="households.rehoused",
        title=N_("Households rehoused"),
        definition=N_("Households rehoused because of the operations. A number from 1 to 10 is kept secret."),
        better=True,
    )
    yield replace(
        first,
        code="households.completion",
        unit=Unit.SHARE,
        title=N_("Households rehoused: completion rate"),
        definition=N_("Households rehoused ÷ households to rehouse."),
        better=True,
    )


def _actions() -> Iterator[Indicator]:
    every = Indicator(
        "actions.total",
        Subject.ACTIONS,
        Unit.ACTIONS,
        N_("Social actions"),
        N_(
            "Social actions linked to an operation or to a neighbourhood of the place, or declared in the commune, "
            "each once."
        ),
        better=True,
        frames=_ACTIONS,
    )
    yield every
    for theme in Theme:
        yield replace(
            every,
            code=f"actions.{theme.value}",
            title=N_("Social actions: {theme}"),
            fills={"theme": THEMES[theme]},
        )
    without = replace(
        every,
        unit=Unit.NEIGHBOURHOODS,
        better=False,
        definition=N_(
            "Priority neighbourhoods of one generation that no social action is linked to, neither directly nor "
            "through an operation that lies in it."
        ),
    )
    yield replace(
        without,
        code="neighbourhoods_2024.without_action",
        title=N_("Neighbourhoods of 2024 without social action"),
        layers=("neighbourhoods_2024",),
    )
    yield replace(
        without,
        code="neighbourhoods_2015.without_action",
        title=N_("Neighbourhoods of 2015 without social action"),
        layers=("neighbourhoods_2015",),
    )


INDICATORS: Mapping[str, Indicator] = {
    indicator.code: indicator
    for part in (_built, _access, _money, _mapping, _integration, _rehousing, _actions)
    for indicator in part()
}
"""Indicators by code, in the order of display."""


def indicator_codes() -> tuple[str, ...]:
    """Codes of all indicators, as the exchange format lists them."""
    return tuple(INDICATORS)
