"""What leaves the check: the report on paper, as data, as a package, and the footprint in a chosen format."""

import json
from collections.abc import Callable
from functools import partial

import streamlit as st

from core.languages import _, current_language, language
from core.settings import Settings
from core.text import fold
from exports.footprint_files import OFFERED, footprint_file
from programme.check.record import record
from programme.check.report import Report
from programme.world import World
from views import context
from views.html import heading

_FORMAT = "check_format"
_BYTES = "application/octet-stream"


def show(world: World, report: Report) -> None:
    """Draw the downloads; each file is made when it is asked for."""
    st.html(heading(_("Report")))
    stem, settings = file_stem(report.subject.name), context.installation().settings
    with st.container(key="check_downloads", horizontal=True):
        _button(_("PDF"), f"{stem}.pdf", "application/pdf", partial(_pdf, report, world, settings))
        _button(_("JSON"), f"{stem}.json", "application/json", partial(_json, report))
        _button(_("GeoPackage"), f"{stem}.gpkg", "application/geopackage+sqlite3", partial(_package, report))
    _footprint(report, stem)


def _button(label: str, name: str, mime: str, make: Callable[[], bytes]) -> None:
    spoken = current_language()

    def made() -> bytes:
        # Made in a request of its own, which speaks no language yet.
        with language(spoken):
            return make()

    st.download_button(label, made, file_name=name, mime=mime, on_click="ignore", key=f"download_{name}")


def _pdf(report: Report, world: World, settings: Settings) -> bytes:
    from exports.check_report import pdf  # Typst is loaded with the first report, not with the page

    return pdf(report, world, settings)


def _json(report: Report) -> bytes:
    return json.dumps(record(report), ensure_ascii=False, indent=2).encode("utf-8")


def _package(report: Report) -> bytes:
    from exports.check_package import package

    return package(report)


def _footprint(report: Report, stem: str) -> None:
    """The footprint in a format of the reader's choice: as it was, repaired, or made of whole parcels."""
    facts = report.footprint
    if facts is None:
        return
    st.html(heading(_("Footprint")))
    shapes = {
        "measured": (_("As submitted") if facts.repaired is None else _("Repaired outline"), facts.measured)
    }
    if report.proposal is not None:
        shapes["proposal"] = (_("Whole parcels"), report.proposal)
    left, middle = st.columns(2, gap="small")
    which = left.selectbox(
        _("Outline"), list(shapes), format_func=lambda key: shapes[key][0], key="check_outline"
    )
    kind = middle.selectbox(_("Format"), list(OFFERED), format_func=lambda key: OFFERED[key][0], key=_FORMAT)
    shape, name = shapes[which][1], f"{stem}.{OFFERED[kind][1]}"
    _button(
        _("Download the footprint"), name, _BYTES, lambda: footprint_file(shape, kind, report.subject.name)
    )


def file_stem(name: str) -> str:
    """Name of a file that every system takes, from a name that a person gave.

    Examples
    --------
    >>> file_stem("Résidentialisation des tours / lot n° 2")
    'residentialisation-des-tours-lot-n-2'
    """
    letters = "".join(letter if letter.isascii() and letter.isalnum() else " " for letter in fold(name))
    return "-".join(letters.split())[:60] or "emprise"
