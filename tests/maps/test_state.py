"""The state of the page in the address bar."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maps.state import MapState, from_query
from programme.selection import Selection

DEFAULT = MapState(longitude=2.24, latitude=48.84, zoom=12, layers=("communes", "operations"))

codes = st.tuples(st.sampled_from(["92050", "92036", "92025"])) | st.just(())
states = st.builds(
    MapState,
    longitude=st.floats(-180, 180).map(lambda value: round(value, 5) + 0.0),
    latitude=st.floats(-85, 85).map(lambda value: round(value, 5) + 0.0),
    zoom=st.integers(4, 80).map(lambda quarters: quarters / 4),
    layers=st.sampled_from([(), ("communes",), ("communes", "parcels", "operations")]),
    basemap=st.sampled_from([None, "plan_ign"]),
    selection=st.builds(
        Selection,
        communes=codes,
        steps=st.sampled_from([(), ("étude", "travaux")]),
        epts=st.sampled_from([(), ("Vallée Sud – Grand Paris",)]),
        amount_min=st.none() | st.integers(0, 10**9).map(Decimal),
        amount_max=st.none() | st.integers(0, 10**9).map(Decimal),
        year_from=st.none() | st.integers(1990, 2050),
        year_to=st.none() | st.integers(1990, 2050),
    ),
    selected=st.none() | st.just(("operations", "92050-014")),
)


@given(states)
def test_a_link_shows_another_person_the_same(state: MapState) -> None:
    found, faults = from_query(state.to_query(), DEFAULT, {"plan_ign"})
    assert faults == []
    assert found == state


def test_an_empty_address_is_the_default() -> None:
    assert from_query({}, DEFAULT) == (DEFAULT, [])


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("centre", "abc"),
        ("centre", "95.0,2.0"),
        ("centre", "nan,nan"),
        ("zoom", "99"),
        ("zoom", "-3"),
        ("zoom", "²"),
        ("zoom", "nan"),
        ("couches", "operations,inconnue"),
        ("fond", "inconnu"),
        ("objet", "operations"),
        ("objet", "inconnue:1"),
        ("montant", "x-y"),
        ("montant", "NaN-"),
        ("annee", "2026"),
    ],
)
def test_what_cannot_be_used_is_said_and_left_out(name: str, value: str) -> None:
    found, faults = from_query({name: value}, DEFAULT, {"plan_ign"})
    assert len(faults) == 1
    assert f"{name}={value}" in faults[0]
    if name != "couches":
        assert found == DEFAULT
    else:
        assert found.layers == ("operations",)
