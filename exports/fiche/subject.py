"""What a fact sheet is about, as the command and the page name it."""

from dataclasses import dataclass
from enum import StrEnum

from core.errors import TrameError
from core.languages import _
from maps.sheet.extent import parse_extent
from programme.world import GENERATIONS, World


class FicheKind(StrEnum):
    """What has a fact sheet."""

    OPERATION = "operation"
    NEIGHBOURHOOD = "neighbourhood"
    COMMUNE = "commune"


class NoFicheError(TrameError):
    """A text that names nothing that has a fact sheet."""

    def __init__(self, subject: str) -> None:
        self.subject = subject
        super().__init__(
            _(
                "“{subject}” names nothing that has a fact sheet: write operation:IDENTIFIER, neighbourhood:CODE or "
                "commune:INSEE."
            ).format(subject=subject)
        )


@dataclass(frozen=True, slots=True)
class FicheSubject:
    """Something that has a fact sheet.

    Attributes
    ----------
    kind, code
        Kind, and identifier of the operation, code of the neighbourhood or INSEE code of the commune.
    generation
        Layer of the neighbourhood; None for another kind.
    """

    kind: FicheKind
    code: str
    generation: str | None = None

    @property
    def key(self) -> str:
        """The subject in one word, such as ``operation:92050-014``."""
        return f"{self.kind}:{self.code}"


def fiche_subject(text: str, world: World) -> FicheSubject:
    """Read what a fact sheet is to be about.

    Parameters
    ----------
    text
        ``operation:ID``, ``neighbourhood:CODE`` (of either generation) or ``commune:INSEE``; a name may stand for a
        code.
    world
        As the reader may see it.

    Raises
    ------
    NoFicheError
        It is none of the three.
    ExtentError
        This reader knows no such operation, neighbourhood or commune.
    """
    kind, _colon, code = text.strip().partition(":")
    kind, code = kind.strip().lower(), code.strip()
    if kind not in tuple(FicheKind) or not code:
        raise NoFicheError(text)
    # An operation that lies nowhere has a fact sheet, though no map.
    if kind == FicheKind.OPERATION and code in world.programme.operations.index:
        return FicheSubject(FicheKind.OPERATION, code)
    found = parse_extent(f"{kind}:{code}", world)
    generation = None
    if kind == FicheKind.NEIGHBOURHOOD:
        generation = next(
            key
            for key in GENERATIONS
            if (snapshot := world.snapshot(key)) is not None and snapshot.position(found.code) is not None
        )
    return FicheSubject(FicheKind(kind), found.code, generation)
