"""Parts of an atlas as the processes make them, without their start."""

import datetime as dt
from collections.abc import Sequence
from functools import partial

from core.progress import Progress
from exports.atlas.messages import Job
from exports.atlas.pool import Produced
from exports.atlas.request import Subject
from exports.atlas.worker import attempt, make
from programme.installation import open_installation
from programme.world import open_world

AT = dt.datetime(2026, 11, 24, 9, 30, tzinfo=dt.UTC)


def in_this_process(wanted: Sequence[Subject], job: Job, _count: int, progress: Progress) -> Produced:
    here = open_installation(job.config)
    world = open_world(here.settings, here.store, here.library, job.actor)
    parts = []
    for place, subject in enumerate(wanted):
        progress(place / len(wanted), subject.name)
        parts.append(attempt(partial(make, subject, job.request, world, here.settings, AT)))
    return Produced(tuple(parts), frozenset({world.key}))
