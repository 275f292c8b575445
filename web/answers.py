"""Answers that the routes share: compressed once, kept for ever where the address holds a revision."""

import gzip
from collections import OrderedDict
from threading import Lock

from starlette.requests import Request
from starlette.responses import Response

FOR_EVER = "public, max-age=31536000, immutable"
PRIVATE_FOR_EVER = "private, max-age=31536000, immutable"
NOT_KEPT = "no-store"


def compressed(request: Request, content: bytes, media_type: str, cache: str) -> Response:
    """Answer with gzipped content, unpacked for the rare client that does not accept it."""
    headers = {"Cache-Control": cache, "Vary": "Accept-Encoding", "X-Content-Type-Options": "nosniff"}
    if "gzip" in request.headers.get("accept-encoding", ""):
        headers["Content-Encoding"] = "gzip"
    else:
        content = gzip.decompress(content)
    return Response(content, media_type=media_type, headers=headers)


class ByteCache:
    """The answers used last, up to a total size; safe between threads."""

    def __init__(self, capacity_bytes: int) -> None:
        self._capacity = capacity_bytes
        self._size = 0
        self._entries: OrderedDict[tuple[object, ...], bytes] = OrderedDict()
        self._lock = Lock()

    def get(self, key: tuple[object, ...]) -> bytes | None:
        """Content kept under a key, or None."""
        with self._lock:
            content = self._entries.get(key)
            if content is not None:
                self._entries.move_to_end(key)
            return content

    def put(self, key: tuple[object, ...], content: bytes) -> None:
        """Keep content; what was used longest ago makes room."""
        with self._lock:
            if key in self._entries or len(content) > self._capacity:
                return
            self._entries[key] = content
            self._size += len(content)
            while self._size > self._capacity:
                _key, dropped = self._entries.popitem(last=False)
                self._size -= len(dropped)
