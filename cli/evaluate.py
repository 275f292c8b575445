"""The command ``trame evaluate``: the indicators of a place, against their baseline and target; keeping them."""

import json
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Any

import click

from cli.columns import columns
from core.formats import UNKNOWN, date, number
from core.languages import N_, _, plural
from core.settings import Settings

if TYPE_CHECKING:
    from programme.evaluation.place import Place
    from programme.evaluation.value import Value
    from programme.world import World


@click.command()
@click.option("--site", metavar="S", help="A priority site, by its identifier.")
@click.option("--commune", metavar="INSEE", help="A commune, by its INSEE code.")
@click.option("--neighbourhood", metavar="CODE", help="A priority neighbourhood of either generation.")
@click.option(
    "--all", "everywhere", is_flag=True, help="Every place: territory, sites, communes, neighbourhoods."
)
@click.option("--year", type=click.IntRange(1950, 2100), metavar="Y", help="At the end of that year: now.")
@click.option("--keep", is_flag=True, help="Keep the values for that year, in the programme.")
@click.option(
    "--json", "as_json", is_flag=True, help="One JSON document on standard output and nothing else."
)
@click.pass_obj
def evaluate(
    settings: Settings,
    site: str | None,
    commune: str | None,
    neighbourhood: str | None,
    year: int | None,
    *,
    everywhere: bool,
    keep: bool,
    as_json: bool,
) -> None:
    """Work out the indicators of the territory, or of another place, and say which cannot be computed and why."""
    from layers.library import Library
    from programme.evaluation.evaluate import evaluate as work_out
    from programme.evaluation.evaluate import measure_again
    from programme.evaluation.place import place_name, places
    from programme.storage.store import Store
    from programme.world import open_world

    if sum(bool(option) for option in (site, commune, neighbourhood, everywhere)) > 1:
        raise click.UsageError(_("Name one place, or --all."))
    store = Store(settings.folders.programme)
    world = open_world(settings, store, Library(settings.folders.library))
    asked = places(world) if everywhere else (_place(world, site, commune, neighbourhood),)
    kept = _keep(store, world, asked, year) if keep else None
    values = (measure_again if keep else work_out)(world, asked, year)
    if as_json:
        document: dict[str, Any] = {"revision": world.programme.revision, "kept": kept}
        document["places"] = [{"place": place.key, "name": place_name(world, place)} for place in asked]
        document["values"] = [value.as_dict() for value in values]
        click.echo(json.dumps(document, ensure_ascii=False, indent=2))
        return
    by_place = groupby(values, key=lambda value: value.place)
    click.echo("\n\n".join(_text(place_name(world, place), list(mine)) for place, mine in by_place))
    if kept is not None:
        sentence = plural(kept, N_("{count} value was kept."), N_("{count} values were kept."))
        click.echo("\n" + sentence.format(count=number(kept)))


def _place(world: "World", site: str | None, commune: str | None, neighbourhood: str | None) -> "Place":
    """Place that the options name; the territory without any."""
    from programme.evaluation.place import TERRITORY, NoPlaceError, Place, PlaceKind, places

    if site:
        return Place(PlaceKind.SITE, site)
    if commune:
        return Place(PlaceKind.COMMUNE, commune)
    if neighbourhood:
        for place in places(world):
            if place.generation is not None and place.code == neighbourhood:
                return place
        raise NoPlaceError(neighbourhood)
    return TERRITORY


def _keep(store: Any, world: "World", asked: Sequence["Place"], year: int | None) -> int:
    from core.actor import LOCAL
    from programme.evaluation.keeping import keep

    return len(keep(store, LOCAL, world, asked, year).rows)


def _text(name: str, values: "Sequence[Value]") -> str:
    """One place: its indicators in columns, then what cannot be computed, by reason."""
    from programme.evaluation.words import value_text

    first = values[0]
    title = f"{name} · " + _("{year}, as of {date}").format(
        year=first.year, date=date(max(v.date for v in values))
    )
    head = [_("Indicator"), _("Value"), _("Baseline"), _("Target"), _("Horizon")]
    rows = [
        [
            value.indicator.label,
            value_text(value.value, value.indicator.unit),
            value_text(value.target.baseline, value.indicator.unit),
            value_text(value.target.target, value.indicator.unit),
            UNKNOWN if value.target.horizon is None else str(value.target.horizon),
        ]
        for value in values
        if value.value is not None or value.target.target is not None
    ]
    return "\n".join([title, columns([head, *rows], right=[1, 2, 3, 4], indent=2), *_missing(values)])


def _missing(values: "Sequence[Value]") -> Iterator[str]:
    reasons: dict[str, list[str]] = {}
    for value in values:
        if value.missing is not None:
            reasons.setdefault(value.missing, []).append(value.indicator.label)
    if reasons:
        yield _("Cannot be computed")
    for reason, labels in reasons.items():
        yield f"  {reason}"
        yield f"    {' ; '.join(labels)}"
