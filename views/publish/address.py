"""A sheet in the address: what a link says of it, and what is left out of the link because it is so anyway."""

import datetime as dt
from collections.abc import Callable, Container, Mapping
from dataclasses import replace
from typing import Any

from core.languages import LANGUAGES, _
from core.settings import Settings
from exports.sheet.pages import PAGES
from exports.sheet.spec import Audience, SheetSpec
from layers.registry import LAYERS
from maps.state import NOTHING

LONGEST = 400
"""Letters of a text that a link may hold."""
SHARED = ("textes", "pour")
"""Parameters that hold for whatever is published: language, and for whom."""
LEAST_SCALE, MOST_SCALE = 50, 5_000_000

_TEXTS = {"titre": "title", "soustitre": "subtitle", "commentaire": "comment", "sources": "sources"}
_DRAWN = {
    "legende": "legend",
    "noms": "labels",
    "situation": "locator",
    "quadrillage": "graticule",
    "nord": "north",
    "barre": "bar",
}
"""What may stand on a sheet: its word in the address, and its name in :class:`SheetSpec`."""
_TURNED = {"portrait": False, "paysage": True}
_AUDIENCES = {"public": Audience.PUBLIC, "partenaires": Audience.PARTNERS}


def usual_spec(settings: Settings) -> SheetSpec:
    """What stands where the address says nothing."""
    return SheetSpec(language=settings.installation.language)


def spec_to_query(spec: SheetSpec, usual: SheetSpec) -> dict[str, str]:
    """Parameters of the address; filters have their own, and logos do not fit into one."""
    query = {
        "etendue": _unless(spec.extent, usual.extent),
        "papier": _unless(spec.paper, usual.paper),
        "sens": "" if spec.landscape == usual.landscape else _word(_TURNED, spec.landscape),
        "echelle": "" if spec.scale is None else str(spec.scale),
        "rotation": f"{spec.rotation_deg:g}" if spec.rotation_deg else "",
        "couches": "" if spec.layers == usual.layers else ",".join(spec.layers) or NOTHING,
        "fond": spec.basemap or "",
        "date": "" if spec.date is None else spec.date.isoformat(),
        "textes": _unless(spec.language, usual.language),
        "pour": "" if spec.audience is usual.audience else _word(_AUDIENCES, spec.audience),
        "sans": _listed(spec, usual, wanted=False),
        "avec": _listed(spec, usual, wanted=True),
    }
    query |= {word: getattr(spec, name)[:LONGEST] for word, name in _TEXTS.items()}
    return {name: value for name, value in query.items() if value}


def _unless(value: str, usual: str) -> str:
    return "" if value == usual else value


def _word(words: Mapping[str, Any], value: Any) -> str:
    return next(word for word, found in words.items() if found == value)


def _listed(spec: SheetSpec, usual: SheetSpec, *, wanted: bool) -> str:
    """What stands on the sheet, or does not, otherwise than usual."""
    return ",".join(
        word
        for word, name in _DRAWN.items()
        if getattr(spec, name) is wanted and getattr(usual, name) is not wanted
    )


def spec_from_query(
    query: Mapping[str, str], usual: SheetSpec, basemaps: frozenset[str]
) -> tuple[SheetSpec, list[str]]:
    """Read a sheet from the parameters of an address.

    Parameters
    ----------
    query
        Parameters; others than those of :func:`spec_to_query` are passed over.
    usual
        What stands where the address says nothing.
    basemaps
        Keys of the grounds that the installation has.

    Returns
    -------
    The sheet, and a sentence for each parameter that could not be used. Whether the extent exists is told when the
    sheet is made.
    """
    readers: Mapping[str, Callable[[str], dict[str, Any]]] = {
        "etendue": lambda text: {"extent": text},
        "papier": lambda text: {"paper": _among(text, PAGES)},
        "sens": lambda text: {"landscape": _TURNED[text]},
        "echelle": lambda text: {"scale": read_scale(text)},
        "rotation": lambda text: {"rotation_deg": _turn(text)},
        "couches": lambda text: {"layers": _layers(text)},
        "fond": lambda text: {"basemap": _among(text, basemaps)},
        "date": lambda text: {"date": dt.date.fromisoformat(text)},
        "textes": lambda text: {"language": _among(text, LANGUAGES)},
        "pour": lambda text: {"audience": _AUDIENCES[text]},
        "sans": lambda text: {_DRAWN[word]: False for word in text.split(",")},
        "avec": lambda text: {_DRAWN[word]: True for word in text.split(",")},
    }
    found: dict[str, Any] = {name: query[word][:LONGEST] for word, name in _TEXTS.items() if query.get(word)}
    faults = []
    for name, read in readers.items():
        text = query.get(name)
        if not text:
            continue
        try:
            found |= read(text)
        except (ValueError, KeyError):
            sentence = _("The link says “{name}={value}”, which cannot be used; it was left out.")
            faults.append(sentence.format(name=name, value=text))
    return replace(usual, **found), faults


def _among(text: str, known: Container[str]) -> str:
    if text not in known:
        raise ValueError(text)
    return text


def read_scale(text: str) -> int:
    """Read a scale as a person writes it: ``5000``, ``1:5 000``, ``1/5000``.

    Raises
    ------
    ValueError
        It is no scale, or none that a sheet can have.

    Examples
    --------
    >>> read_scale("1:5 000"), read_scale("2500")
    (5000, 2500)
    """
    words = "".join(text.replace("/", ":").split())
    head, colon, tail = words.partition(":")
    number = tail if colon else head
    if (colon and head != "1") or not number.isdecimal():
        raise ValueError(text)
    scale = int(number[:12])
    if not LEAST_SCALE <= scale <= MOST_SCALE:
        raise ValueError(text)
    return scale


def _turn(text: str) -> float:
    degrees = float(text)
    if not -180 <= degrees <= 180:
        raise ValueError(text)
    return degrees


def _layers(text: str) -> tuple[str, ...]:
    keys = [] if text == NOTHING else text.split(",")
    if any(key not in LAYERS for key in keys):
        raise ValueError(text)
    return tuple(dict.fromkeys(keys))
