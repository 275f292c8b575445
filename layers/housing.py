"""Social housing: one row per residence."""

from core.languages import N_
from layers.layer import FICTITIOUS, Delivery, Field, FieldType, GeometryKind, Group, Layer, Place
from layers.symbol import Marker, Style, Symbol

HOUSING = Layer(
    key="housing",
    title=N_("Social housing"),
    singular=N_("Social residence"),
    geometry=GeometryKind.POINT,
    fields=(
        Field(
            name="id",
            type=FieldType.TEXT,
            title=N_("Identifier"),
            meaning=N_("Identifier of the residence at its source."),
            sources=("ID", "id", "id_res", "identifiant"),
            required=True,
        ),
        Field(
            name="name",
            type=FieldType.TEXT,
            title=N_("Name"),
            meaning=N_("Name of the residence."),
            sources=("NOM", "nom", "name", "residence"),
        ),
        Field(
            name="landlord",
            type=FieldType.TEXT,
            title=N_("Landlord"),
            meaning=N_("Social landlord that owns or runs the residence."),
            sources=("BAILLEUR", "bailleur", "landlord"),
        ),
        Field(
            name="dwellings",
            type=FieldType.INTEGER,
            title=N_("Dwellings"),
            meaning=N_("Number of social dwellings."),
            sources=("NB_LOG", "nb_log", "dwellings", "logements", "nblogement"),
            required=True,
            pattern=r"[0-9]+",
        ),
        Field(
            name="year",
            type=FieldType.INTEGER,
            title=N_("Year built"),
            meaning=N_("Year in which the building was finished."),
            sources=("ANNEE", "annee", "year", "CONSTRUCT"),
        ),
        Field(
            name="financing",
            type=FieldType.TEXT,
            title=N_("Financing"),
            meaning=N_("Loan that the dwellings were built with."),
            sources=("FINANCEMEN", "financement", "financing", "FINAN"),
            choices={
                "PLAI": "PLAI",
                "PLUS": "PLUS",
                "PLS": "PLS",
                "PLI": "PLI",
                "HLMO": "HLM/O",
                "ILM": "ILM",
            },
        ),
        Field(
            name="energy",
            type=FieldType.TEXT,
            title=N_("Energy class"),
            meaning=N_("Energy performance (DPE), A to G."),
            sources=("DPE", "dpe", "energy", "DPEENERGIE"),
            choices={letter: letter for letter in "ABCDEFG"},
        ),
        Field(
            name="commune",
            type=FieldType.TEXT,
            title=N_("Commune"),
            meaning=N_("INSEE code of the commune."),
            sources=("INSEE", "insee", "commune", "DEPCOM"),
            pattern=r"[0-9][0-9AB][0-9]{3}",
            pad=5,
        ),
        FICTITIOUS,
    ),
    identifier="id",
    label="name",
    symbol=Symbol(
        style=Style(fill="#2166ac", stroke="#ffffff", width_px=1.0), marker=Marker.SQUARE, area_by="dwellings"
    ),
    group=Group.TERRITORY,
    delivery=Delivery.TILES,
    place=("commune", Place.INSEE),
    source=N_("Répertoire du parc locatif des bailleurs sociaux (RPLS)"),
    licence=N_("Licence Ouverte 2.0"),
    min_zoom=11,
)
