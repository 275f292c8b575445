"""Entry point of the ``trame`` command.

Exit status: 0 done, 1 refused because of the data or the state of the installation, 2 wrong usage; ``trame check`` has
its own (see there).
"""

import sys

import click

from cli.atlas import atlas
from cli.check import check
from cli.evaluate import evaluate
from cli.export import export
from cli.fiche import fiche
from cli.funding import funding
from cli.library import import_, layers
from cli.programme import identify, load, operation
from cli.publish import publish
from cli.rules import rules
from cli.serving import demo, serve
from cli.sheet import sheet
from cli.social import social
from cli.visa import visa
from core import settings
from core.errors import TrameError
from core.languages import use_language
from layers.registry import require_known
from programme.rules.rule_set import rule_set


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.pass_context
def trame(context: click.Context) -> None:
    """Urban renewal on one map: import layers, load the programme, ask, serve."""
    context.obj = settings.load()
    require_known(context.obj)
    use_language(context.obj.installation.language)
    rule_set()


for command in (
    import_,
    layers,
    identify,
    operation,
    funding,
    social,
    rules,
    evaluate,
    check,
    visa,
    publish,
    export,
    sheet,
    fiche,
    atlas,
    load,
    demo,
    serve,
):
    trame.add_command(command)


def main() -> None:
    """Run the command; a fault of use or of the data is one sentence on standard error, never a traceback."""
    try:
        trame.main()
    except TrameError as error:
        click.echo(str(error), err=True)
        sys.exit(1)


if __name__ == "__main__":
    main()
