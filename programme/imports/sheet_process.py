"""The child process that opens a workbook or a table from outside, and lays its rows out under their header.

Run by :mod:`core.child_process`. It stands alone: nothing of the program is imported. A cell of its answer is null,
true, false, or a text whose first letter says what follows: ``'`` a text, ``#`` a number, ``@`` a day, ``!`` no value.
"""

import csv
import datetime as dt
import gc
import io
import json
import re
import unicodedata
import zipfile
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as Xml

MAX_CELLS = 5_000_000
"""Cells that hold something, in all sheets together."""
_MAX_AREA = 50_000_000
"""Cells of one sheet between its first and its last, empty ones included."""
_DELIMITERS = (";", ",", "\t", "|")
_LOOKED_AT = 65_536
_EXACT_FLOAT = 10**15
_COMMA = re.compile(r"[-+−(]?[\d\s.]*\d,\d{1,2}\)?[\s€]*")
_POINT = re.compile(r"[-+−(]?[\d\s,]*\d\.\d{1,2}\)?[\s€]*")
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_ERROR_CELL = re.compile(rb'<c r="([A-Z]{1,3})(\d+)"[^>]*\bt="e"[^>]*>.*?<v>([^<]*)</v>', re.DOTALL)
_BARE_FORMULA = re.compile(
    rb'<c r="([A-Z]{1,3})(\d+)"[^>]*>\s*<f\b[^>]*(?:/>|>([^<]*)</f>)\s*(?:<v\s*/>|<v>\s*</v>)?\s*</c>'
)

_BARE = re.compile(rb"(?:</f>|<f\b[^>]*/>)\s*(?:<v\s*/>|<v>\s*</v>)?\s*</c>")

Rows = Iterator[tuple[int, list[Any]]]


class Broken(str):
    """What stands for a cell without a value: the error that it holds, or the formula that nothing worked out."""

    __slots__ = ()


class Refused(Exception):  # noqa: N818 - it carries an answer
    """The file is not read; the answer says why."""

    def __init__(self, error: str, detail: str = "") -> None:
        self.answer = {"error": error, "detail": detail}
        super().__init__(error)


def main(request: dict[str, Any], bound: Callable[[], Any]) -> dict[str, Any]:
    """Answer one request: ``file``, and ``kind`` as its content says."""
    readers = {"csv": _csv, "json": _json}
    reader = readers.get(request["kind"], _workbook)
    import python_calamine  # noqa: F401 - before the limits

    # Millions of cells, none of which refers to another, in a process that ends when they are written.
    gc.disable()
    bound()
    try:
        return reader(request["file"], request["kind"])
    except Refused as refusal:
        return refusal.answer


# ------------------------------------------------------------------ workbooks


def _workbook(file: str, kind: str) -> dict[str, Any]:
    import python_calamine as calamine

    try:
        book = calamine.load_workbook(file)
        told = _uncomputed(file) if kind == "xlsx" else {}
        sheets, left = [], MAX_CELLS
        for facts in book.sheets_metadata:
            if facts.typ != calamine.SheetTypeEnum.WorkSheet:
                continue
            sheet = book.get_sheet_by_name(facts.name)
            if sheet.end is not None and (sheet.end[0] + 1) * (sheet.end[1] + 1) > _MAX_AREA:
                raise Refused("cells", facts.name)
            hidden = facts.visible != calamine.SheetVisibleEnum.Visible
            laid, count = _laid_out(facts.name, _sheet_rows(sheet, told.get(facts.name, {})), left)
            sheets.append({**laid, "hidden": hidden})
            left -= count
    except calamine.PasswordError as fault:
        raise Refused("protected") from fault
    except (calamine.CalamineError, zipfile.BadZipFile, Xml.ParseError, KeyError, OSError) as fault:
        # The library has a limit of its own on what a sheet may claim.
        claimed = "cell limit" in str(fault).lower()
        raise Refused("cells" if claimed else "unreadable", "" if claimed else str(fault)) from fault
    return {"sheets": sheets}


def _sheet_rows(sheet: Any, told: dict[tuple[int, int], str]) -> Rows:
    """Rows with their numbers; cells whose value was never worked out, or cannot be, are told as texts."""
    marked: dict[int, dict[int, str]] = {}
    for (row, column), text in told.items():
        marked.setdefault(row, {})[column] = text
    if sheet.start is None:
        return
    for number, found in enumerate(sheet.iter_rows(), start=1):
        cells = [""] * sheet.start[1] + found
        for column, text in marked.get(number, {}).items():
            cells.extend([""] * (column + 1 - len(cells)))
            cells[column] = text
        yield number, cells


def _uncomputed(file: str) -> dict[str, dict[tuple[int, int], str]]:
    """Cells of an XLSX that hold an error, or a formula that no program has worked out: both would read as empty."""
    found: dict[str, dict[tuple[int, int], str]] = {}
    with zipfile.ZipFile(file) as archive:
        names = set(archive.namelist())
        parts = {
            item.get("Id"): item.get("Target", "")
            for item in Xml.fromstring(archive.read("xl/_rels/workbook.xml.rels"))  # noqa: S314 - bounded here
        }
        for sheet in Xml.fromstring(archive.read("xl/workbook.xml")).iter(f"{_MAIN}sheet"):  # noqa: S314
            target = parts.get(sheet.get(_RELATION), "")
            part = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
            if part in names:
                found[str(sheet.get("name"))] = _broken_cells(archive.read(part))
    return found


def _broken_cells(content: bytes) -> dict[tuple[int, int], str]:
    """Cells of a sheet that have no value; where none does, which is nearly always, a glance tells."""
    found: dict[tuple[int, int], str] = {}
    if b't="e"' in content:
        found.update(
            (_place(*match.groups()[:2]), Broken(_text(match[3]))) for match in _ERROR_CELL.finditer(content)
        )
    if _BARE.search(content):
        found.update(
            (_place(*match.groups()[:2]), Broken("=" + _text(match[3] or b"")))
            for match in _BARE_FORMULA.finditer(content)
        )
    return found


def _text(content: bytes) -> str:
    return content.decode("utf-8", "replace")


def _place(letters: bytes, number: bytes) -> tuple[int, int]:
    column = 0
    for letter in letters:
        column = column * 26 + letter - 64
    return int(number), column - 1


# ------------------------------------------------------------------ CSV


def _csv(file: str, _kind: str) -> dict[str, Any]:
    text, encoding = _decoded(Path(file).read_bytes())
    said = re.match(r"sep=(.)\r?\n", text, re.IGNORECASE)
    text = text[said.end() :] if said else text
    delimiter = said[1] if said else _delimiter(text[:_LOOKED_AT])
    csv.field_size_limit(1 << 27)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        lines = list(reader)
    except csv.Error as fault:
        raise Refused("unreadable", f"{fault} ({reader.line_num})") from fault
    laid, _count = _laid_out("", enumerate(lines, start=1), MAX_CELLS)
    width = len(lines[laid["header"] - 1]) if laid["columns"] else 0
    # A delimiter in a text that is not quoted moves all that follows: such rows are told, never guessed.
    ragged = [
        [number, len(cells)]
        for number, cells in enumerate(lines, start=1)
        if number > laid["header"] and any(map(str.strip, cells)) and len(cells) != width
    ]
    return {"sheets": [{**laid, "ragged": ragged}], "encoding": encoding, "delimiter": delimiter}


def _decoded(content: bytes) -> tuple[str, str]:
    for mark, encoding in (
        (b"\xef\xbb\xbf", "utf-8-sig"),
        (b"\xff\xfe", "utf-16"),
        (b"\xfe\xff", "utf-16"),
        (b"", "utf-8"),
        (b"", "cp1252"),
    ):
        if content.startswith(mark):
            try:
                text = content.decode(encoding)
            except UnicodeDecodeError:
                continue
            if "\0" not in text:
                return text, "utf-8" if encoding == "utf-8-sig" else encoding
    raise Refused("encoding")


def _delimiter(text: str) -> str:
    """Find what gives most rows the same number of cells, above one."""
    best, most = ",", (0.0, 0)
    for delimiter in _DELIMITERS:
        try:
            counts = [len(cells) for cells in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)]
        except csv.Error:
            continue
        # The last row may be cut.
        counts = [count for count in (counts[:-1] or counts) if count]
        usual = max(set(counts), key=counts.count, default=1)
        agreed = counts.count(usual) / max(1, len(counts))
        if usual > 1 and (agreed, usual) > most:
            best, most = delimiter, (agreed, usual)
    return best


# ------------------------------------------------------------------ JSON


def _json(file: str, _kind: str) -> dict[str, Any]:
    text, _encoding = _decoded(Path(file).read_bytes())
    try:
        found = json.loads(
            text,
            parse_float=Decimal,
            parse_int=Decimal,
            parse_constant=_no_number,
            object_pairs_hook=_object,
        )
    except (ValueError, RecursionError, ArithmeticError) as fault:
        raise Refused("unreadable", str(fault)) from fault
    if not isinstance(found, list) or not all(isinstance(item, dict) for item in found):
        raise Refused("list")
    objects: list[dict[str, Any]] = found
    columns = list(dict.fromkeys(_clean(name) for item in objects for name in item))
    if sum(map(len, objects)) > MAX_CELLS:
        raise Refused("cells")
    rows: list[tuple[int, list[Any]]] = []
    for number, item in enumerate(objects, start=1):
        named = {_clean(name): value for name, value in item.items()}
        rows.append((number, [_encoded(_flat(named.get(name))) for name in columns]))
    sheet = {"name": "", "columns": columns, "header": 0, "above": [], "renamed": [], "decimal": None}
    return {"sheets": [{**sheet, "rows": [row for row in rows if any(cell is not None for cell in row[1])]}]}


def _no_number(word: str) -> None:
    raise ValueError(word)


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError(f"the same name twice in {', '.join(name for name, _value in pairs)[:200]}")
    return found


def _flat(value: Any) -> Any:
    return json.dumps(value, ensure_ascii=False, default=str) if isinstance(value, (list, dict)) else value


# ------------------------------------------------------------------ rows under their header


def _laid_out(name: str, lines: Any, left: int) -> tuple[dict[str, Any], int]:
    """Find the header, the first row with two texts, and give what is under it; and the number of cells in use."""
    above: list[str] = []
    head: list[str] | None = None
    header, count, width = 0, 0, 0
    rows: list[list[Any]] = []
    commas = points = False
    for number, raw in lines:
        # A cell without anything is by far the most frequent one.
        cells = [None if cell == "" else _encoded(cell) for cell in raw]
        used = [place for place, cell in enumerate(cells) if cell is not None]
        if not used:
            continue
        count += len(used)
        if count > left:
            raise Refused("cells", name)
        texts = [cell[1:] for cell in cells if cell.__class__ is str and cell[0] == "'"]
        if head is None:
            if len(texts) < 2:
                above += [_word(cells[place]) for place in used]
                continue
            head, header = [_word(cell) for cell in cells[: used[-1] + 1]], number
            width = len(head)
            continue
        commas = commas or any("," in text and _COMMA.fullmatch(text) for text in texts)
        points = points or any("." in text and _POINT.fullmatch(text) for text in texts)
        width = max(width, used[-1] + 1)
        rows.append([number, cells[: used[-1] + 1]])
    columns, renamed = _columns(head or [], width)
    decimal = {(True, False): ",", (False, True): "."}.get((commas, points))
    laid = {"name": name, "columns": columns, "header": header, "above": above, "renamed": renamed}
    return {**laid, "decimal": decimal, "rows": rows}, count


def _columns(head: list[str], width: int) -> tuple[list[str], list[list[str]]]:
    """Names of the columns, each another one; and those that had no name, or that of another."""
    names: list[str] = []
    renamed = []
    for place in range(width if head else 0):
        given = head[place] if place < len(head) else ""
        name = given or _letter(place)
        rank = 1
        while name in names:
            rank += 1
            name = f"{given or _letter(place)} ({rank})"
        if name != given:
            renamed.append([name, given])
        names.append(name)
    return names, renamed


def _letter(place: int) -> str:
    letters = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _word(cell: Any) -> str:
    """An encoded cell as a reader sees it; line breaks in a head are spaces."""
    return (
        "" if cell is None else " ".join((cell[1:] if isinstance(cell, str) else str(cell).lower()).split())
    )


def _encoded(cell: Any) -> Any:
    """Write a cell for the answer."""
    if isinstance(cell, Broken):
        return f"!{cell}"
    if isinstance(cell, str):
        text = _clean(cell)
        return f"'{text}" if text else None
    if cell is None or isinstance(cell, bool):
        return cell
    if isinstance(cell, float):
        whole = cell.is_integer() and abs(cell) < _EXACT_FLOAT
        return f"#{int(cell)}" if whole else f"#{cell!r}"
    if isinstance(cell, int | Decimal):
        return f"#{cell}"
    if isinstance(cell, dt.datetime):
        return f"@{cell.date()}" if cell.time() == dt.time() else f"'{cell.isoformat(' ')}"
    return f"@{cell}" if isinstance(cell, dt.date) else f"'{cell}"


def _clean(text: str) -> str:
    """Strip a text, and give an accent one form: a Mac writes « é » as two characters."""
    return text.strip() if text.isascii() else unicodedata.normalize("NFC", text).strip()
