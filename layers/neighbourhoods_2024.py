"""Priority neighbourhoods of 2024: the perimeters in force."""

from core.languages import N_
from layers.layer import FICTITIOUS, Delivery, Field, FieldType, GeometryKind, Group, Layer, Place
from layers.symbol import Hatch, Style, Symbol

NEIGHBOURHOODS_2024 = Layer(
    key="neighbourhoods_2024",
    title=N_("Priority neighbourhoods 2024"),
    singular=N_("Priority neighbourhood 2024"),
    geometry=GeometryKind.POLYGON,
    fields=(
        Field(
            name="code",
            type=FieldType.TEXT,
            title=N_("Code"),
            meaning=N_("National code of the priority neighbourhood."),
            sources=("CODE_QP", "code_qp", "code_qp24", "code"),
            required=True,
            pattern=r"Q[NP][0-9][0-9A-Z]{4,6}",
        ),
        Field(
            name="name",
            type=FieldType.TEXT,
            title=N_("Name"),
            meaning=N_("Name in the decree."),
            sources=("NOM_QP", "lib_qp", "nom_qp", "name", "nom"),
            required=True,
        ),
        Field(
            name="communes",
            type=FieldType.TEXT,
            title=N_("Communes"),
            meaning=N_("Names of the communes that the decree gives, as the source writes them."),
            sources=("COMMUNE_QP", "lib_com", "nom_com", "communes", "commune"),
        ),
        Field(
            name="population",
            type=FieldType.INTEGER,
            title=N_("Population"),
            meaning=N_("Inhabitants, as the source gives them."),
            sources=("POPUL", "population", "pop"),
        ),
        Field(
            name="approximate",
            type=FieldType.BOOLEAN,
            title=N_("Approximate outline"),
            meaning=N_("True: the outline is not the official one."),
            sources=("APPROX", "approximate"),
        ),
        FICTITIOUS,
    ),
    identifier="code",
    label="name",
    symbol=Symbol(
        style=Style(fill="#762a83", fill_opacity=0.0, stroke="#762a83", width_px=1.8, hatch=Hatch.DIAGONAL)
    ),
    group=Group.NEIGHBOURHOODS,
    delivery=Delivery.GEOJSON,
    place=("code", Place.QPV),
    source=N_("ANCT, décret 2023-1314"),
    licence=N_("Licence Ouverte 2.0"),
)
