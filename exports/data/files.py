"""Files of each format in memory: the layers, their styles, and what describes them."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from core.languages import _
from exports.data import vector
from exports.data.book import book
from exports.data.describing import as_json, as_markdown
from exports.data.facts import WGS84, LayerFacts, Origin
from exports.data.formats import Format
from exports.data.share import Writing, part
from exports.data.table import LayerTable
from exports.data.text import place_columns, wkt_column, write_csv

JSON, MARKDOWN, ANY = "application/json", "text/markdown", "application/octet-stream"


@dataclass(frozen=True, slots=True)
class DataFile:
    """A file in memory: its name, its content and its media type."""

    name: str
    content: bytes
    media: str


@dataclass(frozen=True, slots=True)
class Job:
    """What is to be written.

    Attributes
    ----------
    form
        Format.
    tables, facts
        n layers and what is known of each.
    made
        Who gives them out.
    wkt
        Whether a CSV holds the outlines.
    writing
        Told the share that is written.
    """

    form: Format
    tables: Sequence[LayerTable]
    facts: Sequence[LayerFacts]
    made: Origin
    wkt: bool
    writing: Writing

    @property
    def limits(self) -> list[str]:
        """What the format cannot hold, in words."""
        return [_(limit) for limit in self.form.limits]

    @property
    def name(self) -> str:
        """Of a file that holds all the layers."""
        stem = self.facts[0].key if len(self.facts) == 1 else "trame"
        return f"{stem}.{self.form.suffix}"


Made = tuple[list[DataFile], list[LayerFacts]]
"""Files, and the facts of each layer as its format wrote it."""


def files_of(job: Job) -> Made:
    """Write layers.

    Parameters
    ----------
    job
        What is to be written.

    Returns
    -------
    The data first; what describes it last, where its format has no room for it.
    """
    if job.form.key == "gpkg":
        return _geopackage(job)
    if job.form.key == "xlsx":
        content, written = book(job.tables, job.facts, job.made, job.limits, job.writing)
        return [DataFile(job.name, content, job.form.media)], written
    return _one_each(job)


def _geopackage(job: Job) -> Made:
    with TemporaryDirectory(prefix="trame-") as folder:
        file = Path(folder) / job.name
        vector.geopackage(file, job.tables, job.facts, job.made, job.writing)
        return [DataFile(file.name, file.read_bytes(), job.form.media)], list(job.facts)


def _one_each(job: Job) -> Made:
    """Formats that hold one layer: a file or several for each, with its style beside it."""
    files: list[DataFile] = []
    written: list[LayerFacts] = []
    with TemporaryDirectory(prefix="trame-") as name:
        for place, (table, facts) in enumerate(zip(job.tables, job.facts, strict=True)):
            own = part(job.writing, place, len(job.tables))
            own(0.0)
            folder = Path(name) / facts.key
            folder.mkdir()
            paths, told = _layer(job, folder, table, facts, own)
            written.append(told)
            files += [
                DataFile(
                    path.name,
                    path.read_bytes(),
                    job.form.media if path.suffix == f".{job.form.suffix}" else ANY,
                )
                for path in paths
            ]
    described = as_markdown(job.made, written, job.limits)
    files.append(DataFile(_("README") + ".md", described.encode(), MARKDOWN))
    files.append(DataFile("metadata.json", as_json(job.made, written).encode(), JSON))
    return files, written


def _layer(
    job: Job, folder: Path, table: LayerTable, facts: LayerFacts, writing: Writing
) -> tuple[list[Path], LayerFacts]:
    """Files of one layer, itself the first, and its facts as they were written."""
    file = folder / f"{facts.key}.{job.form.suffix}"
    if job.form.key == "shapefile":
        return vector.shapefile(folder, table, facts, job.made)
    if job.form.key == "csv":
        write_csv(file, table, wkt=job.wkt, writing=writing)
        columns = (*facts.columns, *place_columns(), *([wkt_column()] if job.wkt else []))
        return [file], facts.written(columns=columns)
    if job.form.key == "geojson":
        facts = facts.written(crs=WGS84)
        vector.geojson(file, table, facts, job.made)
    else:
        vector.flatgeobuf(file, table, facts, job.made)
    return [file, *vector.beside(folder, table)], facts
