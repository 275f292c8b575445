"""What an installation decides, read from ``config.toml`` and checked at start.

``TRAME_CONFIG`` points to another file; folders in it are relative to that file. Unknown keys and impossible
values are refused all at once, each with a sentence that names key, value and file.
"""

import os
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, model_validator

from core.errors import SettingsError
from core.languages import LANGUAGES, _
from core.toml_file import read_toml

ROOT = Path(__file__).resolve().parent.parent
DEPARTMENT = r"^(0[1-9]|[1-8][0-9]|9[0-5]|2[AB]|97[1-8])$"
INSEE = r"^(0[1-9]|[1-9][0-9]|2[AB])[0-9]{3}$"


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class Installation(_Section):
    """Name on the pages, language at first sight, and whether the data is invented."""

    name: str = Field(default="Trame", min_length=1, max_length=80)
    language: Literal["fr", "en"] = "fr"
    fictitious: bool = False


class Territory(_Section):
    """What the installation serves: department codes, INSEE codes of communes, or everything.

    Attributes
    ----------
    all
        True: nothing is left out as outside.
    departments
        Codes such as ``92`` or ``2A``.
    communes
        INSEE codes of five characters; they add to the departments.
    """

    all: bool = False
    departments: tuple[Annotated[str, Field(pattern=DEPARTMENT)], ...] = ()
    communes: tuple[Annotated[str, Field(pattern=INSEE)], ...] = ()

    @model_validator(mode="after")
    def _says_something(self) -> "Territory":
        if self.all == bool(self.departments or self.communes):
            raise ValueError("territory_choice")
        return self


class Folders(_Section):
    """Where things are kept; relative to the configuration file."""

    library: Path = Field(default=Path("var/library"), strict=False)
    programme: Path = Field(default=Path("var/programme.gpkg"), strict=False)
    shapefiles: Path = Field(default=Path("data/shapefiles"), strict=False)
    tables: Path = Field(default=Path("data/programme"), strict=False)


class Imports(_Section):
    """Limits on what a file from outside may cost."""

    max_megabytes: int = Field(default=500, ge=1, le=20_000)
    max_unpacked_megabytes: int = Field(default=4_000, ge=1, le=100_000)
    max_archive_entries: int = Field(default=1_000, ge=1, le=100_000)
    max_archive_ratio: int = Field(default=200, ge=2, le=10_000)
    seconds: int = Field(default=300, ge=1, le=86_400)
    memory_megabytes: int = Field(default=4_000, ge=256, le=1_000_000)


class Checks(_Section):
    """Thresholds of the footprint check, in metres, square metres, degrees and shares; a report prints them.

    Attributes
    ----------
    edge_m, edge_share
        A parcel is only grazed where what is covered of it is no wider than ``edge_m`` and no more than ``edge_share``
        of it; it is whole where the same holds of what is not covered.
    vertex_m
        Vertices closer than that to the one before are one vertex drawn twice.
    spike_deg
        A corner sharper than that is a spike.
    sliver_m
        A part or a hole that is nowhere wider than that is a sliver.
    least_m2, most_m2
        A footprint outside of these areas is doubtful.
    area_share
        How far the declared area may be from the computed one, and the area of record from the drawing.
    outside_m2
        An area outside the declared commune up to that is the drawing of a shared limit.
    overlap_m2
        An overlap with another operation up to that is the drawing of a shared limit.
    same_m
        Two outlines that are nowhere farther apart are the same.
    seconds, memory_megabytes
        What reading a footprint may cost: far less than a layer, which has the limits of ``[imports]``.
    """

    edge_m: float = Field(default=0.5, gt=0, le=10)
    edge_share: float = Field(default=0.05, gt=0, le=0.5)
    vertex_m: float = Field(default=0.01, gt=0, le=1)
    spike_deg: float = Field(default=2.0, gt=0, le=30)
    sliver_m: float = Field(default=0.5, gt=0, le=10)
    least_m2: float = Field(default=10.0, ge=0)
    most_m2: float = Field(default=500_000.0, gt=0)
    area_share: float = Field(default=0.05, gt=0, le=1)
    outside_m2: float = Field(default=1.0, ge=0)
    overlap_m2: float = Field(default=1.0, ge=0)
    same_m: float = Field(default=0.01, gt=0, le=1)
    seconds: int = Field(default=15, ge=1, le=86_400)
    memory_megabytes: int = Field(default=700, ge=256, le=1_000_000)


class MapView(_Section):
    """What the map shows at first sight."""

    longitude: float = Field(default=2.24, ge=-180, le=180)
    latitude: float = Field(default=48.84, ge=-85, le=85)
    zoom: int = Field(default=12, ge=1, le=20)
    layers: tuple[str, ...] = ("operations", "neighbourhoods_2024", "communes")
    parcels_from_zoom: int = Field(default=15, ge=10, le=20)
    near_m: int = Field(default=300, ge=1, le=5_000)


def _https(url: str) -> str:
    if not url.startswith(("https://", "http://127.0.0.1", "http://localhost")):
        raise ValueError("url_https")
    return url


class Basemap(_Section):
    """A ground from an online service; the map works without it."""

    key: str = Field(pattern=r"^[a-z0-9_]+$")
    title: str = Field(min_length=1, max_length=60)
    url: Annotated[str, AfterValidator(_https)]
    attribution: str = Field(min_length=1)
    max_zoom: int = Field(default=19, ge=1, le=24)


class Settings(_Section):
    """Everything that an installation decides."""

    installation: Installation = Installation()
    territory: Territory
    folders: Folders = Folders()
    imports: Imports = Imports()
    checks: Checks = Checks()
    map: MapView = MapView()
    basemaps: tuple[Basemap, ...] = ()
    file: Path = Field(default=ROOT / "config.toml", strict=False)

    @property
    def footprint_limits(self) -> Imports:
        """What reading a footprint may cost, never more than a layer."""
        own = {name: getattr(self.checks, name) for name in ("seconds", "memory_megabytes")}
        return self.imports.model_copy(
            update={name: min(limit, getattr(self.imports, name)) for name, limit in own.items()}
        )


def config_file() -> Path:
    """Path of the configuration in force: ``TRAME_CONFIG``, or ``config.toml`` beside the program."""
    return Path(os.environ.get("TRAME_CONFIG") or ROOT / "config.toml").resolve()


def load(file: Path | None = None) -> Settings:
    """Read and check a configuration.

    Parameters
    ----------
    file
        A TOML file; None for the one in force.

    Raises
    ------
    SettingsError
        The file is missing, is not TOML, or holds an unknown key or an impossible value.
    """
    path = (file or config_file()).resolve()
    content = read_toml(path)
    try:
        settings = Settings.model_validate(_tuples(content))
    except ValidationError as fault:
        raise SettingsError(path, [_sentence(path, dict(error)) for error in fault.errors()]) from None
    folders = Folders(
        **{name: (path.parent / value).resolve() for name, value in settings.folders.model_dump().items()}
    )
    return settings.model_copy(update={"file": path, "folders": folders})


def _tuples(value: Any) -> Any:
    """TOML knows lists; the settings are frozen and hold tuples."""
    if isinstance(value, dict):
        return {key: _tuples(item) for key, item in value.items()}
    return tuple(_tuples(item) for item in value) if isinstance(value, list) else value


def _sentence(file: Path, error: dict[str, Any]) -> str:
    """One fault as a sentence that names key, value and file."""
    key = ".".join(str(part + 1 if isinstance(part, int) else part) for part in error["loc"]) or "territory"
    context = {"key": key, "value": _shown(error.get("input")), "file": file, **error.get("ctx", {})}
    texts = {
        "extra_forbidden": _(
            "{file}: the key “{key}” is unknown (its value is {value}). Remove it or correct its name."
        ),
        "missing": _("{file}: the key “{key}” is missing."),
        "bool_type": _("{file}: “{key}” must be true or false, not {value}."),
        "int_type": _("{file}: “{key}” must be a whole number, not {value}."),
        "float_type": _("{file}: “{key}” must be a number, not {value}."),
        "string_type": _("{file}: “{key}” must be text between quotes, not {value}."),
        "tuple_type": _("{file}: “{key}” must be a list between brackets, not {value}."),
        "literal_error": _("{file}: “{key}” is {value}, but only {expected} is possible."),
        "greater_than_equal": _("{file}: “{key}” is {value}, but must be at least {ge}."),
        "less_than_equal": _("{file}: “{key}” is {value}, but must be at most {le}."),
        "string_pattern_mismatch": _("{file}: “{key}” is {value}, which is not a valid code here."),
    }
    if error["type"] == "value_error":
        fault = str(context.pop("error", ""))
        own = {
            "territory_choice": _(
                "{file}: “territory” must hold either all = true, or department codes or INSEE codes of communes."
            ),
            "url_https": _(
                "{file}: “{key}” is {value}, but the address of a service must begin with https://."
            ),
        }
        return own[fault].format(**context)
    text = texts.get(error["type"], _("{file}: “{key}” is {value}, which is not possible here."))
    return text.format(**context)


def _shown(value: Any) -> str:
    text = str(list(value)) if isinstance(value, tuple) else repr(value)
    return text if len(text) <= 80 else text[:77] + "…"


__all__ = [
    "LANGUAGES",
    "ROOT",
    "Basemap",
    "Checks",
    "Imports",
    "Settings",
    "Territory",
    "config_file",
    "load",
]
