"""A table to type into, line by line, whose texts are told to the server as they are typed: no amount becomes a float.

Streamlit's own editor draws its cells on a canvas, which neither a screen reader nor a phone can use, and keeps numbers
as floats. This one is made of the browser's own fields: Tab goes from cell to cell, Enter and the arrows from line to
line, Escape gives a cell its text back. What was typed stays in the browser until the server takes it over; the server
answers with sentences beside the lines. Nothing from data is written as markup.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from streamlit.components.v2 import component

from core.issues import Issue, Level
from core.languages import _
from views.editable_look import CSS
from views.editable_script import SCRIPT

Look = Literal["text", "number", "year", "date", "choice", "fixed"]


@dataclass(frozen=True, slots=True)
class Entry:
    """A column to type into.

    Attributes
    ----------
    name
        Of the field.
    title
        Head of the column, with its unit.
    look
        What is typed: ``fixed`` is only shown.
    options
        Codes and words of a choice; an empty code stands for the unknown.
    new_only
        True: it can be typed into new lines alone; the others show their text.
    width_rem
        Least width; 0 leaves it to the look.
    """

    name: str
    title: str
    look: Look = "text"
    options: Sequence[tuple[str, str]] = ()
    new_only: bool = False
    width_rem: float = 0


@dataclass(frozen=True, slots=True)
class Line:
    """A line that is kept already.

    Attributes
    ----------
    id
        Of the row.
    label
        Names it for the reader.
    cells
        Texts by field: codes in columns of choices that can be changed, words in all others.
    """

    id: str
    label: str
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Told:
    """What the server says of a line that was typed into.

    Attributes
    ----------
    issues
        What is wrong in it.
    typed
        Texts that it speaks of, by field.
    shown
        How these texts are written where they were understood.
    """

    issues: Sequence[Issue] = ()
    typed: Mapping[str, str] = field(default_factory=dict)
    shown: Mapping[str, str] = field(default_factory=dict)


def editable(
    key: str,
    *,
    caption: str,
    entries: Sequence[Entry],
    lines: Sequence[Line],
    draft: Any,
    told: Mapping[str, Told],
    stamp: str,
    fresh: Mapping[str, str] | None = None,
    removing: bool = True,
    foot: Mapping[str, str] | None = None,
    adding: str = "",
) -> Any:
    """Show a table to type into, and give back what was typed so far.

    Parameters
    ----------
    key
        Of the element on the page; another one begins anew.
    caption
        Says what the table holds.
    entries, lines
        Its columns, and the lines that are kept.
    draft
        What was typed before this table came on the page; the browser knows what was typed since.
    told
        By line: see :class:`Told`.
    stamp
        Changes where the lines or the columns do: the table is then built anew, with what was typed.
    fresh
        Texts that a new line begins with; None where none can be added.
    removing
        Whether lines can be removed.
    foot
        Texts under the columns, such as totals.
    adding
        Words of the button that adds a line.

    Returns
    -------
    The draft, as :func:`programme.edits.drafts.read_draft` reads it; None where nothing was typed since it came.
    """
    data = {
        "caption": caption,
        "columns": [_column(entry) for entry in entries],
        "lines": [{"id": line.id, "label": line.label, "cells": dict(line.cells)} for line in lines],
        "draft": draft,
        "told": {name: _said(entries, answer) for name, answer in told.items()},
        "stamp": stamp,
        "fresh": None if fresh is None else dict(fresh),
        "removing": removing,
        "foot": dict(foot or {}),
        "words": {
            "add": adding or _("Add a line"),
            "remove": _("Remove"),
            "restore": _("Keep it"),
            "fresh": _("new"),
            "changed": _("changed"),
            "gone": _("to be removed"),
            "line": _("Line"),
            "day": _("dd/mm/yyyy"),
        },
    }
    answer = _shown(key=key, data=data, on_draft_change=lambda: None)
    return answer.draft


def _column(entry: Entry) -> dict[str, Any]:
    return {
        "name": entry.name,
        "title": entry.title,
        "look": entry.look,
        "options": [list(option) for option in entry.options],
        "new_only": entry.new_only,
        "width": entry.width_rem,
    }


def _said(entries: Sequence[Entry], answer: Told) -> dict[str, Any]:
    titles = {entry.name: entry.title for entry in entries}
    says = [
        {"level": issue.level.value, "text": _sentence(titles.get(issue.field or "", ""), issue.message)}
        for issue in answer.issues
    ]
    wrong = [issue.field for issue in answer.issues if issue.level is Level.ERROR and issue.field]
    return {"says": says, "wrong": wrong, "typed": dict(answer.typed), "shown": dict(answer.shown)}


def _sentence(title: str, words: str) -> str:
    """Begin a sentence with the column that it speaks of, unless it names it already."""
    return (
        words if not title or title in words else _("{field}: {sentence}").format(field=title, sentence=words)
    )


_shown = component(
    "trame_editable", html='<div class="editable"></div>', css=CSS, js=SCRIPT, isolate_styles=False
)
