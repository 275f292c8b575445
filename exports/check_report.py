"""The report of a check as a PDF of few pages, tagged for screen readers, made without network."""

import datetime as dt
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import typst

from core.settings import Settings
from exports.check_content import BUDGETS, content
from maps.fonts import drawable, fonts
from programme.check.report import Report
from programme.world import World

TEMPLATE = Path(__file__).resolve().parent / "check_report.typ"
MOST_PAGES = 4
_LONGEST_WORD = 28
"""Letters without a space after which a line may be broken: names from outside know no bounds."""
_LONGEST_TEXT = 400
_BREAK = "\N{ZERO WIDTH SPACE}"


def pdf(report: Report, world: World, settings: Settings) -> bytes:
    """Make the report of one check.

    Parameters
    ----------
    report
        What the check gave; one without footprint has no maps.
    world
        Layers of the maps.
    settings
        Of the installation.

    Returns
    -------
    PDF/UA-1 in the language in force, A4, at most :data:`MOST_PAGES` pages: long tables are cut until it is so, and say
    how much they leave out.

    Raises
    ------
    MissingLibrariesError
        The typeface is not installed.
    """
    made, place = b"", 0
    while place < len(BUDGETS):
        made, pages = _compiled(content(report, world, settings, BUDGETS[place]), report.checked_at)
        if pages <= MOST_PAGES:
            break
        # The more there is too much, the longer the step: each try draws the maps again.
        place = min(place + pages - MOST_PAGES, max(place + 1, len(BUDGETS) - 1))
    return made


def _compiled(values: dict[str, Any], at: dt.datetime) -> tuple[bytes, int]:
    """Set the pages, and count them; dated by the check, so that the same report gives the same bytes."""
    compiler = typst.Compiler(
        input=str(TEMPLATE),
        font_paths=fonts(),
        ignore_system_fonts=True,
        sys_inputs={"report": json.dumps(_safe(values), ensure_ascii=False)},
    )
    made = compiler.compile(format="pdf", pdf_standards=["ua-1"], timestamp=int(at.timestamp()))
    pages = json.loads(compiler.query("<pages>", field="value", one=True))
    if not isinstance(made, bytes):
        raise TypeError(type(made).__name__)
    return made, int(pages)


def _safe(value: Any, key: str = "") -> Any:
    """Leave only what the typeface has, and let long words break; pictures are ours already."""
    if isinstance(value, dict):
        return {name: _safe(item, name) for name, item in value.items()}
    if isinstance(value, list):
        return [_safe(item, key) for item in value]
    if isinstance(value, str) and key not in _PICTURES:
        return _broken(drawable(value))
    return value


def _broken(text: str) -> str:
    text = text if len(text) <= _LONGEST_TEXT else f"{text[: _LONGEST_TEXT - 1]}…"
    words: Iterable[str] = text.split(" ")
    return " ".join(
        _BREAK.join(word[place : place + _LONGEST_WORD] for place in range(0, len(word), _LONGEST_WORD))
        for word in words
    )


_PICTURES = ("svg", "sign")
