"""Layers out of the program: whole, filtered or chosen one by one, in a format, with what describes them."""

import datetime as dt
import io
import os
import secrets
import zipfile
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import shapely

from core.errors import TrameError
from core.languages import _, current_language
from core.languages import language as speaking
from core.progress import Progress, silent
from core.settings import Settings
from exports.data.criteria import selection_words
from exports.data.facts import LayerFacts, facts_of, origin
from exports.data.files import DataFile, Job, files_of
from exports.data.formats import Format, format_of
from exports.data.table import LayerTable, UnknownFeatureError, layer_table
from layers.registry import layer as layer_of
from programme.selection import Selection
from programme.world import World

__all__ = [
    "DataFile",
    "DataOut",
    "LayerFacts",
    "NothingAskedError",
    "UnknownFeatureError",
    "export_layers",
    "packed",
    "write",
]

_READ = 0.4
"""Share of the work that is done once the rows are put together."""
_STAMP = (1980, 1, 1, 0, 0, 0)
"""Time of every entry of an archive, so that the same data gives the same bytes."""


class NothingAskedError(TrameError):
    """No layer was named."""

    def __init__(self) -> None:
        super().__init__(_("Name at least one layer to export."))


class NotWrittenError(TrameError):
    """A file cannot be written; what was there before is untouched."""

    def __init__(self, file: Path, fault: str) -> None:
        self.file = file
        super().__init__(_("{file} cannot be written: {fault}.").format(file=file, fault=fault))


@dataclass(frozen=True, slots=True)
class DataOut:
    """What an export gives.

    Attributes
    ----------
    format
        Of the files.
    files
        The data; where its format has no room for it, also what describes it, as Markdown and as JSON.
    layers
        What is known of each layer, in the order asked for.
    notes
        Sentences for whoever asked: what could not be written as it is, what a filter does not concern.
    """

    format: Format
    files: tuple[DataFile, ...]
    layers: tuple[LayerFacts, ...]
    notes: tuple[str, ...]


def export_layers(
    keys: Sequence[str],
    world: World,
    settings: Settings,
    *,
    format: str,  # noqa: A002 - what it is called by everybody
    selection: Selection | None = None,
    only: Mapping[str, Collection[str]] | None = None,
    within: shapely.Geometry | None = None,
    wkt: bool = False,
    language: str | None = None,
    progress: Progress = silent,
    made_on: dt.date | None = None,
) -> DataOut:
    """Write layers in a format.

    Parameters
    ----------
    keys
        Of :data:`layers.registry.LAYERS`; the order is that of the files.
    world
        As the reader may see it: fields and rows that are withheld from this reader are not written.
    settings
        Of the installation.
    format
        A key of :data:`exports.data.formats.FORMATS`.
    selection
        Filter of the operations; other layers are written whole, and a note says so.
    only
        Identifiers that are written, by layer; a layer that is not in it is written whole.
    within
        Features that lie at least partly in it are written, EPSG:2154; None for all.
    wkt
        True: a CSV holds the outlines too.
    language
        Of the words; None for the one in force.
    progress
        Told before each layer is read and written; it may stop the work.
    made_on
        Day that is written on the files; None for today.

    Raises
    ------
    NothingAskedError, UnknownLayerError, EmptyLayerError, UnknownFeatureError, UnknownFormatError, TooManyRowsError
        Nothing is then written.
    """
    with speaking(language or current_language()):
        form = format_of(format)
        asked = list(dict.fromkeys(keys))
        if not asked:
            raise NothingAskedError
        chosen = dict(only or {})
        for key in (*asked, *chosen):
            layer_of(key)
        wanted = None if selection is None or selection.is_empty else selection
        tables, facts = [], []
        for place, key in enumerate(asked):
            title = _(layer_of(key).title)
            progress(_READ * place / len(asked), _("Reading the layer {title}…").format(title=title))
            table = layer_table(world, key, selection=wanted, only=chosen.get(key), within=within)
            tables.append(table)
            facts.append(facts_of(table, world, _filters(table, world, wanted, chosen.get(key), within)))
        sentence = _("Writing {format}…").format(format=form.title)

        def writing(share: float) -> None:
            progress(_READ + (1 - _READ) * share, sentence)

        made = origin(world, settings, facts, made_on or dt.datetime.now(dt.UTC).date())
        files, written = files_of(Job(form, tables, facts, made, wkt, writing))
        notes = [note for item in written for note in item.notes]
        if wanted is not None and (whole := [item.title for item in written if item.key != "operations"]):
            note = _("The filter chooses operations; these layers are not filtered: {layers}.")
            notes.append(note.format(layers=", ".join(whole)))
        progress(1.0, _("The files are made."))
        return DataOut(form, tuple(files), tuple(written), tuple(notes))


def packed(out: DataOut, *, archive: bool = False) -> DataFile:
    """Give one file for all: the file itself where it is alone, an archive of all of them otherwise.

    Parameters
    ----------
    out
        What :func:`export_layers` gave.
    archive
        True: an archive in any case.
    """
    if len(out.files) == 1 and not archive:
        return out.files[0]
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as content:
        for file in out.files:
            entry = zipfile.ZipInfo(file.name, _STAMP)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            content.writestr(entry, file.content)
    stem = out.layers[0].key if len(out.layers) == 1 else "trame"
    return DataFile(f"{stem}-{out.format.key}.zip", stream.getvalue(), "application/zip")


def write(contents: Mapping[Path, bytes]) -> None:
    """Write files whole, all or none: what was there before stays until all the new ones are complete.

    Parameters
    ----------
    contents
        Of each file, by its path in an existing folder.

    Raises
    ------
    NotWrittenError
        A folder is missing, not to be written in, or full.
    """
    unfinished = {file: file.with_name(f".{file.name}.{secrets.token_hex(4)}.part") for file in contents}
    file = next(iter(contents))
    try:
        for file, content in contents.items():
            with unfinished[file].open("xb") as stream:
                stream.write(content)
                stream.flush()
                os.fsync(stream.fileno())
        for file, part in unfinished.items():
            part.replace(file)
    except OSError as fault:
        raise NotWrittenError(file, fault.strerror or str(fault)) from None
    finally:
        for part in unfinished.values():
            part.unlink(missing_ok=True)


def _filters(
    table: LayerTable,
    world: World,
    selection: Selection | None,
    only: Collection[str] | None,
    within: shapely.Geometry | None,
) -> list[str]:
    """What was left out of a layer, in words."""
    found = list(selection_words(world, selection)) if selection and table.layer.in_programme else []
    if only is not None:
        found.append(_("features chosen one by one"))
    if within is not None:
        found.append(_("features that lie at least partly in the extent asked for"))
    return found
