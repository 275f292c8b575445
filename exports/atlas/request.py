"""What is asked of an atlas, and what comes of it: plain values between the page or the command and the making."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from core.errors import TrameError
from core.languages import _
from exports.sheet.spec import SheetSpec
from programme.selection import Selection


class By(StrEnum):
    """What an atlas has one part of each."""

    COMMUNE = "commune"
    NEIGHBOURHOOD = "neighbourhood"
    SITE = "site"
    EPT = "ept"
    OPERATION = "operation"


WITH_FICHE = (By.COMMUNE, By.NEIGHBOURHOOD, By.OPERATION)
"""What has a fact sheet; sites and inter-municipal territories have sheets alone."""


@dataclass(frozen=True, slots=True)
class AtlasRequest:
    """An atlas that is wanted.

    Attributes
    ----------
    by
        What it has one part of each.
    spec
        Sheet that each part is, but for its extent and title; None: a fact sheet each.
    only
        Identifiers of those that are wanted; None for all.
    selection
        Of an atlas by operation: criteria of the operations that it is of. What is drawn on sheets is chosen by that of
        ``spec``.
    generation
        Year of the neighbourhoods, ``2024`` or ``2015``; None: of the generation in force.
    title
        On the cover; empty: made from what it is of.
    language
        ``fr`` or ``en``.
    """

    by: By
    spec: SheetSpec | None = None
    only: tuple[str, ...] | None = None
    generation: str | None = None
    selection: Selection = field(default_factory=Selection)
    title: str = ""
    language: str = "fr"


@dataclass(frozen=True, slots=True)
class Subject:
    """What one part of an atlas is about.

    Attributes
    ----------
    key
        As an extent or the subject of a fact sheet is asked for: ``commune:92050``.
    name, detail
        Words in the contents: its name, and a code in grey beside it (empty for none).
    group
        Head under which it stands in the contents; empty for none.
    """

    key: str
    name: str
    detail: str = ""
    group: str = ""

    @property
    def code(self) -> str:
        """Identifier, without its kind."""
        return self.key.partition(":")[2]


@dataclass(frozen=True, slots=True)
class Fault:
    """A part that could not be made: which, and the sentence that says why."""

    subject: Subject
    sentence: str


@dataclass(frozen=True, slots=True)
class Atlas:
    """An atlas that was made.

    Attributes
    ----------
    file
        The PDF, the archive or the folder.
    pages
        In all, cover, contents and the list of faults included.
    made, faults
        Parts that are in it, and those that could not be made.
    notes
        Sentences for whoever made it.
    """

    file: Path
    pages: int
    made: tuple[Subject, ...]
    faults: tuple[Fault, ...]
    notes: tuple[str, ...] = ()


class NothingToShowError(TrameError):
    """An atlas without any part."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)


class NoFicheKindError(TrameError):
    """Sites and inter-municipal territories have no fact sheet."""

    def __init__(self, by: By) -> None:
        self.by = by
        super().__init__(
            _("Priority sites and inter-municipal territories have no fact sheet: choose a layout of sheets.")
        )


class UnknownSubjectError(TrameError):
    """Identifiers that an atlas was asked for, and that nothing has."""

    def __init__(self, by: By, codes: Sequence[str]) -> None:
        self.by, self.codes = by, tuple(codes)
        super().__init__(
            _(
                "The atlas has no page of this code: {codes}. Write codes as the installation holds them."
            ).format(codes=", ".join(codes))
        )


class UnfinishedAtlasError(TrameError):
    """No part of an atlas could be made; the sentences say why."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__(
            _("No page of the atlas could be made. The first reason, for {name}: {reason}").format(
                name=faults[0].subject.name, reason=faults[0].sentence
            )
        )
