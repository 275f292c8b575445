"""Access to facilities: how many social dwellings lie within 300 and 500 m of one, by kind of facility."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from core.languages import N_, _
from layers.facilities import KINDS
from programme.evaluation.built import dwellings_of
from programme.evaluation.catalogue import DISTANCES_M
from programme.evaluation.measured import (
    NO_DWELLINGS,
    NOT_DATED,
    SIX_DECIMALS,
    Found,
    Measured,
    Moment,
    lacking,
)
from programme.evaluation.stock import facilities, housing
from programme.evaluation.zone import Zone
from programme.world import World

NO_FACILITIES = N_("The layer of public facilities was not imported: access to them is unknown.")
NO_SUCH_FACILITY = N_(
    "There is no facility of this kind in the layer: it may be that the layer does not hold them."
)


@dataclass(frozen=True, slots=True)
class KindAccess:
    """Access to one kind of facility.

    Attributes
    ----------
    kind, label
        Code, and words in the language in force.
    facilities
        How many lie in the zone itself; None where the layer was not imported or the zone has no ground.
    dwellings
        Social dwellings of the zone; None where unknown.
    within
        By distance in metres: dwellings that near to a facility of the kind, wherever it lies; empty where unknown.
    missing
        Sentence that says why it is unknown; None where it is known.
    """

    kind: str
    label: str
    facilities: int | None
    dwellings: int | None
    within: Mapping[int, int]
    missing: str | None = None

    def share(self, metres: int) -> Decimal | None:
        """Share of the dwellings of the zone that are that near; None where there are none, or unknown."""
        if not self.dwellings or metres not in self.within:
            return None
        return (Decimal(self.within[metres]) / self.dwellings).quantize(SIX_DECIMALS)


def access(world: World, zone: Zone) -> tuple[KindAccess, ...]:
    """Access of the social dwellings of a zone to each kind of facility, in the order of the layer.

    Distances are as the crow flies, from the residence to the facility, the limit included.
    """
    homes, others = housing(world), facilities(world)
    standing = dwellings_of(zone, homes)
    found = []
    for kind in KINDS:
        label = _(kind.label)
        here = (
            None
            if others is None or zone.facilities is None
            else int((zone.facilities & (others.kind == kind.value)).sum())
        )
        if isinstance(standing, Measured):
            found.append(KindAccess(kind.value, label, here, None, {}, standing.missing))
        elif homes is None or homes.to_facility_m is None or others is None or zone.residences is None:
            found.append(KindAccess(kind.value, label, None, standing, {}, _(NO_FACILITIES)))
        elif not (others.kind == kind.value).any():
            found.append(KindAccess(kind.value, label, here, standing, {}, _(NO_SUCH_FACILITY)))
        else:
            between = homes.to_facility_m[kind.value]
            within = {
                metres: int(homes.dwellings[zone.residences & (between <= metres)].sum())
                for metres in DISTANCES_M
            }
            found.append(KindAccess(kind.value, label, here, standing, within))
    return tuple(found)


def reach(world: World, zone: Zone, moment: Moment) -> Found:
    """Measure the access of a zone to each kind of facility."""
    found: dict[str, Measured] = {}
    for item in access(world, zone):
        for metres in DISTANCES_M:
            code = f"access.{item.kind}_{metres}"
            if moment.past:
                found[code] = lacking(NOT_DATED)
            elif item.missing is not None:
                found[code] = Measured(None, item.missing)
            else:
                share = item.share(metres)
                found[code] = lacking(NO_DWELLINGS) if share is None else Measured(share)
    return found
