"""Files of a sheet, written whole or not at all."""

import os
from collections.abc import Mapping
from pathlib import Path

from exports.sheet.errors import UnwritableError


def written(contents: Mapping[Path, bytes]) -> tuple[Path, ...]:
    """Write files beside each other, then give all of them their names.

    Parameters
    ----------
    contents
        What each file holds; the folder exists.

    Raises
    ------
    UnwritableError
        The folder or the disk does not allow it; nothing half written stays behind.
    """
    unfinished = {file: file.with_name(f".{file.name}.{os.getpid()}.part") for file in contents}
    try:
        for file, part in unfinished.items():
            part.write_bytes(contents[file])
        for file, part in unfinished.items():
            part.replace(file)
    except OSError as fault:
        raise UnwritableError(file, fault.strerror) from None
    finally:
        for part in unfinished.values():
            part.unlink(missing_ok=True)
    return tuple(contents)
