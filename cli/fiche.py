"""``trame fiche``: the fact sheet of an operation, a neighbourhood or a commune, without a browser."""

from pathlib import Path

import click

from core.languages import LANGUAGES, _
from core.settings import config_file


@click.command()
@click.argument("subject", metavar="operation:ID|neighbourhood:CODE|commune:INSEE")
@click.option(
    "--audience",
    type=click.Choice(["public", "partners"]),
    default="partners",
    show_default=True,
    help="Whom it is for: what the public may not see is not on a fact sheet for the public.",
)
@click.option("--lang", type=click.Choice(LANGUAGES), help="Language of the fact sheet.")
@click.option("--out", required=True, type=click.Path(dir_okay=False, path_type=Path), help="PDF to write.")
def fiche(subject: str, audience: str, lang: str | None, out: Path) -> None:
    """Make the fact sheet of SUBJECT: one or two pages A4, as PDF."""
    from exports.fiche.make import fiche as make
    from exports.sheet.files import written
    from exports.sheet.make import audience_world
    from exports.sheet.spec import Audience
    from programme.installation import open_installation

    if out.suffix.lower() != ".pdf":
        raise click.BadParameter(_("The name of a fact sheet ends in .pdf."), param_hint="--out")
    here = open_installation(config_file())
    world = audience_world(here, Audience(audience))
    for file in written({out: make(subject, world, here.settings, language=lang)}):
        click.echo(_("Written: {file}").format(file=file))
