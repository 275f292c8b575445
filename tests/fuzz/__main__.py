"""Change files at random and check them, for as long as asked; what goes wrong is kept in ``tests/corpus``.

``python -m tests.fuzz --seconds 600 --seed 7``. Every file of the corpus is tried first, as the tests do too. A run of one
seed tries the same files in the same order.
"""

import argparse
import hashlib
import random
import sys
import tempfile
import time
from pathlib import Path

from gis.writing import WRITABLE, parts_of
from tests.programme.damaged import OUTLINE, base, mutated
from tests.programme.test_check_damaged import SECONDS, checked
from tests.programme.test_check_formats import WITH_HOLE

CORPUS = Path(__file__).resolve().parent.parent / "corpus"
MOST_BYTES = 150_000
"""A file of the corpus is small."""


def main() -> int:
    """Run; the exit status is 1 where something went wrong."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("--seconds", type=int, default=300, help="how long to run")
    parser.add_argument("--seed", type=int, default=None, help="seed of the run; by default a new one")
    options = parser.parse_args()
    seed = random.SystemRandom().randrange(1_000_000) if options.seed is None else options.seed
    say(f"seed {seed}")
    dice, end, faults, ends = random.Random(seed), time.monotonic() + options.seconds, 0, {}
    for file in sorted(CORPUS.iterdir()):
        faults += not tried(file, ends)
    with tempfile.TemporaryDirectory() as folder:
        number = 0
        while time.monotonic() < end:
            number += 1
            faults += not tried(made(dice, Path(folder) / str(number)), ends)
            if sys.stdout.isatty():
                say(f"\r{number} files", end="")
    told = ", ".join(f"{name} {count}" for name, count in sorted(ends.items()))
    say(f"\n{number} files changed, {faults} faults; {told}")
    return 1 if faults else 0


def say(text: str, end: str = "\n") -> None:
    """Tell the person at the terminal."""
    sys.stdout.write(text + end)
    sys.stdout.flush()


def made(dice: random.Random, folder: Path) -> Path:
    """A file of a random format, of which one part was changed."""
    folder.mkdir()
    file = base(dice.choice(list(WRITABLE)), folder, dice.choice((OUTLINE, WITH_HOLE)))
    part = dice.choice(parts_of(file))
    part.write_bytes(mutated(part.read_bytes(), dice))
    return file


def tried(file: Path, ends: dict[str, int]) -> bool:
    """Check a file; whether it ended well. What did not is kept."""
    with tempfile.TemporaryDirectory() as work:
        begun = time.monotonic()
        end, fault = checked(file, Path(work))
        seconds = time.monotonic() - begun
        left = [path.name for path in Path(work).rglob("*")]
    ends[end] = ends.get(end, 0) + 1
    if not fault and seconds < SECONDS and not left:
        return True
    say(f"\n{file.name}: {end}, {seconds:.1f} s, left {left}\n{fault}")
    keep(file)
    return False


def keep(file: Path) -> None:
    """Put a file with its parts into the corpus, under a name made from its content."""
    parts = parts_of(file)
    if file.parent == CORPUS or sum(part.stat().st_size for part in parts) > MOST_BYTES:
        return
    name = hashlib.sha256(b"".join(part.read_bytes() for part in parts)).hexdigest()[:12]
    for part in parts:
        (CORPUS / f"{name}{part.suffix}").write_bytes(part.read_bytes())


if __name__ == "__main__":
    sys.exit(main())
