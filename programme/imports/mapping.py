"""Which column of a workbook fills which field, and what its words mean; kept as TOML, to be used again."""

import json
import os
from collections.abc import Callable, Sequence
from collections.abc import Mapping as Map
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path
from typing import Any

from core.errors import SettingsError, TrameError
from core.languages import _
from core.settings import Settings
from core.text import fold
from core.toml_file import read_toml

LEFT_OUT = ""
"""What a text is assigned where its rows are not imported."""
JOIN = " · "
"""Between the texts of several columns that fill one field together."""


class Copies(StrEnum):
    """What becomes of a row that repeats another one of its file."""

    ASK = "ask"
    LEAVE_OUT = "leave_out"
    SEPARATE = "separate"


@dataclass(frozen=True, slots=True)
class Field:
    """A field that a file may fill.

    Attributes
    ----------
    name
        In the target, such as ``voted_eur``.
    accepted
        Names of columns that mean it, as :func:`core.text.fold` reduces them, the best first.
    required
        True: nothing can be imported without it.
    several
        True: several columns may fill it together.
    constant
        True: one value may stand for all rows instead.
    """

    name: str
    accepted: tuple[str, ...] = ()
    required: bool = False
    several: bool = False
    constant: bool = False


@dataclass(frozen=True, slots=True)
class Mapping:
    """What a person decided about the columns and words of a kind of file.

    Attributes
    ----------
    target
        What it fills, such as ``funding``.
    title
        By which a person recognises it.
    sheet
        Name of the sheet; empty for the first that has rows.
    columns
        Names of columns by field; several fill it together, joined by :data:`JOIN`.
    constants
        Value of all rows by field, for fields without a column.
    identity
        Columns that tell the rows of the file apart, beside the constants; never those of amounts.
    assigned
        By field, by text of the file: what it means, or :data:`LEFT_OUT`.
    copies
        What becomes of rows that repeat another one.
    """

    target: str
    title: str = ""
    sheet: str = ""
    columns: Map[str, tuple[str, ...]] = field(default_factory=dict)
    constants: Map[str, str] = field(default_factory=dict)
    identity: tuple[str, ...] = ()
    assigned: Map[str, Map[str, str]] = field(default_factory=dict)
    copies: Copies = Copies.ASK

    def assign(self, name: str, text: str, value: str | None) -> "Mapping":
        """Say what a text means; None takes it back."""
        mine = {key: found for key, found in self.assigned.get(name, {}).items() if key != text}
        if value is not None:
            mine[text] = value
        return replace(self, assigned={**self.assigned, name: mine})


class MappingNameError(TrameError):
    """A mapping that is not there, or a name that no file can bear."""

    def __init__(self, name: str, known: Sequence[str]) -> None:
        self.name = name
        self.known = tuple(known)
        super().__init__(
            _("There is no mapping “{name}”. Saved ones: {known}.").format(
                name=name, known=", ".join(known) or _("none")
            )
        )


def guess(target: str, fields: Sequence[Field], columns: Sequence[str]) -> Mapping:
    """Guess a mapping by the names of columns: the same words first, then a name that holds all of them.

    Parameters
    ----------
    target
        Name of the target.
    fields
        That may be filled.
    columns
        Of the sheet.

    Examples
    --------
    >>> voted = Field("voted_eur", ("montant vote", "vote"))
    >>> guess("funding", [voted], ["Année", "Montant voté (€)"]).columns
    {'voted_eur': ('Montant voté (€)',)}
    """
    words = {column: fold(column) for column in columns}
    found: dict[str, tuple[str, ...]] = {}
    taken: set[str] = set()
    for loosely in (False, True):
        for item in fields:
            if item.name in found:
                continue
            for accepted in (fold(item.name), *item.accepted):
                match = next(
                    (
                        column
                        for column, text in words.items()
                        if column not in taken and _means(text, accepted, loosely=loosely)
                    ),
                    None,
                )
                if match is not None:
                    found[item.name] = (match,)
                    taken.add(match)
                    break
    ordered = {item.name: found[item.name] for item in fields if item.name in found}
    return Mapping(target, columns=ordered)


def _means(text: str, accepted: str, *, loosely: bool) -> bool:
    return set(accepted.split()) <= set(text.split()) if loosely else text == accepted


# ------------------------------------------------------------------ kept


def folder_of(settings: Settings) -> Path:
    """Where an installation keeps its mappings: beside its programme."""
    return settings.folders.programme.parent / "mappings"


def saved(folder: Path, target: str) -> tuple[str, ...]:
    """Names of the mappings of a target; those that cannot be read are among them, and :func:`load` says why."""
    return tuple(file.stem for file in sorted(folder.glob("*.toml")) if _of_target(file, target))


def _of_target(file: Path, target: str) -> bool:
    try:
        return load_file(file).target == target
    except SettingsError:
        return True


def load(folder: Path, name: str, target: str) -> Mapping:
    """Read a saved mapping by its name, or a file by its path.

    Raises
    ------
    MappingNameError
        There is none of that name, or it is of another target.
    core.errors.SettingsError
        It cannot be read, or holds what no mapping does.
    """
    given = Path(name)
    file = given if given.suffix == ".toml" and given.is_file() else folder / f"{slug(name)}.toml"
    if not file.is_file():
        raise MappingNameError(name, saved(folder, target))
    mapping = load_file(file)
    if mapping.target != target:
        raise MappingNameError(name, saved(folder, target))
    return mapping


def save(folder: Path, name: str, mapping: Mapping) -> Path:
    """Keep a mapping under a name; whole or not at all.

    Raises
    ------
    MappingNameError
        The name has no letter and no digit.
    """
    if not slug(name):
        raise MappingNameError(name, saved(folder, mapping.target))
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"{slug(name)}.toml"
    unfinished = file.with_name(f"{file.name}.{os.getpid()}.part")
    unfinished.write_text(toml(mapping), encoding="utf-8")
    unfinished.replace(file)
    return file


def slug(name: str) -> str:
    """Name of the file of a mapping.

    Examples
    --------
    >>> slug("Subventions du Département (2024)")
    'subventions-du-departement-2024'
    """
    return fold(name).replace(" ", "-")[:60]


def toml(mapping: Mapping) -> str:
    """Write a mapping as TOML."""
    lines = [
        f"target = {_quoted(mapping.target)}",
        f"title = {_quoted(mapping.title)}",
        f"sheet = {_quoted(mapping.sheet)}",
        f"identity = {_list(mapping.identity)}",
        f"copies = {_quoted(mapping.copies.value)}",
        "",
        "[columns]",
        *(f"{_quoted(name)} = {_list(columns)}" for name, columns in mapping.columns.items()),
        "",
        "[constants]",
        *(f"{_quoted(name)} = {_quoted(value)}" for name, value in mapping.constants.items()),
    ]
    for name, assigned in mapping.assigned.items():
        lines += ["", f"[assigned.{_quoted(name)}]"]
        lines += [f"{_quoted(text)} = {_quoted(value)}" for text, value in assigned.items()]
    return "\n".join(lines) + "\n"


def load_file(file: Path) -> Mapping:
    """Read a mapping from a file.

    Raises
    ------
    core.errors.SettingsError
        It cannot be read, or holds what no mapping does.
    """
    content = read_toml(file)
    faults = [*_faults(content)]
    if faults:
        raise SettingsError(file, [f"{file}: {sentence}" for sentence in faults])
    return Mapping(
        target=content["target"],
        title=content.get("title", ""),
        sheet=content.get("sheet", ""),
        columns={name: tuple(columns) for name, columns in content.get("columns", {}).items()},
        constants=content.get("constants", {}),
        identity=tuple(content.get("identity", ())),
        assigned=content.get("assigned", {}),
        copies=Copies(content.get("copies", Copies.ASK)),
    )


def _faults(content: Map[str, Any]) -> list[str]:
    """Sentences of what is wrong in a file."""
    checks: dict[str, Callable[[Any], bool]] = {
        "target": lambda value: isinstance(value, str),
        "title": lambda value: isinstance(value, str),
        "sheet": lambda value: isinstance(value, str),
        "identity": _texts,
        "copies": lambda value: value in set(Copies),
        "columns": lambda value: isinstance(value, dict) and all(map(_texts, value.values())),
        "constants": lambda value: isinstance(value, dict) and _texts(list(value.values())),
        "assigned": lambda value: (
            isinstance(value, dict)
            and all(isinstance(item, dict) and _texts(list(item.values())) for item in value.values())
        ),
    }
    found = [
        _("the key “{key}” is unknown: remove it or correct its name.").format(key=key)
        for key in content
        if key not in checks
    ]
    found += [
        _("“{key}” does not hold what it should.").format(key=key)
        for key, check in checks.items()
        if key in content and not check(content[key])
    ]
    return found if "target" in content else [*found, _("the key “{key}” is missing.").format(key="target")]


def _texts(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) for item in value)


def _quoted(text: str) -> str:
    """Write a text as TOML; JSON escapes the same, but for one control character."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _list(texts: Sequence[str]) -> str:
    return f"[{', '.join(map(_quoted, texts))}]"
