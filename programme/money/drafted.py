"""The funding plan of an operation as it would be with lines and costs that are typed and not saved yet."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import pandas as pd

from programme.money.funding import FundingPlan, funding_plan
from programme.storage.snapshot import FUNDING_LINES, Programme

_COSTS = ("cost_excl_tax_eur", "cost_incl_tax_eur", "funding_basis_eur")
_NEEDED = ("funder_id", "kind", "nature")


def drafted_plan(
    programme: Programme,
    operation_id: str,
    lines: Sequence[Mapping[str, Any]],
    costs: Mapping[str, Any],
) -> FundingPlan:
    """Draw up a plan as :func:`programme.money.funding.funding_plan` does, over what is typed.

    Parameters
    ----------
    programme
        As the reader may see it; it stays as it is.
    operation_id
        An operation of it.
    lines
        All lines that the operation would have, values by column of the exchange format; what is not understood is
        None. A line whose funder, kind or nature is not known yet counts for nothing.
    costs
        Costs and funding basis of the operation.

    Returns
    -------
    The plan.

    Raises
    ------
    KeyError
        The programme has no such operation.
    """
    kept = [line for line in lines if all(line.get(name) for name in _NEEDED)]
    records = [
        {name: line.get(name) for name in FUNDING_LINES} | {"id": line.get("id") or f"new-{place}"}
        for place, line in enumerate(kept)
    ]
    frame = pd.DataFrame(records, columns=list(FUNDING_LINES), dtype="object")
    frame["operation_id"] = operation_id
    operation = programme.operations.loc[[operation_id]].copy()
    for name in _COSTS:
        if name in costs:
            operation[name] = pd.Series([costs[name]], index=operation.index, dtype="object")
    return funding_plan(
        replace(programme, operations=operation, funding_lines=frame.set_index("id")), operation_id
    )
