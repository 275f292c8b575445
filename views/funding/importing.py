"""The view « Importer » of the page Financements: a file, its columns, what it would change, one button that writes."""

from collections.abc import Callable

import streamlit as st

from core.errors import TrameError
from core.formats import number
from core.languages import N_, _, current_language, language, plural
from exports.import_template import import_template
from programme.imports.comparison import Part, write
from programme.imports.funding import FundingComparison, Shape
from programme.imports.own import TABLES
from programme.imports.sheet import Book
from programme.visibility import PARTNERS
from programme.world import World
from views import context
from views.funding.import_columns import columns_part
from views.funding.import_draft import Draft, clear, compared, draft, forget, receive, uploader_key
from views.funding.import_open import open_part
from views.funding.import_tables import ROWS_SHOWN, changed_table, more, rows_table
from views.html import Html, join, tag

_BOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_CSS = """
.st-key-funding_import { gap: .55rem; }
.st-key-funding_import table.t { width: auto; min-width: min(34rem, 100%); }
.st-key-funding_import table.t :is(td, th) { padding-right: 1rem; }
.st-key-funding_import :is([data-testid="stSelectbox"], [data-testid="stMultiSelect"],
  [data-testid="stFileUploader"]) { max-width: 46rem; }
.st-key-funding_import .figures b.want { color: #8d1220; }
.st-key-import_fields { display: grid; gap: .4rem 1.2rem;
  grid-template-columns: repeat(auto-fill, minmax(15rem, 1fr)); }
.st-key-funding_import h2.sheet { font-size: 1.05rem; font-weight: 600; margin: .8rem 0 0; padding: 0; }
.st-key-funding_import p.asked { font-size: .88rem; margin: .25rem 0 -.2rem; }
.st-key-import_fields > * { width: 100%; min-width: 0; }
"""
_COUNTS = {
    "new": N_("New"),
    "changed": N_("Changed rows"),
    "unchanged": N_("Unchanged"),
    "unmatched": N_("With an unknown name"),
    "duplicates": N_("Repeated"),
    "faults": N_("Faults"),
    "negative": N_("Negative amounts"),
    "left_out": N_("Left out"),
}
_IN_THE_WAY = ("unmatched", "duplicates", "faults")


def import_part() -> None:
    """Draw the import."""
    if context.actor().role not in PARTNERS:
        st.info(_("Partners alone import funding."))
        return
    _import()


@st.fragment
def _import() -> None:
    context.resume()
    world = context.world()
    with st.container(key="funding_import"):
        st.html(f"<style>{_CSS}</style>")
        _file(world)
        here = draft()
        if here is not None:
            _read(here.book)
            _draft(world, here)


def _file(world: World) -> None:
    st.html(
        tag(
            "p",
            _(
                "Nothing is written before you have seen what would change. The workbook of this page and its "
                "template are recognised, the open data of the department too; of any other table, say which "
                "column is what."
            ),
            class_="remark",
        )
    )
    file = st.file_uploader(
        _("Workbook or table (XLSX, XLS, ODS, CSV, JSON)"),
        type=["xlsx", "xlsm", "xlsb", "xls", "ods", "csv", "tsv", "txt", "json"],
        key=uploader_key(),
    )
    with st.container(horizontal=True):
        st.download_button(
            _("Download the template to fill in"),
            _template(world),
            file_name=_("funding-to-import") + ".xlsx",
            mime=_BOOK,
            on_click="ignore",
        )
        if draft() is not None and st.button(_("Begin with another file"), key="import_clear"):
            clear()
            st.rerun(scope="fragment")
    if file is not None:
        try:
            with st.spinner(_("Reading the file…")):
                receive(world, file)
        except TrameError as fault:
            forget()
            st.error(str(fault))


def _template(world: World) -> Callable[[], bytes]:
    """Written when it is asked for, in the language of the page."""
    code = current_language()

    def written() -> bytes:
        # Another thread runs it, which knows no session.
        with language(code):
            return import_template(world)

    return written


def _read(book: Book) -> None:
    """What was found in the file, before anything is made of it."""
    said = [_("{file}: {kind}.").format(file=book.name, kind=book.kind.upper())]
    if book.encoding is not None:
        mark = {"\t": _("tab")}.get(book.delimiter or "", book.delimiter or "")
        said.append(
            _("Encoding {encoding}, columns separated by “{mark}”.").format(encoding=book.encoding, mark=mark)
        )
    for sheet in book.sheets:
        if sheet.rows and sheet.above:
            said.append(
                _("“{sheet}”: the header is row {row}; above it stands “{text}”.").format(
                    sheet=sheet.name, row=sheet.header, text=" – ".join(sheet.above[:3])
                )
            )
        if sheet.rows and sheet.decimal:
            said.append(
                _("“{sheet}”: cents are separated by “{mark}”.").format(sheet=sheet.name, mark=sheet.decimal)
            )
    st.html(tag("p", " ".join(said), class_="remark"))


def _draft(world: World, here: Draft) -> None:
    found = compared(world, here)
    if here.shape is Shape.MAPPED:
        columns_part(world, here, incomplete=isinstance(found, TrameError))
        # A choice made just now is in the mapping already.
        found = compared(world, here)
    if isinstance(found, TrameError):
        st.warning(str(found))
        return
    st.html(_figures(found))
    if found.unread:
        st.caption(_("Sheets that were not read: {names}.").format(names=", ".join(found.unread)))
    _decided(here)
    for part in found.parts:
        _sheet(world, here, part, titled=len(found.parts) > 1)
    _write(here, found)


def _figures(found: FundingComparison) -> Html:
    counts = found.counts
    return tag(
        "div",
        join(
            tag(
                "div",
                join(
                    (
                        tag(
                            "b",
                            number(counts[name]),
                            class_="want" if name in _IN_THE_WAY and counts[name] else None,
                        ),
                        _(words),
                    )
                ),
            )
            for name, words in _COUNTS.items()
        ),
        class_="figures",
    )


def _decided(here: Draft) -> None:
    """What texts were said to mean, to take back."""
    said = [(name, text) for name, mine in here.mapping.assigned.items() for text in mine]
    if not said:
        return
    with st.expander(_("What you said that names mean ({count})").format(count=number(len(said)))):
        for name, text in said[:ROWS_SHOWN]:
            value = here.mapping.assigned[name][text] or _("left aside")
            if st.button(
                _("Take back: {text} → {value}").format(text=text, value=value),
                key=f"import_undo_{name}_{text}",
            ):
                here.mapping = here.mapping.assign(name, text, None)
                st.rerun(scope="fragment")


def _sheet(world: World, here: Draft, part: Part, *, titled: bool) -> None:
    found = part.found
    if found.empty and not (found.faults or found.left_out):
        return
    if titled:
        st.html(tag("h2", _(TABLES[part.table]), class_="sheet"))
    open_part(world, here, part)
    if found.changed:
        with st.expander(_("Changed ({count})").format(count=number(len(found.changed))), expanded=True):
            st.html(changed_table(world, part.table, found.changed))
            more(len(found.changed), ROWS_SHOWN)
    for title, caption, items in (
        (N_("New ({count})"), N_("New"), found.new),
        (N_("Unchanged ({count})"), N_("Unchanged"), found.unchanged),
    ):
        if items:
            with st.expander(_(title).format(count=number(len(items)))):
                st.html(rows_table(world, part.table, items, _(caption)))
                more(len(items), ROWS_SHOWN)


def _write(here: Draft, found: FundingComparison) -> None:
    if here.written:
        st.success(here.written)
    if found.open:
        st.html(
            tag("p", _("Nothing can be written yet: decide on what is left open above."), class_="remark")
        )
    elif found.empty:
        if not here.written:
            st.info(_("Nothing to write: the programme holds all of it already."))
        return
    counts = found.counts
    words = _("Write (new: {new}, changed: {changed})").format(
        new=number(counts["new"]), changed=number(counts["changed"])
    )
    if st.button(words, type="primary", disabled=found.open, key="import_write"):
        _written(here, found)


def _written(here: Draft, found: FundingComparison) -> None:
    counts = found.counts
    try:
        edited = write(context.installation().store, context.actor(), found)
    except TrameError as fault:
        st.error(str(fault))
        return
    rows = plural(len(edited.rows), N_("{count} row was written"), N_("{count} rows were written")).format(
        count=number(len(edited.rows))
    )
    here.written = _("{rows} (new: {new}, changed: {changed}). The journal tells each of them.").format(
        rows=rows, new=number(counts["new"]), changed=number(counts["changed"])
    )
    st.rerun()
