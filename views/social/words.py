"""Words that the parts of the page Actions sociales share."""

from collections.abc import Iterable

from core.formats import UNKNOWN, date, number
from core.languages import N_
from programme.money.ledger import euros
from programme.social.breakdown import SocialGrouping
from programme.world import World
from views.html import Html, grey, join
from views.pressable import press

VIEWS = {
    "actions": N_("Actions"),
    "meeting": N_("Stone and people"),
    "people": N_("Integration and rehousing"),
    "events": N_("Consultation"),
    "importing": N_("Import"),
}
GROUPINGS = {
    SocialGrouping.THEME: N_("Theme"),
    SocialGrouping.NEIGHBOURHOOD_2024: N_("Neighbourhood (2024)"),
    SocialGrouping.NEIGHBOURHOOD_2015: N_("Neighbourhood (2015)"),
    SocialGrouping.PUBLIC: N_("Public"),
    SocialGrouping.HOLDER: N_("Holder"),
    SocialGrouping.COMMUNE: N_("Commune"),
    SocialGrouping.YEAR: N_("Year"),
    SocialGrouping.FUNDER: N_("Funder"),
}


def cents(amount: int | None, *, with_cents: bool = False) -> str:
    """Write an amount in whole euros, or to the cent, without its unit; unknown is an em dash, zero is 0."""
    if amount is None:
        return UNKNOWN
    return number(euros(amount), decimals=2 if with_cents and amount else 0)


def have_cents(amounts: Iterable[int | None]) -> bool:
    """Whether some of these amounts are not whole euros: cents are then written everywhere."""
    return any(amount is not None and amount % 100 for amount in amounts)


def days(start: object, end: object) -> str:
    """Write the first and last day of an action."""
    if start is None and end is None:
        return UNKNOWN
    return f"{date(start)} – {date(end)}"  # type: ignore[arg-type]


def operation_link(world: World, operation_id: str) -> Html:
    """Name of an operation, which leads to it, with its identifier in grey; of one that is gone, that alone."""
    names = world.programme.operations["name"]
    if operation_id not in names.index:
        return join((operation_id,))
    name = press(names[operation_id], ["operations", operation_id], class_="link")
    return join((name, " ", grey(operation_id)))
