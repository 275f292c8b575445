"""Where social actions take place: operations, neighbourhoods of both generations, communes, or nowhere told."""

import re
from collections.abc import Mapping
from enum import StrEnum

import pandas as pd

from core.text import fold
from layers.registry import LAYERS
from programme.cells import known
from programme.places import links
from programme.world import GENERATIONS, World


class Placing(StrEnum):
    """The most precise place that an action names."""

    OPERATION = "operation"
    NEIGHBOURHOOD = "neighbourhood"
    COMMUNE = "commune"
    NOWHERE = "nowhere"


def placings(world: World) -> "pd.Series[str]":
    """Most precise place of each action (:class:`Placing`), indexed like the social actions; worked out once."""
    return world.derive(_placings)


def action_neighbourhoods(world: World) -> pd.DataFrame:
    """Neighbourhoods of each action, worked out once.

    Returns
    -------
    Frame with a range index, one row for each action and neighbourhood: ``social_action_id``, ``generation`` (key of
    the layer; the two are never summed), ``code``, ``declared`` (bool; False: through an operation that lies in it).
    """
    return world.derive(_neighbourhoods)


def action_communes(world: World) -> pd.DataFrame:
    """Communes of each action, worked out once.

    Returns
    -------
    Frame with a range index: ``social_action_id``, ``commune`` (INSEE code). The commune that the action declares;
    where it declares none, those of its operations and of the neighbourhoods that it declares.
    """
    return world.derive(_communes)


def generation_of(code: str) -> str | None:
    """Layer to whose codes a code of a neighbourhood belongs; None for neither.

    Examples
    --------
    >>> generation_of("QP092001"), generation_of("QN09201M"), generation_of("92050")
    ('neighbourhoods_2015', 'neighbourhoods_2024', None)
    """
    # The earlier generation first: codes of the later one are recognised loosely.
    for generation in reversed(GENERATIONS):
        pattern = LAYERS[generation].by_name["code"].pattern
        if pattern is not None and re.fullmatch(pattern, code):
            return generation
    return None


def neighbourhood_names(world: World, generation: str) -> dict[str, str]:
    """Names of the neighbourhoods of one generation by code; the code where the name is unknown."""
    snapshot = world.snapshot(generation)
    if snapshot is None:
        return {}
    cells = zip(snapshot.frame["code"], snapshot.frame["name"], strict=True)
    return {str(code): str(known(name) or code) for code, name in cells}


def neighbourhood_communes(world: World) -> Mapping[str, tuple[str, ...]]:
    """INSEE codes of the communes that each neighbourhood names, by code; worked out once."""
    return world.derive(_communes_of_neighbourhoods)


def _placings(world: World) -> "pd.Series[str]":
    programme = world.programme
    found = pd.Series(Placing.NOWHERE.value, index=programme.social_actions.index, dtype="str")
    declared = programme.social_actions["commune"].notna()
    found[declared] = Placing.COMMUNE.value
    places = programme.social_action_neighbourhoods["social_action_id"]
    found[found.index.isin(places)] = Placing.NEIGHBOURHOOD.value
    operations = programme.social_action_operations["social_action_id"]
    found[found.index.isin(operations)] = Placing.OPERATION.value
    return found


def _neighbourhoods(world: World) -> pd.DataFrame:
    programme = world.programme
    direct = programme.social_action_neighbourhoods.rename(columns={"neighbourhood_code": "code"})
    direct = direct[["social_action_id", "code"]].assign(
        generation=[generation_of(code) for code in direct["code"]], declared=True
    )
    inside = links(world)
    inside = inside.loc[inside["share"] > 0, ["operation_id", "generation", "code"]]
    through = programme.social_action_operations.merge(inside, on="operation_id").assign(declared=False)
    columns = ["social_action_id", "generation", "code", "declared"]
    # An action that is linked both ways counts once, as declared.
    return pd.concat([direct[columns], through[columns]]).drop_duplicates(
        ["social_action_id", "code"], ignore_index=True
    )


def _communes(world: World) -> pd.DataFrame:
    programme = world.programme
    own = programme.social_actions["commune"].dropna()
    rows = list(zip(own.index, own, strict=True))
    silent = programme.social_actions.index.difference(own.index)
    operations = programme.social_action_operations
    communes = programme.operations["commune"]
    for action, operation in zip(operations["social_action_id"], operations["operation_id"], strict=True):
        if action in silent and operation in communes.index:
            rows.append((action, communes[operation]))
    of_neighbourhoods = neighbourhood_communes(world)
    places = programme.social_action_neighbourhoods
    for action, code in zip(places["social_action_id"], places["neighbourhood_code"], strict=True):
        if action in silent:
            rows += [(action, insee) for insee in of_neighbourhoods.get(code, ())]
    found = pd.DataFrame(rows, columns=["social_action_id", "commune"], dtype="str")
    return found.drop_duplicates(ignore_index=True)


def _communes_of_neighbourhoods(world: World) -> dict[str, tuple[str, ...]]:
    by_name = {fold(name): insee for insee, name in world.commune_names.items()}
    found: dict[str, tuple[str, ...]] = {}
    for generation in GENERATIONS:
        snapshot = world.snapshot(generation)
        if snapshot is None:
            continue
        for code, communes in zip(snapshot.frame["code"], snapshot.frame["communes"], strict=True):
            names = (fold(name) for name in re.split(r"[|,;/]", known(communes) or ""))
            found[str(code)] = tuple(by_name[name] for name in names if name in by_name)
    return found
