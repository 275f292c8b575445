import numpy as np
import pytest
import shapely

from demonstration.cutting import box
from demonstration.dice import Dice
from demonstration.fabric import RULES
from demonstration.plots import SMALLEST_M2, divide

BLOCKS = {
    "square": shapely.box(0, 0, 120, 62),
    "turned": shapely.affinity.rotate(shapely.box(0, 0, 140, 70), 37),
    "five sides": shapely.Polygon([(0, 0), (130, 8), (150, 60), (70, 84), (5, 66)]),
    "two parts": shapely.union(shapely.box(0, 0, 60, 40), shapely.box(80, 0, 130, 45)),
}


@pytest.mark.parametrize("kind", sorted(RULES))
@pytest.mark.parametrize("name", sorted(BLOCKS))
def test_plots_tile_their_block(kind, name):
    ground = BLOCKS[name]
    plots = [plot for plot, _use in divide(ground, kind, Dice(f"{kind}/{name}"))]
    assert sum(plot.area for plot in plots) == pytest.approx(ground.area, abs=0.05)
    assert shapely.union_all(plots, grid_size=0.001).area == pytest.approx(ground.area, abs=0.2)
    assert all(plot.is_valid and plot.area >= SMALLEST_M2 for plot in plots)


def test_houses_have_narrow_fronts_and_slabs_have_large_plots():
    houses = [plot for plot, use in divide(BLOCKS["square"], "houses", Dice("a")) if use == "house"]
    slabs = [plot for plot, _use in divide(BLOCKS["square"], "slabs", Dice("a"))]
    assert len(houses) > 12
    assert len(slabs) < 6
    assert 8 < np.median([box(plot).width_m for plot in houses]) < 20
    assert {use for _plot, use in divide(BLOCKS["square"], "park", Dice("a"))} == {"park"}
