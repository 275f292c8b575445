"""Streamlit's own files come compressed, whole, and no other file with them."""

from pathlib import Path

import pytest
import streamlit as st
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from web.front_end import PackedFrontEnd

FOLDER = Path(st.__file__).parent / "static" / "static"


@pytest.fixture(scope="module")
def client() -> TestClient:
    return TestClient(
        Starlette(
            routes=[Route("/{path:path}", lambda _request: PlainTextResponse("Streamlit"))],
            middleware=[Middleware(PackedFrontEnd, folder=FOLDER)],
        )
    )


@pytest.mark.parametrize("kind", ["js", "css"])
def test_each_file_comes_compressed_and_whole(client: TestClient, kind: str) -> None:
    path = max((FOLDER / kind).glob(f"*.{kind}"), key=lambda item: item.stat().st_size)
    found = client.get(f"/static/{kind}/{path.name}")
    assert found.headers["content-encoding"] == "gzip"
    assert "immutable" in found.headers["cache-control"]
    assert int(found.headers["content-length"]) < path.stat().st_size / 2
    assert found.content == path.read_bytes()
    plain = client.get(f"/static/{kind}/{path.name}", headers={"Accept-Encoding": "identity"})
    assert plain.content == path.read_bytes()


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/static/js/absent.js",
        "/static/js/..%2findex.html",
        "/static/js/../../index.html",
        "/static/media/x.js",
    ],
)
def test_anything_else_is_left_to_streamlit(client: TestClient, path: str) -> None:
    assert client.get(path).text == "Streamlit"
