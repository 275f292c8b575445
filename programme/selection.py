"""Which operations a reader wants to see: AND between criteria, OR within one."""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from decimal import Decimal

import pandas as pd

from core.text import fold
from programme.nomenclature import family_label
from programme.places import links
from programme.visibility import sees_funding
from programme.words import STEP_ORDER, STEP_WORDS, word
from programme.world import GENERATIONS, World


@dataclass(frozen=True, slots=True)
class Selection:
    """Criteria; an empty one asks for nothing in particular.

    Attributes
    ----------
    communes
        INSEE codes of the commune that an operation declares.
    epts
        Names of inter-municipal territories, through the commune.
    neighbourhoods
        Codes of priority neighbourhoods of either generation, in which at least a part of the footprint lies.
    families, steps
        Codes of families; values of :class:`programme.steps.Step`.
    funders
        Identifiers of funders that have at least one line.
    sites
        Identifiers of priority sites that hold an operation.
    operations
        Identifiers of operations that were chosen one by one, such as those behind a figure.
    amount_min, amount_max
        Cost excluding tax, in euros, both ends included; an operation without a known cost meets neither.
    year_from, year_to
        The calendar, from the first to the last known date (planned or actual), meets these years, both
        included; an operation without any date meets neither.
    """

    communes: tuple[str, ...] = ()
    epts: tuple[str, ...] = ()
    neighbourhoods: tuple[str, ...] = ()
    families: tuple[str, ...] = ()
    steps: tuple[str, ...] = ()
    funders: tuple[str, ...] = ()
    sites: tuple[str, ...] = ()
    operations: tuple[str, ...] = ()
    amount_min: Decimal | None = None
    amount_max: Decimal | None = None
    year_from: int | None = None
    year_to: int | None = None

    @property
    def is_empty(self) -> bool:
        """Whether no criterion is set: every operation is selected."""
        return all(getattr(self, item.name) in ((), None) for item in fields(self))


@dataclass(frozen=True, slots=True)
class Option:
    """One value of a filter.

    Attributes
    ----------
    value
        What the selection holds.
    label
        Words, in the language in force.
    detail
        Code or other grey words beside it; empty for none.
    count
        Operations that have it, in the whole programme.
    """

    value: str
    label: str
    detail: str = ""
    count: int = 0


@dataclass(frozen=True, slots=True)
class Options:
    """What each filter offers, in the order in which a reader looks for it.

    Attributes
    ----------
    communes, epts, neighbourhoods, families, steps, funders, sites
        Values with their words.
    amount_min, amount_max
        Least and greatest known cost excluding tax, in euros; None where none is known.
    year_min, year_max
        First and last year of any calendar; None where no date is known.
    """

    communes: tuple[Option, ...]
    epts: tuple[Option, ...]
    neighbourhoods: tuple[Option, ...]
    families: tuple[Option, ...]
    steps: tuple[Option, ...]
    funders: tuple[Option, ...]
    sites: tuple[Option, ...]
    amount_min: Decimal | None
    amount_max: Decimal | None
    year_min: int | None
    year_max: int | None


def select(world: World, selection: Selection) -> pd.Index:
    """Choose operations.

    Parameters
    ----------
    world
        As the reader may see it.
    selection
        Criteria; a value that nothing has selects nothing.

    Returns
    -------
    Identifiers in the order of ``programme.operations``.
    """
    operations = world.programme.operations
    kept = pd.Series(data=True, index=operations.index)
    for column, wanted in (
        ("commune", selection.communes),
        ("family", selection.families),
        ("step", selection.steps),
    ):
        if wanted:
            kept &= operations[column].isin(wanted)
    if selection.sites:
        links_of_sites = world.programme.priority_site_operations
        inside = links_of_sites["priority_site_id"].isin(selection.sites)
        kept &= operations.index.isin(links_of_sites.loc[inside, "operation_id"])
    if selection.operations:
        kept &= operations.index.isin(selection.operations)
    if selection.epts:
        kept &= operations["commune"].map(world.epts).isin(selection.epts)
    if selection.neighbourhoods:
        kept &= operations.index.isin(_inside(world, selection.neighbourhoods))
    if selection.funders:
        lines = world.programme.funding_lines
        kept &= operations.index.isin(lines.loc[lines["funder_id"].isin(selection.funders), "operation_id"])
    if selection.amount_min is not None or selection.amount_max is not None:
        kept &= _cost_between(operations["cost_excl_tax_eur"], selection.amount_min, selection.amount_max)
    if selection.year_from is not None or selection.year_to is not None:
        kept &= operations.index.isin(_active(years(world), selection.year_from, selection.year_to))
    return operations.index[kept]


def years(world: World) -> pd.DataFrame:
    """First and last year of the calendar of each operation that has a date.

    Returns
    -------
    Frame indexed by the identifier of the operation: ``first`` and ``last`` (int), over planned and actual
    dates.
    """
    return world.derive(_years)


def _years(world: World) -> pd.DataFrame:
    milestones = world.programme.milestones
    dates = pd.concat([milestones.set_index("operation_id")[name] for name in ("planned", "actual")]).dropna()
    found = dates.map(lambda day: day.year).astype("int64").groupby(level=0)
    return pd.DataFrame({"first": found.min(), "last": found.max()})


def _inside(world: World, codes: tuple[str, ...]) -> pd.Series:
    table = links(world)
    return table.loc[table["code"].isin(codes) & (table["share"] > 0), "operation_id"]


def _active(calendar: pd.DataFrame, year_from: int | None, year_to: int | None) -> pd.Index:
    """Operations whose calendar meets a range of years."""
    begun = True if year_to is None else calendar["first"] <= year_to
    unfinished = True if year_from is None else calendar["last"] >= year_from
    return calendar.index[begun & unfinished]


def _cost_between(costs: pd.Series, least: Decimal | None, most: Decimal | None) -> pd.Series:
    """Whether each cost is known and lies in a range: exact, since amounts are Decimal."""
    return costs.map(
        lambda cost: cost is not None and (least is None or cost >= least) and (most is None or cost <= most)
    ).astype(bool)


def options(world: World) -> Options:
    """Say what each filter offers, with words in the language in force."""
    operations = world.programme.operations
    costs = operations["cost_excl_tax_eur"].dropna()
    calendar = years(world)
    return Options(
        communes=_communes(world),
        epts=_named(operations["commune"].map(world.epts), set(world.epts.values())),
        neighbourhoods=_neighbourhoods(world),
        families=_families(operations["family"]),
        steps=_steps(operations["step"]),
        funders=_funders(world),
        sites=_sites(world),
        amount_min=None if costs.empty else min(costs),
        amount_max=None if costs.empty else max(costs),
        year_min=None if calendar.empty else int(calendar["first"].min()),
        year_max=None if calendar.empty else int(calendar["last"].max()),
    )


def _counts(values: pd.Series) -> dict[str, int]:
    return {str(value): int(number) for value, number in values.value_counts().items()}


def _by_label(found: Iterable[Option]) -> tuple[Option, ...]:
    return tuple(sorted(found, key=lambda option: (fold(option.label), option.value)))


def _named(values: pd.Series, known_values: set[str]) -> tuple[Option, ...]:
    """Options whose value is a name already."""
    counts = _counts(values)
    return _by_label(Option(value, value, count=counts.get(value, 0)) for value in known_values | set(counts))


def _communes(world: World) -> tuple[Option, ...]:
    counts = _counts(world.programme.operations["commune"])
    codes = set(world.commune_names) | set(counts)
    return _by_label(
        Option(code, world.commune_name(code) or code, code, counts.get(code, 0)) for code in codes
    )


def _neighbourhoods(world: World) -> tuple[Option, ...]:
    """Both generations, each named with its own: the one in force first."""
    table = links(world)
    counts = _counts(table.loc[table["share"] > 0, "code"])
    found: list[Option] = []
    for generation in GENERATIONS:
        snapshot = world.snapshot(generation)
        if snapshot is not None:
            year = generation.removeprefix("neighbourhoods_")
            pairs = zip(snapshot.frame["code"], snapshot.frame["name"], strict=True)
            found += _by_label(
                Option(code, f"{name} ({year})", code, counts.get(code, 0)) for code, name in pairs
            )
    return tuple(found)


def _families(values: pd.Series) -> tuple[Option, ...]:
    counts = _counts(values)
    return tuple(Option(code, family_label(code), code, counts[code]) for code in sorted(counts))


def _steps(values: pd.Series) -> tuple[Option, ...]:
    counts = _counts(values)
    return tuple(
        Option(str(step), word(STEP_WORDS, step) or step, count=counts.get(step, 0)) for step in STEP_ORDER
    )


def _funders(world: World) -> tuple[Option, ...]:
    """Funders in the order of display; none for a reader who may not see who pays."""
    if not sees_funding(world.role):
        return ()
    lines = world.programme.funding_lines
    counts = _counts(lines.drop_duplicates(["operation_id", "funder_id"])["funder_id"])
    ordered = world.programme.funders.sort_values(["rank", "name"], kind="stable")
    return tuple(
        Option(str(row.Index), row.name, row.short_name, counts.get(str(row.Index), 0))
        for row in ordered.itertuples()
    )


def _sites(world: World) -> tuple[Option, ...]:
    counts = _counts(world.programme.priority_site_operations["priority_site_id"])
    names = world.programme.priority_sites["name"]
    return _by_label(
        Option(str(site), str(name), str(site), counts.get(str(site), 0)) for site, name in names.items()
    )
