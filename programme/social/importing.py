"""Importing social actions: the open data of the grants as it is, or the program's own workbook."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from core.actor import Actor
from core.errors import TrameError
from core.languages import N_, _
from core.settings import Territory
from core.text import fold
from programme.edits.changes import Edited
from programme.edits.editing import edit
from programme.exchange.declarations import FORMATS
from programme.imports.funding import Part
from programme.imports.naming import Naming, every_word
from programme.imports.own import Read, read_own
from programme.imports.reconcile import Decisions, Reconciliation, changes, kept, reconcile
from programme.imports.sheet import Book, Sheet
from programme.social.grants import NEEDED, Assumed, is_grants, read_grants
from programme.storage.store import Store
from programme.world import World

TABLES: Mapping[str, str] = {
    "funders": N_("Funders"),
    "social_actions": N_("Social actions"),
    "social_action_operations": N_("Operations of the actions"),
    "social_action_neighbourhoods": N_("Neighbourhoods of the actions"),
    "social_action_grants": N_("Grants of the actions"),
    "consultations": N_("Consultations"),
}
"""Tables of the workbook with the titles of their sheets, those that others refer to first."""
GRANT_TABLES = ("social_actions", "social_action_grants")


class NoSocialTableError(TrameError):
    """A file that is neither the open data of the grants nor the program's own workbook."""

    def __init__(self, file: str) -> None:
        self.file = file
        super().__init__(
            _(
                "{file} holds no social actions: it needs the columns {columns} of the open data of the grants, or "
                "the sheets of the template that “trame social template” writes."
            ).format(file=file, columns=", ".join(NEEDED))
        )


@dataclass(frozen=True)
class SocialComparison:
    """What a file would change.

    Attributes
    ----------
    open_data
        Whether it is the open data of the grants; else the program's own workbook.
    parts
        By sheet, those that others refer to first.
    unread
        Names of the sheets that hold rows and are none of those.
    elsewhere, nowhere
        Rows of other departments, and rows that tell none: they are left aside.
    """

    open_data: bool
    parts: tuple[Part, ...]
    unread: tuple[str, ...] = ()
    elsewhere: int = 0
    nowhere: int = 0

    @property
    def open(self) -> bool:
        """Whether something is left to decide or to mend."""
        return any(part.found.open for part in self.parts)

    @property
    def empty(self) -> bool:
        """Whether the programme holds all of it already."""
        return all(part.found.empty for part in self.parts)

    @property
    def counts(self) -> dict[str, int]:
        """Numbers of each part, all sheets together."""
        names = self.parts[0].found.counts if self.parts else {}
        return {name: sum(part.found.counts[name] for part in self.parts) for name in names}

    def as_dict(self) -> dict[str, Any]:
        """Plain JSON values."""
        return {
            "open_data": self.open_data,
            "open": self.open,
            "counts": self.counts,
            "rows_of_other_departments": self.elsewhere,
            "rows_without_department": self.nowhere,
            "unread_sheets": list(self.unread),
            "sheets": [
                {"table": part.table, "sheet": part.sheet, **part.found.as_dict()} for part in self.parts
            ],
        }


def compare(
    world: World,
    book: Book,
    territory: Territory,
    *,
    assumed: Assumed | None = None,
    assigned: Mapping[str, Mapping[str, str]] | None = None,
    decisions: Mapping[str, Decisions] | None = None,
) -> SocialComparison:
    """Compare a file with the programme; nothing is written.

    Parameters
    ----------
    world
        As the person sees it.
    book
        The file.
    territory
        What the installation serves: rows of the open data that are elsewhere are counted, and left aside.
    assumed
        What the open data does not tell and a new action needs.
    assigned
        What the person said texts mean, by field.
    decisions
        What the person decided on single rows, by name of the sheet.

    Raises
    ------
    NoSocialTableError
        The file is of neither kind.
    """
    chosen = decisions or {}
    sheet = next((one for one in book.sheets if is_grants(one)), None)
    if sheet is not None:
        return _open_data(world, book, sheet, territory, assumed or Assumed(), assigned, chosen)
    own = _own_sheets(book)
    if not own:
        raise NoSocialTableError(book.name)
    parts: list[Part] = []
    for table, found in own.items():
        held = kept(world.programme, [table])
        naming = Naming(world.programme, assigned)
        for before in parts:
            for item in before.found.new:
                naming.add(before.table, item.id, str(item.values.get("name") or item.id))
        read = read_own(found, table, naming, held[table])
        parts.append(Part(table, found.name, _reconciled(world, read, held, chosen)))
    known = {found.name for found in own.values()}
    unread = tuple(one.name for one in book.sheets if one.rows and one.name not in known)
    return SocialComparison(open_data=False, parts=tuple(parts), unread=unread)


def write(store: Store, actor: Actor, comparison: SocialComparison) -> Edited:
    """Write all of it in one transaction, or nothing (see :func:`programme.edits.editing.edit`).

    Raises
    ------
    ValueError
        Something is left open: the caller asks first.
    """
    if comparison.open:
        raise ValueError("something is left open")
    return edit(store, actor, [change for part in comparison.parts for change in changes(part.found)])


def _open_data(
    world: World,
    book: Book,
    sheet: Sheet,
    territory: Territory,
    assumed: Assumed,
    assigned: Mapping[str, Mapping[str, str]] | None,
    chosen: Mapping[str, Decisions],
) -> SocialComparison:
    held = kept(world.programme, GRANT_TABLES)
    said = chosen.get(sheet.name, Decisions())
    open_rows = replace(sheet, rows=tuple(row for row in sheet.rows if row.number not in said.left_out))
    read = read_grants(open_rows, territory, Naming(world.programme, assigned), held, assumed, book.name)
    found = reconcile(
        world.programme.revision,
        len(sheet.rows) - read.elsewhere - read.nowhere,
        read.items,
        held,
        unmatched=read.naming.unmatched() if read.naming is not None else (),
        faults=read.faults,
        decisions=said,
        separable=True,
    )
    unread = tuple(one.name for one in book.sheets if one.rows and one is not sheet)
    return SocialComparison(
        open_data=True,
        parts=(Part("social_action_grants", sheet.name, found),),
        unread=unread,
        elsewhere=read.elsewhere,
        nowhere=read.nowhere,
    )


def _own_sheets(book: Book) -> dict[str, Sheet]:
    """Sheets of the program's own workbook, by table; empty for any other file."""
    if book.kind in ("csv", "json"):
        # One table of the exchange format, told by the columns that no row can do without.
        for table in TABLES:
            needed = {
                column.name
                for column in FORMATS[table].columns
                if not column.absent and not (column.kind.value == "text" and not column.required)
            }
            if table != "funders" and needed <= set(book.sheets[0].columns):
                return {table: book.sheets[0]}
        return {}
    named: dict[str, Sheet] = {}
    for table, title in TABLES.items():
        words = {fold(word) for word in (table, *every_word(title))}
        for sheet in book.sheets:
            if sheet.columns and fold(sheet.name) in words:
                named[table] = sheet
    return named if set(named) - {"funders"} else {}


def _reconciled(
    world: World,
    read: Read,
    held: Mapping[str, Mapping[str, Mapping[str, Any]]],
    chosen: Mapping[str, Decisions],
) -> Reconciliation:
    said = chosen.get(read.sheet.name, Decisions())
    return reconcile(
        world.programme.revision,
        len(read.sheet.rows),
        read.items,
        held,
        unmatched=read.naming.unmatched() if read.naming is not None else (),
        faults=read.faults,
        decisions=replace(said, left_out=said.left_out | read.left_out),
    )
