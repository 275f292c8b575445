"""Every broken or hostile file ends in a report or in a sentence, in time, in little memory, and leaves nothing."""

import contextlib
import threading
import time
import traceback
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import psutil
import pytest

from core.errors import TrameError
from core.settings import Imports, Settings, Territory
from programme.check.check import check_all
from programme.check.reading import contents, from_file
from programme.check.report import Verdict
from tests.programme.damaged import damaged
from tests.programme.factories import world

LIMITS = Imports(seconds=12, memory_megabytes=700)
SETTINGS = Settings(territory=Territory(departments=("92",)))
NEAR = (2.24, 48.85)
SECONDS = 20
BYTES = 1_000_000_000
CORPUS = Path(__file__).resolve().parent.parent / "corpus"
FILES = damaged() | {
    f"corpus-{file.name}": (lambda _folder, file=file: file)
    for file in sorted(CORPUS.iterdir())
    if file.suffix not in (".dbf", ".shx", ".prj", ".cpg", ".dat", ".map", ".id", ".ind", ".mid")
}


@dataclass(frozen=True)
class Outcome:
    """How the check of one file ended."""

    end: str
    fault: str
    seconds: float
    left: tuple[str, ...]


def checked(file: Path, folder: Path) -> tuple[str, str]:
    """Read and check a file; gives how it ended, and the fault that should not have been."""
    try:
        contents(file, limits=LIMITS, folder=folder) if file.suffix == ".dxf" else None
        submissions = from_file(file, limits=LIMITS, folder=folder, near=NEAR)
        reports = check_all(WORLD, submissions, SETTINGS)
        assert submissions
        assert all(finding.message for report in reports for finding in report.findings)
        assert all(report.footprint or report.verdict is Verdict.TO_BE_CORRECTED for report in reports)
    except TrameError as refusal:
        return type(refusal).__name__, "" if str(refusal).strip() else "no sentence"
    except BaseException:  # noqa: BLE001 - any other end is what is looked for
        return "fault", traceback.format_exc()
    return "report", ""


WORLD = world()


def _peak(name: str, process: int | str = "self") -> int:
    """Bytes of a process that the system tells under a name; 0 once it has ended."""
    lines = Path(f"/proc/{process}/status").read_text(encoding="utf-8").splitlines()
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith(name)), 0)


class _Watch(threading.Thread):
    """Looks at the child processes that read, again and again: the greatest memory that each has had so far.

    What the system tells of ended children cannot serve: a child begins as an image of this process, whose memory then
    counts as the child's.
    """

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.most = 0
        self.before = 0
        self.seen: set[int] = set()
        self.ended = threading.Event()

    def run(self) -> None:
        own = psutil.Process()
        while not self.ended.wait(0.005):
            for child in own.children():
                with contextlib.suppress(psutil.Error, OSError):
                    if any(part.endswith("reader_process.py") for part in child.cmdline()):
                        self.seen.add(child.pid)
                        self.most = max(self.most, _peak("VmHWM", child.pid))


@pytest.fixture(scope="module")
def memory() -> Iterator[_Watch]:
    """Watch over the readers; the greatest memory of this process, where other tests ran, begins anew."""
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
    watch = _Watch()
    watch.before = _peak("VmRSS")
    watch.start()
    yield watch
    watch.ended.set()
    watch.join()


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory: pytest.TempPathFactory, memory: _Watch) -> dict[str, Outcome]:
    """What became of each file; two are read at once, as on a server."""
    assert memory.is_alive()
    root = tmp_path_factory.mktemp("damaged")

    def run(name: str) -> Outcome:
        own = root / str(list(FILES).index(name))
        given, work = own / "given", own / "work"
        given.mkdir(parents=True)
        work.mkdir()
        file = FILES[name](given)
        begun = time.monotonic()
        end, fault = checked(file, work)
        seconds = time.monotonic() - begun
        left = tuple(path.name for path in work.rglob("*"))
        for path in given.rglob("*"):
            if path.is_file() and path.stat().st_size > 1_000_000:
                path.unlink()
        return Outcome(end, fault, seconds, left)

    with ThreadPoolExecutor(2) as pool:
        return dict(zip(FILES, pool.map(run, FILES), strict=True))


def test_there_are_at_least_two_hundred() -> None:
    assert len(FILES) >= 200


@pytest.mark.parametrize("name", FILES)
def test_each_ends_in_a_report_or_a_sentence(name: str, outcomes: dict[str, Outcome]) -> None:
    outcome = outcomes[name]
    assert outcome.fault == ""
    assert outcome.seconds < SECONDS
    assert outcome.left == ()


def test_nothing_took_more_than_a_gigabyte(outcomes: dict[str, Outcome], memory: _Watch) -> None:
    assert outcomes
    assert _peak("VmHWM") - memory.before < BYTES
    assert len(memory.seen) > 50
    assert 0 < memory.most < BYTES


def test_no_thread_is_left_behind(outcomes: dict[str, Outcome]) -> None:
    assert outcomes
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("reading")]


@pytest.mark.parametrize(
    ("name", "end"),
    [
        ("zip-nested", "ArchiveError"),
        ("zip-bomb", "ArchiveError"),
        ("zip-link", "ArchiveError"),
        ("zip-climbing", "ArchiveError"),
        ("zip-several", "report"),
        ("pointing-vrt-geojson", "ForbiddenDriverError"),
        ("pointing-entities", "ForbiddenDriverError"),
        ("binary-dxf", "UnknownFormatError"),
        ("dwg", "UnknownFormatError"),
        ("empty-geojson", "EmptyFileError"),
        ("shape-bow", "report"),
        ("comb", "report"),
        ("half-a-million-vertices", "report"),
        ("nested-wkt", "UnreadableFileError"),
    ],
)
def test_how_it_ends_is_known(name: str, end: str, outcomes: dict[str, Outcome]) -> None:
    assert outcomes[name].end == end
