"""An atlas: one sheet or fact sheet of each commune, neighbourhood, site, territory or operation, as one document."""

import datetime as dt
import os
import shutil
import zipfile
from collections.abc import Mapping
from pathlib import Path

from core.actor import Actor, Role
from core.errors import TrameError
from core.languages import _, language
from core.progress import Progress, silent
from core.settings import Settings
from exports.atlas.front import Around, atlas_title, front
from exports.atlas.merge import Bookmark, BoundPart, bind, page_sizes
from exports.atlas.messages import Job
from exports.atlas.pool import produce
from exports.atlas.request import (
    WITH_FICHE,
    Atlas,
    AtlasRequest,
    By,
    Fault,
    NoFicheKindError,
    NothingToShowError,
    Subject,
    UnfinishedAtlasError,
)
from exports.atlas.subjects import subjects
from exports.sheet.errors import AudienceError
from exports.sheet.spec import Audience
from gis.writing import file_name
from programme.selection import select
from programme.world import World

PROCESSES = 2
_BINDING = 0.95


class AtlasFolderError(TrameError):
    """A folder that an atlas cannot be written into."""

    def __init__(self, folder: Path, reason: str) -> None:
        self.folder = folder
        super().__init__(reason)


def atlas(
    request: AtlasRequest,
    world: World,
    settings: Settings,
    out: Path,
    *,
    processes: int = PROCESSES,
    progress: Progress = silent,
) -> Atlas:
    """Make an atlas; a part that cannot be made is told at its end, and does not stop the others.

    Parameters
    ----------
    request
        What is wanted.
    world
        As its readers may see it. The processes open the installation for the same kind of reader.
    settings
        Of the installation, as its configuration says.
    out
        A name in ``.pdf``: one document; in ``.zip``: an archive of one document for each part; another one: a folder
        of them, which is new or holds an atlas already. Written whole or not at all.
    processes
        How many parts are made at once, each in a process of its own.
    progress
        Told several times a second; it may stop the work, which then leaves nothing.

    Raises
    ------
    NoFicheKindError, NothingToShowError, UnknownSubjectError, AudienceError
        What is wanted cannot be.
    UnfinishedAtlasError
        No part at all could be made.
    AtlasFolderError
        The folder holds something else, or cannot be written.
    StoppedError
        The person stopped the work.
    """
    with language(request.language):
        wanted = _wanted(request, world)
        if out.suffix.lower() not in (".pdf", ".zip"):
            _require_ours(out)
        at = dt.datetime.now(dt.UTC)
        actor = Actor(_("atlas"), world.role)
        made = produce(wanted, Job(settings.file, actor, request, at), processes, progress)
        parts = dict(zip(wanted, made.parts, strict=True))
        contents = {subject: part.content for subject, part in parts.items() if part.content is not None}
        faults = tuple(
            Fault(subject, part.sentence or "") for subject, part in parts.items() if part.content is None
        )
        if not contents:
            raise UnfinishedAtlasError(faults)
        progress(_BINDING, _("The pages of the atlas are being bound…"))
        sizes = {subject: page_sizes(content) for subject, content in contents.items()}
        around = Around(request, world, settings, at, wanted, sizes, faults)
        pages = _write(out, around, contents, progress)
        progress(1.0, _("The atlas is made."))
        notes = () if made.worlds <= {world.key} else (_("The data changed while the atlas was made."),)
        return Atlas(out, pages, tuple(contents), faults, notes)


def _wanted(request: AtlasRequest, world: World) -> tuple[Subject, ...]:
    if request.spec is None and request.by not in WITH_FICHE:
        raise NoFicheKindError(request.by)
    if (
        request.spec is not None
        and request.spec.audience is Audience.PUBLIC
        and world.role is not Role.PUBLIC
    ):
        raise AudienceError
    found = subjects(world, By(request.by), only=request.only, generation=request.generation)
    if request.by != By.OPERATION or request.selection.is_empty:
        return found
    kept = set(select(world, request.selection))
    if not kept & {subject.code for subject in found}:
        raise NothingToShowError(_("No operation meets the filter: the atlas would be empty."))
    return tuple(subject for subject in found if subject.code in kept)


def _write(out: Path, around: Around, contents: Mapping[Subject, bytes], progress: Progress) -> int:
    """Write the atlas in the form that its name asks for; gives the number of its pages."""
    kind = out.suffix.lower()
    unfinished = out.with_name(f".{out.name}.{os.getpid()}.part")
    try:
        if kind == ".pdf":
            content, pages = _bound(around, contents)
            unfinished.write_bytes(content)
        else:
            files, pages = _files(around, contents)
            if kind == ".zip":
                _zipped(unfinished, files)
            else:
                unfinished.mkdir(parents=True)
                for name, content in files.items():
                    (unfinished / name).write_bytes(content)
        # The last moment at which the person may stop the work.
        progress(0.99, _("The atlas is being written…"))
        if kind in (".pdf", ".zip"):
            unfinished.replace(out)
        else:
            _move_in(unfinished, out)
    except OSError as fault:
        words = _("{file} cannot be written: {fault}.").format(file=out, fault=fault.strerror)
        raise AtlasFolderError(out, words) from None
    finally:
        if unfinished.is_dir():
            shutil.rmtree(unfinished, ignore_errors=True)
        else:
            unfinished.unlink(missing_ok=True)
    return pages


def _bound(around: Around, contents: Mapping[Subject, bytes]) -> tuple[bytes, int]:
    set_ = front(around)
    first, pages = int(set_.told["first"]), int(set_.told["pages"])
    parts = [BoundPart(content, subject.name) for subject, content in contents.items()]
    return bind(set_.content, parts, first, _bookmarks(around, first)), pages


def _bookmarks(around: Around, first: int) -> list[Bookmark]:
    """Cover, contents, the parts under their groups, and what could not be made."""
    found = [Bookmark(atlas_title(around.request), 1), Bookmark(_("Contents"), 2)]
    groups: dict[str, list[Bookmark]] = {}
    page = first
    for subject, sizes in around.sizes.items():
        groups.setdefault(subject.group, []).append(Bookmark(subject.name, page))
        page += len(sizes)
    for title, marks in groups.items():
        found += [Bookmark(title, marks[0].page, tuple(marks))] if title else marks
    if around.faults:
        found.append(Bookmark(_("Pages that could not be made"), page))
    return found


def _files(around: Around, contents: Mapping[Subject, bytes]) -> tuple[dict[str, bytes], int]:
    """Contents first, then each part under its number and name."""
    digits = len(str(len(contents)))
    names = {
        subject: f"{number:0{digits}d}-{file_name(f'{subject.code} {subject.name}')}.pdf"
        for number, subject in enumerate(contents, start=1)
    }
    set_ = front(around, names=names)
    words = _("contents")
    files = {f"{'0' * digits}-{file_name(words)}.pdf": set_.content}
    files |= {names[subject]: content for subject, content in contents.items()}
    pages = int(set_.told["pages"]) + sum(len(sizes) for sizes in around.sizes.values())
    return files, pages


def _zipped(file: Path, files: Mapping[str, bytes]) -> None:
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)


def _require_ours(folder: Path) -> None:
    """Check that a folder is new, empty, or holds an atlas and nothing else: it is replaced as a whole."""
    if not folder.exists():
        return
    if not folder.is_dir():
        raise AtlasFolderError(
            folder, _("{file} is a file: name a folder, or a file in .pdf or .zip.").format(file=folder)
        )
    strangers = [item.name for item in folder.iterdir() if not _is_ours(item)]
    if strangers:
        raise AtlasFolderError(
            folder,
            _(
                "{folder} holds something else ({name}): an atlas is written into a new folder, or over another atlas."
            ).format(folder=folder, name=sorted(strangers)[0]),
        )


def _is_ours(file: Path) -> bool:
    number, _dash, _rest = file.name.partition("-")
    return file.is_file() and file.suffix == ".pdf" and number.isdigit()


def _move_in(made: Path, folder: Path) -> None:
    """Put a folder in its place; the one that stood there goes once the new one is there."""
    old = folder.with_name(f".{folder.name}.{os.getpid()}.old")
    if folder.exists():
        folder.rename(old)
    try:
        made.rename(folder)
    except OSError:
        if old.exists():
            old.rename(folder)
        raise
    shutil.rmtree(old, ignore_errors=True)
