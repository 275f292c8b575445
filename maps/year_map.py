"""The programme in one year, on the map: each operation by what it is that year, by colour, hatch and sign."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd
import shapely

from core.languages import N_, _
from layers.layer import GeometryKind
from layers.operations import OPERATIONS
from layers.symbol import INK, Hatch, Style
from maps.drawn import Drawn
from maps.rendering import sign
from programme.evaluation.yearly import State
from programme.steps import Step
from programme.world import World

MOST_MARKS = 300
"""Signs on the map; the table counts every operation."""


def _of_step(step: Step) -> Style:
    return OPERATIONS.symbol.style_of(step.value)


@dataclass(frozen=True, slots=True)
class StateSign:
    """How a state is told: words, look of the footprint, and a glyph (path on 24 × 24) for what happens that year."""

    words: str
    style: Style
    glyph: str | None = None


SIGNS: Mapping[State, StateSign] = {
    State.DEMOLISHED: StateSign(
        N_("Demolished that year"),
        Style(fill="#ffffff", stroke=INK, width_px=1.6, hatch=Hatch.CROSS),
        "M7 7 17 17M17 7 7 17",
    ),
    State.DELIVERED: StateSign(
        N_("Delivered that year"), _of_step(Step.DELIVERED), "M6.500 12.500 10.500 16.500 17.500 8.500"
    ),
    State.WORKS: StateSign(N_("In works that year"), _of_step(Step.WORKS), "M12 6 18 17.500H6z"),
    State.DONE: StateSign(N_("Delivered before"), _of_step(Step.SETTLED)),
    State.TO_COME: StateSign(N_("Works to come"), _of_step(Step.STUDY)),
    State.ABANDONED: StateSign(N_("Abandoned"), _of_step(Step.ABANDONED)),
    State.UNDATED: StateSign(
        N_("Without dates of works"), Style(fill="#ffffff", stroke="#6b665e", width_px=1.2, dash_px=(3, 3))
    ),
}
"""By state, what happens that year first."""
_GROUNDS = {State.DEMOLISHED: INK, State.DELIVERED: "#2166ac", State.WORKS: "#b35806"}


def state_picture(state: State) -> str:
    """Sign of what happens in the year, on 22 × 22; the footprint's own look for the other states."""
    found = SIGNS[state]
    if found.glyph is None:
        return sign(found.style, GeometryKind.POLYGON)
    fill = "#ffffff" if state is State.WORKS else "none"
    return (
        '<svg viewBox="-3 -3 30 30" width="22" height="22" aria-hidden="true">'
        f'<circle cx="12" cy="12" r="11" fill="{_GROUNDS[state]}" stroke="#ffffff" stroke-width="1.2"/>'
        f'<path d="{found.glyph}" fill="{fill}" stroke="#ffffff" stroke-width="2.6" stroke-linecap="round" '
        'stroke-linejoin="round"/></svg>'
    )


def year_record(world: World, states: pd.DataFrame) -> dict[str, Any]:
    """Write one year for the browser's script.

    Parameters
    ----------
    world
        As the reader may see it; operations without footprint are not drawn.
    states
        As :func:`programme.evaluation.yearly.states` gives them.

    Returns
    -------
    As :func:`maps.webmap.update_group` takes it.
    """
    record = Drawn()
    operations = world.programme.operations.loc[states.index]
    mapped = operations[~(operations.geometry.isna() | operations.geometry.is_empty)]
    by_state = states["state"].loc[mapped.index]
    # What happens that year is drawn last, hence in front.
    for state in reversed(tuple(SIGNS)):
        chosen = mapped[by_state == state.value]
        style = SIGNS[state].style
        record.draw(chosen.geometry, replace(style, fill_opacity=0.9), "")
        if len(chosen):
            record.explain(state_picture(state), _(SIGNS[state].words), list(SIGNS).index(state))
    active = mapped[by_state.isin([state.value for state in _GROUNDS])].iloc[:MOST_MARKS]
    for name, title, shape in zip(active.index, active["name"], active.geometry, strict=True):
        state = State(by_state[name])
        record.mark(
            shapely.point_on_surface(shape),
            state_picture(state),
            text=f"{title} : {_(SIGNS[state].words).lower()}",
            front=state is not State.WORKS,
            stays=True,
        )
    return record.record()
