"""Priority neighbourhoods of 2015: the generation that conventions were signed on."""

from core.languages import N_
from layers.layer import FICTITIOUS, Delivery, Field, FieldType, GeometryKind, Group, Layer, Place
from layers.symbol import Style, Symbol

NEIGHBOURHOODS_2015 = Layer(
    key="neighbourhoods_2015",
    title=N_("Priority neighbourhoods 2015"),
    singular=N_("Priority neighbourhood 2015"),
    geometry=GeometryKind.POLYGON,
    fields=(
        Field(
            name="code",
            type=FieldType.TEXT,
            title=N_("Code"),
            meaning=N_("National code of the priority neighbourhood."),
            sources=("CODE_QP", "code_qp", "codeqp", "code"),
            required=True,
            pattern=r"QP[0-9][0-9A-Z]{5}",
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
    symbol=Symbol(style=Style(fill=None, stroke="#762a83", width_px=1.6, dash_px=(5, 3))),
    group=Group.NEIGHBOURHOODS,
    delivery=Delivery.GEOJSON,
    place=("code", Place.QPV),
    source=N_("ANCT, décret 2014-1750"),
    licence=N_("Licence Ouverte 2.0"),
)
