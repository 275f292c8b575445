"""Reading what an installation decides in TOML; a file that cannot be read is one sentence."""

import tomllib
from pathlib import Path
from typing import Any

from core.errors import SettingsError
from core.languages import _


def read_toml(file: Path) -> dict[str, Any]:
    """Read a TOML file in UTF-8.

    Raises
    ------
    SettingsError
        It cannot be read, or is not TOML.
    """
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except OSError:
        raise SettingsError(file, [_("The file {file} cannot be read.").format(file=file)]) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as fault:
        raise SettingsError(
            file, [_("{file} is not valid TOML: {fault}.").format(file=file, fault=fault)]
        ) from None
