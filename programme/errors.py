"""Faults of use or environment around the file of the programme."""

from pathlib import Path

from core.errors import TrameError
from core.languages import _


class ProgrammeUrlError(TrameError):
    """The address is of a kind of database that this version does not keep a programme in."""

    def __init__(self, url: str) -> None:
        self.url = url
        super().__init__(
            _("The programme is kept in a GeoPackage file; “{url}” is no such file.").format(url=url)
        )


class UnreadableProgrammeError(TrameError):
    """The file of the programme cannot be opened at all."""

    def __init__(self, path: Path, reason: str) -> None:
        self.path = path
        self.reason = reason
        super().__init__(
            _("The programme {file} cannot be opened: {reason}.").format(file=path.name, reason=reason)
        )


class ForeignFileError(TrameError):
    """A database, or even a GeoPackage, but not of Trame: it is left as it is."""

    def __init__(self, path: Path) -> None:
        self.path = path
        super().__init__(
            _(
                "{file} exists already and is not a programme of Trame. It was left as it is: "
                "give another name to the programme in config.toml, or move that file."
            ).format(file=path.name)
        )


class NewerProgrammeError(TrameError):
    """A later version of Trame wrote the file; this one would spoil it."""

    def __init__(self, path: Path, version: str) -> None:
        self.path = path
        self.version = version
        super().__init__(
            _(
                "{file} was written by a newer version of Trame (its tables are in version {version}). "
                "It was left as it is: update Trame to open it."
            ).format(file=path.name, version=version)
        )


class ProgrammeBusyError(TrameError):
    """Another writer keeps the file for too long."""

    def __init__(self, path: Path, seconds: float) -> None:
        self.path = path
        super().__init__(
            _(
                "The programme {file} has been in use by another writer for {seconds} s. Try again later."
            ).format(file=path.name, seconds=round(seconds))
        )
