"""What describes a layer that leaves the program: origin, licence, dates, reference system, meaning of each field."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from core.actor import Role
from core.formats import date, number
from core.languages import N_, _, current_language, plural
from core.settings import Settings
from exports.data.columns import Column
from exports.data.table import LayerTable
from gis.writing import printable
from layers.layer import GeometryKind
from programme.world import World

LAMBERT_93, WGS84 = "EPSG:2154", "EPSG:4326"
_CRS_WORDS = {LAMBERT_93: "RGF93 v1 / Lambert-93 (EPSG:2154)", WGS84: "WGS 84 (EPSG:4326)"}
_GEOMETRY_WORDS = {GeometryKind.POLYGON: N_("polygons"), GeometryKind.POINT: N_("points")}

_PUBLIC_LICENCE = N_("Licence Ouverte 2.0")
"""Of what the programme tells everybody: the licence of the public edition."""


@dataclass(frozen=True, slots=True)
class LayerFacts:
    """What is known of a layer that was written, in the words of the language in force.

    Attributes
    ----------
    key, title
        Of the layer.
    geometry
        What its features are, in words.
    source, licence
        Where the data comes from, and how it may be used.
    data_date
        Day that the data describes; None where nobody said.
    revision
        Of the layer in the library, or of the programme.
    revised_on
        Day on which that revision was imported; None for the programme.
    crs
        Of the coordinates, such as ``EPSG:2154``.
    count, total, unplaced
        Rows written, rows that the layer has for this reader, rows written that lie nowhere.
    filters
        What was filtered, in sentences; empty where the layer is whole.
    fictitious
        True: at least one row is invented.
    columns
        Meaning of each field.
    names
        Names of the fields in the file, where they differ from those of the columns.
    notes
        What the file could not hold, in sentences.
    """

    key: str
    title: str
    geometry: str
    source: str
    licence: str
    data_date: dt.date | None
    revision: str
    revised_on: dt.date | None
    crs: str
    count: int
    total: int
    unplaced: int
    filters: tuple[str, ...]
    fictitious: bool
    columns: tuple[Column, ...]
    names: dict[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()

    def written(
        self,
        *,
        crs: str | None = None,
        names: dict[str, str] | None = None,
        notes: Sequence[str] = (),
        columns: Sequence[Column] | None = None,
    ) -> "LayerFacts":
        """Facts of the layer as a format wrote it: other coordinates, names or columns, sentences that are added."""
        return replace(
            self,
            crs=crs or self.crs,
            names=names or self.names,
            notes=(*self.notes, *notes),
            columns=self.columns if columns is None else tuple(columns),
        )

    @property
    def crs_words(self) -> str:
        """Name of the reference system."""
        return _CRS_WORDS[self.crs]

    @property
    def rows(self) -> tuple[tuple[str, str], ...]:
        """What is known, as heads and values for a person."""
        revised = "" if self.revised_on is None else f" ({date(self.revised_on)})"
        counted = number(self.count)
        if self.count != self.total:
            counted = _("{count} of {total}").format(count=counted, total=number(self.total))
        found = [
            (_("Layer"), f"{self.title} ({self.key})"),
            (_("Source"), self.source),
            (_("Licence"), self.licence),
            (_("Data of"), date(self.data_date)),
            (_("Revision"), f"{self.revision}{revised}"),
            (_("Reference system"), self.crs_words),
            (_("Features"), f"{counted}, {self.geometry}"),
        ]
        if self.unplaced:
            found.append((_("Without geometry"), number(self.unplaced)))
        if self.filters:
            found.append(
                (
                    _("Filtered by"),
                    "; ".join(self.filters) if current_language() == "en" else " ; ".join(self.filters),
                )
            )
        return tuple(found)

    def as_dict(self) -> dict[str, Any]:
        """Plain JSON values."""
        return {
            "layer": self.key,
            "title": self.title,
            "geometry": self.geometry,
            "source": self.source,
            "licence": self.licence,
            "data_date": self.data_date and self.data_date.isoformat(),
            "revision": self.revision,
            "revised_on": self.revised_on and self.revised_on.isoformat(),
            "crs": self.crs,
            "count": self.count,
            "total": self.total,
            "without_geometry": self.unplaced,
            "filters": list(self.filters),
            "fictitious": self.fictitious,
            "notes": list(self.notes),
            "fields": [
                {
                    "name": self.names.get(column.name, column.name),
                    **({"full_name": column.name} if column.name in self.names else {}),
                    "title": column.title,
                    "type": column.type_words,
                    "unit": column.unit,
                    "meaning": column.meaning,
                    "values": dict(column.choices),
                }
                for column in self.columns
            ],
        }


@dataclass(frozen=True, slots=True)
class Origin:
    """Who gives the data out, and when.

    Attributes
    ----------
    installation
        Its name.
    made_on
        Day on which the files were written.
    audience
        For whom, in words.
    notice
        Sentence that the data is invented; None where it is not.
    """

    installation: str
    made_on: dt.date
    audience: str
    notice: str | None

    @property
    def title(self) -> str:
        """Title of the document that goes with the files."""
        return _("Data of {installation}").format(installation=self.installation)

    def as_dict(self) -> dict[str, Any]:
        """Plain JSON values."""
        return {
            "title": self.title,
            "language": current_language(),
            "made_on": self.made_on.isoformat(),
            "audience": self.audience,
            "notice": self.notice,
        }


def origin(world: World, settings: Settings, facts: Sequence[LayerFacts], made_on: dt.date) -> Origin:
    """Say who gives layers out: invented data says so."""
    fictitious = settings.installation.fictitious or any(item.fictitious for item in facts)
    return Origin(
        printable(settings.installation.name),
        made_on,
        _("For everybody: what is confidential is not in these files.")
        if world.role is Role.PUBLIC
        else _("Partners of the programme: not to be published as it is."),
        _("Demonstration data, fictitious") if fictitious else None,
    )


def facts_of(table: LayerTable, world: World, filters: Sequence[str]) -> LayerFacts:
    """Say where the rows of a table come from.

    Parameters
    ----------
    table
        Of the layer.
    world
        That it was read from.
    filters
        What was left out of it, in sentences.
    """
    layer = table.layer
    snapshot = None if layer.in_programme else world.snapshots[layer.key]
    revision = None if snapshot is None else snapshot.revision
    licence = _PUBLIC_LICENCE if layer.in_programme and world.role is Role.PUBLIC else layer.licence
    return LayerFacts(
        key=layer.key,
        title=_(layer.title),
        geometry=_(_GEOMETRY_WORDS[layer.geometry]),
        source=printable(_((revision and revision.source) or layer.source)),
        licence=printable(_((revision and revision.licence) or licence)),
        data_date=None if revision is None else revision.data_date,
        revision=str(world.programme.revision) if revision is None else revision.id,
        revised_on=None if revision is None else revision.imported_at.date(),
        crs=LAMBERT_93,
        count=len(table.features),
        total=table.total,
        unplaced=table.unplaced,
        filters=tuple(map(printable, filters)),
        fictitious=table.fictitious,
        columns=table.columns,
    )


def counted(facts: LayerFacts) -> str:
    """How many features were written, in a sentence."""
    sentence = plural(facts.count, N_("{title}: {count} feature."), N_("{title}: {count} features."))
    return sentence.format(title=facts.title, count=number(facts.count))
