"""Why a workbook or a table from outside is not read, beside what :mod:`gis.errors` says of every file."""

from core.languages import N_, _
from gis.errors import SourceError


class NoTableError(SourceError):
    """The content is of no kind that holds a table."""

    code = "file.unknown_format"
    text = N_("{file}: the content is {found}. A table is read from XLSX, XLSB, XLS, ODS, CSV or JSON.")

    def __init__(self, file: str, found: str) -> None:
        super().__init__(file=file, found=_(found))


class ProtectedBookError(SourceError):
    """A workbook that only opens with a password."""

    code = "file.protected"
    text = N_("{file}: the workbook is protected by a password. Save it without one, and try again.")

    def __init__(self, file: str) -> None:
        super().__init__(file=file)


class TooManyCellsError(SourceError):
    """A sheet that claims more cells than any table of this field has."""

    code = "file.too_many_cells"
    text = N_(
        "{file}: the sheet “{sheet}” has too many cells. Often one stray cell lies far below or far to the right: "
        "copy the table alone into a new workbook."
    )

    def __init__(self, file: str, sheet: str) -> None:
        super().__init__(file=file, sheet=sheet)


class TableEncodingError(SourceError):
    """A text that is in none of the encodings that tables come in."""

    code = "file.encoding"
    text = N_("{file}: the text is neither in UTF-8 nor in Windows’ encoding (CP1252). Save it in UTF-8.")

    def __init__(self, file: str) -> None:
        super().__init__(file=file)


class NoListError(SourceError):
    """A JSON file that is no list of objects."""

    code = "file.no_list"
    text = N_("{file}: the JSON is no list of objects, one for each row.")

    def __init__(self, file: str) -> None:
        super().__init__(file=file)
