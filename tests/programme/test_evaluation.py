"""Indicators by place: counted by hand on a small programme, and by plain pandas on a large one."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from functools import cache
from typing import Any

import pandas as pd
import pytest

from core.actor import PUBLIC, Role
from programme.evaluation.access import access
from programme.evaluation.catalogue import INDICATORS
from programme.evaluation.evaluate import FutureYearError, evaluate
from programme.evaluation.place import (
    TERRITORY,
    NoPlaceError,
    Place,
    PlaceKind,
    place_name,
    place_of,
    places,
)
from programme.evaluation.rings import RingKind, rings
from programme.evaluation.words import value_text
from programme.evaluation.zone import zone
from programme.storage.snapshot import Programme
from programme.storage.snapshot_desk import DESK_FRAMES
from programme.visibility import visible
from programme.world import World
from tests.programme.factories import empty_world, small_programme
from tests.programme.factories import world as made_world
from tests.programme.large_programme import large_programme

SITE = place_of("site:S-1")
PARC = place_of("neighbourhood_2024:QN09206M")
OLD_PARC = place_of("neighbourhood_2015:QP092016")
NANTERRE = place_of("commune:92050")


@cache
def small_world() -> World:
    return made_world()


def world(content: Programme | None = None, **given: Any) -> World:
    """Small world; the one without anything of its own is made once."""
    return small_world() if content is None and not given else made_world(content, **given)


def desk(content: Programme, **rows: list[dict[str, object]]) -> Programme:
    """The programme with rows of the single desk; cells that are not named are unknown."""
    made = {}
    for name, given in rows.items():
        kind = DESK_FRAMES[name]
        frame = pd.DataFrame([{**dict.fromkeys(kind.columns), "fictitious": True, **row} for row in given])
        kept = frame[list(kind.columns)].astype({k: v for k, v in kind.columns.items() if v != "object"})
        kept = kept.astype({k: "object" for k, v in kind.columns.items() if v == "object"})
        kept = kept.where(kept.notna(), None)
        made[name] = kept if kind.index is None else kept.set_index(kind.index)
    return replace(content, **made)


def with_site() -> Programme:
    return desk(
        small_programme(),
        priority_sites=[{"id": "S-1", "name": "Site fictif"}, {"id": "S-2", "name": "Autre site fictif"}],
        priority_site_operations=[{"priority_site_id": "S-1", "operation_id": "92050-014"}],
        priority_site_neighbourhoods=[
            {"priority_site_id": "S-1", "neighbourhood_code": code} for code in ("QN09206M", "QP092016")
        ],
    )


def found(content: World, place: Place, year: int | None = None) -> dict[str, object]:
    """Values by code; the sentence where there is none."""
    values = evaluate(content, [place], year)
    assert [value.indicator.code for value in values] == list(INDICATORS)
    assert all((value.value is None) != (value.missing is None) for value in values)
    return {value.indicator.code: value.missing if value.value is None else value.value for value in values}


def test_the_territory_is_counted_by_hand():
    values = found(world(), TERRITORY)
    assert values["operations.programmed"] == 4
    assert values["operations.delivered"] == 1
    assert values["operations.to_deliver"] == 3
    assert values["operations.completion"] == Decimal("0.25")
    assert values["dwellings_residentialised.programmed"] == 120
    assert values["dwellings_residentialised.completion"] == 0
    assert values["facilities.programmed"] == 1
    assert values["access.school_300"] == Decimal("0.269006")  # 184 of 684
    assert values["money.planned"] == Decimal("4028000.25")
    assert values["money.paid"] == Decimal("310000.00")
    assert values["money.per_dwelling"] == Decimal("5888.89")
    assert values["unmapped.operations"] == Decimal("0.25")
    assert values["unmapped.money"] == 0
    assert values["actions.total"] == 3
    assert values["actions.education"] == 1
    assert values["neighbourhoods_2024.without_action"] == 1
    assert values["neighbourhoods_2015.without_action"] == 1


def test_what_cannot_be_computed_says_why():
    values = found(world(), TERRITORY)
    assert "habitants" in values["money.per_inhabitant"]  # Asnières tells no population
    assert "taux" in values["dwellings_demolished.completion"]
    assert "parc social" in found(world(without=("housing",)), TERRITORY)["money.per_dwelling"]
    assert "équipements" in found(world(without=("facilities",)), PARC)["access.school_300"]
    without = found(world(without=("neighbourhoods_2015",)), TERRITORY)
    assert "quartiers" in without["neighbourhoods_2015.without_action"]
    assert "ménages" in values["households.to_rehouse"]
    assert "heures" in values["integration.works_share"]
    assert "cette sorte" in values["access.culture_300"]


def test_an_empty_installation_is_evaluated_too():
    values = found(empty_world(), TERRITORY)
    assert values["operations.programmed"] == 0
    assert isinstance(values["operations.completion"], str)
    assert places(empty_world()) == (TERRITORY,)


def test_a_commune_and_a_neighbourhood_are_counted_by_hand():
    commune, parc = found(world(), NANTERRE), found(world(), PARC)
    assert commune["operations.programmed"] == 3
    assert commune["money.per_inhabitant"] == Decimal("41.98")  # 3 778 000 for 90 000
    assert parc["operations.programmed"] == 2
    assert parc["money.per_inhabitant"] == Decimal("755.60")
    assert parc["money.per_dwelling"] == Decimal("20532.61")  # 184 dwellings
    assert parc["access.creche_300"] == Decimal("0.347826")  # 64 of 184
    assert parc["access.creche_500"] == 1
    assert found(world(), OLD_PARC)["money.per_inhabitant"] == Decimal("233.33")  # 1 050 000 for 4 500
    gennevilliers = found(world(), place_of("commune:92036"))
    assert (gennevilliers["operations.completion"], gennevilliers["actions.total"]) == (1, 0)


def test_a_site_stands_on_the_neighbourhoods_of_one_generation():
    values = found(world(with_site()), SITE)
    assert values["operations.programmed"] == 1
    # Both generations are linked: dwellings and inhabitants are those of 2024 alone.
    assert values["money.per_inhabitant"] == Decimal("545.60")
    assert values["access.creche_300"] == Decimal("0.347826")
    bare = found(world(with_site()), place_of("site:S-2"))
    assert "aucun quartier" in bare["money.per_dwelling"]
    assert bare["operations.programmed"] == 0


def test_parts_of_money_add_up():
    (value,) = (
        value
        for value in evaluate(world(with_site()), [TERRITORY])
        if value.indicator.code == "money.planned"
    )
    for by in ("funder", "family", "site"):
        assert sum(part.value for part in value.parts if part.by == by) == value.value
    anru = next(part for part in value.parts if part.key == "anru")
    assert anru.value == Decimal("2090000.25")
    assert [part.key for part in value.parts if part.by == "site"] == ["S-1", ""]


def test_a_past_year_is_told_by_dates_alone():
    assert found(world(), TERRITORY, 2022)["operations.delivered"] == 0
    values = found(world(), TERRITORY, 2023)
    assert values["operations.delivered"] == 1
    assert values["money.planned"] == 0  # all lines are of 2025
    assert "date" in values["access.school_300"]
    assert "2 actions" in values["actions.total"]
    undated = replace(small_programme(), milestones=small_programme().milestones.iloc[:0])
    assert "1 opération" in found(world(undated), TERRITORY, 2023)["operations.delivered"]
    with pytest.raises(FutureYearError):
        evaluate(world(), [TERRITORY], dt.date.today().year + 1)  # noqa: DTZ011


def test_what_was_kept_comes_first_for_a_past_year_alone():
    row = {
        "place": "territory",
        "indicator": "money.per_dwelling",
        "year": 2023,
        "value": Decimal("12.5"),
        "computed_on": dt.date(2023, 12, 31),
        "programme_revision": 4,
    }
    this_year = {**row, "year": dt.date.today().year}  # noqa: DTZ011
    content = world(desk(small_programme(), indicator_values=[row, this_year]))
    assert found(content, TERRITORY, 2023)["money.per_dwelling"] == Decimal("12.5")
    assert found(content, TERRITORY)["money.per_dwelling"] == Decimal("5888.89")
    assert "date" in found(content, TERRITORY, 2022)["money.per_dwelling"]


def test_targets_stand_beside_the_values():
    target = {
        "place": "territory",
        "indicator": "operations.completion",
        "baseline": Decimal("0.05"),
        "baseline_year": 2020,
        "target": Decimal("0.45"),
        "horizon": 2030,
        "source": "Convention",
    }
    values = {
        value.indicator.code: value
        for value in evaluate(world(desk(small_programme(), indicator_targets=[target])), [TERRITORY])
    }
    value = values["operations.completion"]
    assert value.progress == Decimal("0.5")
    assert (value.target.horizon, value.target.source) == (2030, "Convention")
    works = values["integration.works_share"].target
    assert works.target == Decimal("0.05")
    assert "insertion" in works.source


def test_the_public_is_told_what_is_public():
    seen = visible(with_site(), PUBLIC)
    values = found(world(seen, role=Role.PUBLIC), TERRITORY)
    assert values["operations.programmed"] == 4
    assert "public" in values["money.planned"]
    assert "public" in values["households.rehoused"]
    rows = [
        {
            "place": "territory",
            "indicator": code,
            "year": 2023,
            "value": Decimal(1),
            "computed_on": dt.date(2023, 1, 1),
        }
        for code in ("money.planned", "operations.delivered")
    ]
    kept = visible(desk(small_programme(), indicator_values=rows), PUBLIC)
    assert kept.indicator_values["indicator"].tolist() == ["operations.delivered"]


def test_households_under_eleven_are_secret_with_what_gives_them_back():
    content = desk(
        small_programme(),
        rehousing=[
            {"operation_id": "92050-014", "households_to_rehouse": 60, "households_rehoused": 40},
            {"operation_id": "92036-001", "households_to_rehouse": 30, "households_rehoused": 5},
        ],
    )
    values = {place.key: found(world(content), place) for place in places(world(content))}
    told = {key: row["households.rehoused"] for key, row in values.items()}
    assert "secret" in told["commune:92036"]
    # The territory less Nanterre would give it back: one of the two is secret too.
    assert isinstance(told["territory"], str) or isinstance(told["commune:92050"], str)
    assert values["commune:92036"]["households.to_rehouse"] == 30
    assert "secret" in values["commune:92036"]["households.completion"]


def test_a_small_number_of_persons_that_was_written_down_is_secret_too():
    rows = {"place": "territory", "indicator": "households.rehoused"}
    kept = [
        {**rows, "year": year, "value": Decimal(value), "computed_on": dt.date(year, 12, 31)}
        for year, value in ((2022, 10), (2023, 11))
    ]
    targets = [{**rows, "baseline": Decimal(4), "target": Decimal(50)}]
    content = world(desk(small_programme(), indicator_values=kept, indicator_targets=targets))
    assert "secret" in found(content, TERRITORY, 2022)["households.rehoused"]
    assert found(content, TERRITORY, 2023)["households.rehoused"] == 11
    (value,) = (v for v in evaluate(content, [TERRITORY]) if v.indicator.code == "households.rehoused")
    assert (value.target.baseline, value.target.target) == (None, 50)


def test_integration_is_summed_over_what_is_known():
    content = desk(
        small_programme(),
        work_hours=[
            {
                "operation_id": "92050-014",
                "clause": "works",
                "worked_planned": 2000,
                "worked_done": 1000,
                "integration_planned": 100,
                "integration_done": 60,
            },
            {"operation_id": "92050-015", "clause": "works", "worked_done": 500, "integration_planned": 30},
        ],
    )
    values = {value.indicator.code: value for value in evaluate(world(content), [NANTERRE])}
    assert values["integration.hours_planned"].value == 130
    assert values["integration.completion"].value == Decimal("0.6")
    assert "1 opération" in values["integration.completion"].remark
    assert values["integration.works_share"].value == Decimal("0.06")


def test_three_rings_cut_the_commune_once():
    inner, border, rest = rings(world(), OLD_PARC)
    assert [ring.kind for ring in (inner, border, rest)] == list(RingKind)
    assert [ring.dwellings for ring in (inner, border, rest)] == [64, 120, 500]
    assert [ring.operations for ring in (inner, border, rest)] == [1, 1, 1]
    assert [ring.facilities for ring in (inner, border, rest)] == [2, 1, 0]
    assert inner.value("money.planned").value == Decimal("1050000.00")
    assert border.value("money.planned").value == Decimal("2728000.00")
    assert border.value("access.school_300").value == 1
    assert "anneau" in border.value("households.rehoused").missing
    with pytest.raises(NoPlaceError):
        rings(world(), NANTERRE)


def test_access_is_told_by_kind():
    school, creche, *others = access(world(), zone(world(), PARC))
    assert (school.kind, school.facilities, school.dwellings, school.within) == (
        "school",
        2,
        184,
        {300: 184, 500: 184},
    )
    assert (creche.facilities, creche.within, creche.share(300)) == (
        0,
        {300: 64, 500: 184},
        Decimal("0.347826"),
    )
    assert all(item.missing for item in others)


def test_places_are_named_with_their_generation():
    listed = places(world(with_site()))
    assert listed[0] == TERRITORY
    assert len(listed) == 1 + 2 + 3 + 2 + 1
    assert {place_name(world(), place) for place in (PARC, OLD_PARC)} == {
        "Le Parc (quartier 2024)",
        "Le Parc (quartier 2015)",
    }
    assert [place_of(place.key) for place in listed] == list(listed)
    for key in ("", "commune", "commune:", "territory:x", "planet:92050"):
        assert place_of(key) is None
    with pytest.raises(NoPlaceError):
        evaluate(world(), [Place(PlaceKind.SITE, "S-9")])


def test_values_are_written_with_their_unit():
    units = {code: indicator.unit for code, indicator in INDICATORS.items()}
    assert value_text(Decimal("1234.56"), units["money.planned"]) == "1\u202f235\u00a0€"
    assert value_text(Decimal("0.5"), units["operations.completion"]) == "50,0\u00a0%"
    assert value_text(None, units["money.planned"]) == "—"


def test_a_large_territory_equals_plain_pandas():
    content = large_programme(operations=1500, lines=9000)
    (values,) = [found(World(content), TERRITORY)]
    lines = content.funding_lines
    names = ["requested_eur", "voted_eur", "committed_eur", "paid_eur"]
    stated = [next((cell for cell in row if cell is not None), Decimal(0)) for row in lines[names].to_numpy()]
    assert values["money.planned"] == sum(stated, Decimal(0))
    assert values["money.paid"] == sum((cell for cell in lines["paid_eur"] if cell is not None), Decimal(0))
    steps = content.operations["step"]
    assert values["operations.programmed"] == int((steps != "abandonnée").sum())
    assert values["operations.delivered"] == int(steps.isin(["livrée", "soldée"]).sum())
    communes = [place for place in places(World(content)) if place.kind is PlaceKind.COMMUNE]
    parts = [found(World(content), place)["money.planned"] for place in communes]
    assert sum(parts) == values["money.planned"]


def test_a_neighbourhood_with_no_operation_but_an_action_is_not_without():
    content = replace(
        small_programme(),
        social_action_neighbourhoods=pd.DataFrame(
            {"social_action_id": ["A3"], "neighbourhood_code": ["QN09210I"]}, dtype="str"
        ),
    )
    assert found(world(content), place_of("neighbourhood_2024:QN09210I"))["actions.total"] == 1
    assert found(world(content), TERRITORY)["neighbourhoods_2024.without_action"] == 0
