"""The whole demonstration: built in memory, then written."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import geopandas as gpd

from demonstration.desk import Desk, build_desk
from demonstration.facilities import Facility, build_facilities
from demonstration.funding import FundingLine, build_funding
from demonstration.housing import Residence, build_housing
from demonstration.operations import Operation, build_operations
from demonstration.social import SocialAction, build_social_actions
from demonstration.sources import layer_pages, programme_page
from demonstration.tables import Table, tables
from demonstration.town import Town, build_town
from demonstration.writing import layer_frames, write_layers, write_table


@dataclass(frozen=True, slots=True)
class Demonstration:
    """Everything that is written.

    Attributes
    ----------
    town
        Communes, neighbourhoods, districts and parcels.
    housing, facilities
        Points on them.
    operations, funding, social_actions, desk
        The programme.
    """

    town: Town
    housing: Sequence[Residence]
    facilities: Sequence[Facility]
    operations: Sequence[Operation]
    funding: Sequence[FundingLine]
    social_actions: Sequence[SocialAction]
    desk: Desk

    def layers(self) -> Mapping[str, gpd.GeoDataFrame]:
        """Frames by layer key, as they are written."""
        return layer_frames(self.town, self.housing, self.facilities)

    def tables(self) -> Mapping[str, Table]:
        """Tables of the programme by name."""
        return tables(self.operations, self.funding, self.social_actions, self.desk)


def build() -> Demonstration:
    """Build the demonstration: the same one at each call."""
    town = build_town()
    housing = build_housing(town.parcels)
    operations = build_operations(town, housing)
    funding = build_funding(operations)
    social_actions = build_social_actions(operations, town.communes)
    return Demonstration(
        town=town,
        housing=housing,
        facilities=build_facilities(town.parcels),
        operations=operations,
        funding=funding,
        social_actions=social_actions,
        desk=build_desk(operations, funding, social_actions),
    )


def write(demonstration: Demonstration, folder: Path) -> dict[str, int]:
    """Write all layers and tables under a folder; older files of the same names are replaced.

    Parameters
    ----------
    demonstration
        What is written.
    folder
        Gets ``shapefiles/<layer>/`` and ``programme/``, each with a ``SOURCE.md``.

    Returns
    -------
    Number of features and rows by layer and table.
    """
    frames, written = demonstration.layers(), demonstration.tables()
    features = {key: len(frame) for key, frame in frames.items()}
    rows = {name: len(table.rows) for name, table in written.items()}
    write_layers(frames, folder / "shapefiles")
    for key, page in layer_pages(features).items():
        (folder / "shapefiles" / key / "SOURCE.md").write_text(page, encoding="utf-8", newline="\n")
    (folder / "programme").mkdir(parents=True, exist_ok=True)
    for name, table in written.items():
        write_table(folder / "programme" / f"{name}.csv", table.names, table.rows)
    (folder / "programme" / "SOURCE.md").write_text(programme_page(rows), encoding="utf-8", newline="\n")
    return features | rows
