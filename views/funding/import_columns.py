"""The mapping of a workbook of somebody else: which column fills what, chosen, saved, and used again."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import streamlit as st

from core.errors import TrameError
from core.languages import N_, _
from programme.imports.mapped import FIELD_WORDS, FIELDS_OF_TARGET, TARGET, usual_mapping
from programme.imports.mapping import Copies, Field, Mapping, folder_of, load, save, saved, slug
from programme.imports.naming import AMOUNTS, WORDS
from programme.words import word
from programme.world import World
from views import context
from views.funding.import_draft import Draft

_COLUMN, _ALWAYS = "column", "always"
_YEARS = range(2000, 2051)
_COPIES = {
    Copies.ASK: N_("ask me"),
    Copies.LEAVE_OUT: N_("leave it out"),
    Copies.SEPARATE: N_("import it as a line of its own"),
}


def columns_part(world: World, here: Draft, *, incomplete: bool) -> None:
    """Draw the choices of the mapping; each one is in the draft before the page runs again."""
    with st.expander(_("Columns of the file"), expanded=incomplete, key="import_columns"):
        _saved(world, here)
        sheets = [sheet.name for sheet in here.book.sheets if sheet.rows]
        if len(sheets) > 1:
            _select(
                _("Sheet"), "sheet", sheets, here.sheet.name, str, lambda name: _take_sheet(world, here, name)
            )
        with st.container(key="import_fields"):
            for item in FIELDS_OF_TARGET:
                _field(world, here, item)
        _rest(here)
        _save(here)


def _field(world: World, here: Draft, item: Field) -> None:
    title = _(FIELD_WORDS[item.name]) + (" *" if item.required else "")
    columns = list(here.sheet.columns)
    if item.several:
        _several(
            title, item.name, columns, here.mapping.columns.get(item.name, ()), _put_columns(here, item.name)
        )
        return
    constants = _constants(world, item) if item.constant else {}
    options: list[tuple[str, str] | None] = [
        None,
        *((_COLUMN, name) for name in columns),
        *((_ALWAYS, key) for key in constants),
    ]
    mine = here.mapping.columns.get(item.name)
    chosen: tuple[str, str] | None = (_COLUMN, mine[0]) if mine else None
    if chosen is None and here.mapping.constants.get(item.name):
        chosen = (_ALWAYS, here.mapping.constants[item.name])

    def told(option: tuple[str, str] | None) -> str:
        if option is None:
            return _usual(item)
        kind, name = option
        return name if kind == _COLUMN else _("for all rows: {value}").format(value=constants.get(name, name))

    _select(title, item.name, options, chosen if chosen in options else None, told, _put(here, item.name))


def _usual(item: Field) -> str:
    """What an empty choice means."""
    return _("by the sign of the amount") if item.name == "nature" else "—"


def _constants(world: World, item: Field) -> dict[str, str]:
    if item.name == "funder_id":
        funders = world.programme.funders
        return dict(zip(funders.index, funders["name"], strict=True))
    if item.name == "year":
        return {str(year): str(year) for year in _YEARS}
    words = WORDS["funding_lines", item.name]
    return {str(code): word(words, code) or str(code) for code in words}


def _rest(here: Draft) -> None:
    """What tells the rows apart, and what becomes of those that repeat one another."""
    mapping = here.mapping
    if mapping.columns.get("id"):
        return
    usual = tuple(
        dict.fromkeys(
            column for name, columns in mapping.columns.items() if name not in AMOUNTS for column in columns
        )
    )
    _several(
        _("What tells the rows apart"),
        "identity",
        list(here.sheet.columns),
        mapping.identity or usual,
        lambda names: _change(here, identity=tuple(names)),
        help_=_(
            "The same row is found again at the next import by these columns. Never take an amount: a changed "
            "amount would be a new line."
        ),
    )
    _select(
        _("A row that repeats another one"),
        "copies",
        list(Copies),
        mapping.copies,
        lambda item: _(_COPIES[item]),
        lambda item: _change(here, copies=item),
    )


# ------------------------------------------------------------------ saved ones


def _saved(world: World, here: Draft) -> None:
    folder = folder_of(context.installation().settings)
    names = saved(folder, TARGET)
    if not names:
        return

    def take() -> None:
        name = st.session_state["import_saved"]
        context.resume()
        if name is None:
            here.mapping = usual_mapping(here.sheet, world.programme)
            return
        try:
            here.mapping = load(folder, name, TARGET)
        except TrameError as fault:
            st.session_state["import_fault"] = str(fault)

    st.selectbox(
        _("Saved mapping"),
        [None, *names],
        key="import_saved",
        format_func=lambda name: _("recognised by the names of columns") if name is None else name,
        placeholder=_("recognised by the names of columns"),
        on_change=take,
    )
    fault = st.session_state.pop("import_fault", None)
    if fault:
        st.error(fault)


def _save(here: Draft) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        name = st.text_input(_("Name of the mapping"), key="import_name", width=320)
        if st.button(_("Save the mapping"), key="import_save"):
            if not slug(name):
                st.warning(_("Give the mapping a name first."))
                return
            file = save(
                folder_of(context.installation().settings), name, replace(here.mapping, title=name.strip())
            )
            st.success(
                _(
                    "Saved as “{name}”: it can be chosen here, and by trame funding import --mapping {name}."
                ).format(name=file.stem)
            )


# ------------------------------------------------------------------ widgets


def _select(
    title: str,
    name: str,
    options: Sequence[Any],
    chosen: Any,
    told: Callable[[Any], str],
    put: Callable[[Any], None],
) -> None:
    key = f"import_field_{name}"
    st.session_state[key] = chosen
    st.selectbox(
        title,
        options,
        key=key,
        format_func=told,
        # An option that is None is told as if nothing was chosen.
        placeholder=told(None) if None in options else None,
        on_change=lambda: put(st.session_state[key]),
    )


def _several(
    title: str,
    name: str,
    options: Sequence[str],
    chosen: Sequence[str],
    put: Callable[[list[str]], None],
    *,
    help_: str | None = None,
) -> None:
    key = f"import_field_{name}"
    st.session_state[key] = [column for column in chosen if column in options]
    st.multiselect(
        title,
        options,
        key=key,
        help=help_,
        placeholder=_("Choose columns"),
        on_change=lambda: put(st.session_state[key]),
    )


def _put(here: Draft, name: str) -> Callable[[tuple[str, str] | None], None]:
    def put(option: tuple[str, str] | None) -> None:
        columns = {key: value for key, value in here.mapping.columns.items() if key != name}
        constants = {key: value for key, value in here.mapping.constants.items() if key != name}
        if option is not None:
            kind, value = option
            if kind == _COLUMN:
                columns[name] = (value,)
            else:
                constants[name] = value
        _change(here, columns=columns, constants=constants)

    return put


def _put_columns(here: Draft, name: str) -> Callable[[list[str]], None]:
    return lambda names: _change(here, columns={**here.mapping.columns, name: tuple(names)})


def _take_sheet(world: World, here: Draft, name: str) -> None:
    here.mapping = replace(here.mapping, sheet=name)
    here.mapping = replace(usual_mapping(here.sheet, world.programme), sheet=name)


def _change(here: Draft, **changes: Any) -> None:
    mapping: Mapping = replace(here.mapping, **changes)
    here.mapping = mapping
