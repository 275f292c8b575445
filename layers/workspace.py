"""Folders to work in, on the library's own disk: what a killed process leaves behind is swept away."""

import fcntl
import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_LOCK = "in-use"


@contextmanager
def locked(file: Path) -> Iterator[None]:
    """Hold a lock between processes; the system lets go of it when its holder dies.

    Parameters
    ----------
    file
        File that stands for the lock; made where it is missing, with its folder.
    """
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("a") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


@contextmanager
def workspace(root: Path) -> Iterator[Path]:
    """Give an empty folder that is removed at the end, and remove those whose process is gone.

    Parameters
    ----------
    root
        Folder that holds the folders of every process at work.
    """
    folder = root / secrets.token_hex(8)
    with locked(root / "lock"):
        _sweep(root)
        folder.mkdir(mode=0o700)
        mark = (folder / _LOCK).open("w")
        fcntl.flock(mark, fcntl.LOCK_EX)
    try:
        inside = folder / "files"
        inside.mkdir()
        yield inside
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        mark.close()


def _sweep(root: Path) -> None:
    """Remove the folders whose mark nobody holds."""
    for folder in root.iterdir():
        if folder.is_dir() and not _held(folder / _LOCK):
            shutil.rmtree(folder, ignore_errors=True)


def _held(mark: Path) -> bool:
    """Whether a living process holds a mark."""
    try:
        with mark.open() as handle:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except FileNotFoundError:
        return False
    return False


def settle(path: Path) -> None:
    """Wait until a file, or the names in a folder, are on the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
