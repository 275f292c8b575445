"""Operations as a table: one row each, the same as on the map, with sums that are exact to the cent."""

from decimal import Decimal

import pandas as pd

from programme.sheets import family_label
from programme.visa.recording import visa_statuses
from programme.words import STEP_WORDS, word
from programme.world import World

AMOUNTS = ("requested_eur", "voted_eur", "committed_eur", "paid_eur")


def operations_table(world: World, ids: pd.Index) -> pd.DataFrame:
    """List operations.

    Parameters
    ----------
    world
        As the reader may see it.
    ids
        n identifiers.

    Returns
    -------
    Frame of n rows, index ``id`` in the order given: ``name, commune, ept, family, step, owner`` (words in the
    language in force), ``cost_excl_tax_eur, funding_basis_eur`` and the four amounts of its funding lines, all kinds
    together (Decimal, None where unknown), ``area_m2`` (None for an unmapped one), ``parcels, social_actions``
    (whole numbers), ``visa`` (words; an em dash where the reader may not see visas), ``mapped, fictitious`` (booleans).
    """
    operations = world.programme.operations.loc[ids]
    sums = _sums(world, ids)
    areas = operations.geometry.area.where(operations.geometry.notna())
    return pd.DataFrame(
        {
            "name": operations["name"],
            "commune": [world.commune_name(insee) for insee in operations["commune"]],
            "ept": [world.epts.get(insee) for insee in operations["commune"]],
            "family": [family_label(code) for code in operations["family"]],
            "step": [word(STEP_WORDS, step) for step in operations["step"]],
            "owner": operations["owner"],
            "cost_excl_tax_eur": operations["cost_excl_tax_eur"],
            "funding_basis_eur": operations["funding_basis_eur"],
            **{amount: sums[amount] for amount in AMOUNTS},
            "area_m2": areas,
            "parcels": _counts(world.programme.operation_parcels, ids),
            "social_actions": _counts(world.programme.social_action_operations, ids),
            "visa": [status.label for status in visa_statuses(world, ids).values()],
            "mapped": operations.geometry.notna(),
            "fictitious": operations["fictitious"],
        },
        index=operations.index,
    )


def totals(table: pd.DataFrame) -> dict[str, Decimal]:
    """Exact sum of each column of money; unknown amounts add nothing."""
    names = ("cost_excl_tax_eur", "funding_basis_eur", *AMOUNTS)
    return {name: total(table[name]) for name in names}


def total(amounts: pd.Series) -> Decimal:
    """Exact sum of amounts; unknown ones add nothing."""
    return sum((amount for amount in amounts if isinstance(amount, Decimal)), Decimal(0))


def _sums(world: World, ids: pd.Index) -> pd.DataFrame:
    """Sums of the funding lines of each operation; None where it has no known amount."""
    lines = world.programme.funding_lines
    mine = lines[lines["operation_id"].isin(ids)]
    found: dict[str, dict[str, Decimal]] = {amount: {} for amount in AMOUNTS}
    for amount, sums in found.items():
        for operation_id, value in zip(mine["operation_id"], mine[amount], strict=True):
            if isinstance(value, Decimal):
                sums[operation_id] = sums.get(operation_id, Decimal(0)) + value
    columns = {amount: [sums.get(operation_id) for operation_id in ids] for amount, sums in found.items()}
    return pd.DataFrame(columns, index=ids, dtype=object)


def _counts(links: pd.DataFrame, ids: pd.Index) -> pd.Series:
    return links["operation_id"].value_counts().reindex(ids, fill_value=0).astype(int)
