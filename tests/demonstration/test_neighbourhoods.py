"""Priority neighbourhoods of both generations."""

import numpy as np
import pytest
import shapely

from demonstration.evolution import CHANGES
from demonstration.facts import neighbourhoods_2015, neighbourhoods_2024, rectangle


@pytest.fixture(scope="module")
def of_2015(layers):
    return layers["neighbourhoods_2015"].set_index("CODE_QP")


@pytest.fixture(scope="module")
def of_2024(layers):
    return layers["neighbourhoods_2024"].set_index("CODE_QP")


@pytest.mark.parametrize("fact", neighbourhoods_2015(), ids=lambda fact: fact.code)
def test_outlines_of_2015_measure_what_the_facts_say(fact, of_2015):
    row = of_2015.loc[fact.code]
    assert fact.name == row.NOM_QP
    assert ", ".join(fact.communes) == row.COMMUNE_QP
    assert fact.population == row.POPUL
    assert row.APPROX == 1
    outline = row.geometry
    assert outline.geom_type == "Polygon"
    assert outline.is_valid
    assert outline.area == pytest.approx(fact.area_m2, rel=0.02)
    assert outline.centroid.distance(shapely.Point(fact.centre)) < 0.01
    length, width, azimuth = rectangle(outline)
    assert length == pytest.approx(fact.length_m, rel=0.03)
    assert width == pytest.approx(fact.width_m, rel=0.03)
    assert abs((azimuth - fact.azimuth_deg + 90) % 180 - 90) < 2.5


def _overlaps(outlines) -> float:
    tree = shapely.STRtree(outlines)
    one, other = tree.query(outlines, predicate="intersects")
    pairs = one < other
    return float(shapely.area(shapely.intersection(outlines[one[pairs]], outlines[other[pairs]])).sum())


def test_neighbourhoods_of_one_generation_do_not_overlap(of_2015, of_2024):
    assert len(of_2015) == 21
    assert len(of_2024) == 18
    assert _overlaps(of_2015.geometry.values) < 0.01
    assert _overlaps(of_2024.geometry.values) < 0.01


@pytest.mark.parametrize("generation", ["neighbourhoods_2015", "neighbourhoods_2024"])
def test_edges_follow_parcels(generation, layers):
    """No parcel is cut by an outline: each lies inside or outside."""
    outlines, parcels = layers[generation].geometry.values, layers["parcels"].geometry.values
    found, place = shapely.STRtree(parcels).query(outlines, predicate="intersects")[[1, 0]]
    shares = shapely.area(shapely.intersection(parcels[found], outlines[place])) / shapely.area(
        parcels[found]
    )
    assert ((shares < 1e-6) | (shares > 1 - 1e-6)).all()
    assert (shares > 0.5).sum() > 500


def test_most_of_each_neighbourhood_lies_in_its_communes(of_2015, layers):
    outlines = layers["communes"].set_index("NOM").geometry
    shares = [
        shapely.intersection(row.geometry, outlines[row.COMMUNE_QP.split(", ")].union_all()).area
        / row.geometry.area
        for row in of_2015.itertuples()
    ]
    # the outlines of the communes are generalised, so that some neighbourhoods spill over
    assert min(shares) > 0.7
    assert np.mean(shares) > 0.95


def test_names_of_2024_are_those_of_the_facts(of_2024):
    facts = neighbourhoods_2024()
    assert list(of_2024.index) == [fact.code for fact in facts]
    assert list(of_2024["NOM_QP"]) == [fact.name for fact in facts]
    assert list(of_2024["COMMUNE_QP"]) == [fact.commune for fact in facts]
    assert set(of_2024["APPROX"]) == {1}


@pytest.mark.parametrize("code", sorted(CHANGES))
def test_outlines_of_2024_come_from_2015_with_edges_moved(code, of_2015, of_2024):
    now, site = of_2024.geometry[code], CHANGES[code].site
    assert now.geom_type == "Polygon"
    assert now.is_valid
    assert not now.interiors
    if site not in of_2015.index:
        assert code == "QN09218N"
        assert not of_2015.geometry.intersects(now).any()
        return
    before = of_2015.geometry[site]
    kept = shapely.intersection(now, before).area / before.area
    if code.endswith("I"):
        assert shapely.symmetric_difference(now, before).area < 0.01
    else:
        assert 0.75 < kept <= 1 + 1e-9
        assert shapely.symmetric_difference(now, before).area > 1_000


def test_neighbourhoods_of_2024_lie_in_their_commune(of_2024, layers):
    outlines = layers["communes"].set_index("NOM").geometry
    for row in of_2024.itertuples():
        assert shapely.intersection(row.geometry, outlines[row.COMMUNE_QP]).area > 0.5 * row.geometry.area
