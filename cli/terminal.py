"""What a person watches on a terminal: progress, and the issues of a file; both on standard error."""

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import click

from cli.columns import columns
from core.issues import Issue
from core.languages import _
from core.progress import Progress, silent

_WIDTH = 24
_SHOWN = 50
"""Issues that a terminal shows; ``--json`` gives them all."""


@contextmanager
def progress_bar(*, silenced: bool = False) -> Iterator[Progress]:
    """Give a progress that draws itself while the work goes on, and leaves a clean line behind it.

    Parameters
    ----------
    silenced
        True: nothing is drawn; nor is it where standard error is no terminal.
    """
    if silenced or not sys.stderr.isatty():
        yield silent
        return

    def show(share: float, sentence: str) -> None:
        done = round(_WIDTH * share)
        bar = "█" * done + "░" * (_WIDTH - done)
        click.echo(f"\r\033[K{bar} {share:4.0%}  {sentence}", nl=False, err=True)

    try:
        yield show
    finally:
        click.echo("\r\033[K", nl=False, err=True)


def tell_issues(issues: Sequence[Issue]) -> None:
    """List issues as a compiler does: level, file, row, code, sentence."""
    rows = [
        [
            issue.level_label,
            issue.file or "",
            "" if issue.row is None else _("row {row}").format(row=issue.row),
            issue.code,
            issue.message,
        ]
        for issue in issues[:_SHOWN]
    ]
    if rows:
        click.echo(columns(rows), err=True)
    if len(issues) > _SHOWN:
        left = len(issues) - _SHOWN
        click.echo(_("… and {count} more; --json gives them all.").format(count=left), err=True)
