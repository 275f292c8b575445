"""Communes: the grey outlines that everything else is placed by."""

from core.languages import N_
from layers.layer import FICTITIOUS, Delivery, Field, FieldType, GeometryKind, Group, Layer, Place
from layers.symbol import Style, Symbol

COMMUNES = Layer(
    key="communes",
    title=N_("Communes"),
    singular=N_("Commune"),
    geometry=GeometryKind.POLYGON,
    fields=(
        Field(
            name="insee",
            type=FieldType.TEXT,
            title=N_("INSEE code"),
            meaning=N_("Code of the commune in the official geographic code."),
            sources=("INSEE", "insee", "code", "code_insee", "INSEE_COM", "insee_com", "codgeo"),
            required=True,
            pattern=r"[0-9][0-9AB][0-9]{3}",
            pad=5,
        ),
        Field(
            name="name",
            type=FieldType.TEXT,
            title=N_("Name"),
            meaning=N_("Name of the commune."),
            sources=("NOM", "nom", "name", "NOM_COM", "nom_com", "libgeo", "NOM_M"),
            required=True,
        ),
        Field(
            name="ept",
            type=FieldType.TEXT,
            title=N_("Inter-municipal territory (EPT)"),
            meaning=N_(
                "Établissement public territorial of the Greater Paris Metropolis that the commune belongs to."
            ),
            sources=("EPT", "ept"),
        ),
        Field(
            name="area_ha",
            type=FieldType.DECIMAL,
            title=N_("Area"),
            meaning=N_("Area published by INSEE."),
            sources=("SURF_HA", "area_ha", "surface"),
            unit="ha",
        ),
        Field(
            name="population",
            type=FieldType.INTEGER,
            title=N_("Population"),
            meaning=N_("Inhabitants at the last census that the source gives."),
            sources=("POPUL", "population", "POPULATION", "pmun"),
        ),
        FICTITIOUS,
    ),
    identifier="insee",
    label="name",
    symbol=Symbol(style=Style(fill="#fcfbf8", stroke="#a9a49a", width_px=1.0)),
    group=Group.TERRITORY,
    delivery=Delivery.GEOJSON,
    place=("insee", Place.INSEE),
    source=N_("IGN, Admin Express; INSEE"),
    licence=N_("Licence Ouverte 2.0"),
)
