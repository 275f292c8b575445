"""Keeping values year by year: an edit like any other, that changes nothing the second time."""

import datetime as dt
from decimal import Decimal

import pytest

from core.actor import LOCAL, PUBLIC, Actor, Role
from programme.edits.changes import NotEditingError, RefusedEditError, deletion, insertion
from programme.edits.editing import edit
from programme.edits.journal import history
from programme.evaluation.catalogue import INDICATORS
from programme.evaluation.evaluate import evaluate
from programme.evaluation.keeping import keep
from programme.evaluation.place import TERRITORY, place_of
from programme.evaluation.targets import kept_years
from programme.exchange.loader import load
from programme.storage.store import Store
from programme.world import World
from tests.programme.exchange_folder import desk_tables, tables, write

THIS_YEAR = dt.date.today().year  # noqa: DTZ011


@pytest.fixture
def store(tmp_path):
    content = tables() | desk_tables()
    content["rehousing"][0]["households_rehoused"] = "3"
    opened = Store(tmp_path / "programme.gpkg")
    assert load(write(tmp_path / "tables", content), store=opened).loaded
    yield opened
    opened.close()


def world(store: Store) -> World:
    return World(store.snapshot())


def kept(store: Store) -> dict[str, Decimal]:
    rows = store.snapshot().indicator_values
    mine = rows[(rows["year"] == THIS_YEAR) & (rows["place"] == "territory")]
    return dict(zip(mine["indicator"], mine["value"], strict=True))


def test_what_can_be_told_is_kept_and_the_second_time_changes_nothing(store):
    done = keep(store, LOCAL, world(store), [TERRITORY])
    found = kept(store)
    values = {value.indicator.code: value for value in evaluate(world(store), [TERRITORY])}
    assert found == {code: value.value for code, value in values.items() if value.value is not None}
    assert len(done.rows) == len(found)
    assert kept_years(world(store)) == (2025, THIS_YEAR)
    again = keep(store, LOCAL, world(store), [TERRITORY])
    assert (again.rows, again.revision) == ((), done.revision)
    line = history(store, LOCAL, "indicator_values", f"territory/operations.programmed/{THIS_YEAR}")[0]
    assert (line.person, line.verb) == (LOCAL.name, "inserted")


def test_a_small_number_of_persons_is_not_kept_and_goes_when_it_was(store):
    keep(store, LOCAL, world(store), [TERRITORY])
    assert "households.rehoused" not in kept(store)
    row = {
        "place": "territory",
        "indicator": "households.rehoused",
        "year": THIS_YEAR,
        "value": Decimal(40),
        "computed_on": dt.date(THIS_YEAR, 1, 1),
    }
    edit(store, LOCAL, [insertion("indicator_values", row)])
    keep(store, LOCAL, world(store), [TERRITORY])
    assert "households.rehoused" not in kept(store)


def test_what_was_kept_of_a_past_year_stays(store):
    before = world(store).programme.indicator_values
    assert before["indicator"].tolist() == ["money.per_inhabitant"]
    keep(store, LOCAL, world(store), [TERRITORY], 2025)
    rows = store.snapshot().indicator_values
    assert rows[rows["indicator"] == "money.per_inhabitant"]["value"].tolist() == [Decimal("1234.567891")]
    assert "operations.programmed" in rows["indicator"].tolist()


def test_the_journal_tells_the_public_no_more_than_the_values(store):
    keep(store, LOCAL, world(store), [TERRITORY])
    rows = [f"territory/{code}/{THIS_YEAR}" for code in ("operations.programmed", "households.to_rehouse")]
    told = [[entry.verb for entry in history(store, PUBLIC, "indicator_values", row)] for row in rows]
    assert told == [["inserted", "loaded"], ["loaded"]]


@pytest.mark.parametrize("actor", [PUBLIC, Actor("mairie", Role.COMMUNE, frozenset({"92050"}))])
def test_whoever_does_not_answer_for_the_territory_keeps_nothing(store, actor):
    with pytest.raises(NotEditingError):
        keep(store, actor, world(store), [TERRITORY])


def test_a_site_that_targets_speak_of_does_not_go_alone(store):
    seen = store.revision()
    links = [
        deletion("priority_site_neighbourhoods", "S-1/QN09206M", seen=seen),
        deletion("priority_site_operations", "S-1/92050-001", seen=seen),
        deletion("site_budgets", "S-1/studies", seen=seen),
        deletion("priority_sites", "S-1", seen=seen),
    ]
    with pytest.raises(RefusedEditError, match="indicator_targets"):
        edit(store, LOCAL, links)
    target = deletion("indicator_targets", "site:S-1/operations.completion", seen=seen)
    edit(store, LOCAL, [*links, target])
    assert len(store.snapshot().priority_sites) == 0


@pytest.mark.parametrize(
    ("place", "code"), [("site:S-9", "place.unknown"), ("planet:92050", "place.malformed")]
)
def test_a_target_is_of_a_place_that_there_is(store, place, code):
    row = {"place": place, "indicator": "renewal.rate", "target": Decimal("0.3")}
    with pytest.raises(RefusedEditError) as refused:
        edit(store, LOCAL, [insertion("indicator_targets", row)])
    assert [issue.code for issue in refused.value.issues] == [code]
    new = {"id": "S-9", "name": "Site fictif neuf"}
    if code == "place.unknown":
        edit(store, LOCAL, [insertion("indicator_targets", row), insertion("priority_sites", new)])
        (value,) = (
            value
            for value in evaluate(world(store), [place_of("site:S-9")])
            if value.indicator is INDICATORS["renewal.rate"]
        )
        assert value.target.target == Decimal("0.3")
