"""A client that asks as fast as it is answered, in a process of its own; never another host than this one.

``python -m bench.load PORT FILE CONNECTIONS SECONDS``: the file lists paths, one a line. One request at a time on
each connection (no pipelining). Writes one JSON document.
"""

import asyncio
import json
import re
import sys
import time
from itertools import cycle
from pathlib import Path
from typing import cast

import uvloop

HOST = "127.0.0.1"
MOST_REQUESTS = 200_000
MOST_SECONDS = 30.0
_LENGTH = re.compile(rb"\r\ncontent-length: *([0-9]+)", re.IGNORECASE)


class Asking(asyncio.Protocol):
    """One connection: as soon as an answer is whole, the next request goes."""

    def __init__(self, requests: list[bytes], until: float, most: int) -> None:
        self._requests = cycle(requests)
        self._until = until
        self._left = most
        self._head = b""
        self._missing = -1
        self._transport: asyncio.Transport
        self.answered = 0
        self.received = 0
        self.done: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)
        self._transport.write(next(self._requests))

    def data_received(self, data: bytes) -> None:
        self.received += len(data)
        if self._missing < 0:
            self._head += data
            end = self._head.find(b"\r\n\r\n")
            if end < 0:
                return
            length = _LENGTH.search(self._head, 0, end + 2)
            if not self._head.startswith(b"HTTP/1.1 200") or length is None:
                self.done.set_exception(ValueError(self._head[:200]))
                return
            self._missing = int(length[1]) - (len(self._head) - end - 4)
        else:
            self._missing -= len(data)
        if self._missing == 0:
            self._next()

    def _next(self) -> None:
        self._head, self._missing = b"", -1
        self.answered += 1
        self._left -= 1
        if self._left > 0 and time.perf_counter() < self._until:
            self._transport.write(next(self._requests))
        else:
            self._transport.close()
            self.done.set_result(None)

    def connection_lost(self, exc: Exception | None) -> None:
        if not self.done.done():
            self.done.set_exception(exc or ConnectionError("The server closed a connection."))


async def ask(port: int, paths: list[str], connections: int, seconds: float) -> dict[str, float]:
    """Ask for some time over some connections."""
    requests = [_request(path, port) for path in paths]
    loop = asyncio.get_running_loop()
    begun, cpu = time.perf_counter(), time.process_time()
    until = begun + min(seconds, MOST_SECONDS)
    asking = []
    for number in range(connections):
        turned = requests[number:] + requests[:number]
        _transport, protocol = await loop.create_connection(
            lambda turned=turned: Asking(turned, until, MOST_REQUESTS // connections),  # type: ignore[misc]
            HOST,
            port,
        )
        asking.append(protocol)
    await asyncio.wait_for(asyncio.gather(*(item.done for item in asking)), MOST_SECONDS + 10)
    return {
        "requests": sum(item.answered for item in asking),
        "bytes": sum(item.received for item in asking),
        "seconds": time.perf_counter() - begun,
        "cpu_s": time.process_time() - cpu,
    }


def _request(path: str, port: int) -> bytes:
    return f"GET {path} HTTP/1.1\r\nHost: {HOST}:{port}\r\nAccept-Encoding: gzip\r\n\r\n".encode("ascii")


if __name__ == "__main__":
    _port, _file, _connections, _seconds = sys.argv[1:]
    _paths = Path(_file).read_text(encoding="ascii").split()
    print(json.dumps(uvloop.run(ask(int(_port), _paths, int(_connections), float(_seconds)))))
