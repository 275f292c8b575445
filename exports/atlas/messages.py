"""What an atlas and the processes that make its parts tell each other: pickles, each after its length."""

import datetime as dt
import pickle
import struct
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from core.actor import Actor
from exports.atlas.request import AtlasRequest

_LENGTH = struct.Struct("<Q")


@dataclass(frozen=True, slots=True)
class Job:
    """What a worker is to do.

    Attributes
    ----------
    config
        Configuration of the installation.
    actor
        Who reads: the atlas shows what this one may see.
    request
        What is wanted.
    at
        Moment that all its parts bear.
    """

    config: Path
    actor: Actor
    request: AtlasRequest
    at: dt.datetime


@dataclass(frozen=True, slots=True)
class Opened:
    """First answer of a worker: the key of the world that it opened, or the sentence that says why it did not."""

    world: tuple[str, ...] | None
    sentence: str | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """A part that was made: its PDF, or the sentence that says why there is none."""

    content: bytes | None
    sentence: str | None = None


def send(stream: IO[bytes], message: Any) -> None:
    """Write a message."""
    content = pickle.dumps(message)
    stream.write(_LENGTH.pack(len(content)) + content)
    stream.flush()


def receive(stream: IO[bytes]) -> Any:
    """Read a message.

    Raises
    ------
    EOFError
        The other side has ended.
    """
    length = stream.read(_LENGTH.size)
    if len(length) < _LENGTH.size:
        raise EOFError
    content = stream.read(_LENGTH.unpack(length)[0])
    return pickle.loads(content)  # noqa: S301 - from the process that started this one, or that this one started
