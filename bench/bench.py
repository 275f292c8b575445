"""What several figures are measured on, made once in a run when the first of them asks."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from bench import parcels
from bench.programme import write_programme
from cli.serving import load_demonstration
from core import settings
from core.actor import LOCAL
from core.settings import ROOT
from layers.importing import import_layer
from layers.library import Library
from layers.registry import layer
from programme.exchange.loader import load
from programme.installation import open_installation
from programme.world import World, open_world


class MissingBrowserError(Exception):
    """There is no Chromium."""


@dataclass(eq=False)
class Bench:
    """One run.

    Attributes
    ----------
    folder
        Temporary, for installations and generated pages.
    shared
        Where the real files are.
    quick
        True: fewer repetitions.
    """

    folder: Path
    shared: Path
    quick: bool = False

    def times(self, usual: int, quick: int) -> int:
        """How often to repeat."""
        return quick if self.quick else usual

    @cached_property
    def shapefile(self) -> Path:
        """The 150,000 parcels."""
        return parcels.shapefile(self.shared)

    @cached_property
    def demonstration(self) -> Path:
        """Configuration of an installation that holds the committed demonstration."""
        config = configured(self.folder / "demonstration")
        load_demonstration(settings.load(config))
        return config

    @cached_property
    def large(self) -> Path:
        """Configuration of the same with 150,000 parcels, its territory being everywhere."""
        folder = self.folder / "large"
        shutil.copytree(self.demonstration.parent, folder)
        config = configured(folder, everywhere=True)
        found = settings.load(config)
        library = Library(found.folders.library)
        report = import_layer(
            layer("parcels"),
            self.shapefile,
            library=library,
            territory=found.territory,
            limits=found.imports,
        )
        if report.revision is None or report.revision.kept != parcels.COUNT:
            raise ValueError([issue.message for issue in report.issues])
        return config

    @cached_property
    def world(self) -> World:
        """What a reader of the large installation may ask about, in this process."""
        here = open_installation(self.large)
        return open_world(here.settings, here.store, here.library, LOCAL)

    @cached_property
    def desk(self) -> Path:
        """Configuration of the demonstration's layers with 10,000 operations and 60,000 funding lines."""
        folder = self.folder / "desk"
        shutil.copytree(self.demonstration.parent, folder)
        config = configured(folder)
        here = open_installation(config)
        write_programme(folder / "tables", self.demonstration_world)
        report = load(folder / "tables", store=here.store, library=here.library)
        if not report.loaded:
            raise ValueError([issue.message for issue in report.issues[:5]])
        return config

    @cached_property
    def desk_world(self) -> World:
        """What a reader of the large programme may ask about, in this process."""
        here = open_installation(self.desk)
        return open_world(here.settings, here.store, here.library, LOCAL)

    @cached_property
    def demonstration_world(self) -> World:
        """What a reader of the demonstration may ask about, in this process."""
        here = open_installation(self.demonstration)
        return open_world(here.settings, here.store, here.library, LOCAL)


def configured(folder: Path, *, everywhere: bool = False) -> Path:
    """Write the configuration of the program into a folder: same data, own library and programme."""
    content = (ROOT / "config.toml").read_text(encoding="utf-8")
    for name in ("shapefiles", "programme"):
        content = content.replace(f'"data/{name}"', f'"{ROOT / "data" / name}"')
    if everywhere:
        content = content.replace('departments = ["92"]', "all = true")
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / "config.toml"
    file.write_text(content, encoding="utf-8")
    return file


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start Chromium.

    Raises
    ------
    MissingBrowserError
        None was found.
    """
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None:
        raise MissingBrowserError("Chromium was not found on the path.")
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=path)
        try:
            yield browser
        finally:
            browser.close()
