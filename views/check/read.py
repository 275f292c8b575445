"""From what a person gives to reports: the work that the button of the check begins."""

import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import shapely
from streamlit.runtime.uploaded_file_manager import UploadedFile

from core.formats import number
from core.languages import _
from core.progress import Progress
from layers.territory import middle
from programme.check import reading
from programme.check.check import check, check_all
from programme.check.submission import Submission
from programme.visa.recording import cadastre_checked
from views import context, uploads
from views.check import state as check_state
from views.check.state import Job
from views.check.work import in_background, nothing

Saying = Callable[[Submission], Submission]
"""Adds to a submission what the person says of it."""

MOST_CANDIDATES = 6
"""Coordinate systems that are proposed: the nearest."""
_PREVIEW_ZOOM = 16
_READ, _CHECKED = 0.7, 0.95
"""Shares of the bar."""


@dataclass(frozen=True)
class Source:
    """Where a submission came from, so that it can be read otherwise.

    Attributes
    ----------
    read
        Reads it with a layer, a feature (None for all), a coordinate system, and whether its axes are swapped.
    saying
        What the person said of it.
    """

    read: Callable[[Progress, str | None, int | None, str | None, bool], list[Submission]]
    saying: Saying
    layer: str | None = None
    feature: int | None = None


def file_job(files: Sequence[UploadedFile], saying: Saying) -> Job:
    """Read files, and check what they hold; where there is something to choose, ask first."""

    def job(progress: Progress) -> dict[str, Any]:
        source = Source(_reader(files), saying)
        with _received(files, progress) as (path, folder):
            limits = context.installation().settings.footprint_limits
            sentence = _("Opening {file}…").format(file=path.name)
            found = in_background(
                lambda: reading.contents(path, limits=limits, folder=folder), progress, sentence, (0.05, 0.3)
            )
        if len(found.layers) > 1 or any(layer.count > 1 for layer in found.layers):
            return nothing(contents=found, source=source)
        return _submitted(source, source.read(progress, None, None, None, False), progress)

    return job


def layer_job(source: Source, layer: str | None, feature: int | None) -> Job:
    """Read one layer of a file, or one of its features, and check it."""

    def job(progress: Progress) -> dict[str, Any]:
        chosen = Source(source.read, source.saying, layer, feature)
        found = _submitted(chosen, source.read(progress, layer, feature, None, False), progress)
        return {**found, "contents": check_state.state().contents}

    return job


def text_job(wkt: str, crs: str | None, saying: Saying) -> Job:
    """Check well-known text."""

    def read(
        _progress: Progress, _layer: str | None, _feature: int | None, system: str | None, swapped: bool
    ) -> list[Submission]:
        near = middle(context.installation().settings.territory)
        return reading.from_text(wkt, crs=system or crs, near=near, swapped=swapped)

    def job(progress: Progress) -> dict[str, Any]:
        source = Source(read, saying)
        return _submitted(source, read(progress, None, None, None, False), progress)

    return job


def plain_job(make: Callable[[], Submission], saying: Saying) -> Job:
    """Check what needs no reading: parcels, a drawing."""

    def job(progress: Progress) -> dict[str, Any]:
        return _checked([saying(make())], progress)

    return job


def operation_job(operation_id: str) -> Job:
    """Check the footprint in force of an operation."""

    def job(progress: Progress) -> dict[str, Any]:
        return _checked([reading.from_operation(context.world(), operation_id)], progress)

    return job


def system_job(source: Source, code: str, *, swapped: bool) -> Job:
    """Check what was read, in the coordinate system that was chosen."""

    def job(progress: Progress) -> dict[str, Any]:
        found = source.read(progress, source.layer, source.feature, code, swapped)
        return {**_checked([source.saying(item) for item in found], progress), "source": source}

    return job


def systems_job(source: Source, submissions: tuple[Submission, ...]) -> Job:
    """Read the footprint in its first candidate, so that all of them can be previewed."""

    def job(progress: Progress) -> dict[str, Any]:
        read = source.read(progress, source.layer, source.feature, *first_candidate(submissions[0]))
        placed = [item.shape for item in read if item.shape is not None and not item.shape.is_empty]
        check_state.move_to(check_state.whole(placed), _PREVIEW_ZOOM)
        return nothing(submissions=submissions, previewed=tuple(read), source=source)

    return job


def again_job(submission: Submission, shape: shapely.Geometry, earlier: tuple[Submission, ...]) -> Job:
    """Check a proposal in the place of what was submitted, or what was submitted once more."""

    def job(progress: Progress) -> dict[str, Any]:
        taken = Submission(submission.subject, submission.systems, shape)
        return {**_checked([taken], progress), "earlier": earlier}

    return job


def drawn_area(points: Sequence[tuple[float, float]]) -> float:
    """Area of a polygon in progress, in square metres."""
    return float(shapely.Polygon(points).area)


def _reader(
    files: Sequence[UploadedFile],
) -> Callable[[Progress, str | None, int | None, str | None, bool], list[Submission]]:
    def read(
        progress: Progress, layer: str | None, feature: int | None, crs: str | None, swapped: bool
    ) -> list[Submission]:
        settings = context.installation().settings
        with _received(files, progress) as (path, folder):
            return reading.from_file(
                path,
                limits=settings.footprint_limits,
                folder=folder,
                layer=layer,
                feature=feature,
                crs=crs,
                swapped=swapped,
                near=middle(settings.territory),
                progress=progress,
            )

    return read


@contextmanager
def _received(files: Sequence[UploadedFile], progress: Progress) -> Iterator[tuple[Path, Path]]:
    """Files that were sent, in a folder of their own, and an empty folder to work in; both go away."""
    progress(0.02, _("Receiving the file…"))
    with tempfile.TemporaryDirectory(prefix="trame-check-", ignore_cleanup_errors=True) as folder:
        sent, work = Path(folder) / "sent", Path(folder) / "work"
        sent.mkdir()
        work.mkdir()
        yield uploads.written(files, sent), work


def _submitted(source: Source, found: list[Submission], progress: Progress) -> dict[str, Any]:
    """Check what was read; where its coordinates could not be placed, the candidates are asked about first."""
    submissions = [source.saying(item) for item in found]
    if submissions and submissions[0].systems.used is None and submissions[0].systems.candidates:
        return systems_job(source, tuple(submissions))(progress)
    return {**_checked(submissions, progress), "source": source}


def first_candidate(submission: Submission) -> tuple[str, bool]:
    """Code of the likeliest coordinate system, and whether the axes are swapped."""
    best = submission.systems.candidates[0]
    return best.code, best.swapped


def _counted(progress: Progress, count: int) -> Progress:
    """Tell how many footprints of a batch are checked."""

    def advance(share: float, sentence: str) -> None:
        words = _("{done} of {count}").format(done=number(round(share * count)), count=number(count))
        progress(_READ + share * (_CHECKED - _READ), f"{sentence} · {words}")

    return advance


def _checked(submissions: list[Submission], progress: Progress) -> dict[str, Any]:
    world, settings = context.world(), context.installation().settings
    progress(_READ, _("Checking the footprints"))
    if len(submissions) == 1:
        library = context.installation().library
        linked = cadastre_checked(world, library, submissions[0].subject.operation_id)
        reports = [check(world, submissions[0], settings, linked=linked)]
    else:
        reports = check_all(world, submissions, settings, _counted(progress, len(submissions)))
    shapes = [report.footprint.measured for report in reports if report.footprint is not None]
    check_state.move_to(check_state.whole(shapes))
    shown = 0 if len(reports) == 1 else None
    return nothing(submissions=tuple(submissions), reports=tuple(reports), shown=shown, points=(), picked=())


def saved_job(operation_id: str) -> Job:
    """Check the footprint that was just put in force, so that it can be decided on."""
    check_it = operation_job(operation_id)

    def job(progress: Progress) -> dict[str, Any]:
        found = check_it(progress)
        return {**found, "done": _("The outline is now the footprint in force of the operation.")}

    return job
