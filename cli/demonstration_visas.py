"""Visas of the demonstration: communes have approved what is engaged or further, so that there is something public."""

import datetime as dt

from core.actor import Actor, Role
from core.languages import N_, _
from core.settings import Settings
from programme.steps import Step

_DECIDED = dt.date(2026, 11, 2)
_PERSON = N_("Fictitious town-planning service")
_REMARK = N_("Fictitious remark: what the check tells is known and accepted.")
_APPROVED = (Step.COMMITTED, Step.WORKS, Step.DELIVERED, Step.SETTLED)


def approve_demonstration(settings: Settings) -> int:
    """Check the footprints of the operations that are engaged or further, and record the visa of their commune.

    Parameters
    ----------
    settings
        Of an installation that holds the demonstration.

    Returns
    -------
    How many visas were recorded: none for an operation that has one already.
    """
    from layers.library import Library
    from programme.check.check import check_all
    from programme.check.picking import from_operation
    from programme.check.report import Verdict
    from programme.storage.store import Store
    from programme.visa.decision import Decision
    from programme.visa.recording import record_visa
    from programme.world import open_world

    store = Store(settings.folders.programme)
    world = open_world(settings, store, Library(settings.folders.library))
    operations, decided = world.programme.operations, set(world.programme.visas["operation_id"])
    wanted = [
        operation_id
        for operation_id in world.footprints.ids
        if operations["step"][operation_id] in _APPROVED and operation_id not in decided
    ]
    submissions = [from_operation(world, operation_id) for operation_id in wanted]
    for report, operation_id in zip(check_all(world, submissions, settings), wanted, strict=True):
        conform = report.verdict is Verdict.CONFORM
        commune = operations["commune"][operation_id]
        record_visa(
            store,
            report,
            decision=Decision.APPROVED if conform else Decision.APPROVED_WITH_REMARKS,
            person=Actor("demonstration", Role.COMMUNE, frozenset({commune})),
            name=_(_PERSON),
            comment=None if conform else _(_REMARK),
            decided_on=_DECIDED,
        )
    return len(wanted)
