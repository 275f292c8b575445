"""A file that the page made and keeps until its session ends, or makes another."""

import shutil
import tempfile
import weakref
from collections.abc import Callable
from pathlib import Path
from typing import Generic, TypeVar

T = TypeVar("T")


class KeptFile(Generic[T]):
    """A file in a folder of its own, which goes with the last who holds it; ``told`` is what its maker said of it."""

    def __init__(self, name: str, make: Callable[[Path], T]) -> None:
        folder = Path(tempfile.mkdtemp(prefix="trame-publish-"))
        weakref.finalize(self, shutil.rmtree, folder, ignore_errors=True)
        self.path = folder / name
        self.told = make(self.path)
