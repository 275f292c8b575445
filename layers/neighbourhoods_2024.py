"""Priority neighbourhoods of 2024: the perimeters in force."""

from core.languages import N_
from layers.neighbourhoods import neighbourhood_layer
from layers.symbol import Hatch, Style

NEIGHBOURHOODS_2024 = neighbourhood_layer(
    key="neighbourhoods_2024",
    title=N_("Priority neighbourhoods 2024"),
    singular=N_("Priority neighbourhood 2024"),
    code_sources=("CODE_QP", "code_qp", "code_qp24", "code"),
    code_pattern=r"Q[NP][0-9][0-9A-Z]{4,6}",
    style=Style(fill="#762a83", fill_opacity=0.0, stroke="#762a83", width_px=1.8, hatch=Hatch.DIAGONAL),
    source=N_("ANCT, décret 2023-1314"),
)
