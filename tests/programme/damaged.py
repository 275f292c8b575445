"""Files that are broken, or that mean harm, made by us: what the check of a footprint must survive."""

import gzip
import io
import json
import random
import sqlite3
import stat
import struct
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import shapely

from gis.writing import WRITABLE, parts_of, write

OUTLINE = shapely.Polygon(
    [
        (645_000.123, 6_860_000.456),
        (645_100.5, 6_860_010.25),
        (645_090.111, 6_860_099.999),
        (645_010.0, 6_860_080.0),
    ]
)
Make = Callable[[Path], Path]
"""Writes a file into a folder, and gives what a person would give."""

_CUTS = (0.5, 0.9)
_SEEDS = range(2)
_SUFFIXES = (
    "shp",
    "zip",
    "geojson",
    "gpkg",
    "fgb",
    "kml",
    "kmz",
    "gml",
    "dxf",
    "tab",
    "mif",
    "wkt",
    "dbf",
    "",
)


def damaged() -> dict[str, Make]:
    """Every file by a name that says what is wrong with it."""
    found: dict[str, Make] = {}
    for group in (_cut, _flipped, _counts, _archives, _numbers, _empty, _letters, _pointing, _nested, _large):
        found |= dict(group())
    return found


def mutated(content: bytes, dice: random.Random) -> bytes:
    """Change some bytes: turned over, repeated, left out, or replaced by those that break programs."""
    changed = bytearray(content)
    for _time in range(dice.choice((1, 2, 4, 16))):
        place = dice.randrange(max(1, len(changed)))
        span = dice.choice((1, 2, 4, 8, 64))
        match dice.randrange(4):
            case 0:
                changed[place : place + 1] = bytes([dice.randrange(256)])
            case 1:
                changed[place : place + span] = dice.choice(
                    (
                        b"\xff" * span,
                        b"\0" * span,
                        b"\xff\xff\xff\x7f",
                        b"\0\0\xf8\x7f",
                        b"9" * span,
                        b"\xe9\x9f",
                    )
                )
            case 2:
                del changed[place : place + span]
            case _:
                changed[place:place] = changed[place : place + span] * dice.choice((1, 3, 50))
    return bytes(changed)


def base(key: str, folder: Path, shape: shapely.Geometry = OUTLINE) -> Path:
    """A sound file of a format."""
    return write(shape, key, folder, "emprise")


def _rewritten(key: str, change: Callable[[bytes], bytes], part: str | None = None) -> Make:
    def make(folder: Path) -> Path:
        file = base(key, folder)
        target = file if part is None else file.with_suffix(part)
        target.write_bytes(change(target.read_bytes()))
        return file

    return make


def _content(name: str, content: bytes | Callable[[], bytes]) -> Make:
    def make(folder: Path) -> Path:
        file = folder / name
        file.write_bytes(content if isinstance(content, bytes) else content())
        return file

    return make


def _cut() -> Iterator[tuple[str, Make]]:
    for key in WRITABLE:
        for share in _CUTS:
            yield (
                f"cut-{key}-{share}",
                _rewritten(key, lambda content, share=share: content[: int(len(content) * share)]),
            )
        yield f"cut-{key}-last", _rewritten(key, lambda content: content[:-1])
    for part in (".shx", ".dbf", ".prj"):
        yield f"cut-shapefile{part}", _rewritten("shapefile_parts", lambda content: content[:20], part)
    for part in (".dat", ".map"):
        yield f"cut-tab{part}", _rewritten("tab", lambda content: content[:20], part)
        yield f"without-tab{part}", _without("tab", part)
    for part in (".shx", ".dbf", ".prj"):
        yield f"without-shapefile{part}", _without("shapefile_parts", part)


def _without(key: str, part: str) -> Make:
    def make(folder: Path) -> Path:
        file = base(key, folder)
        file.with_suffix(part).unlink()
        return file

    return make


def _flipped() -> Iterator[tuple[str, Make]]:
    for key in WRITABLE:
        for seed in _SEEDS:

            def change(content: bytes, seed: int = seed) -> bytes:
                return mutated(content, random.Random(seed))

            yield f"flipped-{key}-{seed}", _rewritten(key, change)


def _counts() -> Iterator[tuple[str, Make]]:
    for name, place, number in (
        ("length", 24, struct.pack(">i", 0x7FFFFFFF)),
        ("record-length", 104, struct.pack(">i", 0x7FFFFFFF)),
        ("parts", 144, struct.pack("<i", 0x7FFFFFFF)),
        ("parts-negative", 144, struct.pack("<i", -1)),
        ("points", 148, struct.pack("<i", 0x7FFFFFFF)),
        ("points-few", 148, struct.pack("<i", 1)),
        ("first-part", 152, struct.pack("<i", 1_000)),
        ("kind", 32, struct.pack("<i", 31)),
        ("record-kind", 108, struct.pack("<i", 99)),
    ):
        yield f"count-shp-{name}", _rewritten("shapefile_parts", _put(place, number))
    yield "count-dbf-rows", _rewritten("shapefile_parts", _put(4, struct.pack("<I", 0xFFFFFFFF)), ".dbf")
    yield "count-dbf-row-size", _rewritten("shapefile_parts", _put(10, b"\xff\xff"), ".dbf")
    yield "count-fgb", _rewritten("fgb", _put(8, b"\xff\xff\xff\x7f"))
    for name, blob in (
        ("rings", struct.pack("<BII", 1, 3, 0xFFFFFFF0)),
        ("points", struct.pack("<BIII", 1, 3, 1, 0xFFFFFFF0)),
        ("parts", struct.pack("<BII", 1, 6, 0xFFFFFFF0)),
        ("arcs", struct.pack("<BIIBII", 1, 10, 1, 1, 8, 0xFFFFFFF0)),
        ("kind", struct.pack("<BII", 1, 999, 1)),
        ("open", _ring_wkb([(0, 0), (10, 0), (10, 10)])),
        ("two", _ring_wkb([(0, 0), (10, 0)])),
        ("order", struct.pack("<BII", 77, 3, 1)),
    ):
        yield f"count-wkb-{name}", _geopackage(blob)


def _put(place: int, number: bytes) -> Callable[[bytes], bytes]:
    return lambda content: content[:place] + number + content[place + len(number) :]


def _ring_wkb(points: list[tuple[float, float]]) -> bytes:
    return struct.pack("<BIII", 1, 3, 1, len(points)) + b"".join(
        struct.pack("<2d", *point) for point in points
    )


def _geopackage(blob: bytes, srs: int = 2154) -> Make:
    """A GeoPackage whose geometry is what we say."""

    def make(folder: Path) -> Path:
        file = base("gpkg", folder)
        database = sqlite3.connect(file)
        for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            database.execute(f'DROP TRIGGER "{name}"')
        database.execute("UPDATE emprise SET geom = ?", (b"GP\x00\x01" + struct.pack("<i", srs) + blob,))
        database.commit()
        database.close()
        return file

    return make


def _zip(*entries: tuple[str | zipfile.ZipInfo, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w", compression) as archive:
        for name, content in entries:
            archive.writestr(name, content, compression)
    return sink.getvalue()


def _link(name: str, target: str) -> tuple[zipfile.ZipInfo, bytes]:
    entry = zipfile.ZipInfo(name)
    entry.external_attr = (stat.S_IFLNK | 0o777) << 16
    return entry, target.encode()


def geojson(coordinates: str, kind: str = "Polygon", crs: str = "") -> bytes:
    """A collection of one feature with coordinates as they are given."""
    shape = f'{{"type": "{kind}", "coordinates": {coordinates}}}'
    return f'{{"type": "FeatureCollection", {crs} "features": [{{"type": "Feature", "properties": {{}}, "geometry": {shape}}}]}}'.encode()


SQUARE = "[[[2.2, 48.8], [2.21, 48.8], [2.21, 48.81], [2.2, 48.8]]]"


def _archives() -> Iterator[tuple[str, Make]]:
    sound = geojson(SQUARE)
    inner = _zip(("emprise.geojson", sound))
    zeros = b"\0" * 60_000_000
    yield "zip-nested", _content("a.zip", _zip(("inner.zip", inner)))
    yield "zip-nested-twice", _content("a.zip", _zip(("inner.zip", _zip(("x.zip", inner)))))
    yield "zip-bomb", _content("a.zip", lambda: _zip(("emprise.shp", b"\0\0\x27\x0a" + zeros)))
    yield "zip-bomb-text", _content("a.zip", lambda: _zip(("emprise.geojson", sound + b" " * 60_000_000)))
    yield "zip-many", _content("a.zip", lambda: _zip(*((f"{n}.geojson", b"{}") for n in range(3_000))))
    yield "zip-link", _content("a.zip", _zip(_link("emprise.geojson", "/etc/passwd")))
    yield "zip-link-folder", _content("a.zip", _zip(_link("here", "/etc"), ("here/emprise.geojson", sound)))
    yield "zip-absolute", _content("a.zip", _zip(("/etc/emprise.geojson", sound)))
    yield "zip-climbing", _content("a.zip", _zip(("../../emprise.geojson", sound)))
    yield "zip-climbing-backslash", _content("a.zip", _zip(("..\\..\\emprise.geojson", sound)))
    yield "zip-drive", _content("a.zip", _zip(("C:/emprise.geojson", sound)))
    yield "zip-empty", _content("a.zip", _zip())
    yield "zip-leaflet-alone", _content("a.zip", _zip(("lisez-moi.txt", b"bonjour")))
    yield "zip-several", _content("a.zip", _zip(("a.geojson", sound), ("b.geojson", sound)))
    yield "zip-many-datasets", _content("a.zip", _zip(*((f"{n}.geojson", sound) for n in range(3))))
    yield "zip-file-and-folder", _content("a.zip", _zip(("a", sound), ("a/b.geojson", sound)))
    yield "zip-long-name", _content("a.zip", _zip(("n" * 300 + ".geojson", sound)))
    yield "zip-odd-name", _content("a.zip", _zip(("\x01\x7f\u202e.geojson", sound)))
    yield (
        "zip-encrypted",
        _content(
            "a.zip",
            inner[:6]
            + b"\x01"
            + inner[7:].replace(b"PK\x01\x02\x14\x03\x14\x00\x00", b"PK\x01\x02\x14\x03\x14\x00\x01"),
        ),
    )
    yield "zip-lying-sizes", _content("a.zip", inner.replace(struct.pack("<I", len(sound)), b"\x05\0\0\0"))
    yield "gzip-bomb", _content("a.geojson.gz", lambda: gzip.compress(zeros))
    yield "gzip-nested", _content("a.geojson.gz", gzip.compress(gzip.compress(sound)))
    yield "gzip-zip", _content("a.geojson.gz", gzip.compress(inner))
    yield "gzip-cut", _content("a.geojson.gz", gzip.compress(sound)[:-12])


def _numbers() -> Iterator[tuple[str, Make]]:
    for name, word in (
        ("nan", "NaN"),
        ("infinity", "Infinity"),
        ("huge", "1e308"),
        ("beyond", "1e400"),
        ("minus", "-1e300"),
        ("null", "null"),
        ("text", '"2.2"'),
        ("object", "{}"),
        ("deep", "[[[]]]"),
    ):
        yield (
            f"number-geojson-{name}",
            _content(
                "a.geojson", geojson(f"[[[{word}, 48.8], [2.21, 48.8], [2.21, 48.81], [{word}, 48.8]]]")
            ),
        )
    for name, word in (("nan", "nan"), ("infinity", "inf"), ("huge", "1e308"), ("hex", "0x1p99")):
        yield f"number-wkt-{name}", _content("a.wkt", f"POLYGON (({word} 0, 1 0, 1 1, {word} 0))".encode())
    for name, number in (("nan", np.nan), ("infinity", np.inf), ("huge", 1e308), ("tiny", 5e-324)):
        ring = [(number, 0.0), (10.0, 0.0), (10.0, 10.0), (number, 0.0)]
        yield f"number-gpkg-{name}", _geopackage(_ring_wkb(ring))
        yield f"number-shp-{name}", _rewritten("shapefile_parts", _put(156, struct.pack("<d", number)))
    for name, coordinates in (("few", "[[[2, 48], [2, 48]]]"), ("none", "[]"), ("empty-ring", "[[]]"), ("open", "[[[2.2, 48.8], [2.21, 48.8], [2.21, 48.81]]]"), ("flat", "[[[2.2, 48.8], [2.2, 48.8], [2.2, 48.8], [2.2, 48.8]]]"), ("lambert", "[[[645000, 6860000], [645100, 6860000], [645100, 6860100], [645000, 6860000]]]"), ("swapped", "[[[48.8, 2.2], [48.8, 2.21], [48.81, 2.21], [48.8, 2.2]]]"), ("poles", "[[[0, 90], [180, 90], [180, -90], [0, 90]]]")):  # fmt: skip
        yield f"shape-geojson-{name}", _content("a.geojson", geojson(coordinates))
    yield (
        "shape-bow",
        _content(
            "a.wkt",
            b"POLYGON ((645000 6860000, 645100 6860100, 645100 6860000, 645000 6860100, 645000 6860000))",
        ),
    )
    yield "shape-point", _content("a.geojson", geojson("[2.2, 48.8]", "Point"))
    yield (
        "crs-unknown",
        _content(
            "a.geojson",
            geojson(SQUARE, crs='"crs": {"type": "name", "properties": {"name": "EPSG:999999"}},'),
        ),
    )
    yield (
        "crs-link",
        _content(
            "a.geojson",
            geojson(SQUARE, crs='"crs": {"type": "link", "properties": {"href": "http://127.0.0.1:9/x"}},'),
        ),
    )
    yield "crs-gpkg", _geopackage(shapely.to_wkb(OUTLINE), srs=-7)
    yield "crs-prj", _rewritten("shapefile_parts", lambda _content: b"PROJCS[" * 5_000, ".prj")


def _empty() -> Iterator[tuple[str, Make]]:
    for suffix in _SUFFIXES:
        yield f"empty-{suffix}", _content(f"a.{suffix}" if suffix else "a", b"")
    for name, content in (
        ("spaces", b" " * 70_000),
        ("zeros", b"\0" * 70_000),
        ("lines", b"\n" * 10),
        ("noise", random.Random(1).randbytes(5_000)),
    ):
        yield f"empty-of-{name}", _content("a.geojson", content)
    yield "empty-collection", _content("a.geojson", b'{"type": "FeatureCollection", "features": []}')
    yield "empty-dxf", _content("a.dxf", b"0\nSECTION\n2\nENTITIES\n0\nENDSEC\n0\nEOF\n")
    yield "empty-kml", _content("a.kml", b'<kml xmlns="http://www.opengis.net/kml/2.2"><Document/></kml>')
    yield "empty-polygon", _content("a.wkt", b"POLYGON EMPTY")


def _letters() -> Iterator[tuple[str, Make]]:
    text = geojson(SQUARE).decode().replace('"properties": {}', '"properties": {"nom": "Sœurs Janin – €"}')
    for code in ("utf-8-sig", "utf-16", "utf-16-be", "utf-32", "cp1252", "cp500"):
        yield f"letters-geojson-{code}", _content("a.geojson", text.encode(code, "replace"))
    kml = '<?xml version="1.0" encoding="{}"?><kml xmlns="http://www.opengis.net/kml/2.2"><Placemark><name>Sœurs</name></Placemark></kml>'
    for code in ("utf-16", "iso-8859-15", "x-unknown", "ascii"):
        known = code if code != "x-unknown" else "utf-8"
        yield f"letters-kml-{code}", _content("a.kml", kml.format(code).encode(known, "replace"))
    for name in ("Ἀθῆναι 🏙", "-rf", "a'b\"c`$(id)", "n" * 200, "a\nb", "ça: <b>"):
        yield f"letters-name-{name[:5]!r}", _content(f"{name}.geojson", geojson(SQUARE))
    yield "letters-lone-surrogate", _content("a.geojson", text.replace("Janin", "\\ud800").encode())
    yield (
        "letters-dbf",
        _rewritten(
            "shapefile_parts",
            lambda content: content.replace(b"emprise", b"\x81\x8d\x8f\x90\x9d\xff\x00"),
            ".dbf",
        ),
    )
    yield "letters-cpg", _codepage
    yield (
        "letters-gpkg-schema",
        _rewritten("gpkg", lambda content: content.replace(b"CREATE TABLE", b"CREATE \xff\xfe\xe9\x9fL")),
    )


def _codepage(folder: Path) -> Path:
    file = base("shapefile_parts", folder)
    file.with_suffix(".cpg").write_bytes(b"\xff\xfeNOT A CODE PAGE" * 50)
    return file


def _pointing() -> Iterator[tuple[str, Make]]:
    vrt = b'<OGRVRTDataSource><OGRVRTLayer name="a"><SrcDataSource>/etc/passwd</SrcDataSource></OGRVRTLayer></OGRVRTDataSource>'
    laughs = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 9))
    for suffix in ("geojson", "kml", "gml", "shp"):
        yield f"pointing-vrt-{suffix}", _content(f"a.{suffix}", vrt)
    yield (
        "pointing-gdalg",
        _content(
            "a.geojson",
            json.dumps(
                {"type": "gdal_streamed_alg", "command_line": "gdal vector convert /etc/passwd"}
            ).encode(),
        ),
    )
    yield (
        "pointing-entities",
        _content("a.kml", f'<!DOCTYPE kml [<!ENTITY a0 "ha">{laughs}]><kml>&a8;</kml>'.encode()),
    )
    yield (
        "pointing-file",
        _content(
            "a.gml",
            b'<!DOCTYPE x [<!ENTITY x SYSTEM "file:///etc/passwd">]><FeatureCollection>&x;</FeatureCollection>',
        ),
    )
    yield "pointing-link", _symlink
    yield "pointing-folder", _folder
    yield "pointing-nowhere", lambda folder: folder / "missing.geojson"
    yield "binary-dxf", _content("a.dxf", b"AutoCAD Binary DXF\r\n\x1a\x00" + b"\0" * 100)
    yield "dwg", _content("a.dxf", b"AC1032\x00\x00" + b"\0" * 100)
    yield "sqlite", _content("a.gpkg", b"SQLite format 3\x00" + b"\0" * 4_000)


def _symlink(folder: Path) -> Path:
    link = folder / "a.geojson"
    link.symlink_to("/etc/passwd")
    return link


def _folder(folder: Path) -> Path:
    path = folder / "a.shp"
    path.mkdir()
    return path


def _nested() -> Iterator[tuple[str, Make]]:
    deep = 100_000
    yield "nested-arrays", _content("a.geojson", geojson("[" * deep + "]" * deep))
    yield (
        "nested-collections",
        _content(
            "a.geojson",
            b'{"type": "FeatureCollection", "features": [{"type": "Feature", "properties": null, "geometry": '
            + b'{"type": "GeometryCollection", "geometries": [' * 20_000
            + b"]}" * 20_000
            + b"}]}",
        ),
    )
    yield "nested-wkt", _content("a.wkt", b"GEOMETRYCOLLECTION (" * deep + b")" * deep)
    yield (
        "nested-xml",
        _content(
            "a.gml",
            b'<gml:FeatureCollection xmlns:gml="http://www.opengis.net/gml">'
            + b"<a>" * deep
            + b"</a>" * deep
            + b"</gml:FeatureCollection>",
        ),
    )
    for name, kind in (("polygons", 6), ("collections", 7), ("surfaces", 12)):
        yield (
            f"nested-wkb-{name}",
            _geopackage(struct.pack("<BII", 1, kind, 1) * deep + _ring_wkb([(0, 0), (1, 0), (1, 1), (0, 0)])),
        )


def _large() -> Iterator[tuple[str, Make]]:
    yield "ten-million-vertices", _ten_million
    yield "comb", _content("a.wkt", lambda: _comb(20_000))
    yield "knot", _content("a.wkt", lambda: _knot(20_000))
    yield "half-a-million-vertices", _content("a.wkt", lambda: _circle(500_000))


def _ten_million(folder: Path) -> Path:
    """A circle of ten million vertices, written by hand: no library would write it in time."""
    count = 10_000_000
    box = struct.pack("<4d", 644_500, 6_859_500, 645_500, 6_860_500)
    start = struct.pack("<i", 5) + box + struct.pack("<iii", 1, count, 0)
    size = len(start) + 16 * count
    length = (100 + 8 + size) // 2
    head = struct.pack(">7i", 9994, 0, 0, 0, 0, 0, length) + struct.pack("<2i", 1000, 5) + box + b"\0" * 32
    file = folder / "emprise.shp"
    with file.open("wb") as sink:
        sink.write(head + struct.pack(">2i", 1, size // 2) + start)
        for first in range(0, count, 1_000_000):
            # The last vertex is the first one, to the bit.
            angle = -2 * np.pi * (np.arange(first, first + 1_000_000) % (count - 1)) / (count - 1)
            circle = np.column_stack([645_000 + 500 * np.cos(angle), 6_860_000 + 500 * np.sin(angle)])
            sink.write(circle.tobytes())
    return file


def _wkt(points: np.ndarray) -> bytes:
    ring = np.concatenate([points, points[:1]])
    return ("POLYGON ((" + ", ".join(f"{x:.3f} {y:.3f}" for x, y in ring.tolist()) + "))").encode()


def _comb(count: int) -> bytes:
    """Teeth that all lie over each other's boxes: what compares sides pair by pair takes minutes."""
    place = np.arange(count)
    points = np.column_stack(
        [645_000 + place * 0.001 + (place % 2) * 1_000, 6_860_000 + (place % 2) * 1_000.0]
    )
    return _wkt(np.concatenate([points, [[644_990, 6_862_000]]]))


def _knot(count: int) -> bytes:
    return _wkt(np.random.default_rng(1).uniform((645_000, 6_860_000), (646_000, 6_861_000), (count, 2)))


def _circle(count: int) -> bytes:
    angle = np.linspace(0, 2 * np.pi, count, endpoint=False)
    return _wkt(np.column_stack([645_000 + 5_000 * np.cos(angle), 6_860_000 + 5_000 * np.sin(angle)]))


__all__ = ["OUTLINE", "SQUARE", "base", "damaged", "geojson", "mutated", "parts_of"]
