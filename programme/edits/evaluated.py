"""Sites that targets and kept values of the evaluation name within a word: checked as references are."""

from collections.abc import Iterator, Sequence

from sqlalchemy import Connection, func, select

from core.issues import Issue, Level
from programme.edits.checks import REFERRED, Step
from programme.exchange.declarations import FORMATS
from programme.exchange.evaluation import site_of
from programme.exchange.faults import fault

_EVALUATED = tuple(form for form in FORMATS.values() if "place" in form.key)


def site_issues(connection: Connection, steps: Sequence[Step]) -> Iterator[Issue]:
    """Places that are no site of the programme, and sites that go while the evaluation still speaks of them.

    Parameters
    ----------
    connection
        On the programme, before the changes.
    steps
        Changes, taken together.
    """
    sites = [step for step in steps if step.form.name == "priority_sites"]
    gone = {step.row_id: step for step in sites if step.after is None}
    known = {step.row_id for step in sites if step.after is not None}
    for step in steps:
        site = site_of((step.after or {}).get("place")) if step.form in _EVALUATED else None
        if site is None or site in known:
            continue
        if site in gone or not _is_site(connection, site):
            yield fault("place.unknown", step.form.file, row=step.place, field="place", value=site)
        known.add(site)
    for site, step in gone.items():
        if site not in known:
            yield from _still_evaluated(connection, steps, site, step)


def _is_site(connection: Connection, site: str) -> bool:
    table = FORMATS["priority_sites"].table
    return connection.execute(select(table.c.id).where(table.c.id == site)).first() is not None


def _still_evaluated(connection: Connection, steps: Sequence[Step], site: str, step: Step) -> Iterator[Issue]:
    place = f"site:{site}"
    for form in _EVALUATED:
        query = select(func.count()).select_from(form.table).where(form.table.c.place == place)
        count = connection.execute(query).scalar_one()
        leaving = sum(
            other.after is None and other.before is not None and other.before.values["place"] == place
            for other in steps
            if other.form is form
        )
        if count > leaving:
            yield Issue(
                "row.referred",
                Level.ERROR,
                REFERRED,
                values={"field": "id", "value": site, "count": count - leaving, "table": form.name},
                row=step.place,
                field="id",
                value=site,
                file=step.form.file,
            )
