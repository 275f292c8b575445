"""Importing social actions: the open data of the grants as it is, or the program's own workbook."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from core.errors import TrameError
from core.languages import N_, _
from core.settings import Territory
from core.text import fold
from programme.exchange.declarations import FORMATS
from programme.imports.comparison import Comparison, Part, compared, decided
from programme.imports.naming import Naming, every_word
from programme.imports.own import read_own
from programme.imports.reconcile import kept, reconcile
from programme.imports.reconciliation import Decisions
from programme.imports.sheet import Book, Sheet
from programme.social.grants import NEEDED, Assumed, is_grants, read_grants
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


@dataclass(frozen=True, kw_only=True)
class SocialComparison(Comparison):
    """What a file of social actions would change.

    Attributes
    ----------
    open_data
        Whether it is the open data of the grants; else the program's own workbook.
    elsewhere, nowhere
        Rows of other departments, and rows that tell none: they are left aside.
    """

    open_data: bool
    elsewhere: int = 0
    nowhere: int = 0

    def as_dict(self) -> dict[str, Any]:
        """Plain JSON values."""
        return {
            "open_data": self.open_data,
            "rows_of_other_departments": self.elsewhere,
            "rows_without_department": self.nowhere,
            **super().as_dict(),
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
        said = decided(read, chosen)
        said = replace(said, left_out=said.left_out | read.left_out)
        parts.append(Part(table, found.name, compared(world, read, held, said)))
    known = {found.name for found in own.values()}
    unread = tuple(one.name for one in book.sheets if one.rows and one.name not in known)
    return SocialComparison(open_data=False, parts=tuple(parts), unread=unread)


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
