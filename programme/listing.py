"""What other programs see of the programme's file: what QGIS lists and draws, and why it cannot edit it.

The words are French: they are written into the file once, in the first language of the program.
"""

from programme.geopackage import Content, protection
from programme.tables import CONTENT

OPERATIONS_VIEW = """
CREATE VIEW operations AS
SELECT
  operation.fid AS OGC_FID,
  operation.id,
  operation.name,
  operation.commune,
  operation.family,
  operation.step,
  operation.owner,
  operation.description,
  operation.cost_excl_tax_cents,
  operation.cost_incl_tax_cents,
  operation.funding_basis_cents,
  operation.convention_end,
  footprint.area_m2,
  footprint.cadastre_revision,
  operation.fictitious,
  footprint.geometry
FROM operation LEFT JOIN footprint ON footprint.operation_id = operation.id
""".strip()
"""Each operation with its footprint, unmapped ones without. It leaves out what is confidential."""

LISTED: tuple[Content, ...] = (
    Content(
        "operations",
        "Opérations",
        "Opérations et leurs emprises, en lecture seule ; montants en centimes d’euro",
        "geometry",
    ),
    Content("milestone", "Échéances", "Dates prévues et effectives de chaque étape d’une opération"),
    Content("operation_parcel", "Parcelles des opérations", "Liens calculés entre emprises et cadastre"),
    Content("funder", "Financeurs", "Financeurs du programme"),
    Content("funding_line", "Lignes de financement", "Montants en centimes d’euro"),
    Content("social_action", "Actions sociales", "Montants en centimes d’euro"),
    Content("social_action_operation", "Opérations des actions sociales", "Liens"),
    Content(
        "social_action_neighbourhood", "Quartiers des actions sociales", "Codes de quartiers prioritaires"
    ),
)
"""What the GeoPackage lists, in the words that QGIS shows."""

WRITING = "(SELECT writing FROM meta)"
PROTECTED_SENTENCE = (
    "Cette table se modifie dans Trame : ses contrôles et son journal ne verraient pas ce changement."
)


def protections() -> list[str]:
    """Statements that keep other programs from changing the programme behind its back."""
    return [
        statement for table in CONTENT for statement in protection(table.name, WRITING, PROTECTED_SENTENCE)
    ]
