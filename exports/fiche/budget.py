"""How much of the long tables is printed, so that a fact sheet keeps to its two pages."""

from dataclasses import dataclass

MOST_PAGES = 2
"""Of the fact sheet of an operation."""
MOST_PAGES_OF_A_PLACE = 3
"""Of that of a commune or a neighbourhood, where many operations and social actions come together."""


@dataclass(frozen=True, slots=True)
class Budget:
    """How much is printed.

    Attributes
    ----------
    parcels, actions, alerts, operations, indicators
        Rows at most of each table.
    map_mm
        Height of the maps.
    """

    parcels: int
    actions: int
    alerts: int
    operations: int
    indicators: int
    map_mm: float


BUDGETS = (
    Budget(60, 60, 20, 80, 16, 92.0),
    Budget(40, 40, 14, 50, 16, 92.0),
    Budget(30, 28, 10, 36, 14, 92.0),
    Budget(22, 20, 8, 28, 12, 92.0),
    Budget(17, 14, 7, 22, 10, 92.0),
    Budget(13, 10, 6, 17, 8, 88.0),
    Budget(10, 7, 5, 13, 7, 84.0),
    Budget(8, 5, 5, 10, 6, 84.0),
    Budget(6, 4, 4, 8, 5, 80.0),
    Budget(4, 3, 3, 6, 4, 74.0),
    Budget(3, 2, 2, 4, 3, 64.0),
    Budget(2, 1, 1, 3, 2, 52.0),
)
"""From the most that is printed to the least; the first whose pages are few enough is taken."""
TABLES = ("operations", "actions", "parcels", "alerts")
"""Tables that then take the room that is left, the first one first."""
LARGER_MAPS_MM = (34.0, 18.0)
"""By how much the maps may grow where their page has room for it; the first that takes no other page is taken."""
