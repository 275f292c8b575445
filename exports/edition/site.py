"""What every page of an edition knows: the world, the language it speaks, where the other pages are."""

import datetime as dt
import hashlib
import posixpath
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from core.settings import Settings
from layers.registry import LAYERS
from programme.cells import known
from programme.place_sheets import NeighbourhoodSheet, neighbourhood_sheet
from programme.sheets import OperationSheet, operation_sheet
from programme.world import GENERATIONS, World

LANGUAGE_NAMES = {"fr": "Français", "en": "English"}
"""In their own words: no sentence of a catalogue."""


@dataclass(frozen=True)
class Site:
    """An edition in one language.

    Attributes
    ----------
    world
        As the public may see it.
    settings
        Of the installation.
    language, languages
        Of this part, and all of them: the first stands at the root, each other one in a folder of its name.
    day
        On which the edition is made.
    pictures
        Identifiers of operations, and codes of neighbourhoods, of which there is a picture.
    sheets
        Codes of neighbourhoods of which there is a PDF.
    """

    world: World
    settings: Settings
    language: str
    languages: tuple[str, ...]
    day: dt.date
    pictures: frozenset[str] = frozenset()
    sheets: frozenset[str] = frozenset()

    def path(self, page: str, language: str | None = None) -> str:
        """Path of a page from the root: ``liste.html``, ``en/liste.html``."""
        spoken = language or self.language
        return page if spoken == self.languages[0] else f"{spoken}/{page}"

    def link(self, here: str, page: str, language: str | None = None) -> str:
        """Address of a page as another one writes it; both are paths within one language."""
        return posixpath.relpath(self.path(page, language), posixpath.dirname(self.path(here)) or ".")

    def file(self, here: str, path: str) -> str:
        """Address of a file that all languages share, from the root, as a page writes it."""
        return posixpath.relpath(path, posixpath.dirname(self.path(here)) or ".")

    @cached_property
    def operations(self) -> tuple[OperationSheet, ...]:
        """Every operation, by commune and name."""
        near = float(self.settings.map.near_m)
        found = [
            operation_sheet(self.world, str(key), near_m=near)
            for key in self.world.programme.operations.index
        ]
        return tuple(sorted(found, key=lambda sheet: (sheet.commune_name or "", sheet.name, sheet.id)))

    @cached_property
    def neighbourhoods(self) -> tuple[NeighbourhoodSheet, ...]:
        """Every neighbourhood of both generations, that in force first, by commune and name."""
        near = float(self.settings.map.near_m)
        found = []
        for generation in GENERATIONS:
            snapshot = self.world.snapshot(generation)
            codes = [] if snapshot is None else list(snapshot.frame["code"])
            sheets = [neighbourhood_sheet(self.world, generation, code, near_m=near) for code in codes]
            found += sorted(sheets, key=lambda sheet: (sheet.communes or "", sheet.name or "", sheet.code))
        return tuple(found)

    @cached_property
    def events(self) -> tuple[dict[str, Any], ...]:
        """Events of the consultation, the earliest first, those without a date last."""
        rows = self.world.programme.consultations.to_dict("records")
        last = dt.date.max
        return tuple(sorted(rows, key=lambda row: (known(row["held_on"]) or last, row["name"])))

    @cached_property
    def version(self) -> str:
        """Short hash that another edition does not have."""
        said = "|".join((*self.world.key, *self.languages, self.day.isoformat()))
        return hashlib.sha256(said.encode("utf-8")).hexdigest()[:10]

    @cached_property
    def held(self) -> dict[str, str]:
        """Revision by key of the layers of the edition."""
        revisions = {key: snapshot.revision.id for key, snapshot in self.world.snapshots.items()}
        return {**revisions, "operations": f"p{self.world.programme.revision}"}

    @cached_property
    def fictitious(self) -> bool:
        """Whether the installation, or anything that is published, is invented."""
        invented = [
            self.world.programme.operations["fictitious"],
            self.world.programme.social_actions["fictitious"],
        ]
        return (
            self.settings.installation.fictitious
            or any(bool(known(value)) for column in invented for value in column)
            or any(snapshot.revision.fictitious for snapshot in self.world.snapshots.values())
        )

    @cached_property
    def shown(self) -> tuple[str, ...]:
        """Layers that are on at first, in the order of drawing."""
        return tuple(key for key in LAYERS if key in self.held and key in self.settings.map.layers)


def operation_page(identifier: str) -> str:
    """Path of the page of an operation; identifiers are safe in file names."""
    return f"operations/{identifier}.html"


def neighbourhood_page(code: str) -> str:
    """Path of the page of a neighbourhood."""
    return f"quartiers/{code}.html"


HOME, LIST, WORDS, DATA, EMBED = (
    "index.html",
    "liste.html",
    "carte-en-mots.html",
    "donnees.html",
    "cadre.html",
)
"""Pages of each language."""
