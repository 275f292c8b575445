"""Public facilities: schools, crèches, sports, culture, health, social centres."""

from core.languages import N_
from layers.layer import FICTITIOUS, Delivery, Field, FieldType, GeometryKind, Group, Layer, Place
from layers.symbol import Marker, Style, Symbol, SymbolClass

_DISC = Style(fill="#3b3a38", stroke="#ffffff", width_px=1.0)

KINDS = (
    SymbolClass("school", N_("School"), _DISC, "M12 4 3 9l9 5 7-3.9V16h2V9zM6 13.2V17l6 3 6-3v-3.8l-6 3.3z"),
    SymbolClass(
        "creche",
        N_("Crèche"),
        _DISC,
        "M13 3v7h7c0-3.9-3.1-7-7-7zM5 6H3v1.5h1.2L6.5 13H19c.6-.9 1-1.6 1-2H8.2z"
        "M8 15a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5zm9 0a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5z",
    ),
    SymbolClass(
        "sports",
        N_("Sports"),
        _DISC,
        "M3 10h2V8h3v3h8V8h3v2h2v4h-2v2h-3v-3H8v3H5v-2H3z",
    ),
    SymbolClass(
        "culture",
        N_("Culture"),
        _DISC,
        "M10 4v9.3A3.5 3.5 0 1 0 12 16.5V8h6V4z",
    ),
    SymbolClass("health", N_("Health"), _DISC, "M10 4h4v6h6v4h-6v6h-4v-6H4v-4h6z"),
    SymbolClass(
        "social_centre",
        N_("Social centre"),
        _DISC,
        "M8 5a3 3 0 1 0 0 6 3 3 0 0 0 0-6zm8 0a3 3 0 1 0 0 6 3 3 0 0 0 0-6zM2 19c0-3.5 2.5-6 6-6s6 2.5 6 6zm13.5 0"
        "c0-2.2-.7-4.1-1.900-5.5.7-.3 1.5-.5 2.400-.5 3.5 0 6 2.5 6 6z",
    ),
    SymbolClass(
        "administration",
        N_("Administration"),
        _DISC,
        "M12 3 3 8v2h18V8zM5 11h3v6H5zm5.5 0h3v6h-3zm5.5 0h3v6h-3zM3 18h18v3H3z",
    ),
    SymbolClass("green_space", N_("Green space"), _DISC, "M12 2 5 11h3l-4 6h7v5h2v-5h7l-4-6h3z"),
)
"""Kinds of facility, each with a pictogram of its own."""

FACILITIES = Layer(
    key="facilities",
    title=N_("Public facilities"),
    singular=N_("Public facility"),
    geometry=GeometryKind.POINT,
    fields=(
        Field(
            name="id",
            type=FieldType.TEXT,
            title=N_("Identifier"),
            meaning=N_("Identifier of the facility at its source."),
            sources=("ID", "id", "id_equip", "identifiant"),
            required=True,
        ),
        Field(
            name="name",
            type=FieldType.TEXT,
            title=N_("Name"),
            meaning=N_("Name of the facility."),
            sources=("NOM", "nom", "name", "libelle"),
            required=True,
        ),
        Field(
            name="kind",
            type=FieldType.TEXT,
            title=N_("Kind"),
            meaning=N_("What the facility is for."),
            sources=("TYPE", "type", "kind", "nature"),
            required=True,
            choices={item.value: item.label for item in KINDS},
        ),
        Field(
            name="commune",
            type=FieldType.TEXT,
            title=N_("Commune"),
            meaning=N_("INSEE code of the commune."),
            sources=("INSEE", "insee", "commune"),
            pattern=r"[0-9][0-9AB][0-9]{3}",
            pad=5,
        ),
        FICTITIOUS,
    ),
    identifier="id",
    label="name",
    symbol=Symbol(style=_DISC, by="kind", classes=KINDS, marker=Marker.DISC),
    group=Group.TERRITORY,
    delivery=Delivery.TILES,
    place=("commune", Place.INSEE),
    source=N_("Base permanente des équipements; communes"),
    licence=N_("Licence Ouverte 2.0"),
    min_zoom=13,
)
