"""Cadastral parcels, as Etalab distributes them."""

from core.languages import N_
from layers.layer import FICTITIOUS, Delivery, Field, FieldType, GeometryKind, Group, Layer, Place
from layers.symbol import Style, Symbol

PARCELS = Layer(
    key="parcels",
    title=N_("Parcels"),
    singular=N_("Parcel"),
    geometry=GeometryKind.POLYGON,
    fields=(
        Field(
            name="idu",
            type=FieldType.TEXT,
            title=N_("Identifier"),
            meaning=N_("INSEE commune (5), prefix (3), section (2), number (4): 14 characters."),
            sources=("IDU", "idu", "id"),
            required=True,
            pattern=r"[0-9][0-9AB][0-9]{6}[0-9A-Z]{2}[0-9]{4}",
        ),
        Field(
            name="commune",
            type=FieldType.TEXT,
            title=N_("Commune"),
            meaning=N_("INSEE code of the commune."),
            sources=("COMMUNE", "commune", "code_com", "insee"),
            pattern=r"[0-9][0-9AB][0-9]{3}",
            pad=5,
        ),
        Field(
            name="prefix",
            type=FieldType.TEXT,
            title=N_("Prefix"),
            meaning=N_("Prefix of the section: 000 but where communes were merged."),
            sources=("PREFIXE", "prefixe", "prefix", "com_abs"),
            pad=3,
        ),
        Field(
            name="section",
            type=FieldType.TEXT,
            title=N_("Section"),
            meaning=N_("Section of the cadastre, one or two letters."),
            sources=("SECTION", "section"),
        ),
        Field(
            name="number",
            type=FieldType.TEXT,
            title=N_("Number"),
            meaning=N_("Number of the parcel in its section."),
            sources=("NUMERO", "numero", "number"),
        ),
        Field(
            name="recorded_m2",
            type=FieldType.INTEGER,
            title=N_("Area of record"),
            meaning=N_("Contenance: the area in the land register, which the drawing may differ from."),
            sources=("CONTENANCE", "contenance", "recorded_m2"),
            unit="m²",
        ),
        Field(
            name="created",
            type=FieldType.DATE,
            title=N_("Created"),
            meaning=N_("Day on which the parcel entered the cadastral plan."),
            sources=("CREATED", "created"),
        ),
        Field(
            name="updated",
            type=FieldType.DATE,
            title=N_("Updated"),
            meaning=N_("Day of the last change of the parcel."),
            sources=("UPDATED", "updated"),
        ),
        FICTITIOUS,
    ),
    identifier="idu",
    label="idu",
    symbol=Symbol(style=Style(fill=None, stroke="#8d877c", width_px=0.6)),
    group=Group.TERRITORY,
    delivery=Delivery.TILES,
    place=("idu", Place.INSEE),
    source=N_("DGFiP, Plan cadastral informatisé, Etalab"),
    licence=N_("Licence Ouverte 2.0"),
    min_zoom=15,
)
