"""``trame sheet``: a map on paper or for the screen, without a browser."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cli.filters import filter_option, selection_of
from core.languages import LANGUAGES, _
from core.settings import Settings, config_file

if TYPE_CHECKING:
    from exports.sheet.spec import SheetSpec
    from programme.installation import Installation
    from programme.world import World

PARTS = ("legend", "labels", "locator", "graticule", "north", "bar")
_TEXTS = ("title", "subtitle", "comment", "sources")


def _layers(_context: click.Context, _option: click.Parameter, text: str | None) -> tuple[str, ...] | None:
    """Keys of layers, the first at the back."""
    from core.errors import UnknownLayerError
    from layers.registry import layer

    if text is None:
        return None
    keys = tuple(key.strip() for key in text.split(",") if key.strip())
    try:
        for key in keys:
            layer(key)
    except UnknownLayerError as fault:
        raise click.BadParameter(str(fault)) from None
    return keys


@click.command()
@click.option(
    "--extent",
    metavar="EXTENT",
    default="territory",
    show_default=True,
    help="territory, ept:NAME, commune:INSEE, neighbourhood:CODE, site:ID, operation:ID or "
    "bbox:xmin,ymin,xmax,ymax (EPSG:2154).",
)
@click.option("--paper", metavar="PAGE", help="A5 to A0, or web, slide, square, wide, story.")
@click.option("--landscape/--portrait", default=None, help="Which way the paper lies.")
@click.option("--scale", type=click.IntRange(min=1), metavar="N", help="Scale 1:N.")
@click.option("--fit", is_flag=True, help="The largest round scale that holds the extent.")
@click.option("--rotation", type=float, metavar="D", help="Degrees by which the map is turned, clockwise.")
@click.option("--layers", callback=_layers, metavar="A,B,C", help="Layers, the first at the back.")
@filter_option
@click.option("--layout", metavar="NAME", help="Layout to begin with; what is said besides goes before it.")
@click.option("--title", metavar="T", help="Title; the name of the extent unless given.")
@click.option("--subtitle", metavar="T", help="Under the title.")
@click.option("--comment", metavar="T", help="Beside or under the map.")
@click.option("--sources", metavar="T", help="Instead of the sources of the layers.")
@click.option(
    "--logo",
    "logos",
    multiple=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="PNG, JPEG or SVG; up to four.",
)
@click.option("--with", "with_", multiple=True, type=click.Choice(PARTS), help="Part of the sheet to add.")
@click.option("--without", multiple=True, type=click.Choice(PARTS), help="Part of the sheet to leave out.")
@click.option("--basemap", metavar="KEY", help="Ground of an online service, by its key in config.toml.")
@click.option("--audience", type=click.Choice(["public", "partners"]), help="Whom the sheet is for.")
@click.option("--lang", type=click.Choice(LANGUAGES), help="Language of the sheet.")
@click.option("--dpi", type=float, default=300, show_default=True, help="Points to an inch of a picture.")
@click.option("--save-layout", metavar="NAME", help="Keep the layout of this sheet under a name.")
@click.option(
    "--out",
    required=True,
    type=click.Path(dir_okay=False, path_type=Path),
    help="File to write: .pdf, .svg, .png or .jpg.",
)
@click.pass_context
def sheet(context: click.Context, /, out: Path, dpi: float, save_layout: str | None, **said: Any) -> None:
    """Make a sheet of a place, and write it to a file whose suffix says the format."""
    from exports.sheet import layouts
    from exports.sheet.make import FORMATS, audience_world, make_sheet, write
    from programme.installation import open_installation

    settings: Settings = context.obj
    if out.suffix.lower() not in {f".{name}" for name in (*FORMATS, "jpeg")}:
        raise click.BadParameter(
            _("The name of a sheet ends in .pdf, .svg, .png or .jpg."), param_hint="--out"
        )
    if said["fit"] and said["scale"] is not None:
        raise click.UsageError(_("Choose --scale or --fit."))
    installation = open_installation(config_file())
    spec = _spec(settings, installation, said)
    made = make_sheet(spec, audience_world(installation, spec.audience), settings)
    for file in write(made, out, dpi=dpi):
        click.echo(_("Written: {file}").format(file=file))
    for note in made.notes:
        click.echo(note, err=True)
    if save_layout:
        click.echo(_("Written: {file}").format(file=layouts.save(settings, save_layout, spec)))


def _spec(settings: Settings, installation: "Installation", said: dict[str, Any]) -> "SheetSpec":
    """What is wanted: the layout, and before it what the options say."""
    from exports.sheet import layouts
    from exports.sheet.make import audience_world
    from exports.sheet.spec import Audience, SheetSpec

    begun = (
        layouts.layout(settings, said["layout"]).spec
        if said["layout"]
        else SheetSpec(language=settings.installation.language)
    )
    options: dict[str, Any] = {
        "paper": said["paper"],
        "landscape": said["landscape"],
        "scale": said["scale"],
        "rotation_deg": said["rotation"],
        "layers": said["layers"],
        "basemap": said["basemap"],
        "audience": None if said["audience"] is None else Audience(said["audience"]),
        "language": said["lang"],
        **{name: said[name] for name in _TEXTS},
    }
    parts: dict[str, Any] = dict.fromkeys(said["with_"], True) | dict.fromkeys(said["without"], False)
    logos = tuple((file.name, file.read_bytes()) for file in said["logos"])
    given = {name: value for name, value in options.items() if value is not None}
    spec = replace(begun, extent=said["extent"], logos=logos, **given, **parts)
    if said["fit"]:
        spec = replace(spec, scale=None)
    return _filtered(spec, audience_world(installation, spec.audience), said["filters"])


def _filtered(spec: "SheetSpec", world: "World", filters: tuple[str, ...]) -> "SheetSpec":
    found = selection_of(world, filters)
    return spec if found is None else replace(spec, selection=found)
