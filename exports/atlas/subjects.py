"""What the parts of an atlas are about, in the order in which they stand in it."""

from collections.abc import Callable, Iterable, Mapping

from core.languages import _
from core.text import fold
from exports.atlas.request import By, NothingToShowError, Subject, UnknownSubjectError
from programme.place_sheets import GENERATION_WORDS
from programme.world import GENERATIONS, World


def subjects(
    world: World, by: By, *, only: Iterable[str] | None = None, generation: str | None = None
) -> tuple[Subject, ...]:
    """List the parts of an atlas.

    Parameters
    ----------
    world
        As its readers may see it.
    by
        What it has one part of each.
    only
        Identifiers of those that are wanted; None for all.
    generation
        Year of the neighbourhoods; None for the generation in force. Two generations are two atlases.

    Returns
    -------
    By group and name, in the language in force.

    Raises
    ------
    NothingToShowError
        The installation has none.
    UnknownSubjectError
        Some of those that are wanted are not in it.
    """
    found = _NAMES[by](world) if by is not By.NEIGHBOURHOOD else _neighbourhoods(world, generation)
    if only is not None:
        wanted = list(dict.fromkeys(only))
        known = {subject.code for subject in found}
        unknown = [code for code in wanted if code not in known]
        if unknown:
            raise UnknownSubjectError(by, unknown)
        found = [subject for subject in found if subject.code in set(wanted)]
    if not found:
        raise NothingToShowError(
            _("There is nothing to make an atlas of: the installation holds none of these yet.")
        )
    return tuple(sorted(found, key=lambda subject: (fold(subject.group), fold(subject.name), subject.key)))


def _communes(world: World) -> list[Subject]:
    return [
        Subject(f"{By.COMMUNE}:{insee}", name, insee, world.epts.get(insee, ""))
        for insee, name in world.commune_names.items()
    ]


def _neighbourhoods(world: World, generation: str | None) -> list[Subject]:
    wanted = [key for key in GENERATIONS if generation is None or key.endswith(f"_{generation}")]
    held = [key for key in wanted if world.snapshot(key) is not None]
    if not held:
        return []
    frame = world.snapshots[held[0]].frame
    return [
        Subject(f"{By.NEIGHBOURHOOD}:{code}", str(name or code), code, _(GENERATION_WORDS[held[0]]))
        for code, name in zip(frame["code"], frame["name"], strict=True)
    ]


def _sites(world: World) -> list[Subject]:
    names = world.programme.priority_sites["name"]
    return [Subject(f"{By.SITE}:{site}", str(name), str(site)) for site, name in names.items()]


def _epts(world: World) -> list[Subject]:
    return [Subject(f"{By.EPT}:{name}", name) for name in dict.fromkeys(world.epts.values())]


def _operations(world: World) -> list[Subject]:
    operations = world.programme.operations
    return [
        Subject(
            f"{By.OPERATION}:{row.Index}", row.name, str(row.Index), world.commune_name(row.commune) or ""
        )
        for row in operations[["name", "commune"]].itertuples()
    ]


_NAMES: Mapping[By, Callable[[World], list[Subject]]] = {
    By.COMMUNE: _communes,
    By.SITE: _sites,
    By.EPT: _epts,
    By.OPERATION: _operations,
}
