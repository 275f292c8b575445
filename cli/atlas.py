"""``trame atlas``: a sheet or a fact sheet of each commune, neighbourhood, site, territory or operation.

Exit status: 0 done, 1 where no page could be made or some could not, 2 wrong usage.
"""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cli.filters import filter_option, selection_of
from cli.terminal import progress_bar
from core.formats import number
from core.languages import LANGUAGES, N_, _, plural
from core.settings import Settings, config_file

if TYPE_CHECKING:
    from exports.atlas.request import Atlas, AtlasRequest
    from programme.world import World

BY = ("commune", "neighbourhood", "site", "ept", "operation")
LAYOUT = "fiche-a4"
"""Of a sheet, unless another one is named."""
INCOMPLETE = 1


@click.command()
@click.option("--by", required=True, type=click.Choice(BY), help="What the atlas has one page of each.")
@click.option("--layout", metavar="NAME", help=f"Layout of the sheets; {LAYOUT} unless given.")
@click.option("--fiche", is_flag=True, help="Fact sheets instead of sheets.")
@click.option("--only", metavar="ID", multiple=True, help="One of them, by its code; repeat it for others.")
@click.option(
    "--generation",
    type=click.Choice(["2024", "2015"]),
    help="Of the neighbourhoods; the one in force unless given.",
)
@filter_option
@click.option("--title", metavar="T", help="On the cover.")
@click.option("--audience", type=click.Choice(["public", "partners"]), help="Whom the atlas is for.")
@click.option("--lang", type=click.Choice(LANGUAGES), help="Language of the atlas.")
@click.option(
    "--processes", type=click.IntRange(1, 16), default=2, show_default=True, help="Pages made at once."
)
@click.option(
    "--out",
    required=True,
    type=click.Path(path_type=Path),
    help="A PDF, a .zip of one PDF for each page, or a folder of them.",
)
@click.pass_context
def atlas(context: click.Context, /, out: Path, processes: int, **said: Any) -> None:
    """Make an atlas: cover, contents, and a page of each; pages that cannot be made are told, the rest is made."""
    from exports.atlas.make import atlas as make
    from exports.sheet.make import audience_world
    from exports.sheet.spec import Audience
    from programme.installation import open_installation

    settings: Settings = context.obj
    if said["fiche"] and said["layout"]:
        raise click.UsageError(_("A fact sheet has no layout: choose --fiche or --layout."))
    if said["fiche"] and said["filters"] and said["by"] != "operation":
        raise click.UsageError(
            _("A fact sheet shows every operation: --filter is for sheets, or --by operation.")
        )
    here = open_installation(config_file())
    audience = Audience(said["audience"] or _audience(settings, said))
    world = audience_world(here, audience)
    request = _request(settings, said, audience, world)
    with progress_bar() as progress:
        made = make(request, world, settings, out, processes=processes, progress=progress)
    _tell(made)
    if made.faults:
        context.exit(INCOMPLETE)


def _audience(settings: Settings, said: dict[str, Any]) -> str:
    """Fact sheets are made for a meeting of partners; sheets are for whom their layout says."""
    from exports.sheet import layouts

    return "partners" if said["fiche"] else layouts.layout(settings, said["layout"] or LAYOUT).spec.audience


def _request(settings: Settings, said: dict[str, Any], audience: Any, world: "World") -> "AtlasRequest":
    from exports.atlas.request import AtlasRequest, By
    from exports.sheet import layouts
    from programme.selection import Selection

    spec, chosen = None, selection_of(world, said["filters"])
    spoken = said["lang"] or settings.installation.language
    if not said["fiche"]:
        begun = layouts.layout(settings, said["layout"] or LAYOUT).spec
        spec = replace(begun, audience=audience, selection=chosen or begun.selection)
    return AtlasRequest(
        by=By(said["by"]),
        spec=spec,
        only=said["only"] or None,
        generation=said["generation"],
        selection=chosen or Selection(),
        title=said["title"] or "",
        language=spoken,
    )


def _tell(made: "Atlas") -> None:
    """Say what was written; what could not be made goes to standard error."""
    words = plural(made.pages, N_("{count} page written: {file}"), N_("{count} pages written: {file}"))
    click.echo(words.format(count=number(made.pages), file=made.file))
    for note in made.notes:
        click.echo(note, err=True)
    for fault in made.faults:
        words = _("Not made: {name}. {reason}")
        click.echo(words.format(name=fault.subject.name, reason=fault.sentence), err=True)
