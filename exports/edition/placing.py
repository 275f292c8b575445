"""A folder that is written aside and put in its place whole: the older edition or the new one, never a part."""

import ctypes
import errno
import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from exports.edition.errors import OccupiedFolderError, UnwritableFolderError

MANIFEST = "edition.json"
"""File by which an edition is known: a folder that holds anything else is never replaced."""

_AT_FDCWD, _EXCHANGE = -100, 2


@contextmanager
def written_aside(folder: Path) -> Iterator[Path]:
    """Give a folder beside the one that is wanted, and put it in its place at the end.

    Parameters
    ----------
    folder
        What is wanted: absent, empty, or an older edition, which is replaced.

    Raises
    ------
    OccupiedFolderError
        It holds something else, or is no folder.
    UnwritableFolderError
        Nothing can be written there.
    """
    target = folder.resolve()
    require_free(target)
    aside = target.parent / f".{target.name}.{secrets.token_hex(4)}"
    with told_unwritable(folder):
        target.parent.mkdir(parents=True, exist_ok=True)
        aside.mkdir()
    try:
        yield aside
        # Asked again: whoever put something there in the meantime keeps it.
        require_free(target)
        with told_unwritable(folder):
            _put(aside, target)
    finally:
        shutil.rmtree(aside, ignore_errors=True)


@contextmanager
def told_unwritable(place: Path) -> Iterator[None]:
    """Say of a fault of writing where, and what the system says.

    Raises
    ------
    UnwritableFolderError
        The system refused.
    """
    try:
        yield
    except OSError as fault:
        raise UnwritableFolderError(place, fault.strerror or str(fault)) from fault


def require_free(folder: Path) -> None:
    """Check that an edition may stand there.

    Raises
    ------
    OccupiedFolderError
        The folder holds something else than an edition, or is no folder.
    """
    if not folder.exists():
        return
    if not folder.is_dir():
        raise OccupiedFolderError(folder)
    if any(folder.iterdir()) and not (folder / MANIFEST).is_file():
        raise OccupiedFolderError(folder)


def _put(aside: Path, target: Path) -> None:
    """Put a folder in the place of another; the other one is then where the first was."""
    if not target.exists() or not any(target.iterdir()):
        aside.replace(target)
    elif not _exchanged(aside, target):
        older = aside.with_name(f"{aside.name}.old")
        target.rename(older)
        try:
            aside.rename(target)
        except OSError:
            older.rename(target)
            raise
        shutil.rmtree(older, ignore_errors=True)


def _exchanged(first: Path, second: Path) -> bool:
    """Exchange two folders in one step where the system can (Linux); False where it cannot."""
    exchange = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None) if os.name == "posix" else None
    if exchange is None:
        return False
    if exchange(_AT_FDCWD, os.fsencode(first), _AT_FDCWD, os.fsencode(second), _EXCHANGE) == 0:
        return True
    code = ctypes.get_errno()
    if code in (errno.EINVAL, errno.ENOSYS, errno.ENOTSUP):
        return False
    raise OSError(code, os.strerror(code))
