"""An import under way: the file, what the person decided so far, and what it would change; kept between two runs."""

import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from core.errors import TrameError
from programme.imports.funding import FundingComparison, Shape, compare, shape_of
from programme.imports.mapped import TARGET, require_whole, sheet_of, usual_mapping
from programme.imports.mapping import Mapping
from programme.imports.reconciliation import Decisions
from programme.imports.sheet import Book, Sheet, read_book
from programme.world import World
from views import context

_DRAFT = "funding_import"
_ROUND = "funding_import_round"


@dataclass
class Draft:
    """One file on its way.

    Attributes
    ----------
    file_id
        Of the upload.
    book
        As it was read.
    shape
        What kind of file it is.
    mapping
        Columns and assignments; of the program's own workbook, the assignments alone.
    decisions
        On single rows, by sheet.
    written
        What was told when it was written; empty before.
    """

    file_id: str
    book: Book
    shape: Shape
    mapping: Mapping
    decisions: dict[str, Decisions] = field(default_factory=dict)
    written: str = ""
    _compared: tuple[object, FundingComparison] | None = None

    @property
    def sheet(self) -> Sheet:
        """Sheet that the mapping reads."""
        return sheet_of(self.book, self.mapping)

    def comparison(self, world: World) -> FundingComparison:
        """What the file would change; worked out again where something was decided or the programme has changed.

        Raises
        ------
        core.errors.TrameError
            The mapping does not say all that is needed.
        """
        key = (world.key, self.mapping, dict(self.decisions))
        if self._compared is None or self._compared[0] != key:
            self._compared = (key, compare(world, self.book, self.mapping, self.decisions))
        return self._compared[1]

    def decide(self, sheet: str, change: Callable[[Decisions], Decisions]) -> None:
        """Change what was decided on the rows of a sheet."""
        self.decisions[sheet] = change(self.decisions.get(sheet, Decisions()))

    def leave_out(self, sheet: str, rows: frozenset[int]) -> None:
        """Do not import some rows."""
        self.decide(sheet, lambda said: replace(said, left_out=said.left_out | rows))

    def keep_apart(self, sheet: str, rows: frozenset[int]) -> None:
        """Import repeated rows as rows of their own."""
        self.decide(sheet, lambda said: replace(said, separate=said.separate | rows))

    def take_back(self, sheet: str) -> None:
        """Forget what was decided on the rows of a sheet."""
        self.decisions.pop(sheet, None)


def draft() -> Draft | None:
    """The import under way; None where there is none."""
    found: Draft | None = st.session_state.get(_DRAFT)
    return found


def uploader_key() -> str:
    """Key of the field for the file: another one once it was cleared, since a browser keeps what it holds."""
    return f"funding_import_file_{st.session_state.get(_ROUND, 0)}"


def forget() -> None:
    """Forget an earlier file: what is shown is of the one that was sent last."""
    st.session_state.pop(_DRAFT, None)


def clear() -> None:
    """Forget the file and all that was decided on it."""
    forget()
    st.session_state[_ROUND] = st.session_state.get(_ROUND, 0) + 1


def receive(world: World, file: UploadedFile) -> Draft:
    """Read what was sent, once.

    Raises
    ------
    core.errors.TrameError
        It cannot be read.
    """
    known = draft()
    if known is not None and known.file_id == file.file_id:
        return known
    with tempfile.TemporaryDirectory(prefix="trame-upload-") as folder:
        path = Path(folder) / (PurePosixPath(file.name.replace("\\", "/")).name or "file")
        path.write_bytes(file.getbuffer())
        book = read_book(path, limits=context.installation().settings.imports)
    made = Draft(file.file_id, book, shape_of(book), _mapping(world, book, known))
    st.session_state[_DRAFT] = made
    return made


def _mapping(world: World, book: Book, before: Draft | None) -> Mapping:
    """Mapping to begin with: that of the file before, where it fits, since a person mends a file and sends it again."""
    assigned = {} if before is None else before.mapping.assigned
    if shape_of(book) is Shape.OWN:
        return Mapping(TARGET, assigned=assigned)
    usual = replace(usual_mapping(sheet_of(book), world.programme), assigned=assigned)
    if before is None or before.shape is not Shape.MAPPED:
        return usual
    try:
        require_whole(before.mapping, sheet_of(book, before.mapping))
    except TrameError:
        return usual
    return before.mapping


def compared(world: World, here: Draft) -> FundingComparison | TrameError:
    """What the file would change, or the sentence that says what is still to be chosen."""
    try:
        return here.comparison(world)
    except TrameError as fault:
        return fault
