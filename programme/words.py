"""Words for the codes of the programme: English here, translated where they are shown."""

from collections.abc import Mapping

from core.languages import N_, _
from layers.operations import STEPS
from programme.steps import FunderKind, FundingKind, FundingNature, OwnerKind, Step

STEP_WORDS: Mapping[str, str] = {item.value: item.label for item in STEPS}
STEP_ORDER: tuple[str, ...] = tuple(Step)

FUNDING_KINDS: Mapping[str, str] = {
    FundingKind.SUBSIDY: N_("Subsidy"),
    FundingKind.LOAN: N_("Loan"),
    FundingKind.OWN_FUNDS: N_("Own funds"),
}

FUNDING_NATURES: Mapping[str, str] = {
    FundingNature.AWARD: N_("Award"),
    FundingNature.DECOMMITMENT: N_("Decommitment"),
}

OWNER_KINDS: Mapping[str, str] = {
    OwnerKind.COMMUNE: N_("Commune"),
    OwnerKind.EPT: N_("Inter-municipal territory (EPT)"),
    OwnerKind.LANDLORD: N_("Social landlord"),
    OwnerKind.DEPARTMENT: N_("Department"),
    OwnerKind.STATE: N_("State"),
    OwnerKind.OTHER: N_("Other body"),
}

FUNDER_KINDS: Mapping[str, str] = {
    FunderKind.ANRU: "ANRU",
    FunderKind.STATE: N_("State"),
    FunderKind.REGION: N_("Region"),
    FunderKind.DEPARTMENT: N_("Department"),
    FunderKind.EPT: N_("Inter-municipal territory (EPT)"),
    FunderKind.COMMUNE: N_("Commune"),
    FunderKind.LANDLORD: N_("Social landlord"),
    FunderKind.BANK: N_("Bank"),
    FunderKind.OTHER: N_("Other body"),
}

THEMES: Mapping[str, str] = {
    "employment": N_("Employment and integration"),
    "education": N_("Education"),
    "health": N_("Health"),
    "culture": N_("Culture"),
    "sports": N_("Sports"),
    "citizenship": N_("Citizenship"),
    "living_environment": N_("Living environment"),
    "consultation": N_("Consultation"),
    "rehousing_support": N_("Rehousing support"),
}

PUBLICS: Mapping[str, str] = {
    "all": N_("All publics"),
    "youth": N_("Young people"),
    "children": N_("Children"),
    "women": N_("Women"),
    "seniors": N_("Seniors"),
    "jobseekers": N_("Jobseekers"),
    "families": N_("Families"),
}


def word(words: Mapping[str, str], code: str | None) -> str | None:
    """Words of a code in the language in force; the code itself where it is not known.

    Examples
    --------
    >>> word(FUNDING_KINDS, "a kind of tomorrow")
    'a kind of tomorrow'
    """
    return None if code is None else _(words.get(code, code))


def step_position(step: str) -> int:
    """Place of a step in the life of an operation; unknown ones come last."""
    return STEP_ORDER.index(step) if step in STEP_ORDER else len(STEP_ORDER)
