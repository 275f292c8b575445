"""Atlases: bound as one tagged document, or as files; what cannot be made is told, what is stopped leaves nothing."""

import io
import re
import subprocess
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from pypdf import PdfReader

from core.actor import LOCAL, PUBLIC
from core.progress import StoppedError, silent
from core.settings import Settings
from exports.atlas import make as making
from exports.atlas import pool, processes
from exports.atlas.make import AtlasFolderError, atlas
from exports.atlas.messages import Job, Part
from exports.atlas.pool import NotStartedError, produce
from exports.atlas.request import (
    AtlasRequest,
    By,
    NoFicheKindError,
    Subject,
    UnfinishedAtlasError,
    UnknownSubjectError,
)
from exports.atlas.subjects import subjects
from exports.atlas.worker import attempt, make
from exports.sheet.errors import AudienceError
from exports.sheet.spec import Audience, SheetSpec
from programme.installation import open_installation
from programme.world import World, open_world
from tests.exports import atlas_parts
from tests.exports.atlas_parts import AT, in_this_process

NANTERRE, VAUCRESSON, SCEAUX = "92050", "92076", "92071"
MAPPED, UNMAPPED = "92002-001", "92036-002"
SHEET = SheetSpec(paper="A5", audience=Audience.PARTNERS, legend=False, locator=False)


@dataclass(frozen=True)
class Place:
    """The demonstration, and where its atlases go."""

    world: World
    settings: Settings
    folder: Path

    def of_communes(self, name: str, first: str = SCEAUX, **asked: object) -> making.Atlas:
        request = AtlasRequest(By.COMMUNE, only=(first, VAUCRESSON), **asked)  # type: ignore[arg-type]
        return atlas(request, self.world, self.settings, self.folder / name)


@pytest.fixture
def place(demo_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Place:
    monkeypatch.setattr(making, "produce", in_this_process)
    here = open_installation(demo_file)
    return Place(open_world(here.settings, here.store, here.library, LOCAL), here.settings, tmp_path)


@pytest.fixture(scope="module")
def bound(demo_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Fact sheets of two communes."""
    folder = tmp_path_factory.mktemp("atlas")
    here = open_installation(demo_file)
    world = open_world(here.settings, here.store, here.library, LOCAL)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(making, "produce", in_this_process)
        Place(world, here.settings, folder).of_communes("communes.pdf", NANTERRE)
    return folder / "communes.pdf"


@pytest.fixture(scope="module")
def processed(
    demo_file: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[making.Atlas, list[str]]]:
    """Sheets of two operations by two processes; one has no footprint, so that its page cannot be made."""
    here = open_installation(demo_file)
    world = open_world(here.settings, here.store, here.library, LOCAL)
    told: list[str] = []
    made = atlas(
        AtlasRequest(By.OPERATION, SHEET, only=(MAPPED, UNMAPPED)),
        world,
        here.settings,
        tmp_path_factory.mktemp("processes") / "operations.pdf",
        progress=lambda share, sentence: told.append(f"{share:.2f} {sentence}"),
    )
    yield made, told
    processes.end_kept()


def texts(content: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(content)
    found = [re.sub(r"\s+", " ", page.get_textpage().get_text_bounded()) for page in document]
    document.close()
    return found


def test_cover_contents_parts_and_a_number_on_every_page(bound: Path) -> None:
    found = texts(bound.read_bytes())
    count = len(found)
    assert "Atlas des communes" in found[0]
    assert "2 communes" in found[0]
    assert "Données de démonstration, fictives" in found[0]
    assert "Sommaire" in found[1]
    assert "Fiche commune" in found[2]
    for number, text in enumerate(found[1:], start=2):
        assert f"{number} / {count}" in text, number
    assert "page 1 sur" not in " ".join(found)


def test_contents_lead_to_the_pages_that_they_name(bound: Path) -> None:
    reader = PdfReader(bound)
    numbers = {page.indirect_reference.idnum: number for number, page in enumerate(reader.pages, start=1)}  # type: ignore[union-attr]
    targets = [
        numbers[note.get_object()["/Dest"][0].idnum]
        for page in reader.pages
        for note in page.get("/Annots", [])
    ]
    told = texts(bound.read_bytes())
    begins = [number for number, text in enumerate(told, start=1) if "habitants superficie" in text]
    assert sorted(set(targets)) == begins
    for number, name in zip(begins, ("Nanterre", "Vaucresson"), strict=True):
        assert re.search(rf"{name} {NANTERRE if name == 'Nanterre' else VAUCRESSON}\D*{number}\b", told[1])


def test_bookmarks_by_group(bound: Path) -> None:
    reader = PdfReader(bound)
    flat = [item for item in reader.outline if not isinstance(item, list)]
    assert [item.title for item in flat] == ["Atlas des communes", "Sommaire", "Paris Ouest La Défense"]
    (under,) = [item for item in reader.outline if isinstance(item, list)]
    assert [item.title for item in under] == ["Nanterre", "Vaucresson"]
    assert reader.get_destination_page_number(under[0]) == 2


def test_the_tags_of_all_parts_are_one_tree(bound: Path) -> None:
    with pikepdf.open(bound) as pdf:
        tree = pdf.Root.StructTreeRoot
        flat = tree.ParentTree.Nums
        numbers = [int(flat[place]) for place in range(0, len(flat), 2)]
        assert numbers == sorted(set(numbers))
        assert int(tree.ParentTreeNextKey) > max(numbers)
        parents = {number: flat[2 * place + 1] for place, number in enumerate(numbers)}
        for page in pdf.pages:
            if "/StructParents" not in page.obj:
                continue
            for element in parents[int(page.obj.StructParents)]:
                assert element.get("/Pg") is None or element.Pg.objgen == page.obj.objgen
            for note in page.obj.get("/Annots", []):
                assert int(note.StructParent) in parents
        names = tree.IDTree.Names
        heads = [bytes(names[place]) for place in range(0, len(names), 2)]
        assert heads == sorted(set(heads))
        kinds = [str(element.S) for element in tree.K[0].K]
        assert kinds.count("/Part") == 2
        assert kinds[-2:] == ["/Part", "/Part"]
        assert pdf.Root.MarkInfo.Marked
        assert str(pdf.Root.Lang) == "fr"
        assert b"<pdfuaid:part>1" in pdf.Root.Metadata.read_bytes()


def test_an_independent_reader_finds_nothing_wrong(bound: Path, poppler: Path) -> None:
    told = subprocess.run(
        [poppler / "qpdf", "--check", str(bound)], capture_output=True, text=True, check=False
    )
    assert told.returncode == 0, told.stderr
    fonts = subprocess.run(
        [poppler / "pdffonts", str(bound)], capture_output=True, text=True, check=True
    ).stdout
    assert {line.split()[-5] for line in fonts.splitlines()[2:]} == {"yes"}


def test_two_processes_make_it_and_a_page_that_cannot_be_made_is_told(
    processed: tuple[making.Atlas, list[str]],
) -> None:
    made, told = processed
    assert [subject.code for subject in made.made] == [MAPPED]
    (fault,) = made.faults
    assert fault.subject.code == UNMAPPED
    assert "n’a pas d’emprise" in fault.sentence
    found = texts(made.file.read_bytes())
    assert len(found) == made.pages == 4
    assert "Pages non produites" in found[-1]
    assert fault.sentence.replace("\u00a0", " ") in found[-1].replace("\u00a0", " ")
    assert "non produite" in found[1]
    assert made.notes == ()
    assert told[-1] == "1.00 L’atlas est prêt."
    assert [entry for entry in told if "page sur 2" in entry]


def test_layers_of_the_same_name_are_one_and_pages_lie_on_the_ground(
    processed: tuple[making.Atlas, list[str]],
) -> None:
    made, _told = processed
    with pikepdf.open(made.file) as pdf:
        names = [str(group.Name) for group in pdf.Root.OCProperties.OCGs]
        assert len(names) == len(set(names)) > 2
        page = pdf.pages[2].obj
        used = {group.objgen for group in page.Resources.Properties.values()}
        assert used <= {group.objgen for group in pdf.Root.OCProperties.OCGs}
        assert page.VP[0].Measure.Subtype == pikepdf.Name.GEO


def test_an_installation_that_cannot_be_opened_is_told(tmp_path: Path) -> None:
    with pytest.raises(NotStartedError, match=r"config\.toml"):
        produce([Subject("commune:0", "0")], job(tmp_path / "config.toml"), 1, silent)


def job(config: Path) -> Job:
    return Job(config, PUBLIC, AtlasRequest(By.COMMUNE), AT)


def test_an_archive_holds_a_file_for_each_and_the_contents(place: Place) -> None:
    made = place.of_communes("atlas.zip", language="en")
    with zipfile.ZipFile(made.file) as archive:
        names = archive.namelist()
        assert names == ["0-contents.pdf", "1-92076-Vaucresson.pdf", "2-92071-Sceaux.pdf"]
        pages = sum(len(PdfReader(io.BytesIO(archive.read(name))).pages) for name in names)
        contents = " ".join(texts(archive.read(names[0])))
    assert pages == made.pages
    assert "Atlas of the communes" in contents
    assert names[1] in contents
    assert [item.name for item in place.folder.iterdir()] == ["atlas.zip"]


def test_a_folder_is_replaced_as_a_whole_and_never_one_that_holds_something_else(place: Place) -> None:
    folder = place.folder / "atlas"
    folder.mkdir()
    (folder / "1-old.pdf").write_bytes(b"")
    place.of_communes("atlas")
    assert sorted(item.name for item in folder.iterdir()) == [
        "0-sommaire.pdf",
        "1-92076-Vaucresson.pdf",
        "2-92071-Sceaux.pdf",
    ]
    (folder / "notes.txt").write_text("mine")
    with pytest.raises(AtlasFolderError, match="notes\\.txt"):
        place.of_communes("atlas")
    assert (folder / "notes.txt").read_text() == "mine"
    assert [item.name for item in place.folder.iterdir()] == ["atlas"]


@pytest.mark.parametrize("name", ["atlas.pdf", "atlas.zip", "atlas"])
def test_what_is_stopped_leaves_nothing(place: Place, name: str) -> None:
    def stop(share: float, sentence: str) -> None:
        if share > 0.98:
            raise StoppedError

    request = AtlasRequest(By.COMMUNE, only=(VAUCRESSON,))
    with pytest.raises(StoppedError):
        atlas(request, place.world, place.settings, place.folder / name, progress=stop)
    assert list(place.folder.iterdir()) == []


def test_an_unexpected_fault_is_that_of_its_page_alone(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    def faulty(subject: Subject, *given: object) -> bytes:
        if subject.code == SCEAUX:
            raise ZeroDivisionError("of itself")
        return make(subject, *given)  # type: ignore[arg-type]

    monkeypatch.setattr(atlas_parts, "make", faulty)
    made = place.of_communes("atlas.zip")
    (fault,) = made.faults
    assert "ZeroDivisionError" in fault.sentence
    assert [subject.code for subject in made.made] == [VAUCRESSON]


def test_where_no_page_can_be_made_nothing_is_written(place: Place) -> None:
    request = AtlasRequest(By.OPERATION, SHEET, only=(UNMAPPED,))
    with pytest.raises(UnfinishedAtlasError, match="emprise"):
        atlas(request, place.world, place.settings, place.folder / "atlas.pdf")
    assert list(place.folder.iterdir()) == []


def test_what_is_asked_for_must_be_possible(place: Place) -> None:
    def asked(request: AtlasRequest) -> None:
        atlas(request, place.world, place.settings, place.folder / "atlas.pdf")

    with pytest.raises(NoFicheKindError):
        asked(AtlasRequest(By.EPT))
    with pytest.raises(UnknownSubjectError, match="00000"):
        asked(AtlasRequest(By.COMMUNE, only=("00000",)))
    with pytest.raises(AudienceError):
        asked(AtlasRequest(By.COMMUNE, replace(SHEET, audience=Audience.PUBLIC)))


def test_one_part_of_each(place: Place) -> None:
    world = place.world
    assert len(subjects(world, By.COMMUNE)) == 36
    assert len(subjects(world, By.EPT)) == 4
    assert len(subjects(world, By.OPERATION)) == len(world.programme.operations)
    assert len(subjects(world, By.SITE)) == len(world.programme.priority_sites)
    new, old = (subjects(world, By.NEIGHBOURHOOD, generation=year) for year in ("2024", "2015"))
    assert (len(new), len(old)) == (18, 21)
    assert subjects(world, By.NEIGHBOURHOOD) == new
    assert {subject.group for subject in new} == {"génération 2024"}


def test_a_process_that_dies_or_hangs_takes_only_its_own_page(
    demo_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    processes.end_kept()
    monkeypatch.setattr(processes, "WORKER", "tests.exports.dying_worker")
    monkeypatch.setattr(pool, "_MOST_S", 0.5)
    wanted = [Subject(f"commune:{what}", what) for what in ("first", "dies", "third", "hangs")]
    made = produce(wanted, job(demo_file), 1, silent)
    processes.end_kept()
    assert [part.content for part in made.parts] == [b"commune:first", None, b"commune:third", None]
    assert "arrêté avant la fin" in (made.parts[1].sentence or "")


def test_who_stops_waits_for_no_page(demo_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    processes.end_kept()
    monkeypatch.setattr(processes, "WORKER", "tests.exports.dying_worker")
    started: list[processes.Process] = []
    take = processes.taken

    def taken() -> processes.Process:
        started.append(take())
        return started[-1]

    def stop(share: float, _sentence: str) -> None:
        if share > 0:
            raise StoppedError

    monkeypatch.setattr(processes, "taken", taken)
    with pytest.raises(StoppedError):
        produce(
            [Subject("commune:first", "first"), Subject("commune:hangs", "hangs")], job(demo_file), 1, stop
        )
    assert [process.poll() is not None for process in started] == [True]


def test_parts_know_their_faults() -> None:
    assert attempt(lambda: b"a") == Part(b"a")
