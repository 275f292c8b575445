"""Priority neighbourhoods of 2015: the generation that most conventions were signed on."""

from core.languages import N_
from layers.neighbourhoods import neighbourhood_layer
from layers.symbol import Style

NEIGHBOURHOODS_2015 = neighbourhood_layer(
    key="neighbourhoods_2015",
    title=N_("Priority neighbourhoods 2015"),
    singular=N_("Priority neighbourhood 2015"),
    code_sources=("CODE_QP", "code_qp", "codeqp", "code"),
    code_pattern=r"QP[0-9][0-9A-Z]{5}",
    style=Style(fill=None, stroke="#762a83", width_px=1.6, dash_px=(5, 3)),
    source=N_("ANCT, décret 2014-1750"),
)
