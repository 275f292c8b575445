"""A public edition: a folder of static files, made from what the public may see and from nothing else."""

import io
import json
import shutil
import tempfile
import zipfile
from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pikepdf

from core.actor import Role
from core.languages import LANGUAGES, _
from core.languages import language as speaking
from core.progress import Progress, silent
from core.settings import Settings
from exports.edition.data import carrier, geojson_files
from exports.edition.data_page import LICENCE, LICENCE_URL, catalogue_of, data_page
from exports.edition.errors import NothingToPublishError, NotPublicError, UnknownLanguageError
from exports.edition.map_pages import embed_page, home_page
from exports.edition.neighbourhood_pages import neighbourhood_html
from exports.edition.operation_pages import operation_html
from exports.edition.pictures import picture, subjects
from exports.edition.placing import MANIFEST, told_unwritable, written_aside
from exports.edition.shell import site_name
from exports.edition.site import DATA, EMBED, HOME, LIST, WORDS, Site, neighbourhood_page, operation_page
from exports.edition.tiles import archive, blocks
from exports.edition.word_pages import list_page, words_page
from exports.fiche.make import fiche
from maps.public_map import FILES, library
from programme.rules.alerts import today
from programme.world import GENERATIONS, World

_PAGES: tuple[tuple[str, Callable[[Site], str]], ...] = (
    (HOME, home_page),
    (LIST, list_page),
    (WORDS, words_page),
    (DATA, data_page),
    (EMBED, embed_page),
)
_FIRST_DAY = (1980, 1, 1, 0, 0, 0)
"""Of every entry of a zip: the same edition makes the same file."""


@dataclass(frozen=True, slots=True)
class Edition:
    """What was made.

    Attributes
    ----------
    folder
        Where it stands; the file where it was packed.
    files, bytes
        How many, and what they weigh unpacked.
    operations, neighbourhoods
        Pages of each, in one language.
    unpublished
        Operations whose footprint is not in it, since their commune has not approved it.
    """

    folder: Path
    files: int
    bytes: int
    operations: int
    neighbourhoods: int
    unpublished: int


def publish(
    world: World,
    settings: Settings,
    folder: Path,
    *,
    languages: Sequence[str] = LANGUAGES,
    progress: Progress = silent,
) -> Edition:
    """Write a public edition.

    Parameters
    ----------
    world
        As :data:`core.actor.PUBLIC` may see it: confidentiality is decided there, before anything is written.
    settings
        Of the installation.
    folder
        Absent, empty, or an earlier edition, which stays in its place until the new one is whole.
    languages
        The first stands at the root of the folder, each other one in a folder of its name.
    progress
        Told where it stands; it may stop the work, which then leaves nothing.

    Raises
    ------
    NotPublicError
        The world is of another reader.
    NothingToPublishError
        There is no commune to show.
    OccupiedFolderError, UnwritableFolderError
        The folder holds something else, or cannot be written.
    UnknownLanguageError
        A language is not spoken, or there is none.
    StoppedError
        The progress said so.
    """
    spoken = _required(world, languages)
    with written_aside(folder) as aside:
        counted = _write(world, settings, aside, spoken, progress, told=folder)
        # The last moment at which it may be stopped: then nothing has changed.
        progress(1.0, _("The edition is ready"))
    return _edition(world, folder, counted)


def publish_zip(
    world: World,
    settings: Settings,
    file: Path,
    *,
    languages: Sequence[str] = LANGUAGES,
    progress: Progress = silent,
) -> Edition:
    """Write a public edition as one zip, as :func:`publish` writes a folder; an existing file is replaced."""
    spoken = _required(world, languages)
    target = file.resolve()
    with told_unwritable(file):
        target.parent.mkdir(parents=True, exist_ok=True)
        scratch = Path(tempfile.mkdtemp(prefix=".edition-", dir=target.parent))
    try:
        folder, packed = scratch / "edition", scratch / "edition.zip"
        folder.mkdir()
        counted = _write(world, settings, folder, spoken, progress, told=file)
        with told_unwritable(file):
            _pack(folder, packed)
        progress(1.0, _("The edition is ready"))
        with told_unwritable(file):
            packed.replace(target)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    return _edition(world, file, counted)


def _required(world: World, languages: Sequence[str]) -> tuple[str, ...]:
    if world.role is not Role.PUBLIC:
        raise NotPublicError(str(world.role))
    unknown = [code for code in languages if code not in LANGUAGES]
    if unknown or not languages:
        raise UnknownLanguageError(", ".join(unknown), LANGUAGES)
    if world.communes is None or not len(world.communes.frame):
        raise NothingToPublishError
    return tuple(dict.fromkeys(languages))


def _edition(world: World, place: Path, counted: tuple[int, int]) -> Edition:
    return Edition(
        folder=place,
        files=counted[0],
        bytes=counted[1],
        operations=len(world.programme.operations),
        neighbourhoods=sum(
            len(found.frame) for key in GENERATIONS if (found := world.snapshot(key)) is not None
        ),
        unpublished=len(world.programme.operations) - len(world.footprints.ids),
    )


def _write(
    world: World,
    settings: Settings,
    folder: Path,
    languages: tuple[str, ...],
    progress: Progress,
    *,
    told: Path,
) -> tuple[int, int]:
    """Write every file; how many, and their bytes."""
    count = weight = 0
    for path, content in _files(world, settings, languages, progress):
        place = folder / path
        raw = content.encode("utf-8") if isinstance(content, str) else content
        with told_unwritable(told):
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(raw)
        count, weight = count + 1, weight + len(raw)
    return count, weight


def _pack(folder: Path, packed: Path) -> None:
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archived:
        for path in sorted(path for path in folder.rglob("*") if path.is_file()):
            entry = zipfile.ZipInfo(path.relative_to(folder).as_posix(), _FIRST_DAY)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archived.writestr(entry, path.read_bytes())


def _files(
    world: World, settings: Settings, languages: tuple[str, ...], progress: Progress
) -> Iterator[tuple[str, str | bytes]]:
    """Path and content of each file of an edition."""
    for name in FILES:
        yield f"assets/{name}", library(name)
    progress(0.02, _("Data of the map"))
    for name, content in geojson_files(world):
        yield f"data/{name}", content
    tiles = archive(world, settings, lambda share, words: progress(0.03 + 0.22 * share, words))
    yield "data/tiles.pmtiles", tiles.content
    carried = list(blocks(tiles.content))
    yield "data/tiles.js", carrier("tiles", json.dumps({"blocks": len(carried)}))
    for number, text in enumerate(carried):
        yield f"data/tiles-{number}.js", carrier(f"tiles-{number}", json.dumps(text))
    drawn = yield from _pictures(world, settings, languages[0], progress)
    printed = yield from _printed(world, settings, languages[0], progress)
    for place, code in enumerate(languages):
        with speaking(code):
            site = Site(world, settings, code, languages, today(), drawn, printed)
            for path, text in _pages(site):
                progress(0.75 + 0.25 * place / len(languages), _("Pages"))
                yield path, text
            if not place:
                yield from _told(site)


def _pictures(
    world: World, settings: Settings, language: str, progress: Progress
) -> Generator[tuple[str, str], None, frozenset[str]]:
    """Small maps, each for the pages of its subject in every language; gives the identifiers that have one."""
    held = list(subjects(world))
    with speaking(language):
        for number, (key, shape, layer) in enumerate(held):
            progress(0.25 + 0.25 * number / len(held), _("Maps of operations and neighbourhoods"))
            yield f"images/{key}.svg", picture(world, settings, shape, layer)
    return frozenset(key for key, _shape, _layer in held)


def _printed(
    world: World, settings: Settings, language: str, progress: Progress
) -> Generator[tuple[str, bytes], None, frozenset[str]]:
    """Sheets to print of the neighbourhoods in force; gives their codes."""
    snapshot = world.snapshot(GENERATIONS[0])
    codes = [] if snapshot is None else [str(code) for code in snapshot.frame["code"]]
    for number, code in enumerate(codes):
        progress(0.5 + 0.25 * number / len(codes), _("Sheets to print"))
        made = fiche(f"neighbourhood:{code}", world, settings, language=language, larger_maps=False)
        yield f"fiches/{code}.pdf", _smaller(made)
    return frozenset(codes)


def _smaller(content: bytes) -> bytes:
    """The same PDF with its objects packed into streams: a third less for tagged pages."""
    packed = io.BytesIO()
    with pikepdf.open(io.BytesIO(content)) as pdf:
        pikepdf.settings.set_flate_compression_level(9)
        pdf.save(
            packed,
            recompress_flate=True,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            deterministic_id=True,
        )
    return packed.getvalue()


def _pages(site: Site) -> Iterator[tuple[str, str]]:
    for path, made in _PAGES:
        yield site.path(path), made(site)
    for operation in site.operations:
        yield site.path(operation_page(operation.id)), operation_html(site, operation)
    for place in site.neighbourhoods:
        yield site.path(neighbourhood_page(place.code)), neighbourhood_html(site, place)


def _told(site: Site) -> Iterator[tuple[str, str]]:
    """What is said of the edition in files: metadata, licence, and that it is one."""
    yield "catalogue.jsonld", json.dumps(catalogue_of(site), ensure_ascii=False, indent=1)
    yield "LICENCE.txt", _licence(site)
    facts = {
        "edition": "trame",
        "title": site_name(site),
        "date": site.day.isoformat(),
        "programme_revision": site.world.programme.revision,
        "languages": list(site.languages),
        "fictitious": site.fictitious,
    }
    yield MANIFEST, json.dumps(facts, ensure_ascii=False, indent=1)


def _licence(site: Site) -> str:
    lines = [site_name(site), f"{_(LICENCE)} ({LICENCE_URL})"]
    if site.fictitious:
        lines.append(_("Demonstration data, fictitious"))
    lines.append("Leaflet (BSD-2-Clause), protomaps-leaflet (BSD-3-Clause), Inter (OFL-1.1)")
    return "\n".join(lines) + "\n"
