"""What an import would change, as tables: counts first, then new, changed, repeated and faulty rows."""

from collections.abc import Iterable, Sequence

from core.formats import number
from core.languages import N_, _, plural
from programme.edits.words import field_word, row_word, table_word, value_word
from programme.imports.reconciliation import Reconciliation, Wanted
from programme.social.importing import SocialComparison
from programme.world import World
from views.html import Column, Html, grey, join, table, tag, wide

MOST_LISTED = 200
_COUNTS = (
    ("new", N_("new rows")),
    ("changed", N_("changed rows")),
    ("unchanged", N_("unchanged")),
    ("unmatched", N_("rows that name nothing known")),
    ("duplicates", N_("repeated")),
    ("faults", N_("at fault")),
    ("left_out", N_("left out")),
)


def counts(found: SocialComparison) -> Html:
    """How many rows of the programme are what."""
    told = found.counts
    return tag(
        "div",
        join(tag("div", join((tag("b", number(told.get(name, 0))), _(words)))) for name, words in _COUNTS),
        class_="figures",
    )


def aside(found: SocialComparison) -> Html:
    """Rows and sheets that are not looked at, and why."""
    said = []
    if found.elsewhere:
        words = plural(
            found.elsewhere,
            N_("{count} row is of another department: it is left aside."),
            N_("{count} rows are of other departments: they are left aside."),
        )
        said.append(words.format(count=number(found.elsewhere)))
    if found.nowhere:
        words = plural(
            found.nowhere,
            N_("{count} row tells no department: it is left aside."),
            N_("{count} rows tell no department: they are left aside."),
        )
        said.append(words.format(count=number(found.nowhere)))
    if found.unread:
        said.append(_("Sheets that are not read: {names}.").format(names=", ".join(found.unread)))
    return join(tag("p", words, class_="remark") for words in said)


def rows_words(rows: Sequence[int]) -> str:
    """Rows of a file, the first few by their number."""
    shown = ", ".join(map(str, rows[:5])) + ("…" if len(rows) > 5 else "")
    return plural(len(rows), N_("row {rows}"), N_("rows {rows}")).format(rows=shown)


def rows(world: World, found: SocialComparison) -> Html:
    """What changes, old and new side by side, then what is new."""
    return join((_changed(world, found), _new(world, found)))


def _changed(world: World, found: SocialComparison) -> Html:
    every = [item for part in found.parts for item in part.found.changed]
    if not every:
        return Html("")
    caption = _("Rows that change ({count})").format(count=number(len(every)))
    columns = (
        Column(_("Row"), number=True),
        Column(_("What")),
        Column(_("Field")),
        Column(_("Now")),
        Column(_("In the file")),
    )
    cells = []
    for item in every[:MOST_LISTED]:
        table_name = item.wanted.table
        for place, difference in enumerate(item.differences):
            values = (difference.old, difference.new)
            shown = (value_word(world.programme, table_name, difference.field, value) for value in values)
            first = (number(item.wanted.row), _what(world, item.wanted)) if place == 0 else ("", "")
            cells.append((*first, field_word(table_name, difference.field), *shown))
    return _section(caption, columns, cells, len(every))


def _new(world: World, found: SocialComparison) -> Html:
    every = [item for part in found.parts for item in part.found.new]
    if not every:
        return Html("")
    caption = _("New rows ({count})").format(count=number(len(every)))
    columns = (Column(_("Row"), number=True), Column(_("What")), Column(_("Values")))
    cells = [(number(item.row), _what(world, item), _values(world, item)) for item in every[:MOST_LISTED]]
    return _section(caption, columns, cells, len(every))


def _what(world: World, item: Wanted) -> Html:
    name = item.name or row_word(world.programme, item.table, item.id, item.values)
    return join((tag("span", name), tag("div", grey(f"{table_word(item.table)} {item.id}"))))


def _values(world: World, item: Wanted) -> Html:
    """Fields that the file states, each with its value."""
    said = [
        join(
            (
                grey(f"{field_word(item.table, name)} "),
                value_word(world.programme, item.table, name, value),
            )
        )
        for name, value in item.values.items()
        if value is not None and value is not False and name not in ("id", "name")
    ]
    return join(part for place, words in enumerate(said) for part in ((" · ", words) if place else (words,)))


def duplicates(part: Reconciliation) -> Html:
    """Rows that repeat another one of the file."""
    caption = _("Rows that repeat another one ({count})").format(count=number(len(part.duplicates)))
    columns = (
        Column(_("Row"), number=True),
        Column(_("Repeats the row"), number=True),
        Column(_("What")),
        Column(_("How")),
    )
    cells = [
        (
            number(item.wanted.row),
            number(item.first),
            item.wanted.name or item.wanted.id,
            _("the same in every field") if item.same else _("with other values"),
        )
        for item in part.duplicates[:MOST_LISTED]
    ]
    return _section(caption, columns, cells, len(part.duplicates))


def faults(part: Reconciliation) -> Html:
    """What is wrong in cells, errors first."""
    every = [*part.errors, *(issue for issue in part.faults if issue not in part.errors)]
    caption = _("What the cells say ({count})").format(count=number(len(every)))
    columns = (
        Column(_("Row"), number=True),
        Column(_("Column")),
        Column(_("Level")),
        Column(_("What is wrong, and what to do")),
    )
    cells = [
        ("" if issue.row is None else number(issue.row), issue.field or "", issue.level_label, issue.message)
        for issue in every[:MOST_LISTED]
    ]
    return _section(caption, columns, cells, len(every))


def _section(caption: str, columns: Sequence[Column], cells: Iterable[Sequence[object]], count: int) -> Html:
    more: object = ""
    if count > MOST_LISTED:
        words = _("{count} more are not shown: “trame social import --dry-run --json” lists them all.")
        more = tag("p", words.format(count=number(count - MOST_LISTED)), class_="remark")
    return join(
        (
            tag("h3", caption, class_="s"),
            wide(caption, table(caption, columns, cells), class_="wide list import-rows"),
            more,
        )
    )
