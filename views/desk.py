"""What a person is typing and did not save yet: kept through runs, saved as one edit, settled where it is stale."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import streamlit as st
from streamlit.errors import StreamlitAPIException

from core.errors import TrameError
from core.formats import number
from core.issues import Issue, Level
from core.languages import N_, _, plural
from programme.edits.changes import Change, RefusedEditError, Stale, StaleError
from programme.edits.drafts import Draft, Values, changes_of, draft_issues, new_id, read_draft, rows_of, wrong
from programme.edits.editing import edit
from programme.edits.typed import told as as_told
from programme.edits.words import row_word, table_word
from programme.exchange.row_checks import form_of, row_id
from programme.world import World
from views import context
from views.plain import unmarked

_DESKS = "edit_desks"
_SAID = "edit_said"
_TURNS = "edit_turns"


@dataclass
class Desk:
    """What is being typed in one place of the program, in one session.

    Attributes
    ----------
    name
        Of the place, such as ``plan 92050-014``.
    world
        What the person sees and types over: it stays the same as long as something is typed.
    turn
        Another one when what was typed is saved or given up: tables begin anew.
    raw
        What the browser told of each table, by its name: that of the exchange format, and more after a colon.
    ids
        Identifiers of new rows, by the name that the browser gave them.
    asked, stale
        What was asked for and was stale, until the person chose.
    refused
        Why it was not saved.
    shown
        Rows as they were shown in a choice between two values, by table and identifier.
    """

    name: str
    world: World
    turn: int
    raw: dict[str, Any] = field(default_factory=dict)
    ids: dict[str, str] = field(default_factory=dict)
    asked: tuple[Change, ...] = ()
    stale: tuple[Stale, ...] = ()
    refused: tuple[str, ...] = ()
    shown: dict[tuple[str, str], Values] = field(default_factory=dict)

    def draft(self, table: str) -> Draft:
        """What was typed into a table."""
        return read_draft(self.raw.get(table))

    @property
    def typed(self) -> bool:
        """Whether anything was typed."""
        return any(self.draft(name) for name in self.raw)

    @property
    def busy(self) -> bool:
        """Whether anything lies on it: typed, or to be chosen."""
        return self.typed or bool(self.stale)

    def key(self, table: str) -> str:
        """Key of the element of a table on the page."""
        return f"edit_{self.name}_{table}_{self.turn}".replace(" ", "_")

    def hear(self, table: str, answer: Any) -> None:
        """Take over what the browser tells of a table; None where it told nothing since the table came."""
        if answer is not None:
            self.raw[table] = answer

    def id_of(self, name: str, prefix: str) -> str:
        """Identifier that a new row will have."""
        return self.ids.setdefault(name, new_id(prefix))

    def redraw(self) -> None:
        """Let tables come on the page anew, with what was typed."""
        self.turn = _next_turn()

    def begin_anew(self) -> None:
        """Forget what was typed."""
        self.turn = _next_turn()
        self.raw, self.ids = {}, {}
        self.asked, self.stale, self.refused, self.shown = (), (), (), {}


@dataclass(frozen=True)
class Grid:
    """One table of a desk, as far as saving is concerned.

    Attributes
    ----------
    name
        Of the table on the desk.
    kept
        Rows as the person saw them.
    draft
        What was typed.
    fixed
        Values of new rows that the page gives, by the name of the row.
    """

    name: str
    kept: Mapping[str, Values]
    draft: Draft
    fixed: Mapping[str, Values]

    @property
    def table(self) -> str:
        """Name in the exchange format."""
        return table_of(self.name)

    def issues(self, known: Mapping[str, frozenset[str]] | None = None) -> dict[str, list[Issue]]:
        """What is wrong in the rows that were typed into."""
        return draft_issues(self.table, self.draft, self.kept, self.fixed, known)

    def changes(self, seen: int) -> list[Change]:
        """What to ask for."""
        return changes_of(self.table, self.draft, self.kept, self.fixed, seen)


def whole(here: Desk, grid: Grid) -> Grid:
    """The same table with every row that was typed into, also those that the page does not show.

    Parameters
    ----------
    here
        The desk.
    grid
        Its table as it is shown.
    """
    named = [name for name in (*grid.draft.changed, *grid.draft.removed) if name not in grid.kept]
    if not named:
        return grid
    rest = rows_of(here.world.programme, grid.table, dict.fromkeys(named))
    return replace(grid, kept={**grid.kept, **rest})


def table_of(name: str) -> str:
    """Table of the exchange format of a table on a desk.

    Examples
    --------
    >>> table_of("convention_operations:new")
    'convention_operations'
    """
    return name.partition(":")[0]


def desk(name: str) -> Desk:
    """Desk of this session for a place of the program; it follows the programme as long as nothing is typed."""
    desks: dict[str, Desk] = st.session_state.setdefault(_DESKS, {})
    # A desk holds the programme as it was seen: those on which nothing lies are cleared away.
    for other in [key for key, found in desks.items() if key != name and not found.busy]:
        del desks[other]
    found = desks.get(name)
    if found is None:
        found = desks[name] = Desk(name, context.world(), _next_turn())
    elif not found.busy:
        found.world = context.world()
    return found


def typed_on(name: str) -> bool:
    """Whether something was typed in a place of the program and not saved."""
    desks: dict[str, Desk] = st.session_state.get(_DESKS, {})
    return name in desks and desks[name].busy


def _next_turn() -> int:
    """A number that no desk of this session had before."""
    turn: int = st.session_state.get(_TURNS, 0) + 1
    st.session_state[_TURNS] = turn
    return turn


def save_bar(here: Desk, grids: Sequence[Grid], after: Callable[[], object] | None = None) -> None:
    """Draw what stands under tables to type into: how much was typed, what is wrong, save, give up.

    Parameters
    ----------
    here
        The desk.
    grids
        Its tables.
    after
        Done once everything is saved, before the page is drawn anew.
    """
    changes = [change for grid in grids for change in grid.changes(here.world.programme.revision)]
    faults = sum(wrong(grid.issues()) for grid in grids)
    for words in here.refused:
        st.error(unmarked(words))
    with st.container(
        key=f"save_{here.name}".replace(" ", "_"), horizontal=True, vertical_alignment="center"
    ):
        saved = st.button(
            _("Save"),
            type="primary",
            disabled=not changes or faults > 0,
            key=f"save_button_{here.name}",
        )
        given_up = st.button(_("Give up what was typed"), disabled=not here.typed, key=f"give_up_{here.name}")
        st.caption(_state(changes, faults))
    if given_up:
        here.begin_anew()
        again()
    if saved:
        ask(here, changes, after)


def _state(changes: Sequence[Change], faults: int) -> str:
    if faults:
        words = plural(
            faults,
            N_("{count} line cannot be saved as it is: the reason stands below it."),
            N_("{count} lines cannot be saved as they are: the reasons stand below them."),
        )
        return words.format(count=number(faults))
    if not changes:
        return _("Nothing was changed yet.")
    words = plural(
        len(changes), N_("{count} row to save, not saved yet."), N_("{count} rows to save, not saved yet.")
    )
    return words.format(count=number(len(changes)))


def ask(here: Desk, changes: Sequence[Change], after: Callable[[], object] | None = None) -> None:
    """Save changes in one transaction; what hinders it stays on the desk, and is told when the page is drawn anew.

    Parameters
    ----------
    here
        The desk.
    changes
        What to ask for.
    after
        Done once everything is saved.
    """
    here.refused = ()
    try:
        edited = edit(context.installation().store, context.actor(), changes)
    except StaleError as error:
        here.shown |= {
            (old.change.table, old.change.id): old.theirs for old in here.stale if old.theirs is not None
        }
        here.stale, here.asked = error.stale, tuple(changes)
    except RefusedEditError as error:
        here.refused = tuple(_refusals(here.world, changes, error.issues))
    except TrameError as error:
        here.refused = (str(error),)
    else:
        here.begin_anew()
        words = plural(
            len(edited.rows),
            N_("{count} row is saved; the journal keeps what it was before."),
            N_("{count} rows are saved; the journal keeps what they were before."),
        )
        st.session_state[_SAID] = words.format(count=number(len(edited.rows)))
        if after is not None:
            after()
        st.rerun()
    again()


def again() -> None:
    """Draw the part anew that holds the desk: a window stays open."""
    try:
        st.rerun(scope="fragment")
    except StreamlitAPIException:
        # The whole page runs, not the part alone: it is drawn anew as a whole.
        st.rerun()


def say() -> None:
    """Tell once that something was saved."""
    said = st.session_state.pop(_SAID, None)
    if said is not None:
        st.toast(said)


def _refusals(world: World, changes: Sequence[Change], issues: Iterable[Issue]) -> list[str]:
    """Sentences on what cannot be kept, each with the row that it speaks of."""
    found = []
    for issue in issues:
        if issue.level is not Level.ERROR:
            continue
        change = changes[(issue.row or 1) - 1]
        name = change.id or row_id(form_of(change.table), change.values)
        row = row_word(world.programme, change.table, name, change.values)
        found.append(
            _("{table} “{row}”: {sentence}").format(
                table=table_word(change.table), row=row, sentence=as_told(change.table, issue).message
            )
        )
    return list(dict.fromkeys(found))
