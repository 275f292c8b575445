"""Two places of one kind side by side."""

from dataclasses import dataclass
from decimal import Decimal

from core.errors import TrameError
from core.languages import _
from programme.evaluation.evaluate import evaluate
from programme.evaluation.indicators import Indicator, Unit
from programme.evaluation.place import Place
from programme.evaluation.value import Value
from programme.world import World


class UnlikePlacesError(TrameError):
    """Places of two kinds, or neighbourhoods of two generations."""

    def __init__(self, first: Place, second: Place) -> None:
        self.first, self.second = first, second
        super().__init__(
            _("“{first}” and “{second}” are not of one kind: they cannot be compared.").format(
                first=first.key, second=second.key
            )
        )


@dataclass(frozen=True, slots=True)
class Pair:
    """One indicator in two places."""

    first: Value
    second: Value

    @property
    def indicator(self) -> Indicator:
        """Of both."""
        return self.first.indicator

    @property
    def difference(self) -> Decimal | None:
        """First − second; None where one of them is not known."""
        if self.first.value is None or self.second.value is None:
            return None
        return self.first.value - self.second.value

    @property
    def most(self) -> Decimal:
        """What fills the bar of both: the greater one, or the whole for shares that do not exceed it."""
        known = [value.value for value in (self.first, self.second) if value.value is not None]
        greatest = max(known, default=Decimal(0))
        return max(greatest, Decimal(1)) if self.is_share else greatest

    @property
    def is_share(self) -> bool:
        """Whether it is shown as a percentage."""
        return self.indicator.unit is Unit.SHARE

    @property
    def idle(self) -> bool:
        """Whether there is nothing of it in either place, nor could there be a share of it."""
        return all(_nothing(value) for value in (self.first, self.second)) and not (
            self.first.suppressed or self.second.suppressed
        )


def _nothing(value: Value) -> bool:
    return value.value == 0 or (value.value is None and value.indicator.code.endswith(".completion"))


def compare(world: World, first: Place, second: Place, year: int | None = None) -> tuple[Pair, ...]:
    """Put every indicator of two places side by side.

    Parameters
    ----------
    world
        As the reader may see it.
    first, second
        Two places of one kind: two generations of neighbourhoods are two series, never compared.
    year
        As :func:`programme.evaluation.evaluate.evaluate` takes it.

    Returns
    -------
    One pair for each indicator, in their order.

    Raises
    ------
    UnlikePlacesError
        The places are not of one kind.
    NoPlaceError
        The installation has no such place.
    """
    if first.kind is not second.kind:
        raise UnlikePlacesError(first, second)
    values = evaluate(world, [first, second], year)
    mine = [value for value in values if value.place == first]
    theirs = {value.indicator.code: value for value in values if value.place == second}
    return tuple(Pair(value, theirs[value.indicator.code]) for value in mine)
