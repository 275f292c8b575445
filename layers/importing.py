"""Importing a file into a layer: the whole of it becomes a new revision, or nothing changes.

Each step says what it found as issues; nothing is repaired or left out in silence. ``docs/import.md`` lists
them.
"""

import datetime as dt
import time
from dataclasses import dataclass, field, replace
from pathlib import Path

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import shapely
from pyproj import CRS

from core.issues import Issue, Level
from core.languages import N_, _
from core.progress import Progress, silent
from core.settings import Imports, Territory
from gis import reading, validity
from gis.crs import METRIC, label
from gis.errors import SourceError
from gis.reading import Dataset
from gis.source import prepare
from layers.layer import FICTITIOUS, Layer, Place
from layers.library import Facts, Library, Revision
from layers.mapping import columns_of, mapping_issues
from layers.placing import crs_of, located
from layers.report import ImportReport, ordered, reading_issues
from layers.rows import Judged, judge
from layers.territory import communes_of, far_from_commune, middle, placed_inside
from layers.workspace import workspace

__all__ = ["ImportReport", "import_layer"]

_FAR_M = 1_000.0
"""Outlines of communes may be generalised: a feature this near to its own is in its place."""


class _Refused(Exception):  # noqa: N818 - it ends the import, and its issues say why
    """The file cannot be imported."""


def import_layer(
    layer: Layer,
    file: Path,
    *,
    library: Library,
    territory: Territory,
    limits: Imports,
    progress: Progress = silent,
    crs: str | None = None,
    source: str | None = None,
    licence: str | None = None,
    data_date: dt.date | None = None,
) -> ImportReport:
    """Import a file as a new revision of a layer.

    Parameters
    ----------
    layer
        Where to.
    file
        A vector file, a shapefile beside its parts, or an archive; never changed.
    library
        Receives the revision.
    territory
        What the installation serves; features elsewhere are counted and left out.
    limits
        What the file may cost.
    progress
        Told at each step; what it raises ends the import, which then leaves nothing.
    crs
        CRS of the coordinates where the file does not say, or wrongly; None to believe the file.
    source, licence
        As words; None for those that the layer declares.
    data_date
        Day that the data describes.

    Returns
    -------
    What became of it. A file that cannot be used is no exception: the report's issues say why.

    Raises
    ------
    StoppedError
        The person stopped the work (raised by ``progress``).
    """
    facts = Facts(
        layer=layer.key,
        source_file=file.name,
        source=_(layer.source) if source is None else source,
        licence=_(layer.licence) if licence is None else licence,
        data_date=data_date,
        crs="",
    )
    work = _Import(layer, file, library, territory, limits, progress, crs, facts)
    revision: Revision | None = None
    try:
        revision = work.run()
    except _Refused:
        pass
    except SourceError as fault:
        work.issues.append(Issue(fault.code, Level.ERROR, fault.text, fault.values))
    return ImportReport(
        facts=replace(work.facts, issues=ordered(work.issues)),
        revision=revision,
        seconds=round(time.monotonic() - work.started, 3),
    )


@dataclass
class _Import:
    """One import on its way."""

    layer: Layer
    file: Path
    library: Library
    territory: Territory
    limits: Imports
    progress: Progress
    crs: str | None
    facts: Facts
    issues: list[Issue] = field(default_factory=list)
    started: float = field(default_factory=time.monotonic)

    def run(self) -> Revision:
        """Take every step; what cannot go on raises, with its issues recorded."""
        if self.layer.in_programme:
            text = N_(
                "The rows of this layer live in the programme: load its tables with the command “trame load”."
            )
            self._refuse(Issue("layer.in_programme", Level.ERROR, text))
        self.progress(0.0, _("Opening {file}…").format(file=self.file.name))
        with workspace(self.library.work) as folder:
            dataset = self._read(folder)
            self.progress(0.5, _("Checking {count} rows…").format(count=self.facts.read))
            judged = self._judge(dataset)
            self.progress(0.6, _("Checking geometries…"))
            features = self._features(dataset, judged)
        self.progress(0.8, _("Writing {count} features…").format(count=len(features)))
        facts = replace(self.facts, issues=ordered(self.issues))
        revision = self.library.publish(features, facts, started=self.started)
        self.progress(1.0, _("Done: {count} features imported.").format(count=len(features)))
        return revision

    def _refuse(self, *issues: Issue) -> None:
        self.issues += issues
        raise _Refused

    def _read(self, folder: Path) -> Dataset:
        """Unpack the file and let a child process read it."""
        source = prepare(self.file, folder, self.limits, preferred=self.layer.key)
        self.facts = replace(self.facts, driver=source.driver)
        sentence = _("Reading {file} ({driver})…").format(file=self.file.name, driver=source.driver)
        self.progress(0.1, sentence)
        dataset = reading.read(
            source, self.limits, preferred=(self.layer.key,), tick=lambda: self.progress(0.1, sentence)
        )
        encoding = None if dataset.encoding is None else dataset.encoding.name
        self.facts = replace(self.facts, encoding=encoding, read=dataset.attributes.num_rows)
        self.issues += reading_issues(source, dataset)
        if not self.facts.read:
            self._refuse(Issue("file.no_features", Level.ERROR, N_("The file holds no feature.")))
        if dataset.geometry is None:
            self._refuse(
                Issue("file.no_geometry", Level.ERROR, N_("The file is a plain table, without geometries."))
            )
        return dataset

    def _judge(self, dataset: Dataset) -> Judged:
        """Find the fields, and judge each row."""
        names = dataset.attributes.column_names
        found = columns_of(self.layer, names)
        issues = mapping_issues(self.layer, names, found)
        self.issues += issues
        if any(issue.level is Level.ERROR for issue in issues):
            raise _Refused
        columns = {name: dataset.attributes[column] for name, column in found.items()}
        return judge(self.layer, columns, found, self.territory)

    def _features(self, dataset: Dataset, judged: Judged) -> gpd.GeoDataFrame:
        """Check the geometries of the rows that are left, and make features of them."""
        visible = np.flatnonzero(~judged.outside)
        assert dataset.geometry is not None
        shapes = _shapes(dataset.geometry, visible)
        bounds = validity.finite_bounds(shapes)
        crs, issues = crs_of(dataset.crs, self.crs, bounds, middle(self.territory))
        self.issues += issues
        if crs is None:
            self.issues += judged.issues
            raise _Refused
        self.facts = replace(self.facts, crs=label(crs))
        self.issues += located(list(judged.issues), shapes, visible + 1, crs)
        sound = ~judged.rejected[visible]
        positions = visible[sound]
        checked = validity.check(shapes[sound], positions + 1, crs, self.layer.geometry.value)
        self.issues += checked.issues
        drawn = ~shapely.is_missing(checked.geometry)
        elsewhere = self._elsewhere(checked.geometry, judged.unplaced[positions] & drawn)
        kept = drawn & ~elsewhere
        self._check_places(checked.geometry[kept], positions[kept], judged)
        self._count(
            judged, kept=int(kept.sum()), elsewhere=int(elsewhere.sum()), repaired=checked.repaired & kept
        )
        return self._frame(judged, positions[kept], checked.geometry[kept])

    def _elsewhere(self, shapes: validity.Geometries, unplaced: validity.Mask) -> validity.Mask:
        """Tell which features whose code does not say lie outside the territory by their place."""
        elsewhere = np.zeros(len(shapes), dtype=bool)
        if not unplaced.any():
            return elsewhere
        communes = communes_of(self.library)
        if communes is None:
            text = N_("{count} features do not say in which commune they lie; they are kept unchecked.")
            self.issues.append(Issue("place.unknown", Level.WARNING, text, {"count": int(unplaced.sum())}))
            return elsewhere
        elsewhere[unplaced] = ~placed_inside(shapes[unplaced], communes, self.territory)
        return elsewhere

    def _check_places(
        self, shapes: validity.Geometries, positions: npt.NDArray[np.intp], judged: Judged
    ) -> None:
        """Warn of features that lie far from the commune that they declare."""
        place = self.layer.place
        communes = communes_of(self.library)
        if self.layer.key == "communes" or communes is None or place is None or place[1] is not Place.INSEE:
            return
        if place[0] not in judged.values:
            return
        codes = judged.values[place[0]].take(pa.array(positions)).to_pylist()
        insee = np.array([code and code[:5] for code in codes], dtype=object)
        far = far_from_commune(shapes, insee, communes, limit_m=_FAR_M)
        text = N_("Row {row}: it lies more than 1 km from the commune {commune} that it declares.")
        for where in np.flatnonzero(far)[:1_000]:
            values = {"row": int(positions[where]) + 1, "commune": insee[where]}
            issue = Issue("place.far", Level.WARNING, text, values, row=values["row"], value=insee[where])
            self.issues += located([issue], shapes[[where]], positions[[where]] + 1, CRS(METRIC))

    def _count(self, judged: Judged, *, kept: int, elsewhere: int, repaired: validity.Mask) -> None:
        """Record the counts; an import that keeps nothing is refused."""
        outside = int(judged.outside.sum()) + elsewhere
        fictitious = judged.values.get(FICTITIOUS.name)
        self.facts = replace(
            self.facts,
            kept=kept,
            outside=outside,
            rejected=self.facts.read - kept - outside,
            repaired=int(repaired.sum()),
            fictitious=fictitious is not None and bool(pc.any(fictitious).as_py()),
        )
        if outside:
            text = N_("{count} of {total} features lie outside the territory and were left out.")
            values = {"count": outside, "total": self.facts.read}
            self.issues.append(Issue("place.outside", Level.INFORMATION, text, values))
        if not kept:
            text = N_("No feature is left of {total}: nothing was imported, and the layer is as it was.")
            self._refuse(Issue("rows.none_kept", Level.ERROR, text, {"total": self.facts.read}))

    def _frame(
        self, judged: Judged, positions: npt.NDArray[np.intp], shapes: validity.Geometries
    ) -> gpd.GeoDataFrame:
        """Put values and geometries together, the values still as Arrow."""
        order = pa.array(positions)
        columns = {
            name: pd.Series(pd.array(values.take(order), dtype=pd.ArrowDtype(values.type)))
            for name, values in judged.values.items()
        }
        return gpd.GeoDataFrame(columns, geometry=shapes, crs=METRIC)


def _shapes(geometry: pa.ChunkedArray, positions: npt.NDArray[np.intp]) -> validity.Geometries:
    """Read geometries from WKB; one that cannot be read is missing."""
    wanted = geometry if len(positions) == len(geometry) else geometry.take(pa.array(positions))
    shapes: validity.Geometries = shapely.from_wkb(wanted.to_numpy(zero_copy_only=False), on_invalid="ignore")
    return shapes
