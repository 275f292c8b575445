"""What a filter asks for, in words: what stands beside data, and on a sheet, of which a part was left out."""

from core.formats import euros
from core.languages import N_, _
from programme.selection import Option, Selection, options
from programme.world import World

CRITERIA = {
    "communes": N_("Commune"),
    "epts": N_("Inter-municipal territory (EPT)"),
    "neighbourhoods": N_("Priority neighbourhood"),
    "families": N_("Family"),
    "steps": N_("Step"),
    "funders": N_("Funder"),
    "sites": N_("Priority site"),
}
"""Criteria that offer values, with their English words."""


def selection_words(world: World, selection: Selection) -> tuple[str, ...]:
    """Say what a filter asks for.

    Parameters
    ----------
    world
        As the reader may see it.
    selection
        Criteria.

    Returns
    -------
    One text for each criterion, such as “Étape : Travaux, Livrée”, in the language in force; none where nothing is
    filtered.
    """
    offered = options(world)
    found = []
    for criterion, title in CRITERIA.items():
        values: tuple[str, ...] = getattr(selection, criterion)
        if values:
            known: dict[str, Option] = {item.value: item for item in getattr(offered, criterion)}
            labels = [known[value].label if value in known else value for value in values]
            found.append(_("{title}: {values}").format(title=_(title), values=", ".join(labels)))
    if selection.operations:
        found.append(
            _("{title}: {values}").format(title=_("Operation"), values=", ".join(selection.operations))
        )
    amounts = _range(
        None if selection.amount_min is None else euros(selection.amount_min),
        None if selection.amount_max is None else euros(selection.amount_max),
    )
    if amounts:
        found.append(_("{title}: {values}").format(title=_("Cost excl. tax"), values=amounts))
    years = _range(
        None if selection.year_from is None else str(selection.year_from),
        None if selection.year_to is None else str(selection.year_to),
    )
    if years:
        found.append(_("{title}: {values}").format(title=_("Calendar"), values=years))
    return tuple(found)


def _range(low: str | None, high: str | None) -> str:
    if low is None and high is None:
        return ""
    if low is None:
        return _("up to {value}").format(value=high)
    if high is None:
        return _("from {value}").format(value=low)
    return _("from {low} to {high}").format(low=low, high=high)
