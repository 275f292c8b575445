import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from core.actor import LOCAL, PUBLIC, Actor, Role
from core.errors import CrsError, UnknownOperationError
from layers.library import Library
from programme.exchange.loader import load
from programme.footprints import (
    GRAZED_M2,
    GRAZED_SHARE,
    geometry_hash,
    link_parcels,
    multipolygon,
    relink,
    replace_footprint,
)
from programme.storage.snapshot import OPERATION_PARCELS
from programme.storage.store import Store
from programme.visa.refusals import FootprintOvertakenError, FootprintShapeError, NotAnsweringError
from tests.programme.exchange_folder import X0, Y0, library, parcels, three_plots, write


def footprints(*shapes):
    index = pd.Index([f"op{number}" for number in range(len(shapes))], name="operation_id")
    return gpd.GeoDataFrame(geometry=list(shapes), index=index, crs=2154)


def box(x, y, width, height):
    return shapely.box(X0 + x, Y0 + y, X0 + x + width, Y0 + y + height)


RING = st.builds(
    lambda x, y, w, h: [(x, y), (x + w, y), (x + w, y + h), (x, y + h)],
    *(st.integers(0, 10**6), st.integers(0, 10**6), st.integers(1, 1000), st.integers(1, 1000)),
)


@given(RING, st.integers(0, 3), st.booleans(), st.booleans())
def test_the_hash_knows_the_shape_and_not_how_it_was_drawn(ring, start, backwards, several):
    turned = ring[start:] + ring[:start]
    drawn = shapely.Polygon(turned[::-1] if backwards else turned)
    assert geometry_hash(shapely.MultiPolygon([drawn]) if several else drawn) == geometry_hash(
        shapely.Polygon(ring)
    )


def test_the_hash_compares_to_the_millimetre():
    square = box(0, 0, 10, 10)
    assert geometry_hash(shapely.transform(square, lambda xy: xy + 0.0004)) == geometry_hash(square)
    assert geometry_hash(shapely.transform(square, lambda xy: xy + 0.001)) != geometry_hash(square)


def test_the_hash_forgets_order_of_parts_heights_and_repeated_points():
    a, b = box(0, 0, 10, 10), box(20, 0, 10, 10)
    assert geometry_hash(shapely.MultiPolygon([a, b])) == geometry_hash(shapely.MultiPolygon([b, a]))
    assert geometry_hash(shapely.force_3d(a, 30.0)) == geometry_hash(a)
    doubled = shapely.Polygon(np.repeat(shapely.get_coordinates(a), 2, axis=0))
    assert geometry_hash(doubled) == geometry_hash(a)
    holed = a.difference(box(2, 2, 1, 1))
    assert geometry_hash(holed) != geometry_hash(a)


def test_the_hash_is_the_same_for_ever():
    """Visas are bound to it: a new version of the program must give the same."""
    assert (
        geometry_hash(shapely.box(650_000, 6_866_000, 650_100, 6_866_100))
        == "ecdde03dd0ebc4359a1fcf023e49920447d6299486a93532502c74c0a540c0ef"
    )
    assert geometry_hash(shapely.box(-0.0, 0, 1, 1)) == geometry_hash(shapely.box(0.0, 0, 1, 1))


def test_a_polygon_becomes_a_multipolygon():
    assert multipolygon(box(0, 0, 1, 1)).geom_type == "MultiPolygon"
    several = shapely.MultiPolygon([box(0, 0, 1, 1)])
    assert multipolygon(several) is several


def test_links_say_what_is_covered():
    found = link_parcels(footprints(box(0, 0, 160, 100), box(100, 0, 100, 50)), three_plots(), "r1")
    expected = pd.DataFrame(
        [
            ["op0", "92050000AB0001", 15_010.0, 15_000.0, 15_000.0, 1.0, "r1"],
            ["op0", "92050000AB0002", np.nan, 5_000.0, 1_000.0, 0.2, "r1"],
            ["op1", "92050000AB0001", 15_010.0, 15_000.0, 2_500.0, 1 / 6, "r1"],
            ["op1", "92050000AB0002", np.nan, 5_000.0, 2_500.0, 0.5, "r1"],
        ],
        columns=list(OPERATION_PARCELS),
    ).astype(dict(OPERATION_PARCELS))
    pd.testing.assert_frame_equal(found, expected)


def test_links_are_ordered_by_footprint_then_identifier():
    plots = parcels(("b", box(0, 0, 10, 10), 1), ("a", box(10, 0, 10, 10), 1))
    found = link_parcels(footprints(box(0, 0, 20, 10)), plots.set_index(pd.Index([7, 3])), "r1")
    assert found["idu"].tolist() == ["a", "b"]
    assert found.index.tolist() == [0, 1]


def test_a_parcel_that_is_only_touched_is_no_link():
    assert link_parcels(footprints(box(150, 0, 50, 100)), three_plots(), "r1")["idu"].tolist() == [
        "92050000AB0002"
    ]


# A plot of 100 × 100 m: a thousandth of it is 10 m². One of 10 × 10 m: a thousandth of it is 0.1 m².
@pytest.mark.parametrize(
    ("side", "width", "linked"),
    [
        (100, 0.0099, False),  # 0.99 m² and 0.000099: grazed
        (100, 0.0101, True),  # 1.01 m² of a large plot
        (10, 0.0099, False),  # 0.099 m² and 0.00099: grazed
        (10, 0.0101, True),  # 0.101 m² and 0.00101: a small plot
    ],
)
def test_grazed_parcels_are_no_links(side, width, linked):
    assert (GRAZED_M2, GRAZED_SHARE) == (1.0, 0.001)
    plot = parcels(("p", box(0, 0, side, side), 1))
    assert len(link_parcels(footprints(box(0, 0, width, side)), plot, "r1")) == int(linked)


def test_without_footprints_or_parcels_there_is_no_link():
    none = footprints()
    none = gpd.GeoDataFrame(geometry=gpd.GeoSeries([], crs=2154), index=none.index)
    for found in (
        link_parcels(none, three_plots(), "r1"),
        link_parcels(footprints(box(1000, 0, 1, 1)), three_plots(), "r1"),
    ):
        assert len(found) == 0
        assert dict(found.dtypes.astype(str)) == dict(OPERATION_PARCELS)


def test_another_system_is_refused():
    with pytest.raises(CrsError):
        link_parcels(footprints(box(0, 0, 1, 1)), three_plots().to_crs(4326), "r1")


@given(
    st.lists(
        st.tuples(st.integers(0, 180), st.integers(0, 80), st.integers(1, 60), st.integers(1, 60)),
        min_size=1,
        max_size=5,
    )
)
def test_shares_lie_between_nothing_and_all_and_areas_add_up(boxes):
    shapes = [box(x, y, width, height) for x, y, width, height in boxes]
    plots = three_plots().iloc[:2]
    found = link_parcels(footprints(*shapes), plots, "r1")
    assert found["share"].between(0, 1).all()
    np.testing.assert_allclose(found["share"] * found["area_m2"], found["covered_m2"], atol=1e-6)
    union = shapely.union_all(plots.geometry.to_numpy())
    covered = found.groupby("operation_id")["covered_m2"].sum()
    for number, shape in enumerate(shapes):
        assert covered.get(f"op{number}", 0.0) == pytest.approx(
            shape.intersection(union).area, abs=2 * GRAZED_M2
        )


@pytest.fixture
def store(tmp_path):
    found = Store(tmp_path / "programme.gpkg")
    yield found
    found.close()


def test_links_are_made_again_when_the_cadastre_changes(store, tmp_path):
    folder = library(tmp_path / "library")
    first = folder.current("parcels").id
    assert load(write(tmp_path / "tables"), store=store, library=folder).loaded
    before = store.snapshot()
    assert set(before.operation_parcels["cadastre_revision"]) == {first}
    assert relink(store, folder) == 0
    assert store.revision() == before.revision
    # The two plots become one.
    library(tmp_path / "library", parcels(("92050000AB0009", box(0, 0, 200, 100), 20_000)))
    second = folder.current("parcels").id
    assert relink(store, folder) == 2
    after = store.snapshot()
    assert after.revision == before.revision + 1
    assert after.operation_parcels[["operation_id", "idu", "share", "cadastre_revision"]].values.tolist() == [
        ["92050-001", "92050000AB0009", 0.5, second],
        ["92050-002", "92050000AB0009", 0.5, second],
    ]
    assert after.footprints["cadastre_revision"].tolist() == [second, second]
    assert after.footprints["geometry_hash"].tolist() == before.footprints["geometry_hash"].tolist()
    assert relink(store, folder) == 0


def test_a_cadastre_that_changes_meanwhile_is_not_missed(store, tmp_path):
    assert load(write(tmp_path / "tables"), store=store).loaded
    folder = library(tmp_path / "library")
    read = folder.snapshot

    def slow(key, revision):
        """While the first cadastre is read, another process imports the second one and links to it."""
        folder.snapshot = read
        library(tmp_path / "library", parcels(("92050000AB0009", box(0, 0, 200, 100), 20_000)))
        assert relink(store, folder) == 2
        return read(key, revision)

    folder.snapshot = slow
    assert relink(store, folder) == 2
    found = store.snapshot()
    assert found.operation_parcels["idu"].tolist() == ["92050000AB0009"] * 2
    assert set(found.footprints["cadastre_revision"]) == {folder.current("parcels").id}


def test_what_was_loaded_without_a_cadastre_is_linked_later(store, tmp_path):
    assert load(write(tmp_path / "tables"), store=store).loaded
    assert store.snapshot().footprints["cadastre_revision"].tolist() == [None, None]
    folder = library(tmp_path / "library")
    assert relink(store, folder) == 2
    assert len(store.snapshot().operation_parcels) == 3
    assert store.snapshot().operation_parcels["recorded_m2"].isna().tolist() == [False, False, True]


def test_without_a_cadastre_nothing_is_linked(store, tmp_path):
    assert load(write(tmp_path / "tables"), store=store).loaded
    assert relink(store, Library(tmp_path / "nothing")) == 0
    assert store.revision() == 1


def test_a_checked_footprint_becomes_the_one_in_force_with_its_parcels(store, tmp_path):
    folder = library(tmp_path / "library")
    assert load(write(tmp_path / "tables"), store=store, library=folder).loaded
    before, shape = store.snapshot(), box(160, 0, 30, 100)
    fingerprint = replace_footprint(store, folder, "92050-001", shape, LOCAL)
    after = store.snapshot()
    assert after.revision == before.revision + 1
    assert fingerprint == geometry_hash(shape) == after.footprints.loc["92050-001", "geometry_hash"]
    assert after.operations.geometry["92050-001"].equals(shape)
    assert after.footprints.loc["92050-001", "area_m2"] == 3_000.0
    links = after.operation_parcels
    mine = links[links["operation_id"] == "92050-001"]
    assert mine[["idu", "covered_m2", "share", "cadastre_revision"]].values.tolist() == [
        ["92050000AB0002", 3_000.0, 0.6, folder.current("parcels").id]
    ]
    # The other operation keeps its own.
    others = [frame[frame["operation_id"] == "92050-002"] for frame in (before.operation_parcels, links)]
    pd.testing.assert_frame_equal(*(frame.reset_index(drop=True) for frame in others))
    assert after.footprints.loc["92050-002"].equals(before.footprints.loc["92050-002"])
    with store.reading() as connection:
        listed = connection.exec_driver_sql(
            "SELECT min_x, max_x FROM gpkg_contents WHERE table_name = 'operations'"
        ).one()
    assert tuple(listed) == (X0 + 100, X0 + 200)


def test_a_footprint_that_somebody_else_replaced_meanwhile_stays(store, tmp_path):
    folder = library(tmp_path / "library")
    assert load(write(tmp_path / "tables"), store=store, library=folder).loaded
    seen = store.snapshot().footprints.loc["92050-001", "geometry_hash"]
    theirs = replace_footprint(store, folder, "92050-001", box(0, 0, 20, 20), LOCAL, seen_hash=seen)
    with pytest.raises(FootprintOvertakenError, match="92050-001"):
        replace_footprint(store, folder, "92050-001", box(0, 0, 30, 30), LOCAL, seen_hash=seen)
    assert store.snapshot().footprints.loc["92050-001", "geometry_hash"] == theirs
    replace_footprint(store, folder, "92050-001", box(0, 0, 30, 30), LOCAL, seen_hash=theirs)
    with pytest.raises(FootprintOvertakenError):
        replace_footprint(store, folder, "92050-001", box(0, 0, 40, 40), LOCAL, seen_hash=None)


def test_an_unmapped_operation_gets_its_first_footprint(store, tmp_path):
    folder = library(tmp_path / "library")
    assert load(write(tmp_path / "tables"), store=store, library=folder).loaded
    heights = shapely.force_3d(box(0, 0, 150, 100), 30.0)
    replace_footprint(store, folder, "92050-003", heights, LOCAL)
    found = store.snapshot()
    assert found.operations.geometry["92050-003"].has_z is False
    assert found.operation_parcels.query("operation_id == '92050-003'")["share"].tolist() == [1.0]


def test_the_footprint_that_is_in_force_already_is_not_written_again(store, tmp_path):
    folder = library(tmp_path / "library")
    assert load(write(tmp_path / "tables"), store=store, library=folder).loaded
    before = store.revision()
    assert replace_footprint(store, folder, "92050-001", box(0, 0, 100, 100), LOCAL) == geometry_hash(
        box(0, 0, 100, 100)
    )
    assert store.revision() == before


def test_a_footprint_without_a_cadastre_is_linked_later(store, tmp_path):
    assert load(write(tmp_path / "tables"), store=store).loaded
    replace_footprint(store, Library(tmp_path / "nothing"), "92050-001", box(0, 0, 10, 10), LOCAL)
    assert store.snapshot().footprints.loc["92050-001", "cadastre_revision"] is None
    folder = library(tmp_path / "library")
    assert relink(store, folder) == 2
    assert set(store.snapshot().operation_parcels["operation_id"]) == {"92050-001", "92050-002"}


def test_a_cadastre_that_comes_while_a_footprint_is_replaced_is_not_missed(store, tmp_path):
    folder = library(tmp_path / "library")
    assert load(write(tmp_path / "tables"), store=store, library=folder).loaded
    read = folder.snapshot

    def slow(key, revision):
        folder.snapshot = read
        library(tmp_path / "library", parcels(("92050000AB0009", box(0, 0, 200, 100), 20_000)))
        return read(key, revision)

    folder.snapshot = slow
    replace_footprint(store, folder, "92050-001", box(0, 0, 10, 10), LOCAL)
    found = store.snapshot()
    assert set(found.operation_parcels["idu"]) == {"92050000AB0009"}
    assert set(found.footprints["cadastre_revision"]) == {folder.current("parcels").id}


@pytest.mark.parametrize(
    ("shape", "sentence"),
    [
        (shapely.Point(X0, Y0), "ce n’est pas un polygone"),
        (shapely.Polygon(), "ce n’est pas un polygone"),
        (shapely.LineString([(X0, Y0), (X0 + 1, Y0)]), "ce n’est pas un polygone"),
        (shapely.Polygon([(X0, Y0), (X0 + 9, Y0 + 9), (X0 + 9, Y0), (X0, Y0 + 9)]), "se recoupe"),
        (shapely.Polygon([(X0, Y0), (X0 + 9, Y0), (X0, Y0)]), "se recoupe"),
    ],
    ids=["point", "empty", "line", "bow tie", "flat"],
)
def test_what_is_no_footprint_replaces_none(store, tmp_path, shape, sentence):
    folder = library(tmp_path / "library")
    assert load(write(tmp_path / "tables"), store=store, library=folder).loaded
    with pytest.raises(FootprintShapeError, match=sentence):
        replace_footprint(store, folder, "92050-001", shape, LOCAL)
    assert store.revision() == 1


@pytest.mark.parametrize("actor", [PUBLIC, Actor("voisine", Role.COMMUNE, frozenset({"92036"}))])
def test_who_does_not_answer_for_the_commune_replaces_no_footprint(store, tmp_path, actor):
    folder = library(tmp_path / "library")
    assert load(write(tmp_path / "tables"), store=store, library=folder).loaded
    with pytest.raises(NotAnsweringError):
        replace_footprint(store, folder, "92050-001", box(0, 0, 10, 10), actor)
    with pytest.raises(UnknownOperationError):
        replace_footprint(store, folder, "92050-999", box(0, 0, 10, 10), LOCAL)
    assert store.revision() == 1
