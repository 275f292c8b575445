"""What both generations of priority neighbourhoods are made of; each generation is a layer of its own, never summed."""

from core.languages import N_
from layers.layer import FICTITIOUS, Delivery, Field, FieldType, GeometryKind, Group, Layer, Place
from layers.symbol import Style, Symbol


def neighbourhood_layer(
    *,
    key: str,
    title: str,
    singular: str,
    code_sources: tuple[str, ...],
    code_pattern: str,
    style: Style,
    source: str,
) -> Layer:
    """Declare one generation.

    Parameters
    ----------
    key, title, singular, source
        As in :class:`layers.layer.Layer`.
    code_sources, code_pattern
        Names under which files bring the code, and what it looks like: validated loosely.
    style
        How the generation is told from the other one.
    """
    code = Field(
        name="code",
        type=FieldType.TEXT,
        title=N_("Code"),
        meaning=N_("National code of the priority neighbourhood."),
        sources=code_sources,
        required=True,
        pattern=code_pattern,
    )
    return Layer(
        key=key,
        title=title,
        singular=singular,
        geometry=GeometryKind.POLYGON,
        fields=(code, *_FIELDS),
        identifier="code",
        label="name",
        symbol=Symbol(style=style),
        group=Group.NEIGHBOURHOODS,
        delivery=Delivery.GEOJSON,
        place=("code", Place.QPV),
        source=source,
        licence=N_("Licence Ouverte 2.0"),
    )


_FIELDS = (
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
)
