"""Files that point elsewhere, under the names of honest ones: none is opened, and nothing they point to is read."""

import json
import sqlite3
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from core.settings import Imports
from gis import drivers
from gis.errors import ForbiddenDriverError, SourceError
from gis.reading import read
from gis.source import Source, prepare
from tests.gis.formats import communes, write, zipped

NAMES = ["upload.geojson", "upload.kml", "upload.json", "upload.gml", "upload.shp", "upload.gpkg", "upload"]


@pytest.fixture
def secret(tmp_path):
    """Another file of the server."""
    return write(communes(), tmp_path / "server", "geojson", name="secret")


@pytest.fixture
def calls():
    """Addresses that somebody asked of a server of ours."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)
            self.send_error(404)

        do_HEAD = do_POST = do_GET

        def log_message(self, *parts):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", asked
    server.shutdown()
    thread.join()
    server.server_close()


def vrt(target):
    layer = f'<OGRVRTLayer name="secret"><SrcDataSource>{target}</SrcDataSource></OGRVRTLayer>'
    return f"<OGRVRTDataSource>{layer}</OGRVRTDataSource>"


def gdalg(target):
    return json.dumps(
        {
            "type": "gdal_streamed_alg",
            "command_line": f"gdal vector convert {target} --output-format stream streamed",
        }
    )


def disguises(secret, address):
    return {
        "VRT": vrt(secret),
        "VRT after a declaration": f"<?xml version='1.0'?>\n<!-- kml -->\n{vrt(secret)}",
        "VRT after a byte order mark": "\ufeff" + vrt(secret),
        "VRT on a service": vrt(f"/vsicurl/{address}/data.geojson"),
        "GDALG": gdalg(secret),
        "GDALG with spaces": "\n  " + gdalg(secret).replace('":', '" :'),
        "WFS": f"<OGRWFSDataSource><URL>{address}/wfs</URL></OGRWFSDataSource>",
        "WFS capabilities": f'<WFS_Capabilities version="1.1.0"><a href="{address}"/></WFS_Capabilities>',
        "document type": f'<!DOCTYPE kml [<!ENTITY x SYSTEM "file://{secret}">]><kml>&x;</kml>',
        "MapInfo view": f'!table\n!version 100\nopen table "{secret}"\ncreate view v as select * from "secret"',
        "MapInfo seamless": '!table\n!version 300\nDefinition Table\n"\\IsSeamless" = "TRUE"',
    }


@pytest.mark.parametrize("name", NAMES)
def test_disguised_files_are_refused_whatever_their_name(name, secret, calls, tmp_path):
    address, asked = calls
    for number, (kind, content) in enumerate(disguises(secret, address).items()):
        folder = tmp_path / f"{number}"
        (folder / "work").mkdir(parents=True)
        file = folder / name
        file.write_text(content, encoding="utf-8")
        with pytest.raises(ForbiddenDriverError, match=name):
            prepare(file, folder / "work", Imports())
        assert kind
    assert asked == []


def test_disguised_files_in_an_archive_are_refused(secret, tmp_path):
    inner = tmp_path / "data.geojson"
    inner.write_text(vrt(secret))
    work = tmp_path / "work"
    work.mkdir()
    with pytest.raises(ForbiddenDriverError):
        prepare(zipped([inner], tmp_path / "data.zip"), work, Imports())


@pytest.mark.parametrize("driver", drivers.ALLOWED)
def test_the_child_itself_opens_none_of_them(driver, secret, calls, tmp_path):
    """Were the detection deceived, the only driver of the child would still not follow."""
    address, asked = calls
    found = disguises(secret, address)
    for number, kind in enumerate(("VRT", "VRT on a service", "GDALG", "WFS")):
        content = found[kind]
        folder = tmp_path / f"{number}"
        folder.mkdir()
        file = folder / ("features.mif" if driver == drivers.MAPINFO else "features.json")
        file.write_text(content, encoding="utf-8")
        source = Source("upload.json", file, driver)
        with pytest.raises(SourceError):
            read(source, Imports())
        assert not (folder / "features.arrow").exists()
    assert asked == []


def test_a_geopackage_that_reads_other_files_is_refused(tmp_path):
    file = write(communes(), tmp_path / "given", "gpkg")
    with sqlite3.connect(file) as database:
        database.execute("PRAGMA writable_schema = ON")
        statement = "CREATE VIRTUAL TABLE stolen USING VirtualShape('/etc/data', 'UTF-8', 2154)"
        database.execute(
            "INSERT INTO sqlite_master VALUES ('table', 'stolen', 'stolen', 0, ?)",
            (statement,),
        )
    database.close()
    work = tmp_path / "work"
    work.mkdir()
    with pytest.raises(ForbiddenDriverError, match="VirtualShape"):
        prepare(file, work, Imports())


def test_a_kml_with_a_link_calls_nobody(calls, tmp_path):
    address, asked = calls
    file = tmp_path / "linked.kml"
    file.write_text(
        '<kml xmlns="http://www.opengis.net/kml/2.2"><Document><NetworkLink><Link>'
        f"<href>{address}/other.kml</href></Link></NetworkLink><Placemark><name>here</name>"
        "<Point><coordinates>2.3,48.8</coordinates></Point></Placemark></Document></kml>"
    )
    work = tmp_path / "work"
    work.mkdir()
    dataset = read(prepare(file, work, Imports()), Imports())
    assert dataset.attributes.num_rows == 1
    assert asked == []


def test_a_gml_with_a_schema_and_links_calls_nobody(calls, tmp_path):
    address, asked = calls
    file = write(communes(), tmp_path / "given", "gml")
    text = file.read_text(encoding="utf-8")
    assert "schemaLocation" in text
    start = text.index('schemaLocation="') + len('schemaLocation="')
    text = text[:start] + f"http://a {address}/schema.xsd " + text[start:]
    text = text.replace(
        "</gml:Polygon>",
        f'</gml:Polygon><gml:other xlink:href="{address}/x#y" xmlns:xlink="http://www.w3.org/1999/xlink"/>',
        1,
    )
    file.write_text(text, encoding="utf-8")
    work = tmp_path / "work"
    work.mkdir()
    assert read(prepare(file, work, Imports()), Imports()).attributes.num_rows == 3
    assert asked == []
