"""Write the demonstration: ``python -m demonstration [--out FOLDER]``."""

import argparse
from collections.abc import Sequence
from pathlib import Path

from demonstration.generator import build, write

DATA = Path(__file__).resolve().parent.parent / "data"
"""Where the demonstration is committed."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Read the command line, write, and say how much was written."""
    parser = argparse.ArgumentParser(
        prog="python -m demonstration", description="Écrit les données fictives de démonstration."
    )
    parser.add_argument("--out", type=Path, default=DATA, help="dossier où écrire (par défaut : data/)")
    folder = parser.parse_args(arguments).out
    for name, count in write(build(), folder).items():
        print(f"{name}: {count}")  # noqa: T201 - the command's own output


if __name__ == "__main__":
    main()
