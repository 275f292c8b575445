"""The application: Streamlit pages and HTTP routes in one ASGI process.

``make run`` serves it with uvicorn; ``streamlit run streamlit_app.py`` works too.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import streamlit as st
from anyio import to_thread
from starlette.middleware import Middleware

from core.actor import LOCAL
from core.errors import TrameError
from core.languages import LANGUAGES
from core.settings import ROOT, config_file
from maps import libraries
from programme.identify import identify
from programme.installation import Installation, follow_import, open_installation
from programme.search import search
from programme.selection import options
from programme.world import open_world
from views.context import LANGUAGE_PARAMETER
from web.errors import answer
from web.front_end import PackedFrontEnd
from web.page_language import PageLanguage
from web.routes import routes


def _open() -> Installation:
    """Open the installation, or end with the sentence that says why it cannot be."""
    try:
        libraries.require()
        return open_installation(config_file())
    except TrameError as error:
        raise SystemExit(str(error)) from None


installation = _open()


def _warm() -> None:
    """Read what the first reader would otherwise wait for, and let the programme follow the cadastre in force."""
    follow_import("parcels", installation.store, installation.library)
    world = open_world(installation.settings, installation.store, installation.library, LOCAL)
    view = installation.settings.map
    identify(world, view.longitude, view.latitude)
    search(world, "a")
    options(world)


@asynccontextmanager
async def lifespan(app: Any) -> AsyncIterator[dict[str, Any]]:  # noqa: ARG001 - Streamlit's signature
    """Warm up before the first request is answered."""
    await to_thread.run_sync(_warm)
    yield {}


app = st.App(
    ROOT / "views" / "main.py",
    lifespan=lifespan,
    routes=routes(installation),
    middleware=[
        Middleware(PackedFrontEnd, folder=Path(st.__file__).parent / "static" / "static"),
        Middleware(
            PageLanguage,
            usual=installation.settings.installation.language,
            parameter=LANGUAGE_PARAMETER,
            languages=LANGUAGES,
        ),
    ],
    exception_handlers={TrameError: answer},
)
