"""Opening archives from outside: capped in entries, bytes and ratio; names that leave the folder refused."""

import errno
import gzip
import lzma
import stat
import zipfile
import zlib
from pathlib import Path, PurePosixPath
from typing import IO

from core.languages import N_
from gis.errors import ArchiveError, EmptyFileError, TooLargeError

MEGABYTE = 1_000_000
_BLOCK = 1 << 20
_FREE_RATIO_BYTES = 10 * MEGABYTE
"""A small file may be as compressible as it likes: empty columns are."""

_DAMAGED = N_("it is damaged")
_ARCHIVES_OWN = frozenset(
    {errno.EINVAL, errno.ENAMETOOLONG, errno.EISDIR, errno.ENOTDIR, errno.EEXIST, errno.EILSEQ}
)
"""Faults of the system that the archive brings about; a full disk is not one of them."""
DAMAGE = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, NotImplementedError, OSError)
"""What ``zipfile`` raises for a damaged archive, or for one packed in a way that it does not know
(``NotImplementedError``); an ``OSError`` may be the machine's own fault instead: :func:`tells_damage` says."""


def unzip(file: Path, folder: Path, *, max_entries: int, max_megabytes: int, max_ratio: int) -> list[Path]:
    """Extract a zip archive.

    Parameters
    ----------
    file
        The archive.
    folder
        Empty folder that receives the files, with the folders of the archive.
    max_entries, max_megabytes, max_ratio
        How many entries, how many bytes in all, and how many times its compressed size an entry may give;
        counted on what really comes out, whatever the archive says.

    Returns
    -------
    Paths of the files, in the order of the archive; signs of an operating system (``__MACOSX``) are left out.

    Raises
    ------
    ArchiveError
        It is damaged or encrypted, holds a link, a special file, a name that is absolute or climbs out of the
        folder, the same name twice, or gives too much.
    TooLargeError
        It gives more bytes than allowed.
    EmptyFileError
        It holds no file.
    """
    try:
        with zipfile.ZipFile(file) as archive:
            entries = archive.infolist()
            if len(entries) > max_entries:
                raise ArchiveError(file.name, N_("it has too many entries"), str(len(entries)))
            paths: list[Path] = []
            left = max_megabytes * MEGABYTE
            for entry in entries:
                target = _target(file, folder, entry)
                if target is None:
                    continue
                if target in paths or target.exists():
                    raise ArchiveError(file.name, N_("it holds the same name twice"), entry.filename)
                target.parent.mkdir(parents=True, exist_ok=True)
                with archive.open(entry) as source:
                    left -= _pour(file, source, target, left, max_megabytes, entry.compress_size * max_ratio)
                paths.append(target)
    except DAMAGE as fault:
        if not tells_damage(fault):
            raise
        raise ArchiveError(file.name, _DAMAGED, str(fault)) from None
    if not paths:
        raise EmptyFileError(file.name)
    return paths


def tells_damage(fault: Exception) -> bool:
    """Whether one of :data:`DAMAGE` is about the archive, and not about the machine."""
    # bzip2 tells of damage by a fault of the system that has no number.
    return not isinstance(fault, OSError) or fault.errno is None or fault.errno in _ARCHIVES_OWN


def gunzip(file: Path, target: Path, *, max_megabytes: int, max_ratio: int) -> None:
    """Expand a gzip file.

    Parameters
    ----------
    file
        The compressed file.
    target
        Path of the new file.
    max_megabytes, max_ratio
        How many bytes, and how many times its own size, it may give.

    Raises
    ------
    ArchiveError
        It is damaged, or gives too much.
    TooLargeError
        It gives more bytes than allowed.
    """
    try:
        with gzip.open(file) as source:
            size = file.stat().st_size
            _pour(file, source, target, max_megabytes * MEGABYTE, max_megabytes, size * max_ratio)
    except (gzip.BadGzipFile, zlib.error, EOFError) as fault:
        raise ArchiveError(file.name, _DAMAGED, str(fault)) from None


def _target(file: Path, folder: Path, entry: zipfile.ZipInfo) -> Path | None:
    """Where an entry goes; None for folders and signs of an operating system."""
    name = entry.filename.replace("\\", "/")
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts or ":" in name or "\0" in entry.orig_filename:
        raise ArchiveError(file.name, N_("a name leads out of its folder"), entry.filename)
    kind = stat.S_IFMT(entry.external_attr >> 16)
    if kind not in (0, stat.S_IFREG, stat.S_IFDIR):
        raise ArchiveError(file.name, N_("it holds a link or a special file"), entry.filename)
    if entry.flag_bits & 0x1:
        raise ArchiveError(file.name, N_("it is encrypted"), entry.filename)
    if entry.is_dir() or "__MACOSX" in path.parts or path.name in (".DS_Store", "Thumbs.db"):
        return None
    return folder.joinpath(*path.parts)


def _pour(
    file: Path, source: IO[bytes] | gzip.GzipFile, target: Path, left: int, max_megabytes: int, fair: int
) -> int:
    """Write what comes out and stop at the limits; gives the number of bytes."""
    written = 0
    with target.open("xb") as sink:
        while block := source.read(_BLOCK):
            written += len(block)
            if written > left:
                raise TooLargeError(file.name, max_megabytes, "max_unpacked_megabytes")
            if written > max(fair, _FREE_RATIO_BYTES):
                raise ArchiveError(file.name, N_("it expands too much"), target.name)
            sink.write(block)
    return written
