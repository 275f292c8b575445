"""A workbook of somebody else, read by a mapping of its columns: the department's open data, or any other."""

from collections.abc import Mapping as Map
from collections.abc import Sequence
from typing import Any

from core.errors import TrameError
from core.issues import Issue, Level
from core.languages import N_, _
from core.text import fold
from programme.edits.vocabulary import FIELDS
from programme.exchange.declarations import FORMATS
from programme.imports.cells import Unread, issue, plain, read_cell, shown, text_of
from programme.imports.mapping import JOIN, Field, Mapping, guess
from programme.imports.naming import AMOUNTS, BENEFICIARY, LeftOut, Naming
from programme.imports.own import Read
from programme.imports.reconciliation import Wanted
from programme.imports.rows import alike, derived, missing, of_sheet, together
from programme.imports.sheet import Book, Row, Sheet
from programme.steps import FunderKind, FundingNature
from programme.storage.snapshot import Programme

TARGET = "funding"
TABLE = "funding_lines"
FIELDS_OF_TARGET: tuple[Field, ...] = (
    Field(
        "operation_id",
        (
            "identifiant de l operation",
            "code operation",
            "operation",
            "objet",
            "projet",
            "intitule",
            "libelle",
        ),
        required=True,
        several=True,
    ),
    Field(BENEFICIARY, ("beneficiaire", "maitre d ouvrage", "maitrise d ouvrage", "mo", "porteur")),
    Field("funder_id", ("financeur", "funder", "partenaire", "organisme"), required=True, constant=True),
    Field(
        "kind",
        ("nature aide", "nature de l aide", "type de financement", "forme", "kind", "type"),
        required=True,
        constant=True,
    ),
    Field("nature", ("nature de la ligne", "sens", "nature"), constant=True),
    Field("year", ("annee", "exercice", "millesime", "year"), required=True, constant=True),
    Field("requested_eur", ("montant demande", "montant sollicite", "demande", "sollicite")),
    Field("voted_eur", ("montant vote", "montant accorde", "montant attribue", "vote", "accorde", "montant")),
    Field("committed_eur", ("montant engage", "engage")),
    Field("paid_eur", ("montant paye", "montant verse", "mandate", "paye", "verse")),
    Field(
        "award_decision", ("decision attributive", "numero de decision", "deliberation", "das", "decision")
    ),
    Field("id", ("identifiant de la ligne", "identifiant", "id")),
)
"""What a workbook of somebody else may fill."""
FIELD_WORDS: Map[str, str] = {**FIELDS, BENEFICIARY: N_("Beneficiary")}
DEPARTMENT_COLUMNS = (
    "annee",
    "beneficiaire",
    "convention_renovation_urbaine",
    "objet",
    "nature_aide",
    "section",
    "montant_vote",
)
"""Columns of the department's open data on renewal subsidies."""


class IncompleteMappingError(TrameError):
    """Fields that no line can do without are filled by nothing."""

    def __init__(self, fields: Sequence[str]) -> None:
        self.fields = tuple(fields)
        super().__init__(
            _("No column was found for: {fields}. Say which one gives it.").format(
                fields=", ".join(_(FIELD_WORDS[name]) for name in fields)
            )
        )


class MissingColumnsError(TrameError):
    """The mapping names columns that the sheet does not have."""

    def __init__(self, sheet: Sheet, columns: Sequence[str]) -> None:
        self.columns = tuple(columns)
        super().__init__(
            _("“{sheet}” has no column {columns}, which the mapping names. Its columns: {known}.").format(
                sheet=sheet.name, columns=", ".join(columns), known=", ".join(sheet.columns)
            )
        )


class NoRowsError(TrameError):
    """No sheet of the file has a header and rows."""

    def __init__(self, name: str) -> None:
        super().__init__(
            _(
                "{file}: no row was found under a header. The header is the first row with two names or more."
            ).format(file=name)
        )


def sheet_of(book: Book, mapping: Mapping | None = None) -> Sheet:
    """Sheet that a mapping reads: the one that it names, else the first that has rows and is shown.

    Raises
    ------
    NoRowsError
        There is none.
    """
    named = [sheet for sheet in book.sheets if mapping is not None and sheet.name == mapping.sheet]
    filled = [sheet for sheet in book.sheets if sheet.rows]
    found = [*named, *(sheet for sheet in filled if not sheet.hidden), *filled]
    if not found:
        raise NoRowsError(book.name)
    return found[0]


def is_department(sheet: Sheet) -> bool:
    """Whether a sheet has the columns of the department's open data."""
    return {fold(name) for name in DEPARTMENT_COLUMNS} <= {fold(name) for name in sheet.columns}


def usual_mapping(sheet: Sheet, programme: Programme) -> Mapping:
    """What a sheet seems to hold: the department's open data as it is documented, any other by its column names."""
    if not is_department(sheet):
        return guess(TARGET, FIELDS_OF_TARGET, sheet.columns)
    names = {fold(column): column for column in sheet.columns}
    year, beneficiary, convention, subject, kind, section, voted = (
        names[fold(name)] for name in DEPARTMENT_COLUMNS
    )
    funders = programme.funders
    mine = list(funders.index[funders["kind"] == FunderKind.DEPARTMENT])
    return Mapping(
        TARGET,
        columns={
            "operation_id": (subject,),
            BENEFICIARY: (beneficiary,),
            "kind": (kind,),
            "year": (year,),
            "voted_eur": (voted,),
        },
        constants={"funder_id": str(mine[0])} if len(mine) == 1 else {},
        identity=(year, beneficiary, convention, subject, kind, section),
    )


def require_whole(mapping: Mapping, sheet: Sheet) -> None:
    """Check that a mapping fits a sheet and fills all that a line needs.

    Raises
    ------
    MissingColumnsError, IncompleteMappingError
        It does not.
    """
    named = [column for columns in mapping.columns.values() for column in columns] + list(mapping.identity)
    unknown = [column for column in dict.fromkeys(named) if column not in sheet.columns]
    if unknown:
        raise MissingColumnsError(sheet, unknown)
    filled = {name for name, columns in mapping.columns.items() if columns}
    filled |= {name for name, value in mapping.constants.items() if value}
    lacking = [item.name for item in FIELDS_OF_TARGET if item.required and item.name not in filled]
    if not filled & set(AMOUNTS):
        lacking.append("voted_eur")
    if lacking:
        raise IncompleteMappingError(lacking)


def read_mapped(sheet: Sheet, mapping: Mapping, naming: Naming, held: Map[str, Map[str, Any]]) -> Read:
    """Understand the rows of a sheet as funding lines.

    Parameters
    ----------
    sheet
        Of the file.
    mapping
        That fits it (see :func:`require_whole`).
    naming
        Of the programme, with what the person assigned.
    held
        Funding lines that the programme keeps.
    """
    found = Read(TABLE, sheet, naming=naming, faults=of_sheet(sheet) + _unused(sheet, mapping))
    reader = _Lines(sheet, mapping, naming)
    for row in sheet.rows:
        try:
            values = reader.values(row)
        except LeftOut:
            found.left_out.add(row.number)
            continue
        if values is not None:
            found.items.append(Wanted(row.number, TABLE, values["id"], values))
    found.faults += reader.faults
    if not mapping.columns.get("id"):
        found.faults += alike(found.items, held, sheet.name)
    return found


def separable(mapping: Mapping) -> bool:
    """Whether identifiers are worked out, so that a repeated row may be a line of its own."""
    return not mapping.columns.get("id")


def _unused(sheet: Sheet, mapping: Mapping) -> list[Issue]:
    used = {column for columns in mapping.columns.values() for column in columns} | set(mapping.identity)
    return [
        Issue(
            "column.unused",
            Level.INFORMATION,
            N_("The column “{field}” fills nothing and was left aside."),
            values={"field": column},
            field=column,
            file=sheet.name,
        )
        for column in sheet.columns
        if column not in used
    ]


class _Lines:
    """Turns the rows of one sheet into funding lines."""

    def __init__(self, sheet: Sheet, mapping: Mapping, naming: Naming) -> None:
        self._sheet, self._mapping, self._naming = sheet, mapping, naming
        self._form = FORMATS[TABLE]
        self._heads = {name: JOIN.join(columns) for name, columns in mapping.columns.items() if columns}
        self._identity = mapping.identity or tuple(
            dict.fromkeys(
                column
                for name, columns in mapping.columns.items()
                if name not in AMOUNTS
                for column in columns
            )
        )
        self.faults: list[Issue] = []

    def values(self, row: Row) -> dict[str, Any] | None:
        """Values of a row; None where it is at fault, or names something unknown."""
        before = len(self.faults)
        values: dict[str, Any] = {
            "operation_id": self._operation(row),
            "funder_id": self._named(row, "funder_id"),
            "kind": self._named(row, "kind"),
            "year": self._cell(row, "year"),
        }
        for name in (*AMOUNTS, "award_decision", "id"):
            if name in self._heads:
                values[name] = self._cell(row, name)
        values["nature"] = self._nature(row, values)
        if values.get("id") is None and "id" not in self._heads:
            values["id"] = self._identifier(row, values)
        self.faults += together(self._form, values, row.number, self._heads, self._sheet.name)
        wrong = any(found.level is Level.ERROR for found in self.faults[before:])
        needed = ("id", "operation_id", "funder_id", "kind", "nature", "year")
        return None if wrong or any(values[name] is None for name in needed) else values

    def _identifier(self, row: Row, values: Map[str, Any]) -> str:
        said = [plain(row.cells[column]) for column in self._identity]
        constants = [
            str(values.get(name) or value) for name, value in sorted(self._mapping.constants.items()) if value
        ]
        # What is taken back repeats nothing that was granted, whatever else the two rows share.
        return derived(*said, *constants, "" if self._heads.get("nature") else str(values["nature"]))

    def _text(self, row: Row, name: str) -> str:
        """Texts of the columns of a field, or its constant."""
        columns = self._mapping.columns.get(name, ())
        if not columns:
            return self._mapping.constants.get(name, "")
        texts = []
        for column in columns:
            cell = row.cells[column]
            try:
                texts.append(text_of(self._form.by_name["award_decision"], cell))
            except Unread as unread:
                self.faults.append(
                    issue(unread.code, row=row.number, head=column, value=shown(cell), sheet=self._sheet.name)
                )
        return JOIN.join(text for text in texts if text)

    def _operation(self, row: Row) -> str | None:
        text = self._text(row, "operation_id")
        if not text:
            self._missing(row, "operation_id")
            return None
        beneficiary = self._text(row, BENEFICIARY)
        if not beneficiary:
            return self._naming.operation(text, None, row.number)
        whole = f"{text}{JOIN}{beneficiary}"
        said = self._naming.assigned_operation(whole) or self._naming.assigned_operation(text)
        if said is not None:
            return said
        owner = self._naming.beneficiary(beneficiary, row.number)
        return None if owner is None else self._naming.operation(whole, owner, row.number, hint=text)

    def _named(self, row: Row, name: str) -> str | None:
        text = self._text(row, name)
        if not text:
            self._missing(row, name)
            return None
        if name == "funder_id":
            return self._naming.reference(TABLE, name, "funders", text, row.number)
        return self._naming.word(TABLE, name, text, row.number)

    def _nature(self, row: Row, values: Map[str, Any]) -> str | None:
        """Nature that the file says; by the sign of the amounts where it says nothing."""
        text = self._text(row, "nature")
        if text:
            return self._naming.word(TABLE, "nature", text, row.number)
        negative = any(values[name] < 0 for name in AMOUNTS if values.get(name) is not None)
        return FundingNature.DECOMMITMENT.value if negative else FundingNature.AWARD.value

    def _cell(self, row: Row, name: str) -> Any:
        column = self._form.by_name[name]
        columns = self._mapping.columns.get(name, ())
        cell = row.cells[columns[0]] if columns else self._mapping.constants.get(name)
        if cell is None and column.required:
            self._missing(row, name)
            return None
        head = columns[0] if columns else ""
        value, wrong = read_cell(
            column, cell, self._sheet.decimal, head=head, row=row.number, sheet=self._sheet.name
        )
        if wrong is not None:
            self.faults.append(wrong)
        return value

    def _missing(self, row: Row, name: str) -> None:
        self.faults.append(
            missing(row.number, self._heads.get(name) or _(FIELD_WORDS[name]), self._sheet.name)
        )
