"""What the page of the check holds between two runs: how the footprint comes, what was read, what was found."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import shapely
import streamlit as st

from core.progress import Progress
from gis.projection import metric_to_wgs84_bounds
from programme.check.report import Report
from programme.check.submission import Submission

_STATE = "check_state"
_FIT = "check_fit"
_ROOM_SHARE = 0.25
_LEAST_ROOM_M = 12.0

Bounds = tuple[float, float, float, float]
Job = Callable[[Progress], dict[str, Any]]
"""Long work: told how to report progress, it returns what changes in the state."""

WAYS = ("file", "drawing", "parcels", "operation", "text")
"""How a footprint comes, in the order of the choice; the values of ``Subject.origin``."""


@dataclass(frozen=True)
class CheckState:
    """One value for the whole page.

    Attributes
    ----------
    way
        How the footprint comes.
    source
        How to read what was sent once more, with another layer, feature or coordinate system; None where nothing was.
    contents
        What the file holds, where there is something to choose; None otherwise.
    submissions, reports
        What was checked, and what was found; as many of each. Reports are empty as long as coordinates are not placed.
    shown
        Position of the report that is shown; None for the table of a batch.
    earlier
        Footprints that a proposal took the place of, the latest last.
    chosen
        Position of the finding that the reader looks at.
    preferred
        Position of the candidate that is previewed.
    previewed
        What was submitted, read in its first candidate, from which the others are previewed.
    points, picked
        Drawing in progress, EPSG:2154; identifiers of the parcels picked.
    fault
        Why nothing came of the last wish: one sentence.
    done
        What was done last, in one sentence.
    """

    way: str = "file"
    source: Any = None
    contents: Any = None
    submissions: tuple[Submission, ...] = ()
    reports: tuple[Report, ...] = ()
    shown: int | None = None
    earlier: tuple[Submission, ...] = ()
    chosen: int | None = None
    preferred: int = 0
    previewed: tuple[Submission, ...] = ()
    points: tuple[tuple[float, float], ...] = ()
    picked: tuple[str, ...] = ()
    fault: str | None = None
    done: str | None = None

    @property
    def report(self) -> Report | None:
        """The report that is shown; None for the table of a batch, or before a check."""
        return self.reports[self.shown] if self.shown is not None and self.reports else None

    @property
    def submission(self) -> Submission | None:
        """What the report that is shown was made of."""
        return self.submissions[self.shown] if self.shown is not None and self.submissions else None

    @property
    def batch(self) -> bool:
        """Whether several footprints were checked together."""
        return len(self.reports) > 1


def state() -> CheckState:
    """State of the page."""
    if _STATE not in st.session_state:
        st.session_state[_STATE] = CheckState()
    found: CheckState = st.session_state[_STATE]
    return found


def change(**changes: Any) -> None:
    """Change the state of the page."""
    st.session_state[_STATE] = replace(state(), **changes)


def start_again(way: str | None = None) -> None:
    """Forget what was checked, and ask for another footprint; the map stays where it is."""
    st.session_state[_STATE] = CheckState(way=way or state().way)


def move_to(shape: shapely.Geometry | None, greatest_zoom: float = 19) -> None:
    """Move the map so that it shows a place in EPSG:2154, with some room around."""
    if shape is None or shape.is_empty:
        return
    west, south, east, north = shape.bounds
    room = max(_LEAST_ROOM_M, _ROOM_SHARE * max(east - west, north - south))
    look_at(metric_to_wgs84_bounds((west - room, south - room, east + room, north + room)), greatest_zoom)


def look_at(bounds: Bounds, greatest_zoom: float = 19) -> None:
    """Move the map so that it shows bounds in WGS84 degrees."""
    wish = st.session_state[_FIT][0] + 1 if _FIT in st.session_state else 1
    st.session_state[_FIT] = (wish, bounds, greatest_zoom)


def fit() -> tuple[int, Bounds, float] | None:
    """Last wish to move the map."""
    found: tuple[int, Bounds, float] | None = st.session_state.get(_FIT)
    return found


def whole(shapes: Sequence[shapely.Geometry]) -> shapely.Geometry | None:
    """Smallest rectangle that holds shapes; None where there are none."""
    return shapely.box(*bounds_of_all(*shapes)) if shapes else None


def bounds_of_all(*shapes: shapely.Geometry) -> Bounds:
    """Smallest box, in EPSG:2154, that holds shapes."""
    west, south, east, north = shapely.total_bounds(list(shapes)).tolist()
    return west, south, east, north
