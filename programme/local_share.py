"""Share of the public funding that a local authority bears for its own operation: information, not advice."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from core.languages import N_, _
from programme.steps import FunderKind, FundingKind, OwnerKind

MINIMUM = Decimal("0.20")
"""At least a fifth of what public bodies bring together."""

SOURCE = "CGCT, art. L1111-10, III"
DEROGATION = "loi n° 2003-710, art. 9"
URL = "https://www.legifrance.gouv.fr/codes/article_lc/LEGIARTI000023245837"

_LOCAL = frozenset({OwnerKind.COMMUNE, OwnerKind.EPT, OwnerKind.DEPARTMENT})
_PUBLIC = frozenset(
    {
        FunderKind.ANRU,
        FunderKind.STATE,
        FunderKind.REGION,
        FunderKind.DEPARTMENT,
        FunderKind.EPT,
        FunderKind.COMMUNE,
    }
)
_TEXT = N_(
    "A local authority that owns an operation bears at least 20% of the public funding; inside a renewal "
    "programme the law provides for a derogation. Indicative, not legal advice."
)


@dataclass(frozen=True, slots=True)
class LocalShare:
    """What the owner bears of the public funding.

    Attributes
    ----------
    own_eur
        Own funds of the owner.
    public_eur
        Own funds and the subsidies of public bodies together; loans are repaid, and stay out.
    share
        Own ÷ public; None where there is no public money: not computable.
    minimum, margin
        What the text asks for, and share less minimum.
    met
        Whether the minimum is reached; None where it is not computable.
    source, derogation, url
        The text, the law that derogates from it, and where to read it.
    """

    own_eur: Decimal
    public_eur: Decimal
    share: Decimal | None
    minimum: Decimal
    margin: Decimal | None
    met: bool | None
    source: str = SOURCE
    derogation: str = DEROGATION
    url: str = URL

    @property
    def rule(self) -> str:
        """The rule in one sentence, in the language in force."""
        return _(_TEXT)


def local_share(
    owner_kind: str | None, contributions: Iterable[tuple[FundingKind, str | None, Decimal]]
) -> LocalShare | None:
    """Work out the share of an owner.

    Parameters
    ----------
    owner_kind
        Value of :class:`programme.steps.OwnerKind`.
    contributions
        Kind of funding, kind of funder (value of :class:`programme.steps.FunderKind`) and planned amount in
        euros of each line.

    Returns
    -------
    None where the owner is no local authority: the text does not concern it.

    Examples
    --------
    >>> own, anru = ("own_funds", "commune", Decimal(15)), ("subsidy", "anru", Decimal(85))
    >>> found = local_share("commune", [own, anru, ("loan", "bank", Decimal(900))])
    >>> str(found.share), str(found.margin), found.met
    ('0.15', '-0.05', False)
    """
    if owner_kind not in _LOCAL:
        return None
    own = public = Decimal(0)
    for kind, funder_kind, amount in contributions:
        if kind == FundingKind.OWN_FUNDS:
            own += amount
        elif kind == FundingKind.SUBSIDY and funder_kind in _PUBLIC:
            public += amount
    public += own
    share = own / public if public > 0 else None
    margin = None if share is None else share - MINIMUM
    return LocalShare(own, public, share, MINIMUM, margin, None if margin is None else margin >= 0)
