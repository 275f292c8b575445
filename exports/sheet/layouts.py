"""Layouts: everything of a sheet but what it is about, kept by name as TOML and shared by an installation."""

import json
import math
import os
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from core.errors import SettingsError
from core.languages import LANGUAGES, N_, _
from core.settings import Settings
from core.text import fold
from core.toml_file import read_toml
from exports.sheet.errors import LayoutKeptError, LayoutNameError, LayoutTakenError, UnwritableError
from exports.sheet.pages import PAGES
from exports.sheet.spec import Audience, SheetSpec
from layers.registry import LAYERS

FOLDER = Path(__file__).resolve().parent / "layouts"
"""Of those that come with the program."""

TITLES: Mapping[str, str] = {
    "affiche-a1": N_("Poster A1"),
    "affiche-a2": N_("Poster A2"),
    "planche-a3": N_("Plate A3, landscape"),
    "fiche-a4": N_("Sheet A4, portrait"),
    "etude-parcellaire": N_("Parcel study at 1:1,000, A3"),
    "diapositive": N_("Slide"),
    "page-web": N_("Web page"),
    "reseaux-carre": N_("Social networks, square"),
    "reseaux-large": N_("Social networks, wide"),
    "reseaux-vertical": N_("Social networks, standing"),
}
"""Of those that come with the program, in the order in which they are offered."""

KEPT = (
    *("paper", "landscape", "scale", "rotation_deg", "layers", "sources", "language", "audience", "basemap"),
    *("legend", "labels", "locator", "graticule", "north", "bar"),
)
"""What a layout keeps of a sheet; title and texts, extent, filters, date and logos belong to one sheet."""
_LONGEST_NAME = 60


@dataclass(frozen=True, slots=True)
class Layout:
    """A layout.

    Attributes
    ----------
    name
        By which it is asked for, such as ``planche-a3``.
    title
        Words for a person, in the language in force.
    spec
        A sheet of that layout; what it is about is as empty as in a new one.
    own
        True: somebody saved it here; False: it comes with the program.
    """

    name: str
    title: str
    spec: SheetSpec
    own: bool


def folder_of(settings: Settings) -> Path:
    """Where an installation keeps its layouts: beside its programme."""
    return settings.folders.programme.parent / "layouts"


def layouts(settings: Settings) -> tuple[Layout, ...]:
    """List layouts: those of the program first, then the saved ones by name; one that cannot be read is left out."""
    own = []
    for name in _saved(settings):
        try:
            own.append(layout(settings, name))
        except SettingsError:
            continue
    return (*(_of_program(name) for name in TITLES), *own)


def layout(settings: Settings, name: str) -> Layout:
    """Read a layout by its name.

    Raises
    ------
    LayoutNameError
        There is none of that name.
    core.errors.SettingsError
        Its file cannot be read, or holds what no layout does.
    """
    known = slug(name)
    if known in TITLES:
        return _of_program(known)
    file = folder_of(settings) / f"{known}.toml"
    if not known or not file.is_file():
        raise LayoutNameError(name, [*TITLES, *_saved(settings)])
    title, spec = read(file)
    return Layout(known, title or known, spec, own=True)


def save(settings: Settings, name: str, spec: SheetSpec) -> Path:
    """Keep the layout of a sheet under a name; whole or not at all.

    Raises
    ------
    LayoutNameError
        The name has no letter and no digit.
    LayoutKeptError
        A layout of the program has that name.
    LayoutTakenError
        Another saved layout has a name that differs by accents or signs alone.
    UnwritableError
        The folder or the disk does not allow it.
    """
    known = slug(name)
    if not known:
        raise LayoutNameError(name, [*TITLES, *_saved(settings)])
    if known in TITLES:
        raise LayoutKeptError(known)
    title = _printable(name)[:_LONGEST_NAME]
    file = folder_of(settings) / f"{known}.toml"
    before = _title(file)
    if before not in ("", title):
        raise LayoutTakenError(known, before)
    unfinished = file.with_name(f"{file.name}.{os.getpid()}.part")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        unfinished.write_text(toml(title, spec), encoding="utf-8")
        unfinished.replace(file)
    except OSError as fault:
        unfinished.unlink(missing_ok=True)
        raise UnwritableError(file, fault.strerror) from None
    return file


def delete(settings: Settings, name: str) -> None:
    """Forget a saved layout.

    Raises
    ------
    LayoutNameError
        There is none of that name.
    LayoutKeptError
        It comes with the program.
    """
    known = slug(name)
    if known in TITLES:
        raise LayoutKeptError(known)
    file = folder_of(settings) / f"{known}.toml"
    if not known or not file.is_file():
        raise LayoutNameError(name, [*TITLES, *_saved(settings)])
    file.unlink()


def slug(name: str) -> str:
    """Name of a layout as its file bears it.

    Examples
    --------
    >>> slug("Réunion de quartier (A3)")
    'reunion-de-quartier-a3'
    """
    return fold(_printable(name)).replace(" ", "-")[:_LONGEST_NAME]


def toml(title: str, spec: SheetSpec) -> str:
    """Write the layout of a sheet as TOML; what is not set is left out."""
    lines = [f"title = {_quoted(title)}"]
    for key in KEPT:
        value = getattr(spec, key)
        if value is not None:
            lines.append(f"{key} = {_written(value)}")
    return "\n".join(lines) + "\n"


def read(file: Path) -> tuple[str, SheetSpec]:
    """Read a layout from a file: its title, and a sheet of it.

    Raises
    ------
    core.errors.SettingsError
        It cannot be read, or holds what no layout does.
    """
    content = read_toml(file)
    faults = [
        _("the key “{key}” is unknown: remove it or correct its name.").format(key=key)
        for key in content
        if key not in _CHECKS
    ]
    faults += [
        _("“{key}” does not hold what it should.").format(key=key)
        for key, check in _CHECKS.items()
        if key in content and not check(content[key])
    ]
    if faults:
        raise SettingsError(file, [f"{file.name}: {sentence}" for sentence in faults])
    title = content.pop("title", "")
    if "layers" in content:
        content["layers"] = tuple(content["layers"])
    if "audience" in content:
        content["audience"] = Audience(content["audience"])
    if "rotation_deg" in content:
        content["rotation_deg"] = float(content["rotation_deg"])
    return title, SheetSpec(**content)


def _title(file: Path) -> str:
    """Title of a saved layout; empty where there is none that can be read."""
    try:
        return read(file)[0]
    except SettingsError:
        return ""


def _of_program(name: str) -> Layout:
    _title, spec = read(FOLDER / f"{name}.toml")
    return Layout(name, _(TITLES[name]), spec, own=False)


def _saved(settings: Settings) -> list[str]:
    return [file.stem for file in sorted(folder_of(settings).glob("*.toml")) if slug(file.stem) == file.stem]


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def _is_flag(value: object) -> bool:
    return isinstance(value, bool)


def _is_text(value: object) -> bool:
    return isinstance(value, str)


_CHECKS: Mapping[str, Callable[[Any], bool]] = {
    "title": _is_text,
    "paper": lambda value: value in PAGES,
    "scale": lambda value: isinstance(value, int) and not isinstance(value, bool) and value > 0,
    "rotation_deg": _is_number,
    "layers": lambda value: isinstance(value, list) and all(item in LAYERS for item in value),
    "sources": _is_text,
    "language": lambda value: value in LANGUAGES,
    "audience": lambda value: value in set(Audience),
    "basemap": _is_text,
    **{item.name: _is_flag for item in fields(SheetSpec) if item.type is bool or item.type == "bool"},
}


def _written(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float):
        return f"{value!r}"
    if isinstance(value, tuple):
        return f"[{', '.join(_quoted(str(item)) for item in value)}]"
    return _quoted(str(value))


def _quoted(text: str) -> str:
    return json.dumps(_printable(text), ensure_ascii=False)


def _printable(text: str) -> str:
    """A text without control characters and halves of characters, which no file in TOML can hold."""
    return "".join(
        letter for letter in text if letter == "\n" or unicodedata.category(letter)[0] != "C"
    ).strip()
