"""Communes, parcels, housing and facilities on the ground."""

import re

import geopandas as gpd
import numpy as np
import pytest
import shapely

from demonstration.facts import communes
from layers.registry import layer


def test_communes_tile_the_department_as_the_facts_have_them(layers):
    frame = layers["communes"]
    assert len(frame) == 36
    assert shapely.coverage_is_valid(frame.geometry.values)
    assert shapely.coverage_union_all(frame.geometry.values).geom_type == "Polygon"
    facts = {fact.insee: fact for fact in communes()}
    for row in frame.itertuples():
        assert facts[row.INSEE].name == row.NOM
        assert facts[row.INSEE].ept == row.EPT
        assert row.geometry.area == pytest.approx(facts[row.INSEE].outline.area)
    nanterre = frame.set_index("INSEE").loc["92050"]
    assert (nanterre.SURF_HA, nanterre.POPUL) == (1223.0, 89_600)


def test_parcels_are_of_the_right_number_and_valid(layers):
    parcels = layers["parcels"]
    assert 8_000 <= len(parcels) <= 15_000
    assert parcels.geometry.is_valid.all()
    assert set(parcels.geom_type) == {"Polygon"}
    assert parcels.area.min() > 20


def test_identifiers_are_unique_and_made_of_their_parts(layers):
    parcels = layers["parcels"]
    assert parcels["IDU"].is_unique
    pattern = re.compile(layer("parcels").by_name["idu"].pattern)
    assert all(pattern.fullmatch(idu) for idu in parcels["IDU"])
    assert set(parcels["IDU"].str.len()) == {14}
    parts = parcels["COMMUNE"] + parcels["PREFIXE"] + parcels["SECTION"] + parcels["NUMERO"]
    assert (parts == parcels["IDU"]).all()
    assert set(parcels["PREFIXE"]) == {"000"}
    assert parcels.groupby(["COMMUNE", "SECTION"]).size().max() <= 300


def test_no_two_parcels_overlap_and_shared_sides_are_shared_exactly(layers):
    assert shapely.coverage_is_valid(layers["parcels"].geometry.values)


def test_plots_tile_their_blocks_without_gap(demonstration):
    checked = 0
    for district in demonstration.town.districts:
        areas = np.zeros(len(district.cells))
        for plot in district.plots:
            areas[plot.cell] += plot.outline.area
        for cell, area in zip(district.cells, areas, strict=True):
            # the ground is compared before it was brought to the millimetre grid
            assert abs(cell.ground.area - area) < 0.002 * shapely.length(cell.ground) + 0.01
            assert area <= cell.outline.area + 0.01
            checked += area > 0
    assert checked > 900


def test_each_parcel_lies_in_its_commune(layers):
    parcels = layers["parcels"]
    outlines = layers["communes"].set_index("INSEE").geometry
    beyond = shapely.area(shapely.difference(parcels.geometry.values, outlines[parcels["COMMUNE"]].values))
    assert beyond.max() < 1.0


def test_the_area_of_record_is_near_the_drawn_one(layers):
    parcels = layers["parcels"]
    off = (parcels["CONTENANCE"] / parcels.area - 1).abs()
    # half a square metre of rounding weighs on the smallest
    assert (off < 0.02 + 0.5 / parcels.area).all()
    assert 0.3 < (off < 0.001).mean() < 0.7
    assert (parcels["CREATED"] <= parcels["UPDATED"]).all()


def test_plots_are_large_in_the_neighbourhoods_and_small_around(demonstration):
    inside = [parcel.outline.area for parcel in demonstration.town.parcels if parcel.use == "slab"]
    houses = [parcel.outline.area for parcel in demonstration.town.parcels if parcel.use == "house"]
    assert np.median(inside) > 2_500
    assert 250 < np.median(houses) < 600
    assert len(houses) > 3_000


def _parcel_of(points: gpd.GeoDataFrame, layers: dict[str, gpd.GeoDataFrame]) -> gpd.GeoDataFrame:
    return points.sjoin(layers["parcels"][["COMMUNE", "geometry"]], predicate="within")


def test_residences_stand_on_parcels_of_their_commune(layers):
    housing = layers["housing"]
    assert 550 <= len(housing) <= 650
    assert housing["ID"].is_unique
    found = _parcel_of(housing, layers)
    assert len(found) == len(housing)
    assert (found["INSEE"] == found["COMMUNE"]).all()
    inside = found.geometry.within(layers["neighbourhoods_2015"].union_all())
    assert inside.mean() > 0.6


def test_residences_are_plausible(layers):
    housing = layers["housing"]
    assert housing["NB_LOG"].between(12, 320).all()
    assert housing["NB_LOG"].median() < housing["NB_LOG"].mean()
    assert housing["ANNEE"].between(1932, 2022).all()
    fields = layer("housing").by_name
    assert set(housing["FINANCEMEN"]) == set(fields["financing"].choices)
    assert set(housing["DPE"]) == set(fields["energy"].choices)
    old = housing[housing["ANNEE"] < 1977]
    assert set(old["FINANCEMEN"]) == {"HLMO", "ILM"}
    assert set(housing[housing["ANNEE"] >= 2013]["DPE"]) == {"A", "B"}
    assert housing["BAILLEUR"].nunique() == 8
    assert housing["BAILLEUR"].str.contains("fictif|fictive").all()


def test_facilities_are_of_every_kind_on_parcels_of_their_commune(layers):
    facilities = layers["facilities"]
    assert 380 <= len(facilities) <= 420
    assert facilities["ID"].is_unique
    counts = facilities["TYPE"].value_counts()
    assert set(counts.index) == set(layer("facilities").by_name["kind"].choices)
    assert counts.min() >= 20
    found = _parcel_of(facilities, layers)
    assert len(found) == len(facilities)
    assert (found["INSEE"] == found["COMMUNE"]).all()
    assert not facilities.duplicated(["NOM", "INSEE"]).any()
