"""Catalogues: French first, English complete.

A sentence is written in English in the code and marked by :func:`_` (translated now) or :func:`N_` (translated
where it is shown). Each room keeps its sentences in ``locales/<language>/<room>.po``; the French ones are read here
once. English is the text itself, and the catalogues of ``locales/en`` hold only what English must say otherwise.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path

from babel.messages.pofile import read_po

LANGUAGES = ("fr", "en")
FOLDER = Path(__file__).resolve().parent.parent / "locales"

_language: ContextVar[str] = ContextVar("language", default="fr")


def current_language() -> str:
    """Code of the language in force in this context, ``fr`` unless it was set."""
    return _language.get()


def use_language(code: str) -> None:
    """Set the language of this context (a Streamlit run, a request, a command); an unknown code means French."""
    _language.set(code if code in LANGUAGES else "fr")


@contextmanager
def language(code: str) -> Iterator[None]:
    """Speak another language for a while.

    Examples
    --------
    >>> with language("en"):
    ...     current_language()
    'en'
    """
    token = _language.set(code if code in LANGUAGES else "fr")
    try:
        yield
    finally:
        _language.reset(token)


@cache
def catalogue(code: str) -> dict[str, str]:
    """Sentences of a language by their English text, all rooms together."""
    sentences: dict[str, str] = {}
    for path in sorted((FOLDER / code).glob("*.po")):
        with path.open("rb") as stream:
            sentences.update(
                {
                    str(message.id): str(message.string)
                    for message in read_po(stream)
                    if message.id and message.string
                }
            )
    return sentences


def _(text: str) -> str:
    """Translate a sentence into the language in force."""
    return catalogue(_language.get()).get(text, text)


def N_(text: str) -> str:  # noqa: N802 - the name that gettext's tools know
    """Mark a sentence for the catalogue; it is translated by :func:`_` where it is shown."""
    return text


def plural(count: int, one: str, many: str) -> str:
    """Translate the sentence that goes with a number.

    Parameters
    ----------
    count
        The number: French says ``one`` of 0 and 1, English of 1 alone.
    one, many
        Both sentences, marked by :func:`N_`.

    Examples
    --------
    >>> with language("en"):
    ...     [plural(count, "operation", "operations") for count in (0, 1, 2)]
    ['operations', 'operation', 'operations']
    """
    singular = count < 2 if _language.get() == "fr" else count == 1
    return _(one if singular else many)
