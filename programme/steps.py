"""Life of an operation, in the field's own words: étude → programmation → engagée → travaux → livrée → soldée."""

from enum import StrEnum


class Step(StrEnum):
    """Step that an operation has reached; the order of the members is that of its life."""

    STUDY = "étude"
    PROGRAMMING = "programmation"
    COMMITTED = "engagée"
    WORKS = "travaux"
    DELIVERED = "livrée"
    SETTLED = "soldée"
    ABANDONED = "abandonnée"


class FundingKind(StrEnum):
    """What a funding line is; a loan never enters a subsidy rate."""

    SUBSIDY = "subsidy"
    LOAN = "loan"
    OWN_FUNDS = "own_funds"


class FundingNature(StrEnum):
    """Whether a line grants money or takes granted money back (its amounts are then negative)."""

    AWARD = "award"
    DECOMMITMENT = "decommitment"


class OwnerKind(StrEnum):
    """What kind of body a project owner is."""

    COMMUNE = "commune"
    EPT = "ept"
    LANDLORD = "landlord"
    DEPARTMENT = "department"
    STATE = "state"
    OTHER = "other"


class FunderKind(StrEnum):
    """What kind of body a funder is."""

    ANRU = "anru"
    STATE = "state"
    REGION = "region"
    DEPARTMENT = "department"
    EPT = "ept"
    COMMUNE = "commune"
    LANDLORD = "landlord"
    BANK = "bank"
    OTHER = "other"
