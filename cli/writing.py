"""Files that a command writes: whole or not at all."""

from collections.abc import Callable
from pathlib import Path

import click

from core.languages import _


def write_workbook(out: Path, make: Callable[[], bytes]) -> None:
    """Write a workbook; a disk that fills up leaves no half workbook under its name.

    Parameters
    ----------
    out
        Name of the file, which ends in ``.xlsx``.
    make
        Gives its content, once the name is known to be good.
    """
    if out.suffix.lower() != ".xlsx":
        raise click.BadParameter(_("The name of a workbook ends in .xlsx."), param_hint="OUT.xlsx")
    content = make()
    unfinished = out.with_name(out.name + ".part")
    try:
        unfinished.write_bytes(content)
        unfinished.replace(out)
    except OSError as fault:
        unfinished.unlink(missing_ok=True)
        raise click.ClickException(
            _("{file} cannot be written: {fault}.").format(file=out, fault=fault.strerror)
        ) from None
