"""Progress on a terminal: a bar on standard error, where a person watches it."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

import click

from core.progress import Progress, silent

_WIDTH = 24


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
