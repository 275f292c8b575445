"""Which operations a reader wants to see."""

import datetime as dt
from dataclasses import fields, replace
from decimal import Decimal

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.actor import PUBLIC, Role
from core.languages import language
from programme.selection import Selection, options, select, years
from programme.visibility import visible
from tests.programme.factories import empty_world, operation, programme, small_programme, world

WORLD = world()
CRITERIA = {
    "communes": ("92050", "92036", "75056"),
    "epts": ("Boucle Nord de Seine", "Paris Ouest La Défense"),
    "neighbourhoods": ("QN09206M", "QP092016", "QN09210I"),
    "families": ("34", "37", "21", "14"),
    "steps": ("étude", "engagée", "travaux", "livrée"),
    "funders": ("anru", "nanterre", "region"),
}


def chosen(selection: Selection) -> list[str]:
    return list(select(WORLD, selection))


def test_an_empty_selection_takes_everything_in_order():
    found = select(WORLD, Selection())
    assert isinstance(found, pd.Index)
    assert list(found) == ["92050-014", "92050-015", "92036-001", "92050-016"]
    assert Selection().is_empty


@pytest.mark.parametrize("name", [item.name for item in fields(Selection)])
def test_any_criterion_makes_it_not_empty(name):
    value = {"amount_min": Decimal(0), "amount_max": Decimal(0), "year_from": 0, "year_to": 0}.get(
        name, ("x",)
    )
    assert not replace(Selection(), **{name: value}).is_empty


@pytest.mark.parametrize(
    ("selection", "expected"),
    [
        (Selection(communes=("92036",)), ["92036-001"]),
        (Selection(communes=("92036", "92050"), families=("21", "14")), ["92036-001", "92050-016"]),
        (Selection(epts=("Boucle Nord de Seine",)), ["92036-001"]),
        (Selection(steps=("engagée", "travaux")), ["92050-014", "92050-015"]),
        (Selection(funders=("nanterre",)), ["92050-015"]),
        (Selection(funders=("nanterre", "region")), ["92050-014", "92050-015"]),
        (Selection(neighbourhoods=("QN09206M",)), ["92050-014", "92050-015"]),
        (Selection(neighbourhoods=("QP092016",)), ["92050-015"]),
        (Selection(neighbourhoods=("QN09210I",)), []),
        (Selection(communes=("92050",), funders=("anru",), families=("37",)), ["92050-015"]),
        (Selection(communes=("00000",)), []),
    ],
)
def test_criteria(selection, expected):
    assert chosen(selection) == expected


@pytest.mark.parametrize(
    ("least", "most", "expected"),
    [
        (None, None, ["92050-014", "92050-015", "92036-001", "92050-016"]),
        (Decimal("500000.50"), Decimal("500000.50"), ["92036-001"]),
        (Decimal("500000.51"), None, ["92050-014", "92050-015"]),
        (None, Decimal("1000000.00"), ["92050-015", "92036-001"]),
        (Decimal(0), None, ["92050-014", "92050-015", "92036-001"]),
    ],
)
def test_amounts_are_exact_and_an_unknown_cost_meets_no_range(least, most, expected):
    assert chosen(Selection(amount_min=least, amount_max=most)) == expected


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        (2024, 2024, ["92050-014"]),
        (2025, 2026, ["92050-014", "92050-015"]),
        (None, 2022, ["92036-001"]),
        (2023, 2023, ["92036-001"]),
        (2027, None, ["92050-014"]),
        (2028, None, []),
        (None, 2100, ["92050-014", "92050-015", "92036-001"]),
    ],
)
def test_the_calendar_meets_the_years(start, end, expected):
    """92050-014 runs from 2024 to 2027 with nothing dated in between; 92050-016 has no date."""
    assert chosen(Selection(year_from=start, year_to=end)) == expected


def test_years_are_whole_numbers_by_operation():
    table = years(WORLD)
    assert table.loc["92050-014"].to_dict() == {"first": 2024, "last": 2027}
    assert table.loc["92036-001"].to_dict() == {"first": 2022, "last": 2023}
    assert table.dtypes.astype(str).tolist() == ["int64", "int64"]


def test_one_actual_date_is_a_calendar():
    content = programme(
        [operation("92050-001")], milestones=[("92050-001", "livrée", None, dt.date(2020, 5, 1))]
    )
    assert list(select(world(content), Selection(year_from=2020, year_to=2020))) == ["92050-001"]


@settings(max_examples=40, deadline=None)
@given(
    picks=st.fixed_dictionaries(
        {name: st.lists(st.sampled_from(values), unique=True) for name, values in CRITERIA.items()}
    ),
    added=st.sampled_from(list(CRITERIA)),
    data=st.data(),
)
def test_adding_a_criterion_never_enlarges_a_selection(picks, added, data):
    base = Selection(**{name: tuple(values) for name, values in picks.items() if name != added})
    value = data.draw(st.sampled_from(CRITERIA[added]))
    narrower = replace(base, **{added: (value,)})
    assert set(chosen(narrower)) <= set(chosen(base))


@settings(max_examples=40, deadline=None)
@given(
    names=st.lists(st.sampled_from(CRITERIA["steps"]), unique=True, min_size=1),
    more=st.sampled_from(CRITERIA["steps"]),
)
def test_another_value_of_one_criterion_never_narrows_it(names, more):
    assert set(chosen(Selection(steps=tuple(names)))) <= set(chosen(Selection(steps=(*names, more))))


def test_options_are_sorted_as_a_reader_looks_for_them():
    found = options(WORLD)
    assert [item.label for item in found.communes] == ["Asnières-sur-Seine", "Gennevilliers", "Nanterre"]
    assert [item.count for item in found.communes] == [0, 1, 3]
    assert [item.value for item in found.epts] == ["Boucle Nord de Seine", "Paris Ouest La Défense"]
    assert [(item.label, item.detail, item.count) for item in found.neighbourhoods] == [
        ("Le Parc (2024)", "QN09206M", 2),
        ("Les Agnettes (2024)", "QN09210I", 0),
        ("Le Parc (2015)", "QP092016", 1),
    ]
    assert [item.value for item in found.families] == ["14", "21", "34", "37"]
    assert found.families[2].label == "Résidentialisation"
    assert [item.value for item in found.steps] == [
        *("étude", "programmation", "engagée", "travaux", "livrée", "soldée", "abandonnée"),
    ]
    assert type(found.steps[0].value) is str
    assert [item.value for item in found.funders] == [
        *("anru", "departement", "region", "nanterre", "action_logement", "office"),
    ]
    assert (found.amount_min, found.amount_max) == (Decimal("500000.50"), Decimal("3400000.00"))
    assert (found.year_min, found.year_max) == (2022, 2027)


def test_options_speak_the_language_in_force():
    with language("en"):
        assert options(WORLD).families[2].label == "Residentialisation"


def test_a_commune_that_no_layer_names_is_offered_by_its_code():
    found = options(world(without=("communes",)))
    assert [(item.value, item.label) for item in found.communes] == [("92036", "92036"), ("92050", "92050")]
    assert found.epts == ()


def test_a_reader_who_may_not_see_who_pays_is_offered_no_funder():
    content = visible(small_programme(), PUBLIC)
    public = world(content, role=Role.PUBLIC)
    assert options(public).funders == ()
    assert list(select(public, Selection(funders=("anru",)))) == []


def test_nothing_at_all():
    everything = Selection(
        communes=("92050",),
        epts=("x",),
        neighbourhoods=("QN09206M",),
        steps=("étude",),
        funders=("anru",),
        amount_min=Decimal(1),
        year_from=2020,
    )
    assert list(select(empty_world(), everything)) == []
    assert list(select(empty_world(), Selection())) == []
    found = options(empty_world())
    assert (found.communes, found.neighbourhoods, found.funders) == ((), (), ())
    assert (found.amount_min, found.year_max) == (None, None)
