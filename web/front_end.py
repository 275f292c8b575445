"""Streamlit's own scripts and style sheets, compressed: Streamlit sends them as they are, three megabytes of them."""

import gzip
import re
from functools import lru_cache
from pathlib import Path, PurePosixPath

from anyio import to_thread
from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from web.answers import FOR_EVER, compressed

_ADDRESS = re.compile(r"/static/(js|css)/([A-Za-z0-9_.-]+\.(?:js|css))")
_MEDIA_TYPES = {".js": "text/javascript", ".css": "text/css"}
_MOST_FILES = 400


class PackedFrontEnd:
    """Middleware that answers for the files of Streamlit's front end; their names hold a hash of their content.

    Each is compressed once, when it is first asked for. What it does not know goes on to Streamlit.
    """

    def __init__(self, app: ASGIApp, folder: Path) -> None:
        self._app = app
        self._folder = folder
        self._known = frozenset(
            path.relative_to(folder).as_posix()
            for kind in ("js", "css")
            for path in (folder / kind).glob("*")
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        name = self._name(scope)
        if name is None:
            await self._app(scope, receive, send)
            return
        content = await to_thread.run_sync(_packed, self._folder / name)
        media_type = _MEDIA_TYPES[PurePosixPath(name).suffix]
        await compressed(Request(scope), content, media_type, FOR_EVER)(scope, receive, send)

    def _name(self, scope: Scope) -> str | None:
        """Name of the file that is asked for, relative to the folder; None where Streamlit should answer."""
        if scope["type"] != "http" or scope["method"] != "GET":
            return None
        found = _ADDRESS.fullmatch(scope["path"])
        name = f"{found[1]}/{found[2]}" if found else None
        return name if name in self._known else None


@lru_cache(maxsize=_MOST_FILES)
def _packed(path: Path) -> bytes:
    return gzip.compress(path.read_bytes(), compresslevel=9, mtime=0)
