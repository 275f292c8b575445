"""What fact sheets and atlases may be about, as this reader's world holds it."""

from exports.atlas.request import By, NothingToShowError, Subject
from exports.atlas.subjects import subjects
from programme.world import GENERATIONS, World

YEARS = tuple(key.removeprefix("neighbourhoods_") for key in GENERATIONS)
"""Generations of neighbourhoods, the one in force first."""


def listed(world: World, by: By, generation: str | None = None) -> tuple[Subject, ...]:
    """Subjects of one kind; none where the installation holds none.

    Parameters
    ----------
    world
        As its readers may see it.
    by
        Kind.
    generation
        Year of the neighbourhoods; None for the one in force.
    """
    try:
        return subjects(world, by, generation=generation)
    except NothingToShowError:
        return ()


def every(world: World, by: By) -> tuple[Subject, ...]:
    """Subjects of one kind; for neighbourhoods those of both generations, one after the other."""
    years = YEARS if by is By.NEIGHBOURHOOD else (None,)
    return tuple(subject for year in years for subject in listed(world, by, year))


def words(subject: Subject) -> str:
    """Words of a subject in a list: name, code, and the head under which it stands."""
    return " · ".join(part for part in (subject.name, subject.detail, subject.group) if part)
