"""The open data of the city policy's grants (posts of mediators, FONJEP): rows of a table into social actions.

Columns ``raison_sociale, montant, annee, insee_dep``, and ``id_poste, code_tiers, code_cv`` where they are there. A
post is a social action, the same one from year to year; what it is given in a year is one grant of it.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from core.issues import Issue, Level
from core.languages import N_, _
from core.settings import Territory
from core.text import fold
from programme.exchange.format import ID, Column, Kind
from programme.imports.cells import plain, read_cell
from programme.imports.naming import Naming
from programme.imports.reconciliation import Wanted
from programme.imports.rows import derived, missing, of_sheet
from programme.imports.sheet import Row, Sheet
from programme.steps import FunderKind
from programme.storage.snapshot import Programme
from programme.themes import Public, Theme

HOLDER, AMOUNT, YEAR, DEPARTMENT = "raison_sociale", "montant", "annee", "insee_dep"
POST, BODY, CONTRACT = "id_poste", "code_tiers", "code_cv"
NEEDED = (HOLDER, AMOUNT, YEAR, DEPARTMENT)
SIREN_LEFT_OUT = N_("“{value}” holds no SIREN number: the holder is kept by its name alone.")
_SCHEMES = {"adulte-relais": N_("Adulte-relais post"), "fonjep": N_("FONJEP post")}
"""Name of a post by a word in the name of its file, which alone tells the scheme."""
_POST_USUAL = N_("Post")
_SIRET = re.compile(r"[0-9]{14}", re.ASCII)
_SIREN = re.compile(r"[0-9]{9}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Assumed:
    """What the file does not tell, and a new action needs: the person may say otherwise.

    Attributes
    ----------
    theme, public
        Of the new actions; those of actions that are kept stay as they are.
    funder
        Identifier of the one who grants; None: the State, where there is exactly one among the funders.
    """

    theme: str = Theme.CITIZENSHIP
    public: str = Public.ALL
    funder: str | None = None


@dataclass
class ReadGrants:
    """What the rows of the territory want.

    Attributes
    ----------
    items, faults
        As :func:`programme.imports.reconcile.reconcile` takes them.
    naming
        Keeps the funder where it names nothing.
    elsewhere
        Rows of other departments.
    nowhere
        Rows that tell no department.
    """

    items: list[Wanted] = field(default_factory=list)
    faults: list[Issue] = field(default_factory=list)
    naming: Naming | None = None
    elsewhere: int = 0
    nowhere: int = 0


def is_grants(sheet: Sheet) -> bool:
    """Whether a sheet has the columns of these grants."""
    return set(NEEDED) <= {column.strip().lower() for column in sheet.columns}


def siren_of(text: str) -> str | None:
    """SIREN number in a code of a third party: a SIREN or a SIRET whose control digits hold; None for all else.

    Examples
    --------
    >>> siren_of("49162266800219"), siren_of("LECTURES NOMADES"), siren_of("123456789")
    ('491622668', None, None)
    """
    if not (_SIRET.fullmatch(text) or _SIREN.fullmatch(text)):
        return None
    digits = [int(digit) for digit in reversed(text[:9])]
    doubled = (digit if place % 2 == 0 else sum(divmod(2 * digit, 10)) for place, digit in enumerate(digits))
    return text[:9] if sum(doubled) % 10 == 0 else None


def read_grants(
    sheet: Sheet,
    territory: Territory,
    naming: Naming,
    held: Mapping[str, Mapping[str, Mapping[str, Any]]],
    assumed: Assumed,
    file: str,
) -> ReadGrants:
    """Understand the rows of the territory; the others are counted.

    Parameters
    ----------
    sheet
        With the columns of :data:`NEEDED`.
    territory
        What the installation serves.
    naming
        Of the programme.
    held
        Actions and grants that the programme keeps.
    assumed
        What the file does not tell.
    file
        Its name, which tells the scheme and stands in the comment of new actions.
    """
    found = ReadGrants(naming=naming)
    found.faults += of_sheet(sheet)
    reader = _Reader(sheet, naming, file, assumed.funder or _state_funder(naming.programme))
    grants: dict[str, dict[str, _Grant]] = defaultdict(dict)
    for row in sheet.rows:
        department = reader.text(row, DEPARTMENT)
        if not department and not territory.all:
            found.nowhere += 1
        elif not _inside(territory, department):
            found.elsewhere += 1
        else:
            grant = reader.grant(row)
            if grant is not None:
                # A repeated grant is told as a duplicate; it does not enter the sum of its action.
                grants[grant.action].setdefault(grant.id, grant)
                found.items.append(
                    Wanted(row.number, "social_action_grants", grant.id, grant.values, grant.name)
                )
    found.faults += reader.faults
    for action, own in grants.items():
        found.items.append(_action(action, list(own.values()), held, assumed, file))
    return found


def _inside(territory: Territory, department: str) -> bool:
    if territory.all:
        return True
    own = {*territory.departments, *(_department(insee) for insee in territory.communes)}
    return department in own


def _department(insee: str) -> str:
    return insee[:3] if insee.startswith("97") else insee[:2]


@dataclass(frozen=True, slots=True)
class _Grant:
    """One row, understood."""

    row: int
    id: str
    action: str
    name: str
    holder: str
    siren: str | None
    post: str
    contract: str
    values: Mapping[str, Any]


class _Reader:
    def __init__(self, sheet: Sheet, naming: Naming, file: str, funder: str | None) -> None:
        self._heads = {column.strip().lower(): column for column in reversed(sheet.columns)}
        self._sheet, self._naming = sheet, naming
        self._scheme = next(
            (words for word, words in _SCHEMES.items() if fold(word) in fold(file)), _POST_USUAL
        )
        self._funder = funder
        self.faults: list[Issue] = []

    def text(self, row: Row, name: str) -> str:
        """Text of a cell; empty where there is none, or no such column."""
        head = self._heads.get(name)
        return "" if head is None else plain(row.cells.get(head)).strip()

    def grant(self, row: Row) -> _Grant | None:
        before = len(self.faults)
        holder = self._required(row, HOLDER)
        amount = self._read(row, AMOUNT, Column("granted_eur", Kind.AMOUNT))
        year = self._read(row, YEAR, Column("year", Kind.YEAR))
        body, post = self.text(row, BODY), self.text(row, POST)
        siren = siren_of(body.replace(" ", ""))
        if any(issue.level is Level.ERROR for issue in self.faults[before:]) or holder is None:
            return None
        if body and siren is None:
            self.faults.append(self._warning(row, body))
        funder = self._funder or self._naming.reference(
            "social_action_grants", "funder_id", "funders", _("State"), row.number
        )
        if funder is None:
            return None
        contract = self.text(row, CONTRACT)
        action = post if re.fullmatch(ID, post) else derived(post, holder, body, contract)
        known_post = post or contract
        name = f"{_(self._scheme)} {known_post} – {holder}" if known_post else f"{_(self._scheme)} – {holder}"
        values = {
            "id": f"{action}-{year}" if len(action) <= 34 else derived(action, str(year)),
            "social_action_id": action,
            "funder_id": funder,
            "year": year,
            "granted_eur": amount,
        }
        return _Grant(row.number, values["id"], action, name, holder, siren, post, contract, values)

    def _required(self, row: Row, name: str) -> str | None:
        text = self.text(row, name)
        if not text:
            self.faults.append(missing(row.number, self._heads[name], self._sheet.name))
        return text or None

    def _read(self, row: Row, name: str, column: Column) -> Any:
        if self._required(row, name) is None:
            return None
        head = self._heads[name]
        value, wrong = read_cell(
            column,
            row.cells[head],
            self._sheet.decimal,
            head=head,
            row=row.number,
            sheet=self._sheet.name,
        )
        if wrong is not None:
            self.faults.append(wrong)
        return value

    def _warning(self, row: Row, body: str) -> Issue:
        return Issue(
            "siren.none",
            Level.INFORMATION,
            SIREN_LEFT_OUT,
            values={"value": body},
            row=row.number,
            field=self._heads[BODY],
            value=body,
            file=self._sheet.name,
        )


def _state_funder(programme: Programme) -> str | None:
    """The State among the funders, where there is exactly one."""
    own = programme.funders.index[programme.funders["kind"] == FunderKind.STATE]
    return str(own[0]) if len(own) == 1 else None


def _action(
    action: str,
    grants: list[_Grant],
    held: Mapping[str, Mapping[str, Mapping[str, Any]]],
    assumed: Assumed,
    file: str,
) -> Wanted:
    """The action of some grants: all that a new one needs; of one that is kept, its sum where a grant changes."""
    first = grants[0]
    if action not in held["social_actions"]:
        values = {
            "id": action,
            "name": first.name,
            "theme": assumed.theme,
            "public": assumed.public,
            "holder": first.holder,
            "holder_siren": first.siren,
            "granted_eur": sum((grant.values["granted_eur"] for grant in grants), Decimal(0)),
            "internal_comment": _comment(first, file),
        }
        return Wanted(first.row, "social_actions", action, values, first.name)
    values = {"id": action, **dict(_new_sum(action, grants, held))}
    return Wanted(first.row, "social_actions", action, values, str(held["social_actions"][action]["name"]))


def _new_sum(
    action: str, grants: list[_Grant], held: Mapping[str, Mapping[str, Mapping[str, Any]]]
) -> Iterator[tuple[str, Any]]:
    """Sum of all grants of an action, where the file changes one: else it is left as people keep it."""
    kept = {
        key: values["granted_eur"]
        for key, values in held["social_action_grants"].items()
        if values["social_action_id"] == action
    }
    stated = {grant.id: grant.values["granted_eur"] for grant in grants}
    if any(kept.get(key) != amount for key, amount in stated.items()):
        every = {**kept, **stated}
        yield "granted_eur", sum((amount for amount in every.values() if amount is not None), Decimal(0))


def _comment(grant: _Grant, file: str) -> str:
    """Where a new action comes from, and what no column of the programme holds."""
    said = [_("Imported from {file}.").format(file=file)]
    if grant.contract:
        said.append(_("Contrat de ville {code}.").format(code=grant.contract))
    if grant.post:
        said.append(_("Post {id}.").format(id=grant.post))
    return " ".join(said)
