"""A list of which several may be chosen, each told with how often it stands in what is there."""

from collections.abc import Callable, Sequence

import streamlit as st

from core.formats import number
from programme.selection import Option


def choose_many(
    key: str,
    title: str,
    every: str,
    offered: Sequence[Option],
    chosen: Sequence[str],
    on_change: Callable[[], None],
) -> None:
    """Draw the list.

    Parameters
    ----------
    key
        Of the widget, whose state holds the choice when ``on_change`` runs.
    title, every
        What it is about, and what it says while nothing is chosen.
    offered
        What there is.
    chosen
        What is chosen now; what is no longer offered stays, by its code.
    on_change
        Called before the page runs again.
    """
    words = {item.value: f"{item.label} ({number(item.count)})" for item in offered}
    words |= {value: value for value in chosen if value not in words}
    st.session_state[key] = list(chosen)
    st.multiselect(
        title,
        list(words),
        key=key,
        format_func=lambda value: words.get(value, value),
        placeholder=f"{every} ({number(len(offered))})",
        on_change=on_change,
    )
