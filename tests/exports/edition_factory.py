"""A small programme with a secret in every place that the public may not see, and what an edition holds, unpacked."""

import base64
import dataclasses
import datetime as dt
import gzip
import io
import json
import re
import zipfile
import zlib
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pandas as pd
import pikepdf
import pypdf
import shapely
from pmtiles.reader import MemorySource, Reader, all_tiles

from core import settings
from core.actor import PUBLIC
from core.settings import ROOT, Settings
from programme.confidentiality import PUBLIC_COLUMNS, RULES, Extent
from programme.exchange.declarations import FORMATS
from programme.exchange.format import Kind
from programme.storage.snapshot import Programme
from programme.visibility import visible
from programme.world import World
from tests.programme.factories import action, line, operation, programme, square, visa, world

APPROVED, RETURNED, UNDECIDED, MOVED = "92050-014", "92050-015", "92036-001", "92050-018"
HIDDEN = (RETURNED, UNDECIDED, MOVED)
"""Operations whose footprint is in the programme, and must not be in an edition."""
MARK = "SECRET7391"


def installed() -> Settings:
    return settings.load(ROOT / "config.toml")


def content() -> Programme:
    """One row in each frame at least; one approved footprint, and three that are not."""
    works = square(350, 0)
    return programme(
        [
            operation(
                APPROVED, square(0, 0), name="Résidentialisation des tours", description="PUBLICMARK halls"
            ),
            operation(RETURNED, works, name="Halle des Tilleuls", step="travaux", family="37"),
            operation(UNDECIDED, square(3500, 0), name="Démolition", commune="92036", step="travaux"),
            operation(MOVED, square(700, 40, 30, 30), name="Place", step="travaux"),
            operation("92050-016", None, name="Étude urbaine <b>${x}</b>", family="14", step="étude"),
        ],
        lines=[line("L1", APPROVED, "anru", 1)],
        milestones=[(APPROVED, "travaux", dt.date(2025, 3, 1), None)],
        parcels=[
            (APPROVED, "92050000BR0001", 10_000.0, 10_000.0, 10_000.0, 1.0, "r1"),
            (RETURNED, "92050000BR0004", 10_000.0, 10_000.0, 5_000.0, 0.5, "r1"),
            (RETURNED, "92050000BR0005", 10_000.0, 10_000.0, 5_000.0, 0.5, "r1"),
        ],
        cadastre="r1",
        actions=[
            action("A1", results="42 personnes reçues", start=dt.date(2025, 3, 1)),
            action("A2", results=f"7 personnes {MARK}small"),
        ],
        action_operations=[("A1", APPROVED), ("A2", APPROVED)],
        action_neighbourhoods=[("A2", "QN09206M")],
        visas=[
            visa(1, APPROVED, square(0, 0)),
            visa(2, RETURNED, works, decision="returned", comment="x"),
            visa(3, MOVED, square(700, 40, 20, 20)),
        ],
        funding_amounts=[{"id": "M1", "funding_line_id": "L1", "year": 2025, "state": "planned"}],
        award_decisions=[{"id": "D1", "funding_line_id": "L1", "number": "1"}],
        conventions=[{"id": "C1", "number": "1", "title": "Convention"}],
        convention_operations=[{"convention_id": "C1", "operation_id": APPROVED}],
        rehousing=[{"operation_id": APPROVED}],
        social_action_grants=[{"id": "G1", "social_action_id": "A1", "funder_id": "anru", "year": 2025}],
        consultations=[
            {
                "id": "E1",
                "name": "Réunion",
                "held_on": dt.date(2025, 5, 1),
                "operation_id": APPROVED,
                "contributions": 7,
                "results": f"Trois habitants {MARK}text",
            }
        ],
        rule_exceptions=[
            {
                "operation_id": APPROVED,
                "rule": "local_share",
                "person": "x",
                "decided_on": dt.date(2025, 1, 1),
                "reason": "x",
            }
        ],
    )


def planted() -> tuple[Programme, dict[str, list[str]]]:
    """The same programme with a secret in every confidential cell, and all ways to write each, by ``frame.column``."""
    whole = content()
    secrets: dict[str, list[str]] = {"small text": [f"{MARK}small"], "small result": [f"{MARK}text"]}
    changed = {}
    withheld = {rule.frame for rule in RULES if rule.extent is Extent.ROWS}
    for item in dataclasses.fields(whole):
        frame = getattr(whole, item.name)
        if not isinstance(frame, pd.DataFrame):
            continue
        hidden = (
            frame.columns if item.name in withheld else frame.columns.difference(PUBLIC_COLUMNS[item.name])
        )
        for column in hidden:
            value, written = secret(item.name, str(column), len(secrets))
            if value is not None:
                frame = frame.assign(**{column: pd.Series([value] * len(frame), frame.index, "object")})
                secrets[f"{item.name}.{column}"] = written
        changed[item.name] = frame
    return dataclasses.replace(whole, **changed), secrets


LINKS = ("_id", "commune", "decision", "verdict", "geometry", "geometry_hash", "revisions", "fictitious")
"""Endings of columns that must hold what they hold, or nothing works: they link, or are one of a few words."""


def secret(frame: str, column: str, number: int) -> tuple[object, list[str]]:
    """A value that no other cell has, and the texts that would betray it."""
    declared = FORMATS[frame].by_name.get(column) if frame in FORMATS else None
    kind = None if declared is None else declared.kind
    if column.endswith(LINKS) or (declared is not None and (declared.choices or declared.refers)):
        return None, []
    if kind is Kind.AMOUNT:
        whole = 73_910_000 + number
        return Decimal(f"{whole}.37"), grouped(whole)
    if kind is Kind.COUNT and declared is not None and declared.most is None:
        return 73_910_000 + number, grouped(73_910_000 + number)
    if kind is Kind.DATE:
        day = dt.date(2077, 3, number % 28 + 1)
        return day, [day.isoformat(), f"{day:%d/%m/%Y}"]
    if kind is Kind.TEXT or (
        kind is None and column in ("person", "comment", "recorded_by", "operation_name")
    ):
        return f"{MARK}x{number:03d}", [f"{MARK}x{number:03d}"]
    return None, []


def grouped(whole: int) -> list[str]:
    digits = f"{whole:,}"
    return [str(whole), *(digits.replace(",", mark) for mark in (",", " ", "\u202f", "\u00a0", "."))]


def public_world(whole: Programme) -> World:
    return world(visible(whole, PUBLIC), role=PUBLIC.role)


# ---------------------------------------------------------------------- what an edition holds


def unpacked(name: str, raw: bytes) -> Iterator[tuple[str, bytes]]:
    """A file as it is, and everything that is packed in it."""
    yield name, raw
    if raw[:2] == b"\x1f\x8b":
        yield from unpacked(f"{name}!gzip", gzip.decompress(raw))
    elif raw[:4] == b"PK\x03\x04":
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            for entry in archive.namelist():
                yield from unpacked(f"{name}!{entry}", archive.read(entry))
    elif raw[:4] == b"%PDF":
        yield from _pdf(name, raw)
    elif raw[:7] == b"PMTiles":
        source = MemorySource(raw)
        yield f"{name}!metadata", json.dumps(Reader(source).metadata()).encode()
        for place, tile in all_tiles(source):
            yield from unpacked(f"{name}!{place}", tile)
    elif raw[:4] == b"wOF2":
        return
    elif name.endswith(".js"):
        carried = re.fullmatch(rb'TrameCarried\("tiles-\d+","([A-Za-z0-9+/=]+)"\);', raw)
        if carried:
            yield f"{name}!base64", base64.b64decode(carried[1])


def _pdf(name: str, raw: bytes) -> Iterator[tuple[str, bytes]]:
    with pikepdf.open(io.BytesIO(raw)) as pdf:
        for item in pdf.objects:
            if isinstance(item, pikepdf.Stream):
                try:
                    yield f"{name}!{item.objgen}", item.read_bytes()
                except pikepdf.PdfError:
                    yield f"{name}!{item.objgen}", item.read_raw_bytes()
            else:
                yield f"{name}!{item.objgen}", repr(item).encode()
    pages = pypdf.PdfReader(io.BytesIO(raw)).pages
    yield f"{name}!text", "\n".join(page.extract_text() for page in pages).encode("utf-8")


def haystack(folder: Path) -> dict[str, bytes]:
    """Every byte of a folder, packed and unpacked, by name."""
    found: dict[str, bytes] = {}
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            found |= dict(unpacked(path.relative_to(folder).as_posix(), path.read_bytes()))
    return found


def needles(text: str) -> list[bytes]:
    """Ways in which bytes may hold a text."""
    ways = {text.encode(code) for code in ("utf-8", "utf-16-be", "utf-16-le")}
    ways |= {
        json.dumps(text)[1:-1].encode(),
        text.encode("latin-1", "xmlcharrefreplace"),
        zlib.compress(text.encode()),
    }
    return sorted(ways)


def geometries(folder: Path) -> dict[str, shapely.Geometry]:
    document = json.loads((folder / "data/operations.geojson").read_text(encoding="utf-8"))
    return {
        item["properties"]["id"]: shapely.geometry.shape(item["geometry"]) for item in document["features"]
    }
