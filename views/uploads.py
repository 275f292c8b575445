"""Files that a person sends: written into a folder of their own, and the one among them that is to be read."""

from collections.abc import Iterable
from pathlib import Path, PurePosixPath

from streamlit.runtime.uploaded_file_manager import UploadedFile

from core.errors import TrameError
from core.languages import _


class ChoiceOfFileError(TrameError):
    """Several files were sent, and none of them is the one to read."""

    def __init__(self, names: list[str]) -> None:
        self.names = names
        super().__init__(
            _(
                "Among {names}, no file can be read alone. Send one file, or all parts of one shapefile "
                "(.shp, .shx, .dbf, .prj)."
            ).format(names=", ".join(names))
        )


def written(files: Iterable[UploadedFile], folder: Path) -> Path:
    """Write what was sent into a folder; the file to read is the only one, or that of a dataset in parts.

    Raises
    ------
    ChoiceOfFileError
        None of them can be read alone.
    """
    paths = []
    for file in files:
        path = folder / (PurePosixPath(file.name.replace("\\", "/")).name or "file")
        path.write_bytes(file.getbuffer())
        paths.append(path)
    if len(paths) == 1:
        return paths[0]
    main = [path for path in paths if path.suffix.lower() in (".shp", ".tab", ".mif")]
    if len(main) != 1:
        raise ChoiceOfFileError([path.name for path in paths])
    return main[0]
