"""Families of operations, read from ``nomenclature.toml``: dated configuration, in both languages."""

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from core.errors import SettingsError
from core.languages import _, current_language
from core.toml_file import read_toml

FILE = Path(__file__).resolve().parent / "nomenclature.toml"
CODE = r"[0-9]{2}"
_REQUIRED = {"code", "fr", "en", "from", "source"}
_KEYS = _REQUIRED | {"to"}


@dataclass(frozen=True, slots=True)
class Family:
    """A family of operations, as one text defined it.

    Attributes
    ----------
    code
        Two digits, such as ``34``.
    fr, en
        Words of each language.
    start, end
        First and last day on which it holds; no end: in force.
    source
        Text that it comes from, as words.
    """

    code: str
    fr: str
    en: str
    start: dt.date
    end: dt.date | None
    source: str

    @property
    def label(self) -> str:
        """Words in the language in force."""
        return self.en if current_language() == "en" else self.fr

    def holds(self, day: dt.date) -> bool:
        """Whether it is in force on a day."""
        return self.start <= day and (self.end is None or day <= self.end)


def families() -> tuple[Family, ...]:
    """Families of this installation, by code and date.

    Raises
    ------
    SettingsError
        ``nomenclature.toml`` cannot be used.
    """
    return _read(FILE)


def family_codes() -> frozenset[str]:
    """Codes that an operation may bear, those of past texts included."""
    return frozenset(family.code for family in families())


def family(code: str, day: dt.date | None = None) -> Family | None:
    """Find the family of a code.

    Parameters
    ----------
    code
        Two digits.
    day
        Day on which it must hold; None for its latest definition.

    Returns
    -------
    The family; None where there is none.

    Examples
    --------
    >>> family("34").fr, family("34", dt.date(1992, 12, 18))
    ('Résidentialisation', None)
    """
    found = [item for item in families() if item.code == code and (day is None or item.holds(day))]
    return found[-1] if found else None


def family_label(code: str) -> str:
    """Words of a family in the language in force; the code itself where it is unknown.

    Examples
    --------
    >>> family_label("21")
    'Démolition de logements sociaux'
    """
    found = family(code)
    return code if found is None else found.label


def read(file: Path) -> tuple[Family, ...]:
    """Read and check a file of families.

    Parameters
    ----------
    file
        TOML with ``[[families]]``: ``code``, ``fr``, ``en``, ``from``, ``source``, and ``to`` where it ended.

    Returns
    -------
    Families by code, then by first day.

    Raises
    ------
    SettingsError
        The file cannot be read, or holds faults: one sentence for each, all at once.
    """
    content = read_toml(file)
    rows = content.get("families")
    if not isinstance(rows, list) or not rows or set(content) != {"families"}:
        raise SettingsError(file, [_("{file} must hold families, and nothing else.").format(file=file)])
    faults = [sentence for number, row in enumerate(rows, start=1) for sentence in _faults(file, number, row)]
    found = () if faults else tuple(sorted(map(_family, rows), key=lambda item: (item.code, item.start)))
    faults += [
        _("{file}: the family {code} is defined twice for the same dates.").format(file=file, code=later.code)
        for earlier, later in pairwise(found)
        if earlier.code == later.code and earlier.holds(later.start)
    ]
    if faults:
        raise SettingsError(file, faults)
    return found


@cache
def _read(file: Path) -> tuple[Family, ...]:
    return read(file)


def _family(row: Mapping[str, Any]) -> Family:
    return Family(row["code"], row["fr"], row["en"], row["from"], row.get("to"), row["source"])


def _faults(file: Path, number: int, row: Any) -> list[str]:
    """Sentences on one family, each check apart."""
    context = {"file": file, "number": number}
    if not isinstance(row, dict):
        return [_("{file}: the family no. {number} is not a table.").format(**context)]
    faults = [
        _("{file}: the family no. {number} has an unknown key “{key}”.").format(**context, key=key)
        for key in sorted(set(row) - _KEYS)
    ]
    faults += [
        _("{file}: the family no. {number} lacks the key “{key}”.").format(**context, key=key)
        for key in sorted(_REQUIRED - set(row))
    ]
    faults += [
        _("{file}: in the family no. {number}, “{key}” must be text.").format(**context, key=key)
        for key in ("code", "fr", "en", "source")
        if key in row and not (isinstance(row[key], str) and row[key].strip())
    ]
    faults += [
        _("{file}: in the family no. {number}, “{key}” must be a date such as 2014-02-21.").format(
            **context, key=key
        )
        for key in ("from", "to")
        if key in row and type(row[key]) is not dt.date
    ]
    if isinstance(row.get("code"), str) and not re.fullmatch(CODE, row["code"]):
        faults.append(
            _("{file}: the family no. {number} has the code “{code}”, which is not two digits.").format(
                **context, code=row["code"]
            )
        )
    if not faults and "to" in row and row["to"] < row["from"]:
        faults.append(_("{file}: the family no. {number} ends before it begins.").format(**context))
    return faults
