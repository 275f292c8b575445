"""The report of a check as a PDF of few pages, tagged for screen readers, made without network."""

from pathlib import Path

from core.settings import Settings
from exports.check_content import BUDGETS, content
from exports.typesetting import typeset
from programme.check.report import Report
from programme.world import World

TEMPLATE = Path(__file__).resolve().parent / "check_report.typ"
MOST_PAGES = 4


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
        tried = typeset(TEMPLATE, content(report, world, settings, BUDGETS[place]), report.checked_at)
        made = tried.content
        if tried.pages <= MOST_PAGES:
            break
        # The more there is too much, the longer the step: each try draws the maps again.
        place = min(place + tried.pages - MOST_PAGES, max(place + 1, len(BUDGETS) - 1))
    return made
