"""The filter of a command: the criteria of the map's address, with the words of a person beside its codes."""

from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

import click

from core.languages import LANGUAGES, _, language
from core.text import fold

if TYPE_CHECKING:
    from programme.selection import Option, Selection
    from programme.world import World

_OFFERED = {
    "commune": "communes",
    "ept": "epts",
    "quartier": "neighbourhoods",
    "famille": "families",
    "etape": "steps",
    "financeur": "funders",
    "site": "sites",
}
"""Criteria whose values are known, by their name in the address."""
_OPERATIONS = "operations"
_RANGES = ("montant", "annee")
NAMES = (*_OFFERED, _OPERATIONS, *_RANGES)

filter_option = click.option(
    "--filter",
    "filters",
    metavar="NAME=VALUE",
    multiple=True,
    help=f"Operations to keep, as the address of the map says it: {', '.join(NAMES)}. Repeat it for others; "
    "values of one name are alternatives: etape=travaux,livrée.",
)
"""Option ``--filter``, for :func:`selection_of`."""


def selection_of(world: "World", filters: Iterable[str]) -> "Selection | None":
    """Read the filter of a command.

    Parameters
    ----------
    world
        As the reader may see it.
    filters
        Texts such as ``etape=travaux,livrée``, ``commune=Nanterre`` or ``annee=2024-2026``: a value is what the address
        holds, or its words in either language.

    Returns
    -------
    Criteria; None where nothing is filtered.

    Raises
    ------
    click.BadParameter
        A name or a value is unknown: the sentence names close ones.
    """
    from maps.state import MapState, from_query
    from programme.selection import Selection

    query: dict[str, list[str]] = {}
    for text in filters:
        name, sign, values = text.partition("=")
        if not sign or name not in NAMES:
            known = ", ".join(NAMES)
            raise _bad(
                _("“{text}” is no filter. Write NAME=VALUE with one of: {known}.").format(
                    text=text, known=known
                )
            )
        found = [values] if name in _RANGES else [part.strip() for part in values.split(",")]
        query.setdefault(name, []).extend(part for part in found if part)
    if not query:
        return None
    words = _words(world) if set(query) & set(_OFFERED) else {}
    coded = {
        name: ",".join(_code(name, value, words[name]) for value in values)
        if name in _OFFERED
        else ",".join(_operation(world, value) for value in values)
        if name == _OPERATIONS
        else values[-1]
        for name, values in query.items()
    }
    state, faults = from_query(coded, MapState(0.0, 0.0, 1, (), selection=Selection()))
    if faults:
        name = next(name for name in _RANGES if name in coded)
        raise _bad(
            _("“{name}={value}”: write a range such as {example}.").format(
                name=name, value=coded[name], example="annee=2024-2026, montant=100000-"
            )
        )
    return state.selection


def _words(world: "World") -> Mapping[str, Mapping[str, list[str]]]:
    """Codes by the folded words that mean them, by name of the filter."""
    from programme.selection import options

    found: dict[str, dict[str, list[str]]] = {name: {} for name in _OFFERED}
    for code in LANGUAGES:
        with language(code):
            offered: Any = options(world)
        for name, criterion in _OFFERED.items():
            values: tuple[Option, ...] = getattr(offered, criterion)
            for option in values:
                for text in (option.value, option.label, option.detail):
                    codes = found[name].setdefault(fold(text), [])
                    if text and option.value not in codes:
                        codes.append(option.value)
    return found


def _code(name: str, value: str, words: Mapping[str, list[str]]) -> str:
    codes = words.get(fold(value), [])
    if len(codes) == 1:
        return codes[0]
    if len(codes) > 1:
        raise _bad(
            _("“{name}={value}” means several: {known}. Give the code.").format(
                name=name, value=value, known=", ".join(codes)
            )
        )
    close = get_close_matches(fold(value), [word for word in words if word], n=3)
    raise _bad(
        _("“{name}={value}” is not known. Close to it: {close}.").format(
            name=name, value=value, close=", ".join(words[word][0] for word in close)
        )
        if close
        else _("“{name}={value}” is not known.").format(name=name, value=value)
    )


def _operation(world: "World", value: str) -> str:
    world.require_operation(value)
    return value


def _bad(sentence: str) -> click.BadParameter:
    return click.BadParameter(sentence, param_hint="--filter")
