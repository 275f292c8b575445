"""Every broken or hostile file ends in a report or in a sentence, in time, in little memory, and leaves nothing."""

import resource
import threading
import time
import traceback
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

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


def _peak(name: str) -> int:
    """Bytes of this process that the system tells under a name."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith(name))


def _children() -> int:
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024


@pytest.fixture(scope="module")
def memory() -> dict[str, int]:
    """Bytes before the first file: other tests ran in this process, whose greatest memory begins anew here."""
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
    return {"own": _peak("VmRSS"), "children": _children()}


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory: pytest.TempPathFactory, memory: dict[str, int]) -> dict[str, Outcome]:
    """What became of each file; two are read at once, as on a server."""
    assert memory
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


def test_nothing_took_more_than_a_gigabyte(outcomes: dict[str, Outcome], memory: dict[str, int]) -> None:
    """Of this process what the files added; of the children the greatest, unless an earlier test had a greater one."""
    assert outcomes
    assert _peak("VmHWM") - memory["own"] < BYTES
    children = _children()
    assert children < BYTES or children == memory["children"]


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
