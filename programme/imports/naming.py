"""What the texts of a file name: operations, funders, owners, words of a list; and what they name nothing of."""

from collections import defaultdict
from collections.abc import Mapping
from functools import cached_property

from core.languages import LANGUAGES, catalogue
from core.text import fold
from programme.edits.vocabulary import AMOUNT_STATES, HALVES
from programme.imports.close import Candidate, Names
from programme.imports.mapping import JOIN, LEFT_OUT
from programme.imports.reconciliation import Unmatched
from programme.money.ledger import Measure
from programme.storage.snapshot import Programme
from programme.words import FUNDER_KINDS, FUNDING_KINDS, FUNDING_NATURES, PUBLICS, THEMES

_OFFERED = 200
"""Texts for which candidates are looked up: a person assigns no more at one sitting."""
BENEFICIARY = "beneficiary"

_FUNDING_KINDS = {
    "subsidy": (
        "subventions",
        "subvention d equipement",
        "subvention d investissement",
        "subvention de fonctionnement",
        "aide",
        "aides",
        "dotation",
    ),
    "loan": ("prets", "pret bonifie", "prets bonifies", "emprunt"),
    "own_funds": ("autofinancement", "fonds propre"),
}
"""Other words for the kinds of money, as people write them."""
_NATURES = {"award": ("attribution", "vote"), "decommitment": ("desengagement", "annulation", "retrait")}
WORDS: Mapping[tuple[str, str], Mapping[str, str]] = {
    ("funders", "kind"): FUNDER_KINDS,
    ("funding_lines", "kind"): FUNDING_KINDS,
    ("funding_lines", "nature"): FUNDING_NATURES,
    ("funding_amounts", "state"): AMOUNT_STATES,
    ("funding_amounts", "half"): HALVES,
    ("social_actions", "theme"): THEMES,
    ("social_actions", "public"): PUBLICS,
}
"""Words of the lists of an own workbook, by table and field."""
_OTHERS: Mapping[tuple[str, str], Mapping[str, tuple[str, ...]]] = {
    ("funding_lines", "kind"): _FUNDING_KINDS,
    ("funding_lines", "nature"): _NATURES,
    ("funding_amounts", "half"): {"1": ("1er semestre", "s1"), "2": ("2e semestre", "2nd semestre", "s2")},
    ("funding_amounts", "state"): {"planned": ("prevu",), "actual": ("reel", "realise")},
}
AMOUNTS = tuple(f"{measure}_eur" for measure in Measure)


class LeftOut(Exception):  # noqa: N818 - it carries a decision
    """The person leaves out what this text names."""


def every_word(text: str) -> tuple[str, ...]:
    """A text of the code and its translations: workbooks of every language are read."""
    return tuple(dict.fromkeys((text, *(catalogue(code).get(text, text) for code in LANGUAGES))))


class Naming:
    """Finds what texts name in a programme, and keeps those that name nothing.

    Parameters
    ----------
    programme
        As the reader may see it.
    assigned
        What the person said texts mean, by field.
    """

    def __init__(self, programme: Programme, assigned: Mapping[str, Mapping[str, str]] | None = None) -> None:
        self.programme = programme
        self._assigned = assigned or {}
        self._found: dict[tuple[str, str, str], str | None] = {}
        self._open: dict[tuple[str, str, str], list[int]] = defaultdict(list)
        self._hints: dict[tuple[str, str, str], tuple[str, str]] = {}

    # -------------------------------------------------------------- asking

    def word(self, table: str, field: str, text: str, row: int) -> str | None:
        """Code of a word of a list; None where it is none."""
        return self._ask(table, field, text, row, self._words[table, field])

    def reference(self, table: str, field: str, refers: str, text: str, row: int) -> str | None:
        """Identifier of a row of another table; None where there is none."""
        return self._ask(table, field, text, row, self.names(refers))

    def beneficiary(self, text: str, row: int) -> str | None:
        """Name of a project owner; None where there is none."""
        return self._ask("", BENEFICIARY, text, row, self._owners)

    def assigned_operation(self, text: str) -> str | None:
        """Operation that the person said a text means; None where nothing was said, or it has gone since.

        Raises
        ------
        LeftOut
            Its rows are not imported.
        """
        said = self._assigned.get("operation_id", {}).get(text)
        if said == LEFT_OUT:
            raise LeftOut
        return said if said in self.names("operations").labels else None

    def operation(self, text: str, owner: str | None, row: int, hint: str = "") -> str | None:
        """Identifier of an operation.

        Parameters
        ----------
        text
            What the file says of it, and of whom it is.
        owner
            Project owner that it must be of; None for any.
        row
            Of the file.
        hint
            The text that names should be compared with, where that is another one.
        """
        names = self.names("operations") if owner is None else self._of_owner(owner)
        return self._ask("", "operation_id", text, row, names, owner=owner or "", hint=hint or text)

    def _ask(
        self, table: str, field: str, text: str, row: int, names: Names, *, owner: str = "", hint: str = ""
    ) -> str | None:
        key = (table, field, text)
        if key not in self._found:
            self._found[key] = self._answer(field, text, names, hint or text)
            self._hints[key] = (hint or text, owner)
        value = self._found[key]
        if value == LEFT_OUT:
            raise LeftOut
        if value is None:
            self._open[key].append(row)
        return value

    def _answer(self, field: str, text: str, names: Names, hint: str) -> str | None:
        said = self._assigned.get(field, {}).get(text)
        # What was assigned once may have gone since: it is asked for again.
        if said is not None and (said == LEFT_OUT or said in names.labels or field == "operation_id"):
            known = said == LEFT_OUT or said in names.labels or said in self.names("operations").labels
            if known:
                return said
        return names.exact(hint) or names.exact(text) or _leading(names, text)

    def unmatched(self) -> tuple[Unmatched, ...]:
        """Texts that name nothing, those of most rows first, with close names."""
        order = sorted(self._open.items(), key=lambda item: (-len(item[1]), item[0]))
        return tuple(
            Unmatched(tuple(rows), field, text, self._close(key) if place < _OFFERED else ())
            for place, (key, rows) in enumerate(order)
            for _table, field, text in [key]
        )

    def _close(self, key: tuple[str, str, str]) -> tuple[Candidate, ...]:
        table, field, text = key
        hint, owner = self._hints[key]
        if field == BENEFICIARY:
            return self._owners.close(text)
        if field == "operation_id":
            whole = f"{hint} {text}" if hint not in text else text
            mine = self._of_owner(owner).close(hint) if owner else ()
            return (mine or self._described.close(whole))[:5]
        if (table, field) in self._words:
            names = self._words[table, field]
            found = names.close(text)
            rest = tuple(Candidate(code, label, 0.0) for code, label in names.labels.items())
            return (*found, *(one for one in rest if one.id not in {item.id for item in found}))
        return self.names(_REFERRED.get(field, "funders")).close(text)

    # -------------------------------------------------------------- names

    def names(self, table: str) -> Names:
        """Names of the rows of a table."""
        if table not in self._tables:
            self._tables[table] = _names(self.programme, table)
        return self._tables[table]

    def add(self, table: str, identifier: str, label: str) -> None:
        """Make a row of the file itself known under its identifier."""
        self.names(table).add(identifier, label)

    @cached_property
    def _tables(self) -> dict[str, Names]:
        return {}

    @cached_property
    def _words(self) -> dict[tuple[str, str], Names]:
        return {
            key: Names(
                {str(code): every_word(label)[-1] for code, label in words.items()},
                {
                    str(code): (*every_word(label), *_OTHERS.get(key, {}).get(str(code), ()))
                    for code, label in words.items()
                },
            )
            for key, words in WORDS.items()
        }

    @cached_property
    def _owners(self) -> Names:
        return Names({owner: owner for owner in dict.fromkeys(self.programme.operations["owner"])})

    @cached_property
    def _described(self) -> Names:
        """Operations under their name, owner and commune together: what a text may speak of."""
        operations = self.programme.operations
        return Names(
            {
                key: f"{name}{JOIN}{owner}"
                for key, name, owner in zip(
                    operations.index, operations["name"], operations["owner"], strict=True
                )
            }
        )

    @cached_property
    def _by_owner(self) -> dict[str, Names]:
        return {}

    def _of_owner(self, owner: str) -> Names:
        if owner not in self._by_owner:
            operations = self.programme.operations
            mine = operations[operations["owner"] == owner]
            self._by_owner[owner] = Names(dict(zip(mine.index, mine["name"], strict=True)))
        return self._by_owner[owner]


_REFERRED = {
    "operation_id": "operations",
    "funder_id": "funders",
    "funding_line_id": "funding_lines",
    "convention_id": "conventions",
    "social_action_id": "social_actions",
}


def _names(programme: Programme, table: str) -> Names:
    frame = getattr(programme, table)
    label = next((name for name in ("name", "title") if name in frame), None)
    labels = dict(zip(frame.index, frame.index if label is None else frame[label], strict=True))
    other = next((name for name in ("short_name", "number") if name in frame), None)
    others = (
        {} if other is None else {key: (text,) for key, text in zip(frame.index, frame[other], strict=True)}
    )
    return Names({str(key): str(text) for key, text in labels.items()}, others)


def _leading(names: Names, text: str) -> str | None:
    """Identifier that a text begins with, such as ``92050-014 – Rue des Lilas``."""
    first = text.split(maxsplit=1)[0] if text else ""
    return first if first in names.labels and fold(first) != fold(text) else None
