"""A process of its own that makes the parts of an atlas, one after the other, on its own core.

Run as ``python -m exports.atlas.worker``: it reads a :class:`~exports.atlas.messages.Job` from its standard input,
opens the installation, and then makes each :class:`~exports.atlas.request.Subject` that follows; another job may come
after, until its input ends.
"""

import datetime as dt
import logging
import os
import sys
from collections.abc import Callable
from dataclasses import replace
from functools import partial

from core.errors import TrameError
from core.languages import _, use_language
from core.settings import Settings
from exports.atlas.messages import Job, Opened, Part, receive, send
from exports.atlas.request import AtlasRequest, Subject
from programme.world import World

_LOG = logging.getLogger(__name__)


def make(subject: Subject, request: AtlasRequest, world: World, settings: Settings, at: dt.datetime) -> bytes:
    """Make one part.

    Parameters
    ----------
    subject
        What it is about.
    request
        What is wanted.
    world
        As its readers may see it.
    settings
        Of the installation.
    at
        Moment that it bears.

    Returns
    -------
    PDF without page numbers, tagged.
    """
    if request.spec is None:
        from exports.fiche.make import fiche

        return fiche(subject.key, world, settings, language=request.language, at=at, numbered=False)
    from exports.sheet.make import make_sheet

    spec = replace(request.spec, extent=subject.key, title="", language=request.language)
    return make_sheet(spec, world, settings, today=at.date()).pdf


def attempt(making: Callable[[], bytes]) -> Part:
    """Make a part; whatever goes wrong in it is its own fault, told and logged, and no other part's."""
    try:
        return Part(making())
    except TrameError as fault:
        return Part(None, str(fault))
    except Exception as fault:  # noqa: BLE001 - one part's fault must not be that of the whole
        _LOG.exception("A part of an atlas could not be made.")
        words = _("unexpected fault ({kind}: {detail}); the log of the program says more.")
        return Part(None, words.format(kind=type(fault).__name__, detail=str(fault)[:200]))


def main() -> None:
    """Answer what comes in, until it ends; standard output is kept for the answers."""
    incoming = sys.stdin.buffer
    outgoing = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    making: Callable[[Subject], bytes] = _nothing
    while True:
        try:
            message: Job | Subject = receive(incoming)
        except EOFError:
            return
        if isinstance(message, Job):
            making, answer = _begun(message)
            send(outgoing, answer)
        else:
            send(outgoing, attempt(partial(making, message)))


def _begun(job: Job) -> tuple[Callable[[Subject], bytes], Opened]:
    """Open the installation for a job: what makes its parts, and the answer to it."""
    use_language(job.request.language)
    try:
        settings, world = _opened(job)
    except TrameError as fault:
        return _nothing, Opened(None, str(fault))

    def making(subject: Subject) -> bytes:
        return make(subject, job.request, world, settings, job.at)

    return making, Opened(world.key)


def _nothing(subject: Subject) -> bytes:
    """Refuse to make a part before an installation was opened."""
    raise RuntimeError(subject.key)


def _opened(job: Job) -> tuple[Settings, World]:
    from programme.installation import open_installation
    from programme.world import open_world

    here = open_installation(job.config)
    return here.settings, open_world(here.settings, here.store, here.library, job.actor)


if __name__ == "__main__":
    main()
