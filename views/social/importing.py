"""Importing social actions: a file, what it would change, what stands in its way, and one button that writes."""

import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

import streamlit as st

from core.errors import TrameError
from core.formats import number
from core.languages import N_, _, current_language, language, plural
from exports.social_book import social_template
from programme.edits.changes import RefusedEditError, StaleError
from programme.imports.comparison import write
from programme.imports.mapping import LEFT_OUT
from programme.imports.reconciliation import Decisions, Unmatched
from programme.imports.sheet import Book, read_book
from programme.selection import Option
from programme.social.grants import Assumed
from programme.social.importing import SocialComparison, compare
from programme.words import PUBLICS, THEMES, word
from programme.world import World
from views import context
from views.html import join, tag
from views.plain import unmarked
from views.social import import_tables
from views.uploads import written

_STATE = "social_import"
_SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_KINDS = ["json", "csv", "xlsx", "xls", "ods", "xlsb"]
MOST_ASKED = 100
"""Texts or rows that the page asks about; the others come after those are decided."""


@dataclass(frozen=True)
class Sent:
    """A file that was sent, and what the person decided on it.

    Attributes
    ----------
    key
        Of the file among those sent.
    book
        What it holds; None where it cannot be read.
    fault
        Why it cannot.
    assumed
        What the open data does not tell.
    assigned
        What texts mean, by field.
    decisions
        On single rows, by sheet.
    """

    key: str
    book: Book | None = None
    fault: str = ""
    assumed: Assumed = field(default_factory=Assumed)
    assigned: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    decisions: Mapping[str, Decisions] = field(default_factory=dict)


def show(world: World) -> None:
    """Draw the part."""
    _said()
    st.html(tag("p", _about(), class_="lead"))
    with st.container(horizontal=True, vertical_alignment="bottom", key="social_import_head"):
        sent = _file()
        st.download_button(
            _("Template to fill in (XLSX)"),
            _template(world),
            file_name=_("social-actions-template") + ".xlsx",
            mime=_SHEET,
            on_click="ignore",
        )
    if sent is None:
        return
    if sent.book is None:
        st.error(unmarked(sent.fault))
        return
    try:
        found = compare(
            world,
            sent.book,
            context.installation().settings.territory,
            assumed=sent.assumed,
            assigned=sent.assigned,
            decisions=sent.decisions,
        )
    except TrameError as fault:
        st.error(unmarked(str(fault)))
        return
    _found(world, sent, found)


def _about() -> str:
    return _(
        "Two kinds of file are read: the open data of the city policy’s grants (JSON or CSV, as it is published), "
        "and the template of this page. Nothing is written before the button at the end."
    )


def _file() -> Sent | None:
    upload = st.file_uploader(_("File of social actions"), type=_KINDS, key="social_upload")
    if upload is None:
        st.session_state.pop(_STATE, None)
        return None
    sent: Sent | None = st.session_state.get(_STATE)
    if sent is None or sent.key != upload.file_id:
        with st.spinner(_("Reading the file…")), tempfile.TemporaryDirectory() as folder:
            limits = context.installation().settings.imports
            try:
                book = read_book(written([upload], Path(folder)), limits=limits)
                sent = Sent(upload.file_id, book)
            except TrameError as fault:
                sent = Sent(upload.file_id, None, str(fault))
        st.session_state[_STATE] = sent
    return sent


def _keep(sent: Sent) -> None:
    st.session_state[_STATE] = sent


def _found(world: World, sent: Sent, found: SocialComparison) -> None:
    if found.open_data:
        _assumed(sent)
    st.html(join((import_tables.counts(found), import_tables.aside(found))))
    for part in found.parts:
        _unmatched(world, sent, part.found.unmatched)
        _duplicates(part.sheet, found)
        _faults(part.sheet, found)
    if found.counts["new"] or found.counts["changed"]:
        st.html(import_tables.rows(world, found))
    _button(found)


# ------------------------------------------------------------------ what is to be decided


def _assumed(sent: Sent) -> None:
    """The open data tells neither theme nor public: the person chooses for the new actions."""
    with st.container(horizontal=True, key="social_assumed"):
        theme = _of(_("Theme of the new actions"), THEMES, sent.assumed.theme, "social_assumed_theme")
        public = _of(_("Public of the new actions"), PUBLICS, sent.assumed.public, "social_assumed_public")
    st.caption(
        _(
            "The file tells neither; actions that the programme holds already keep their theme and their public."
        )
    )
    if (theme, public) != (sent.assumed.theme, sent.assumed.public):
        _keep(replace(sent, assumed=Assumed(theme, public)))
        st.rerun()


def _of(title: str, words: Mapping[str, str], chosen: str, key: str) -> str:
    codes = list(words)
    found: str = st.selectbox(
        title,
        codes,
        index=codes.index(chosen),
        key=key,
        format_func=lambda code: word(words, code) or code,
        width=260,
    )
    return found


def _unmatched(world: World, sent: Sent, items: tuple[Unmatched, ...]) -> None:
    """Texts that name nothing: a close name, or left out."""
    if not items:
        return
    st.html(tag("h3", _("What names nothing that the programme holds"), class_="s"))
    for place, item in enumerate(items[:MOST_ASKED]):
        options = _options(world, item)
        words = {option.value: option.label for option in options}
        title = _("“{text}” ({rows})").format(
            text=item.text or _("empty cell"), rows=import_tables.rows_words(item.rows)
        )
        key = f"social_unmatched_{sent.key}_{item.field}_{item.text}_{place}"
        st.selectbox(
            unmarked(title),
            list(words),
            index=None,
            key=key,
            format_func=words.__getitem__,
            placeholder=_("Choose what it means, or leave its rows out"),
            on_change=_assign,
            args=(item, key),
        )
    if len(items) > MOST_ASKED:
        left = _("{count} others will be asked after these.").format(count=number(len(items) - MOST_ASKED))
        st.caption(left)


def _options(world: World, item: Unmatched) -> list[Option]:
    found = [
        Option(one.id, f"{one.label} ({one.id})" if one.label != one.id else one.id)
        for one in item.candidates
    ]
    if item.field == "funder_id":
        offered = {option.value for option in found}
        names = world.programme.funders["name"]
        found += [Option(str(key), str(name)) for key, name in names.items() if key not in offered]
    return [*found, Option(LEFT_OUT, _("Leave these rows out"))]


def _assign(item: Unmatched, key: str) -> None:
    sent: Sent = st.session_state[_STATE]
    meaning = st.session_state[key]
    if meaning is not None:
        own = {**sent.assigned.get(item.field, {}), item.text: meaning}
        _keep(replace(sent, assigned={**sent.assigned, item.field: own}))


def _duplicates(sheet: str, found: SocialComparison) -> None:
    part = next(part for part in found.parts if part.sheet == sheet).found
    if not part.duplicates:
        return
    st.html(import_tables.duplicates(part))
    rows = frozenset(item.wanted.row for item in part.duplicates)
    with st.container(horizontal=True, key=f"social_duplicates_{sheet}"):
        if all(item.separable and item.wanted.table == "social_action_grants" for item in part.duplicates):
            st.button(
                _("They are grants of their own: import them all"),
                key=f"social_separate_{sheet}",
                on_click=_decide,
                args=(sheet, frozenset(), rows),
            )
        st.button(
            _("Leave the repeated rows out"),
            key=f"social_leave_{sheet}",
            on_click=_decide,
            args=(sheet, rows, frozenset()),
        )


def _faults(sheet: str, found: SocialComparison) -> None:
    part = next(part for part in found.parts if part.sheet == sheet).found
    if not part.faults:
        return
    st.html(import_tables.faults(part))
    rows = frozenset(issue.row for issue in part.errors if issue.row is not None)
    if rows:
        words = plural(
            len(rows), N_("Leave this row at fault out"), N_("Leave these {count} rows at fault out")
        )
        st.button(
            words.format(count=number(len(rows))),
            key=f"social_leave_faults_{sheet}",
            on_click=_decide,
            args=(sheet, rows, frozenset()),
        )


def _decide(sheet: str, left_out: frozenset[int], separate: frozenset[int]) -> None:
    sent: Sent = st.session_state[_STATE]
    said = sent.decisions.get(sheet, Decisions())
    decided = Decisions(said.left_out | left_out, said.separate | separate)
    _keep(replace(sent, decisions={**sent.decisions, sheet: decided}))


# ------------------------------------------------------------------ writing


def _button(found: SocialComparison) -> None:
    counts = found.counts
    if found.empty:
        st.success(_("The programme holds all of it already: nothing is to be written."))
        return
    if found.open:
        st.warning(
            _("Nothing can be written yet: decide on the rows above, or mend the file and send it again.")
        )
    many = counts["new"] + counts["changed"]
    words = plural(many, N_("Import {count} row"), N_("Import {count} rows")).format(count=number(many))
    if st.button(words, type="primary", disabled=found.open or not many, key="social_write"):
        _write(found)


def _write(found: SocialComparison) -> None:
    try:
        edited = write(context.installation().store, context.actor(), found)
    except StaleError:
        st.error(_("Somebody else changed one of these rows in the meantime. Compare again, then import."))
        return
    except RefusedEditError as fault:
        st.error(unmarked(str(fault)))
        return
    words = plural(len(edited.rows), N_("{count} row was imported."), N_("{count} rows were imported."))
    st.session_state["social_said"] = words.format(count=number(len(edited.rows)))
    st.rerun()


def _said() -> None:
    said = st.session_state.pop("social_said", None)
    if said is not None:
        st.success(said)


def _template(world: World) -> Callable[[], bytes]:
    code = current_language()

    def made() -> bytes:
        # Another thread runs it, which knows no session.
        with language(code):
            return social_template(world)

    return made
