"""Rules on amounts, dates and hours: what each asks for, as ``rules.toml`` holds it."""

from collections.abc import Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import Annotated, ClassVar, Literal

from pydantic import Field, field_validator

from core.languages import N_
from programme.desk import Clause
from programme.nomenclature import family_codes
from programme.rules.dated_rule import DatedRule
from programme.steps import FunderKind, OwnerKind

AMOUNT_TITLES: Mapping[str, str] = {
    "local_share": N_("Share of the project owner that is a local authority"),
    "engineering_rate": N_("Subsidy of engineering"),
    "subsidies_within_basis": N_("Subsidies within the basis"),
    "balance": N_("Balance of the funding plan"),
    "over_funding": N_("Over-funding"),
    "amounts_order": N_("Order of amounts"),
    "convention_end": N_("End of the convention"),
    "integration_works": N_("Integration hours in works"),
    "integration_management": N_("Integration hours in neighbourhood management"),
    "integration_target": N_("Target of integration hours"),
}
"""Names of the rules by their code."""

AMOUNT_TEXTS: Mapping[str, str] = {
    "local_share": N_(
        "A local authority that owns an operation bears at least {minimum_share} of the public funding; inside a "
        "renewal programme the law provides for a derogation."
    ),
    "engineering_rate": N_(
        "The agency's subsidy of studies and project management is at most {maximum_share} of the funding basis, "
        "excluding tax."
    ),
    "subsidies_within_basis": N_(
        "All subsidies together are at most {maximum_share} of the funding basis; loans and own funds do not count."
    ),
    "balance": N_(
        "The funding plan, loans and own funds included, reaches the cost excluding tax; if not, its gap is shown."
    ),
    "over_funding": N_(
        "The funding plan, loans and own funds included, does not exceed the cost excluding tax."
    ),
    "amounts_order": N_("On each funding line, what is paid ≤ what is committed ≤ what is voted."),
    "convention_end": N_(
        "No step and no award decision of the operation is dated after the end of its convention."
    ),
    "integration_works": N_(
        "At least {minimum_share} of the hours worked in works go to persons in integration."
    ),
    "integration_management": N_(
        "At least {minimum_share} of the hours worked in neighbourhood management go to persons in integration."
    ),
    "integration_target": N_(
        "When a social action with an integration clause ends, the hours planned have been done."
    ),
}
"""What the rules say, by their code, with the names of their parameters in braces."""

Share = Annotated[Decimal, Field(gt=0, le=1, strict=False)]
Euros = Annotated[Decimal, Field(ge=0, lt=10**12, strict=False, max_digits=14, decimal_places=2)]
_OwnerKinds = Annotated[tuple[Annotated[OwnerKind, Field(strict=False)], ...], Field(strict=False)]
_FunderKinds = Annotated[tuple[Annotated[FunderKind, Field(strict=False)], ...], Field(strict=False)]
_Names = Annotated[tuple[Annotated[str, Field(min_length=1)], ...], Field(strict=False)]


class AmountRule(DatedRule):
    """A rule on what the programme holds of an operation beside its footprint.

    ``on_money``: it asks who pays how much, which not every reader may see.
    """

    on_money: ClassVar[bool] = True
    known_titles: ClassVar[Mapping[str, str]] = AMOUNT_TITLES
    known_texts: ClassVar[Mapping[str, str]] = AMOUNT_TEXTS


class LocalShareRule(AmountRule):
    """Least share of the public funding that an owner bears itself.

    Attributes
    ----------
    minimum_share
        Own funds ÷ own funds and subsidies of public bodies together. Loans are repaid, and stay out.
    owner_kinds
        Owners that the text concerns.
    public_funder_kinds
        Funders whose subsidies are public funding.
    derogation
        Text that derogates from it; None where none does.
    derogation_funder_kinds
        A subsidy of one of those is the sign of a programme in which the derogation is possible.
    """

    test: Literal["local_share"]
    minimum_share: Share
    owner_kinds: Annotated[_OwnerKinds, Field(min_length=1)]
    public_funder_kinds: Annotated[_FunderKinds, Field(min_length=1)]
    derogation: str | None = Field(default=None, min_length=1)
    derogation_funder_kinds: _FunderKinds = ()


class MaximumRateRule(AmountRule):
    """Greatest rate of subsidy: subsidies ÷ funding basis.

    Attributes
    ----------
    maximum_share
        Of the basis.
    families
        Codes of the families that it is about; none: all.
    funders, funder_kinds
        Funders whose subsidies count together, by identifier and by kind; none of both: all.
    """

    test: Literal["maximum_rate"]
    maximum_share: Share
    families: _Names = ()
    funders: _Names = ()
    funder_kinds: _FunderKinds = ()

    @field_validator("families")
    @classmethod
    def _known(cls, families: tuple[str, ...]) -> tuple[str, ...]:
        if not set(families) <= family_codes():
            raise ValueError("family")
        return families


class BalanceRule(AmountRule):
    """The plan reaches the cost excluding tax, or the basis where no cost is known; ``tolerance_eur`` may lack."""

    test: Literal["balance"]
    tolerance_eur: Euros = Decimal(0)


class OverFundingRule(AmountRule):
    """The plan does not exceed the cost excluding tax, or the basis, by more than ``tolerance_eur``."""

    test: Literal["over_funding"]
    tolerance_eur: Euros = Decimal(0)


class AmountsOrderRule(AmountRule):
    """On each line paid ≤ committed ≤ voted, as far as they are known; what is taken back in absolute value."""

    test: Literal["amounts_order"]


class ConventionEndRule(AmountRule):
    """No milestone lies after the end of the convention; its last day still counts."""

    on_money: ClassVar[bool] = False

    test: Literal["convention_end"]


class IntegrationShareRule(AmountRule):
    """Least share of the hours worked that goes to persons in integration.

    Attributes
    ----------
    minimum_share
        Hours done in integration ÷ hours worked.
    clause
        Which hours: those of works, or those of neighbourhood management.
    """

    on_money: ClassVar[bool] = False

    test: Literal["integration_share"]
    minimum_share: Share
    clause: Clause = Field(strict=False)


class IntegrationTargetRule(AmountRule):
    """Once a social action is over, its hours done reach its hours planned."""

    on_money: ClassVar[bool] = False

    test: Literal["integration_target"]


AMOUNT_MODELS: Mapping[str, type[AmountRule]] = MappingProxyType(
    {
        "local_share": LocalShareRule,
        "maximum_rate": MaximumRateRule,
        "balance": BalanceRule,
        "over_funding": OverFundingRule,
        "amounts_order": AmountsOrderRule,
        "convention_end": ConventionEndRule,
        "integration_share": IntegrationShareRule,
        "integration_target": IntegrationTargetRule,
    }
)
"""Models by the word under ``test``."""
