"""Why a file from outside was not read: one class for each reason, with a stable code and one sentence."""

from collections.abc import Sequence
from typing import Any, ClassVar

from core.errors import TrameError
from core.languages import N_, _


class SourceError(TrameError):
    """A file from outside cannot be used.

    Attributes
    ----------
    code
        Stable, as for an issue.
    text
        English sentence with placeholders, through the catalogue.
    values
        What fills the placeholders.
    """

    code: ClassVar[str] = "file.unreadable"
    text: ClassVar[str] = N_("{file}: the file cannot be read.")

    def __init__(self, **values: Any) -> None:
        self.values = values
        super().__init__(_(self.text).format(**values))


class UnreadableFileError(SourceError):
    """The content is not what its format says."""

    code = "file.unreadable"
    text = N_("{file}: the file is damaged or is not a complete {driver} file. {detail}")

    def __init__(self, file: str, driver: str, detail: str = "") -> None:
        super().__init__(file=file, driver=driver, detail=detail)


class UnknownFormatError(SourceError):
    """The content is of no format that is read here."""

    code = "file.unknown_format"
    text = N_("{file}: the content is {found}, which is not read here. Formats that are read: {known}.")

    def __init__(self, file: str, found: str, known: Sequence[str]) -> None:
        super().__init__(file=file, found=found, known=", ".join(known))


class ForbiddenDriverError(SourceError):
    """The content points to other files or services, and is never opened."""

    code = "file.forbidden"
    text = N_(
        "{file}: the content is {found}, which points to other files or to services instead of holding data. "
        "It was not opened."
    )

    def __init__(self, file: str, found: str) -> None:
        super().__init__(file=file, found=found)


class EmptyFileError(SourceError):
    """The file holds no byte, or the archive no file."""

    code = "file.empty"
    text = N_("{file}: the file is empty.")

    def __init__(self, file: str) -> None:
        super().__init__(file=file)


class MissingPartError(SourceError):
    """A file that cannot be read without another one."""

    code = "file.part_missing"
    text = N_("{file}: {part} is missing beside it. Give the .shp with its parts, or all of them in a .zip.")

    def __init__(self, file: str, part: str) -> None:
        super().__init__(file=file, part=part)


class ArchiveError(SourceError):
    """An archive that is damaged, or that could do harm."""

    code = "archive.refused"
    text = N_("{file}: the archive is refused: {reason} ({entry}).")

    def __init__(self, file: str, reason: str, entry: str) -> None:
        super().__init__(file=file, reason=_(reason), entry=entry)


class SeveralDatasetsError(SourceError):
    """An archive or file that holds several datasets, none of which is the obvious one."""

    code = "file.several_datasets"
    text = N_("{file}: there are several datasets in it: {found}. Keep one, or name it {expected}.")

    def __init__(self, file: str, found: Sequence[str], expected: str) -> None:
        super().__init__(file=file, found=", ".join(found), expected=expected)


class TooLargeError(SourceError):
    """More bytes than the installation accepts."""

    code = "file.too_large"
    text = N_("{file}: more than {limit} MB. The limit is “{key}” in the section imports.")

    def __init__(self, file: str, limit: int, key: str) -> None:
        super().__init__(file=file, limit=limit, key=key)


class TimeLimitError(SourceError):
    """Reading took longer than the installation allows."""

    code = "file.time_limit"
    text = N_("{file}: reading was ended after {seconds} s. The limit is “seconds” in the section imports.")

    def __init__(self, file: str, seconds: int) -> None:
        super().__init__(file=file, seconds=seconds)


class MemoryLimitError(SourceError):
    """Reading took more memory than the installation allows."""

    code = "file.memory_limit"
    text = N_("{file}: reading needs more than {limit} MB of memory. The limit is “memory_megabytes”.")

    def __init__(self, file: str, limit: int) -> None:
        super().__init__(file=file, limit=limit)
