"""Write the demonstration: ``python -m demonstration [--out FOLDER]``."""

import argparse
from collections.abc import Sequence
from pathlib import Path

from demonstration.facilities import build_facilities
from demonstration.funding import build_funding
from demonstration.housing import build_housing
from demonstration.operations import build_operations
from demonstration.social import build_social_actions
from demonstration.sources import layer_pages, programme_page
from demonstration.tables import tables
from demonstration.town import build_town
from demonstration.writing import layer_frames, write_layers, write_table

DATA = Path(__file__).resolve().parent.parent / "data"


def generate(folder: Path) -> dict[str, int]:
    """Write all layers and tables under a folder; older files of the same names are replaced.

    Parameters
    ----------
    folder
        Gets ``shapefiles/<layer>/`` and ``programme/``.

    Returns
    -------
    Number of features and rows by layer and table.
    """
    town = build_town()
    housing, facilities = build_housing(town.parcels), build_facilities(town.parcels)
    frames = layer_frames(town, housing, facilities)
    write_layers(frames, folder / "shapefiles")
    counts = {key: len(frame) for key, frame in frames.items()}
    for key, page in layer_pages(counts).items():
        (folder / "shapefiles" / key / "SOURCE.md").write_text(page, encoding="utf-8", newline="\n")

    operations = build_operations(town, housing)
    written = tables(operations, build_funding(operations), build_social_actions(operations, town.communes))
    (folder / "programme").mkdir(parents=True, exist_ok=True)
    for name, table in written.items():
        write_table(folder / "programme" / f"{name}.csv", table.names, table.rows)
    rows = {name: len(table.rows) for name, table in written.items()}
    (folder / "programme" / "SOURCE.md").write_text(programme_page(rows), encoding="utf-8", newline="\n")
    return counts | rows


def main(arguments: Sequence[str] | None = None) -> None:
    """Read the command line and write."""
    parser = argparse.ArgumentParser(
        prog="demonstration", description="Écrit les données fictives de démonstration."
    )
    parser.add_argument("--out", type=Path, default=DATA, help="dossier où écrire (par défaut : data/)")
    folder = parser.parse_args(arguments).out
    for name, count in generate(folder).items():
        print(f"{name}: {count}")  # noqa: T201 - the command's own output


if __name__ == "__main__":
    main()
