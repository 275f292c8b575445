"""An installation whose every text tries to be run: layers and tables written to files, then brought in by the program."""

import csv
import json
from pathlib import Path

import geopandas as gpd
import shapely

from core import settings
from core.settings import ROOT
from layers.importing import import_layer
from layers.library import Library
from layers.registry import layer
from programme.exchange.declarations import FORMATS
from programme.exchange.loader import load
from programme.storage.store import Store

RUN = "window.__pwned=1"
HOSTILE = (
    f'`${{{RUN}}}`\'"<img src=x onerror="{RUN}"></script><script>{RUN}</script>'
    f"{{{{7*7}}}}{{% x %}}[a](javascript:{RUN}) **b** :red[c] $d$ <svg onload={RUN}>"
)
"""Each part is read as code by one of the ways between a file and the screen."""
FORMULA = '=HYPERLINK("http://hostile.example/")'
INSEE = "92050"
X, Y = 645_000.0, 6_866_000.0
"""A corner in Nanterre, EPSG:2154."""


def hostile(mark: str) -> str:
    """The text that is put into one field; the mark tells the field apart, wherever it is shown."""
    return f"{mark} {HOSTILE}"


def _box(west: float, south: float, size: float) -> shapely.Geometry:
    return shapely.box(X + west, Y + south, X + west + size, Y + south + size)


def _rows() -> dict[str, list[dict[str, object]]]:
    """Features by layer; names of the fields as the layers declare them."""
    neighbourhood = {"communes": hostile("QC"), "population": 1200, "geometry": _box(200, 200, 600)}
    return {
        "communes": [
            {"insee": INSEE, "name": hostile("CN"), "ept": hostile("CE"), "geometry": _box(0, 0, 2000)}
        ],
        "parcels": [
            {
                "idu": f"{INSEE}000AB{number:04d}",
                "section": hostile("PS"),
                "number": hostile("PN"),
                "prefix": hostile("PP"),
                "recorded_m2": 10_000,
                "geometry": _box(300 + 100 * number, 300, 100),
            }
            for number in range(6)  # the last lies outside the neighbourhoods
        ],
        "neighbourhoods_2015": [{"code": "QP092001", "name": hostile("Q5"), **neighbourhood}],
        "neighbourhoods_2024": [{"code": "QN09201M", "name": hostile("Q4"), **neighbourhood}],
        "housing": [
            {
                "id": hostile("HI"),
                "name": hostile("HN"),
                "landlord": hostile("HL"),
                "dwellings": 40,
                "financing": hostile("HF"),
                "energy": hostile("HE"),
                "geometry": shapely.Point(X + 350, Y + 650),
            }
        ],
        "facilities": [
            {
                "id": hostile("FI"),
                "name": hostile("FN"),
                "kind": "school",
                "geometry": shapely.Point(X + 650, Y + 650),
            }
        ],
    }


_TABLES: dict[str, list[dict[str, str]]] = {
    "operations": [
        {
            "id": f"{INSEE}-00{number}",
            "name": hostile(f"ON{number}"),
            "commune": INSEE,
            "family": "34",
            "step": "engagée",
            "owner": FORMULA if number == 2 else hostile("OO"),
            "owner_kind": "landlord",
            "description": hostile("OD"),
            "cost_excl_tax_eur": "1000000.00",
            "funding_basis_eur": "1000000.00",
            "dwellings_demolished": "0",
            "dwellings_rebuilt_on_site": "0",
            "dwellings_rebuilt_elsewhere": "0",
            "dwellings_requalified": "0",
            "dwellings_residentialised": "3",
            "contact": hostile("OC"),
            "internal_comment": hostile("OI"),
        }
        for number in (1, 2)
    ],
    "footprints": [{"operation_id": f"{INSEE}-001", "wkt": _box(350, 320, 150).wkt}],
    "milestones": [{"operation_id": f"{INSEE}-001", "step": "étude", "planned": "2026-01-01"}],
    "funders": [
        {"id": "anru", "name": hostile("FM"), "short_name": hostile("FS"), "kind": "anru", "rank": "1"}
    ],
    "funding_lines": [
        {
            "id": "LF-1",
            "operation_id": f"{INSEE}-001",
            "funder_id": "anru",
            "kind": "subsidy",
            "nature": "award",
            "year": "2026",
            "requested_eur": "400000.00",
            "award_decision": hostile("LD"),
        }
    ],
    "social_actions": [
        {
            "id": "AS-1",
            "name": hostile("AN"),
            "theme": "employment",
            "public": "all",
            "holder": hostile("AH"),
            "commune": INSEE,
            "results": hostile("AR"),
            "internal_comment": hostile("AI"),
        }
    ],
    "social_action_operations": [{"social_action_id": "AS-1", "operation_id": f"{INSEE}-001"}],
    "social_action_neighbourhoods": [{"social_action_id": "AS-1", "neighbourhood_code": "QN09201M"}],
}


def _geojson(folder: Path, key: str, features: list[dict[str, object]]) -> Path:
    frame = gpd.GeoDataFrame(features, crs=2154).to_crs(4326)
    file = folder / f"{key}.geojson"
    file.write_text(json.dumps(json.loads(frame.to_json(drop_id=True))), encoding="utf-8")
    return file


def _tables(folder: Path) -> None:
    for name, declared in FORMATS.items():
        with (folder / declared.file).open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, [column.name for column in declared.columns], restval="")
            writer.writeheader()
            writer.writerows({"fictitious": "true", **row} for row in _TABLES.get(name, []))


def build(folder: Path) -> Path:
    """Make the installation in a folder; its configuration."""
    content = (ROOT / "config.toml").read_text(encoding="utf-8")
    config = folder / "config.toml"
    config.write_text(content, encoding="utf-8")
    here = settings.load(config)
    library = Library(here.folders.library)
    for key, features in _rows().items():
        report = import_layer(
            layer(key),
            _geojson(folder, key, features),
            library=library,
            territory=here.territory,
            limits=here.imports,
            source=hostile("SO"),
            licence=hostile("LI"),
        )
        assert report.revision is not None, report.issues
        assert report.revision.kept == len(features), report.issues
    tables = folder / "tables"
    tables.mkdir()
    _tables(tables)
    loaded = load(tables, store=Store(here.folders.programme), library=library)
    assert loaded.loaded, loaded.issues
    return config
