"""Sheets that tests read, of the committed demonstration; and what an independent reader finds in a PDF."""

import ctypes
import datetime as dt
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pypdfium2
import pypdfium2.raw as pdfium

from core.settings import Settings
from exports.sheet.make import MadeSheet, audience_world, make_sheet
from exports.sheet.spec import Audience, SheetSpec
from programme.installation import open_installation
from programme.world import World

DAY = dt.date(2026, 11, 24)
POINT_MM = 25.4 / 72
LAYERS = (
    "communes",
    "parcels",
    "neighbourhoods_2015",
    "neighbourhoods_2024",
    "operations",
    "housing",
    "facilities",
)
LONG = (
    "Renouvellement urbain du quartier des Sœurs-Grées : opérations d’aménagement, équipements publics, logements "
    "sociaux et actions d’insertion, programme 2024–2030 arrêté par le comité de pilotage du 12 octobre 2026, état "
    "d’avancement au 24 novembre 2026, sous réserve des visas des 36 communes concernées et des EPT."
)


@dataclass(frozen=True)
class Studio:
    """An installation, and sheets of it."""

    file: Path

    @property
    def settings(self) -> Settings:
        return open_installation(self.file).settings

    def world(self, audience: Audience = Audience.PARTNERS) -> World:
        return audience_world(open_installation(self.file), audience)

    def make(self, **asked: object) -> MadeSheet:
        """A lying sheet for the partners and without names on its map, unless something else is asked for."""
        spec = SheetSpec(**{"audience": Audience.PARTNERS, "labels": False, "landscape": True, **asked})  # type: ignore[arg-type]
        return make_sheet(spec, self.world(spec.audience), self.settings, today=DAY)


def drawn_paths(content: bytes) -> list[np.ndarray]:
    """Subpaths of a page as pdfium reads them: points of shape (n, 2), in millimetres from the upper left corner."""
    document = pypdfium2.PdfDocument(content)
    page = document[0]
    high = page.get_height()
    found: list[np.ndarray] = []
    for place in range(pdfium.FPDFPage_CountObjects(page)):
        item = pdfium.FPDFPage_GetObject(page, place)
        if pdfium.FPDFPageObj_GetType(item) == pdfium.FPDF_PAGEOBJ_PATH:
            found += _subpaths(item, high)
    document.close()
    return found


def _subpaths(item: pdfium.FPDF_PAGEOBJECT, high: float) -> list[np.ndarray]:
    matrix = pdfium.FS_MATRIX()
    pdfium.FPDFPageObj_GetMatrix(item, matrix)
    x, y = ctypes.c_float(), ctypes.c_float()
    lines: list[list[tuple[float, float]]] = []
    for place in range(pdfium.FPDFPath_CountSegments(item)):
        segment = pdfium.FPDFPath_GetPathSegment(item, place)
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        if pdfium.FPDFPathSegment_GetType(segment) == pdfium.FPDF_SEGMENT_MOVETO:
            lines.append([])
        across = matrix.a * x.value + matrix.c * y.value + matrix.e
        up = matrix.b * x.value + matrix.d * y.value + matrix.f
        lines[-1].append((across * POINT_MM, (high - up) * POINT_MM))
    return [np.array(line) for line in lines]
