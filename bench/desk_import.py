"""Importing a workbook of 60,000 funding lines, reconciled before it is written, against a bare read and append."""

import shutil
import sqlite3
import time
from decimal import Decimal
from pathlib import Path
from typing import Any

import pandas as pd

from bench.bench import Bench, configured
from bench.figure import Figure, median, spread
from bench.programme import LINES, write_programme
from core import settings
from core.actor import LOCAL
from core.languages import _
from exports.funding_book import funding_book
from programme.exchange.loader import load
from programme.imports.comparison import write
from programme.imports.funding import compare
from programme.imports.own import HEADS, TABLES
from programme.imports.sheet import read_book
from programme.installation import Installation, open_installation
from programme.money.ledger import MEASURES
from programme.world import open_world

_MOST_S = 30.0


def measure(bench: Bench) -> Figure:
    """Import what the large programme exports into one that has its operations, and none of its lines."""
    book = bench.folder / "funding.xlsx"
    book.write_bytes(funding_book(bench.desk_world, bench.desk_world.programme.operations.index))
    bare: list[float] = []
    whole: list[float] = []
    for number in range(bench.times(2, 1)):
        begun = time.perf_counter()
        _bare(book, bench.folder / f"bare-{number}.sqlite")
        bare.append(time.perf_counter() - begun)
        here = _without_lines(bench, number)
        begun = time.perf_counter()
        _import(here, book)
        whole.append(time.perf_counter() - begun)
    again = _left(here, book)
    if again:
        raise ValueError(f"A second import would change {again} rows.")
    ratio = median(whole) / median(bare)
    return Figure(
        name="lines",
        what=f"import of a workbook of {LINES:,} funding lines, reconciled",
        measured=f"{median(whole):.1f} s",
        against=f"{median(bare):.1f} s pandas, read and appended unseen",
        ratio=f"{ratio:.1f} ×",
        target=f"≤ {_MOST_S:.0f} s",
        met=max(whole) <= _MOST_S,
        note=f"import {spread(whole, 's')}; a second import of the same file finds nothing to write.",
        values={"import_s": whole, "pandas_s": bare},
    )


def _without_lines(bench: Bench, number: int) -> Installation:
    folder = bench.folder / f"lineless-{number}"
    shutil.copytree(bench.demonstration.parent, folder)
    here = open_installation(configured(folder))
    write_programme(folder / "tables", bench.demonstration_world, lines=False)
    report = load(folder / "tables", store=here.store, library=here.library)
    if not report.loaded:
        raise ValueError([issue.message for issue in report.issues[:5]])
    return here


def _compared(here: Installation, book: Path) -> Any:
    world = open_world(here.settings, here.store, here.library, LOCAL)
    return compare(world, read_book(book, limits=settings.Imports()))


def _import(here: Installation, book: Path) -> None:
    found = _compared(here, book)
    if found.open or found.counts["new"] < LINES:
        raise ValueError(found.counts)
    write(here.store, LOCAL, found)


def _left(here: Installation, book: Path) -> int:
    counts = _compared(here, book).counts
    return int(sum(counts[name] for name in ("new", "changed", "unmatched", "duplicates", "faults")))


def _bare(book: Path, file: Path) -> None:
    """What a script would do: read the sheet, turn amounts into decimals, append, and check nothing."""
    lines = pd.read_excel(book, sheet_name=_(TABLES["funding_lines"]), engine="calamine", dtype=object)
    for column in (_(HEADS[f"{measure}_eur"]) for measure in MEASURES):
        lines[column] = [None if pd.isna(cell) else str(Decimal(str(cell))) for cell in lines[column]]
    with sqlite3.connect(file) as connection:
        lines.astype(str).to_sql("funding_line", connection, index=False)
