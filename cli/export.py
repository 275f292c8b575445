"""``trame export``: layers as files that other programs read, with what describes them."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cli.filters import filter_option, selection_of
from cli.terminal import progress_bar
from core.actor import LOCAL, PUBLIC
from core.languages import LANGUAGES, _, use_language
from core.settings import Settings

if TYPE_CHECKING:
    import shapely

    from exports.data.out import DataOut
    from programme.world import World

_BY_SUFFIX = {
    ".gpkg": "gpkg",
    ".xlsx": "xlsx",
    ".geojson": "geojson",
    ".json": "geojson",
    ".fgb": "fgb",
    ".csv": "csv",
}
"""Formats whose name of file tells them; an archive may hold any that has one file a layer."""
_IN_ARCHIVE = ("shapefile", "geojson", "fgb", "csv", "gpkg", "xlsx")
_AUDIENCES = {"partners": LOCAL, "public": PUBLIC}


@click.command()
@click.argument("layers", metavar="LAYER...", nargs=-1, required=True)
@click.option(
    "--out",
    "file",
    required=True,
    metavar="FILE",
    type=click.Path(dir_okay=False, writable=True, path_type=Path),
    help="File to write: .gpkg, .xlsx, .geojson, .fgb, .csv, or .zip with --format.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(_IN_ARCHIVE),
    help="Format of what a .zip holds (shapefile unless given); other suffixes say it themselves.",
)
@filter_option
@click.option(
    "--only",
    metavar="[LAYER:]ID",
    multiple=True,
    help="Feature to keep, by its identifier; repeat it for others. LAYER: is needed where several are exported.",
)
@click.option(
    "--extent",
    metavar="EXTENT",
    help="Features that lie at least partly in commune:INSEE, neighbourhood:CODE, operation:ID, "
    "bbox:XMIN,YMIN,XMAX,YMAX (EPSG:2154)…",
)
@click.option("--wkt", is_flag=True, help="Write the outlines into a CSV as well-known text.")
@click.option(
    "--audience",
    type=click.Choice(tuple(_AUDIENCES)),
    default="partners",
    show_default=True,
    help="For whom: what is not public is left out for the public.",
)
@click.option(
    "--lang", type=click.Choice(LANGUAGES), help="Language of the words; the installation's unless given."
)
@click.pass_obj
def export(settings: Settings, /, layers: Sequence[str], file: Path, form: str | None, **said: Any) -> None:
    """Write the layers LAYER... (see `trame layers`) to FILE, with source, licence, dates and fields."""
    from exports.data.out import export_layers

    if said["lang"]:
        use_language(said["lang"])
    form = _format(file, form, layers)
    if said["wkt"] and form != "csv":
        raise click.BadParameter(_("Outlines as well-known text are for CSV alone."), param_hint="--wkt")
    world = _world(settings, said["audience"])
    chosen = _chosen(layers, said["only"])
    with progress_bar() as progress:
        out = export_layers(
            layers,
            world,
            settings,
            format=form,
            selection=selection_of(world, said["filters"]),
            only=chosen,
            within=_within(said["extent"], world),
            wkt=said["wkt"],
            progress=progress,
        )
    _write(out, file)
    _tell(out, file)


def _format(file: Path, form: str | None, layers: Sequence[str]) -> str:
    """Format of a file by its suffix, or by what was said of an archive."""
    suffix = file.suffix.lower()
    if suffix == ".zip":
        return form or "shapefile"
    if suffix in (".shp", ".dbf"):
        words = _("A shapefile is made of several files: name an archive, such as {name}.zip.")
        raise click.BadParameter(words.format(name=file.stem), param_hint="--out")
    found = _BY_SUFFIX.get(suffix)
    if found is None:
        words = _("The suffix of {file} tells no format. Known: {known}.")
        known = ", ".join((*_BY_SUFFIX, ".zip"))
        raise click.BadParameter(words.format(file=file.name, known=known), param_hint="--out")
    if form not in (None, found):
        words = _("{file} is not the name of such a file: name an archive (.zip), or leave --format out.")
        raise click.BadParameter(words.format(file=file.name), param_hint="--format")
    if len(set(layers)) > 1 and found not in ("gpkg", "xlsx"):
        words = _(
            "{file} holds one layer. For several, name a .gpkg, a .xlsx, or a .zip with --format {format}."
        )
        raise click.BadParameter(words.format(file=file.name, format=found), param_hint="--out")
    return found


def _chosen(layers: Sequence[str], texts: Sequence[str]) -> Mapping[str, frozenset[str]] | None:
    """Identifiers that were asked for, by layer."""
    found: dict[str, set[str]] = {}
    for text in texts:
        layer, colon, identifier = text.partition(":")
        if not colon:
            layer, identifier = layers[0], text
        if layer not in layers or (not colon and len(set(layers)) > 1):
            words = _("“{text}”: write LAYER:ID with one of the layers that are exported.")
            raise click.BadParameter(words.format(text=text), param_hint="--only")
        found.setdefault(layer, set()).add(identifier)
    return {layer: frozenset(identifiers) for layer, identifiers in found.items()} or None


def _world(settings: Settings, audience: str) -> "World":
    from layers.library import Library
    from programme.storage.store import Store
    from programme.world import open_world

    store, library = Store(settings.folders.programme), Library(settings.folders.library)
    return open_world(settings, store, library, _AUDIENCES[audience])


def _within(text: str | None, world: "World") -> "shapely.Geometry | None":
    if text is None:
        return None
    from maps.sheet.extent import parse_extent

    return parse_extent(text, world).shape


def _write(out: "DataOut", file: Path) -> None:
    from exports.data.out import packed, write

    if file.suffix.lower() == ".zip" or len(out.files) == 1:
        write({file: packed(out, archive=file.suffix.lower() == ".zip").content})
        return
    # What describes a file that has no room for it lies beside it, under a name that no other file has by chance.
    described = next(item for item in out.files if item.name.endswith(".md"))
    write({file: out.files[0].content, file.with_name(f"{file.name}.md"): described.content})


def _tell(out: "DataOut", file: Path) -> None:
    from exports.data.facts import counted

    for facts in out.layers:
        click.echo(counted(facts))
    for note in out.notes:
        click.echo(note, err=True)
    click.echo(_("Written: {file}").format(file=file), err=True)
