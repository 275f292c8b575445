"""Tables that leave the program as files."""

import csv
import io
from decimal import Decimal

import pandas as pd

from core.languages import N_, _

HEADS = {
    "id": N_("Identifier"),
    "name": N_("Name"),
    "commune": N_("Commune"),
    "ept": N_("Inter-municipal territory (EPT)"),
    "family": N_("Family"),
    "step": N_("Step"),
    "owner": N_("Project owner"),
    "cost_excl_tax_eur": N_("Cost excl. tax (€)"),
    "funding_basis_eur": N_("Funding basis (€)"),
    "requested_eur": N_("Requested (€)"),
    "voted_eur": N_("Voted (€)"),
    "committed_eur": N_("Committed (€)"),
    "paid_eur": N_("Paid (€)"),
    "area_m2": N_("Footprint (m²)"),
    "parcels": N_("Parcels"),
    "social_actions": N_("Social actions"),
    "visa": N_("Visa"),
    "mapped": N_("On the map"),
    "fictitious": N_("Fictitious"),
}
"""Words over each column, by its name."""

_RUN_BY_SPREADSHEETS = ("=", "+", "-", "@", "\t", "\r")


def operations_csv(table: pd.DataFrame) -> bytes:
    """Write the table of operations as a CSV that a French spreadsheet opens as it is.

    Parameters
    ----------
    table
        n rows as :func:`programme.table.operations_table` gives them.

    Returns
    -------
    UTF-8 with a byte order mark, semicolons, decimal commas; unknown is empty; text that a spreadsheet would run is
    disarmed by an apostrophe. The last column says which rows are fictitious.
    """
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=";", lineterminator="\r\n")
    flat = table.reset_index()
    names = [name for name in HEADS if name in flat]
    writer.writerow([_(HEADS[name]) for name in names])
    writer.writerows([cell(value) for value in row] for row in flat[names].itertuples(index=False))
    return stream.getvalue().encode("utf-8-sig")


def cell(value: object) -> str:
    """Write one cell.

    Examples
    --------
    >>> cell(Decimal("12.50")), cell("=1+1"), cell(None), cell(True)
    ('12,50', "'=1+1", '', 'oui')
    """
    if value is None or value != value:
        return ""
    if isinstance(value, bool) or type(value).__name__ == "bool":
        return _("yes") if value else _("no")
    if isinstance(value, Decimal):
        return format(value, "f").replace(".", ",")
    if isinstance(value, float):
        return f"{value:.2f}".replace(".", ",")
    text = str(value)
    return f"'{text}" if text.startswith(_RUN_BY_SPREADSHEETS) else text
