"""Formats that layers leave the program in, with what each of them cannot hold."""

from collections.abc import Mapping
from dataclasses import dataclass

from core.errors import TrameError
from core.languages import N_, _


class UnknownFormatError(TrameError):
    """No format has that name."""

    def __init__(self, key: str) -> None:
        self.key = key
        super().__init__(
            _("There is no format “{key}”. The formats are: {known}.").format(
                key=key, known=", ".join(FORMATS)
            )
        )


@dataclass(frozen=True, slots=True)
class Format:
    """A format.

    Attributes
    ----------
    key
        Name in commands and addresses.
    title
        Words for a person, the same in every language.
    suffix
        Of the file, without a dot.
    media
        Its media type.
    several
        True: one file holds several layers.
    limits
        What it cannot hold, in English sentences, through the catalogue.
    """

    key: str
    title: str
    suffix: str
    media: str
    several: bool = False
    limits: tuple[str, ...] = ()


FORMATS: Mapping[str, Format] = {
    item.key: item
    for item in (
        Format(
            "gpkg",
            "GeoPackage (.gpkg)",
            "gpkg",
            "application/geopackage+sqlite3",
            several=True,
            limits=(
                N_(
                    "Styles, metadata and the meaning of the fields are in the file itself: QGIS opens it drawn."
                ),
                N_(
                    "Amounts are decimal numbers of the database: exact to the cent below a thousand billion."
                ),
            ),
        ),
        Format(
            "shapefile",
            "Shapefile (.zip)",
            "zip",
            "application/zip",
            limits=(
                N_("Names of fields have ten characters at most: the table below gives the full names."),
                N_("Texts have 254 bytes at most; longer ones are cut, and said to be."),
                N_("A date has no time of day. An unknown text and an empty one are the same."),
                N_("The file holds no style and no metadata: they lie beside it."),
            ),
        ),
        Format(
            "geojson",
            "GeoJSON (.geojson)",
            "geojson",
            "application/geo+json",
            limits=(
                N_("Coordinates are degrees of WGS84 with seven decimals, about one centimetre (RFC 7946)."),
                N_("Dates are texts such as 2026-03-31."),
            ),
        ),
        Format(
            "fgb",
            "FlatGeobuf (.fgb)",
            "fgb",
            "application/flatgeobuf",
            limits=(N_("Dates are written with a time of day, which is midnight and means nothing."),),
        ),
        Format(
            "csv",
            "CSV (.csv)",
            "csv",
            "text/csv",
            limits=(
                N_("Semicolons, decimal commas, UTF-8: a French spreadsheet opens the file as it is."),
                N_(
                    "Places are points inside the features; their outlines are there where they were asked for (WKT)."
                ),
                N_("A text that a spreadsheet would run begins with an apostrophe."),
            ),
        ),
        Format(
            "xlsx",
            "Excel (.xlsx)",
            "xlsx",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            several=True,
            limits=(
                N_("Places are points inside the features; the outlines are not in the workbook."),
                N_("No text is run as a formula."),
            ),
        ),
    )
}
"""Formats by their key, in the order in which they are offered."""


def format_of(key: str) -> Format:
    """Format of a key.

    Raises
    ------
    UnknownFormatError
        There is none.
    """
    try:
        return FORMATS[key]
    except KeyError:
        raise UnknownFormatError(key) from None
