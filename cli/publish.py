"""``trame publish``: the public edition as a folder of static files, or as one zip.

What reads maps and tables is imported by the command, so that the others start at once.
"""

from pathlib import Path

import click

from cli.terminal import progress_bar
from core.actor import PUBLIC
from core.formats import number
from core.languages import LANGUAGES, N_, _, plural
from core.settings import Settings


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option(
    "--lang",
    "languages",
    multiple=True,
    type=click.Choice(LANGUAGES),
    help="Language of the edition, repeated for several; the first stands at the root. Both unless given.",
)
@click.pass_obj
def publish(settings: Settings, folder: Path, languages: tuple[str, ...]) -> None:
    """Write the public edition into FOLDER (a new, an empty or an earlier one), or into a file that ends in .zip."""
    from exports.edition.make import publish as publish_edition
    from exports.edition.make import publish_zip
    from layers.library import Library
    from programme.storage.store import Store
    from programme.world import open_world

    world = open_world(settings, Store(settings.folders.programme), Library(settings.folders.library), PUBLIC)
    spoken = languages or (
        settings.installation.language,
        *(code for code in LANGUAGES if code != settings.installation.language),
    )
    make = publish_zip if folder.suffix.lower() == ".zip" else publish_edition
    with progress_bar() as progress:
        made = make(world, settings, folder, languages=spoken, progress=progress)
    click.echo(
        _(
            "{folder}: {files} files, {megabytes} MB, {operations} operations, {neighbourhoods} neighbourhoods."
        ).format(
            folder=made.folder,
            files=number(made.files),
            megabytes=number(made.bytes / 1e6, decimals=1),
            operations=number(made.operations),
            neighbourhoods=number(made.neighbourhoods),
        )
    )
    if made.unpublished:
        told = plural(
            made.unpublished,
            N_(
                "{count} operation has no footprint that its commune has approved: it is in the list, not on the map."
            ),
            N_(
                "{count} operations have no footprint that their commune has approved: they are in the list, not on "
                "the map."
            ),
        )
        click.echo(told.format(count=number(made.unpublished)))
