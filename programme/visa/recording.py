"""Recording visas, and saying where an operation stands with the visa of its commune."""

import datetime as dt
import json
from collections.abc import Iterable, Mapping
from typing import Any

from shapely.geometry.base import BaseGeometry
from sqlalchemy import Connection, insert, select

from core.actor import Actor
from core.errors import EmptyLayerError, UnknownOperationError
from core.issues import Level
from core.languages import _
from layers.library import Library, Snapshot
from programme.check.report import Report
from programme.storage import tables
from programme.storage.geopackage import widen_extent
from programme.storage.snapshot import VISAS
from programme.storage.store import Store
from programme.visa.decision import Decision
from programme.visa.refusals import FootprintChangedError, NoOperationError, NotAnsweringError, VisaFormError
from programme.visa.status import LayerChange, Visa, VisaStatus
from programme.visibility import may_decide, sees_visas
from programme.world import World

_EARLIEST_ZONE = dt.timezone(dt.timedelta(hours=14))
"""Where a day begins first: a date that is in the future there is in the future everywhere."""


def record_visa(
    store: Store,
    report: Report,
    *,
    decision: Decision | str,
    person: Actor,
    name: str,
    comment: str | None,
    decided_on: dt.date,
) -> Visa:
    """Write down what a commune decided on the footprint in force of an operation.

    Parameters
    ----------
    store
        Where the programme is kept.
    report
        Check of that footprint.
    decision
        What was decided.
    person
        Who writes it down.
    name
        Who decided, as it is to be read.
    comment
        Needed unless the footprint is approved without remarks.
    decided_on
        Not in the future.

    Raises
    ------
    NoOperationError
        The report is of no operation.
    VisaFormError
        The decision, the name, the comment or the date will not do.
    UnknownOperationError
        The operation is not in the programme.
    NotAnsweringError
        The person does not answer for the commune of the operation.
    FootprintChangedError
        The footprint in force is not the one of the report.
    ProgrammeBusyError
        Another writer kept the programme for too long.
    """
    operation_id, footprint = report.subject.operation_id, report.footprint
    if operation_id is None or footprint is None:
        raise NoOperationError
    written = _written(decision, name, comment, decided_on)
    with store.transaction() as connection:
        operation_name, commune, fictitious = _operation(connection, operation_id)
        if not may_decide(person, commune):
            raise NotAnsweringError(person, commune)
        # Asked under the write lock: nobody replaces the footprint between this answer and the visa.
        geometry, fingerprint = _in_force(connection, operation_id)
        if fingerprint != footprint.hash:
            raise FootprintChangedError(operation_id, mapped=True)
        made = insert(tables.visa).values(
            **written,
            operation_id=operation_id,
            operation_name=operation_name,
            commune=commune,
            recorded_at=dt.datetime.now(dt.UTC),
            recorded_by=person.name,
            geometry=geometry,
            geometry_hash=fingerprint,
            revisions=json.dumps(dict(report.revisions), sort_keys=True),
            checked_at=report.checked_at,
            verdict=str(report.verdict),
            errors=report.counts[Level.ERROR],
            warnings=report.counts[Level.WARNING],
            fictitious=report.fictitious or fictitious,
        )
        fid = connection.execute(made.returning(tables.visa.c.fid)).scalar_one()
        widen_extent(connection, "visas", geometry.bounds)
        columns = [tables.visa.c[column] for column in (*VISAS, "geometry")]
        row = connection.execute(select(*columns).where(tables.visa.c.fid == fid)).mappings().one()
    return _visa(dict(row))


def _written(decision: Decision | str, name: str, comment: str | None, decided_on: dt.date) -> dict[str, Any]:
    """What the person wrote, as it is kept; all that lacks is told at once."""
    faults = []
    known = decision in set(Decision)
    words, remark = name.strip(), (comment or "").strip() or None
    if not known:
        kinds = ", ".join(Decision)
        faults.append(
            _("“{decision}” is no decision. A visa is one of: {kinds}.").format(
                decision=decision, kinds=kinds
            )
        )
    if not words:
        faults.append(_("Write the name of the person who decides."))
    if known and remark is None and decision != Decision.APPROVED:
        faults.append(_("Write the remarks: who drew the footprint must know what to correct."))
    if decided_on > dt.datetime.now(_EARLIEST_ZONE).date():
        faults.append(_("The date of the decision is in the future: write the day on which it was made."))
    if faults:
        raise VisaFormError(faults)
    return {"decision": str(decision), "person": words, "comment": remark, "decided_on": decided_on}


def _operation(connection: Connection, operation_id: str) -> tuple[str, str, bool]:
    """Name, commune, and whether it is fictitious."""
    table = tables.operation.c
    query = select(table.name, table.commune, table.fictitious).where(table.id == operation_id)
    found = connection.execute(query).one_or_none()
    if found is None:
        raise UnknownOperationError(operation_id)
    return found.name, found.commune, found.fictitious


def _in_force(connection: Connection, operation_id: str) -> tuple[BaseGeometry, str]:
    """Footprint in force and its hash."""
    table = tables.footprint.c
    query = select(table.geometry, table.geometry_hash).where(table.operation_id == operation_id)
    found = connection.execute(query).one_or_none()
    if found is None:
        raise FootprintChangedError(operation_id, mapped=False)
    return found.geometry, found.geometry_hash


def visa_status(world: World, operation_id: str) -> VisaStatus:
    """Say where an operation stands with its visa.

    Parameters
    ----------
    world
        As the reader may see it.
    operation_id
        An operation of the programme, or one that was in it when a visa was recorded.

    Raises
    ------
    UnknownOperationError
        This reader knows neither such an operation nor a visa on one.
    """
    history = world.derive(_histories).get(operation_id, ())
    if not history:
        world.require_operation(operation_id)
    return VisaStatus(
        operation_id=operation_id,
        in_programme=operation_id in world.programme.operations.index,
        footprint_hash=world.derive(_hashes).get(operation_id),
        history=history,
        to_check_again=_changes(world, history[0]) if history else (),
        withheld=not sees_visas(world.role),
    )


def visa_statuses(world: World, operation_ids: Iterable[str]) -> dict[str, VisaStatus]:
    """Status of several operations of the programme, in their order (see :func:`visa_status`)."""
    return {operation_id: visa_status(world, operation_id) for operation_id in operation_ids}


def to_check_again(world: World, operation_ids: Iterable[str] | None = None) -> tuple[VisaStatus, ...]:
    """Operations that are to be checked anew: their visa has lapsed, or a layer that it was checked against changed.

    Parameters
    ----------
    world
        As the reader may see it.
    operation_ids
        Those that are asked about; None for all of the programme. Operations without visa, and those that are no
        longer in the programme, are left out.

    Returns
    -------
    In the order asked for, or that of the programme.
    """
    histories, present = world.derive(_histories), world.programme.operations.index
    asked = present if operation_ids is None else operation_ids
    with_visa = [item for item in asked if item in histories and item in present]
    return tuple(status for status in visa_statuses(world, with_visa).values() if status.needs_check)


def cadastre_checked(world: World, library: Library, operation_id: str | None) -> Snapshot | None:
    """Cadastre that the newest visa of an operation was checked against, so that what changed since can be told.

    Parameters
    ----------
    world
        As the reader may see it.
    library
        Where older revisions are kept.
    operation_id
        Of the programme; None where a footprint is of no operation.

    Returns
    -------
    None without a visa, where the visa is of the cadastre in force, and where the library keeps that one no longer.
    """
    history = world.derive(_histories).get(operation_id or "", ())
    revision = history[0].revisions.get("parcels") if history else None
    if revision is None or world.parcels is None or revision == world.parcels.revision.id:
        return None
    try:
        return library.snapshot("parcels", revision)
    except EmptyLayerError:
        return None


def _hashes(world: World) -> dict[str, str]:
    """Hash of the footprint in force of each mapped operation."""
    return dict(world.programme.footprints["geometry_hash"])


def _histories(world: World) -> dict[str, tuple[Visa, ...]]:
    """Visas of each operation that has one, the newest first."""
    found: dict[str, list[Visa]] = {}
    for record in world.programme.visas.iloc[::-1].reset_index().to_dict("records"):
        found.setdefault(record["operation_id"], []).append(_visa(record))
    return {operation_id: tuple(visas) for operation_id, visas in found.items()}


def _visa(record: Mapping[Any, Any]) -> Visa:
    """Visa of a row, which tells moments as moments: a cell of a frame is not to be made a date here."""
    taken = {name: record[name] for name in (*VISAS, "geometry") if name != "fid"}
    changed = {"decision": Decision(record["decision"]), "revisions": json.loads(record["revisions"])}
    return Visa(number=int(record["fid"]), **{**taken, **changed})


def _changes(world: World, visa: Visa) -> tuple[LayerChange, ...]:
    """Layers of this world whose revision is not the one of a visa; the programme itself is no such layer."""
    return tuple(
        LayerChange(layer, visa.revisions.get(layer), snapshot.revision.id)
        for layer, snapshot in world.snapshots.items()
        if visa.revisions.get(layer) != snapshot.revision.id
    )
