"""What other programs see of the programme's file: what QGIS lists and draws, and why it cannot edit it.

The words are French: they are written into the file once, in the first language of the program.
"""

from programme.storage.geopackage import Content, protection
from programme.storage.keeping import kept_for_ever
from programme.storage.tables import CONTENT, journal, visa

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

VISAS_VIEW = """
CREATE VIEW visas AS
SELECT
  visa.fid AS OGC_FID,
  visa.operation_id,
  visa.operation_name,
  visa.commune,
  visa.decision,
  visa.decided_on,
  visa.recorded_at,
  visa.checked_at,
  visa.verdict,
  visa.errors,
  visa.warnings,
  visa.geometry_hash,
  visa.revisions,
  visa.fictitious,
  visa.geometry
FROM visa
""".strip()
"""Each visa with the shape that it was put on. It leaves out persons and what they wrote."""

LISTED: tuple[Content, ...] = (
    Content(
        "operations",
        "Opérations",
        "Opérations et leurs emprises, en lecture seule ; montants en centimes d’euro",
        "geometry",
    ),
    Content(
        "visas",
        "Visas",
        "Décisions des communes et emprises sur lesquelles elles portent, en lecture seule",
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
    Content("convention", "Conventions", "Numéros, dates et coûts ; montants en centimes d’euro"),
    Content("convention_operation", "Opérations des conventions", "Liens"),
    Content("funding_amount", "Montants par période", "Autorisations et crédits, en centimes d’euro"),
    Content("award_decision", "Décisions attributives", "Numéros, dates et montants en centimes d’euro"),
    Content("priority_site", "Sites prioritaires", "Sites où un programme agit"),
    Content(
        "priority_site_neighbourhood", "Quartiers des sites prioritaires", "Codes de quartiers prioritaires"
    ),
    Content("priority_site_operation", "Opérations des sites prioritaires", "Liens"),
    Content(
        "site_budget", "Budgets des sites prioritaires", "Études puis investissement, en centimes d’euro"
    ),
    Content("work_hours", "Heures travaillées", "Heures travaillées et heures d’insertion par opération"),
    Content("social_action_grant", "Subventions des actions sociales", "Montants en centimes d’euro"),
    Content("consultation", "Concertation", "Réunions et contributions, en degrés WGS84"),
    Content("indicator_target", "Cibles des indicateurs", "Valeurs en millionièmes"),
)
"""What the GeoPackage lists, in the words that QGIS shows."""

WRITING = "(SELECT writing FROM meta)"
PROTECTED_SENTENCE = (
    "Cette table se modifie dans Trame : ses contrôles et son journal ne verraient pas ce changement."
)


KEPT_SENTENCE = "Un visa ne se modifie pas et ne s’efface pas : enregistrez-en un nouveau dans Trame."
JOURNAL_SENTENCE = "Une ligne du journal ne se modifie pas et ne s’efface pas."


def protections() -> list[str]:
    """Statements that keep other programs from changing the programme, and all from losing a visa or a journal line."""
    protected = [
        statement
        for table in (*CONTENT, visa, journal)
        for statement in protection(table.name, WRITING, PROTECTED_SENTENCE)
    ]
    kept = ((visa, KEPT_SENTENCE), (journal, JOURNAL_SENTENCE))
    return protected + [
        statement for table, sentence in kept for statement in kept_for_ever(table.name, sentence)
    ]
