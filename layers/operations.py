"""Operations: the subject of the map. Their rows live in the programme; this says what they look like."""

from core.languages import N_
from layers.layer import FICTITIOUS, Delivery, Field, FieldType, GeometryKind, Group, Layer, Place
from layers.symbol import INK, Hatch, Style, Symbol, SymbolClass


def _step(value: str, label: str, fill: str) -> SymbolClass:
    return SymbolClass(value, label, Style(fill=fill, stroke=INK, width_px=1.2))


STEPS = (
    _step("étude", N_("Study"), "#fee0b6"),
    _step("programmation", N_("Programming"), "#fdb863"),
    _step("engagée", N_("Committed"), "#e08214"),
    _step("travaux", N_("Works"), "#b35806"),
    _step("livrée", N_("Delivered"), "#2166ac"),
    _step("soldée", N_("Settled"), "#053061"),
    SymbolClass(
        "abandonnée",
        N_("Abandoned"),
        Style(fill="#ffffff", stroke="#6b665e", width_px=1.2, hatch=Hatch.DIAGONAL),
    ),
)
"""Steps of an operation in the order of its life: warm while it is to come, cold when done."""

OPERATIONS = Layer(
    key="operations",
    title=N_("Operations"),
    singular=N_("Operation"),
    geometry=GeometryKind.POLYGON,
    fields=(
        Field(
            "id", FieldType.TEXT, N_("Identifier"), N_("Identifier in the programme."), ("id",), required=True
        ),
        Field("name", FieldType.TEXT, N_("Name"), N_("Name of the operation."), ("name",), required=True),
        Field(
            "step",
            FieldType.TEXT,
            N_("Step"),
            N_("Where the operation stands in its life."),
            ("step",),
            required=True,
            choices={item.value: item.label for item in STEPS},
        ),
        FICTITIOUS,
    ),
    identifier="id",
    label="name",
    symbol=Symbol(style=Style(fill="#e08214", stroke=INK, width_px=1.2), by="step", classes=STEPS),
    group=Group.OPERATIONS,
    delivery=Delivery.GEOJSON,
    place=("commune", Place.INSEE),
    source=N_("Programme of the installation"),
    licence=N_("Internal"),
    in_programme=True,
)
