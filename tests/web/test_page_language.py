"""The page that carries all others names the reader's language."""

from pathlib import Path

import pytest
import streamlit as st
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import FileResponse, PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from web.page_language import PageLanguage

INDEX = Path(st.__file__).parent / "static" / "index.html"


@pytest.fixture(scope="module")
def client() -> TestClient:
    return TestClient(
        Starlette(
            routes=[
                Route("/", lambda _request: FileResponse(INDEX)),
                Route("/text", lambda _request: PlainTextResponse('<html lang="en">')),
            ],
            middleware=[Middleware(PageLanguage, usual="fr", parameter="langue", languages=("fr", "en"))],
        )
    )


@pytest.mark.parametrize(
    ("query", "language"),
    [("", "fr"), ("?langue=en", "en"), ("?langue=fr", "fr"), ('?langue="><script>', "fr")],
)
def test_it_is_that_of_the_address_or_of_the_installation(
    client: TestClient, query: str, language: str
) -> None:
    found = client.get(f"/{query}")
    own = INDEX.read_text(encoding="utf-8")
    assert own.count('<html lang="en"') == 1
    assert found.text == own.replace('<html lang="en"', f'<html lang="{language}"')
    assert int(found.headers["content-length"]) == len(found.content)


def test_anything_but_a_page_is_left_as_it_is(client: TestClient) -> None:
    assert client.get("/text").text == '<html lang="en">'
