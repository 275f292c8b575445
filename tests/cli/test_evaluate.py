"""``trame evaluate``: the territory, a place, a past year, what is kept; and an attack on all that is published."""

import json
import sqlite3
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
from click.testing import CliRunner, Result

from cli.evaluate import evaluate
from core import settings as installations
from layers.library import Library
from programme.evaluation.place import place_of
from programme.evaluation.suppression import PERSONS, Cells, attack, whole_values
from programme.evaluation.zone import zone
from programme.storage.store import Store
from programme.world import World, open_world
from tests.browser import facts

HOUSEHOLDS = ("households.to_rehouse", "households.rehoused")


def run(file: Path, *arguments: str) -> Result:
    return CliRunner().invoke(evaluate, list(arguments), obj=installations.load(file))


def document(file: Path, *arguments: str) -> dict[str, Any]:
    result = run(file, *arguments, "--json")
    assert result.exit_code == 0, result.output
    found: dict[str, Any] = json.loads(result.output)
    return found


def values(found: dict[str, Any], place: str) -> dict[str, dict[str, Any]]:
    return {row["indicator"]: row for row in found["values"] if row["place"] == place}


def opened(file: Path) -> World:
    settings = installations.load(file)
    return open_world(settings, Store(settings.folders.programme), Library(settings.folders.library))


def test_the_territory_agrees_with_the_tables(demo_file: Path) -> None:
    mine = values(document(demo_file), "territory")
    operations = [row for row in facts.rows("operations") if row["step"] != "abandonnée"]
    assert int(mine["operations.programmed"]["value"]) == len(operations)
    demolished = sum(int(row["dwellings_demolished"]) for row in operations)
    assert int(mine["dwellings_demolished.programmed"]["value"]) == demolished
    assert mine["operations.completion"]["target"]["horizon"] == 2030
    text = run(demo_file).output
    assert "Tout le territoire" in text
    assert "Logements sociaux démolis\N{NO-BREAK SPACE}: taux de réalisation" in text


MONEY = "SUM(COALESCE(requested_cents, voted_cents, committed_cents, paid_cents, 0))"
DONE = (
    "step IN ('livrée', 'soldée') OR id IN (SELECT operation_id FROM milestone WHERE step IN ('livrée', 'soldée')"
    " AND actual <= date('now'))"
)


def asked(file: Path, query: str) -> dict[str, int]:
    """Answer of the database itself: a number by place."""
    with sqlite3.connect(installations.load(file).folders.programme) as connection:
        found = dict(connection.execute(query).fetchall())
    connection.close()
    return found


def test_communes_and_sites_agree_with_plain_sql(demo_file: Path) -> None:
    found = document(demo_file, "--all")
    sites = "JOIN priority_site_operation s ON s.operation_id = o.id"
    for start, group, join in (("commune:", "commune", ""), ("site:", "priority_site_id", sites)):
        keys = f"SELECT '{start}' || {group}"
        lines = f"JOIN funding_line l ON l.operation_id = o.id GROUP BY {group}"
        money = asked(demo_file, f"{keys}, {MONEY} FROM operation o {join} {lines}")
        kept = f"FROM operation o {join} WHERE step <> 'abandonnée'"
        programmed = asked(demo_file, f"{keys}, SUM(dwellings_residentialised) {kept} GROUP BY {group}")
        done = asked(
            demo_file, f"{keys}, COUNT(*) {kept} AND ({DONE.replace('id IN', 'o.id IN')}) GROUP BY {group}"
        )
        for item in found["places"]:
            place = item["place"]
            if place.startswith(start):
                mine = values(found, place)
                assert Decimal(mine["money.planned"]["value"]) * 100 == money.get(place, 0)
                assert int(mine["dwellings_residentialised.programmed"]["value"]) == programmed.get(place, 0)
                assert int(mine["operations.delivered"]["value"]) == done.get(place, 0)
        assert len(money) > 3


def test_access_agrees_with_every_distance(demo_file: Path) -> None:
    world = opened(demo_file)
    assert world.housing is not None
    assert world.facilities is not None
    homes, places = world.housing.frame, world.facilities.frame
    mine = values(document(demo_file, "--commune", "92050"), "commune:92050")
    own = homes[homes["commune"] == "92050"]
    weights = own["dwellings"].to_numpy("int64")
    for kind in ("school", "health"):
        others = places[places["kind"] == kind].geometry
        dx = own.geometry.x.to_numpy()[:, None] - others.x.to_numpy()
        dy = own.geometry.y.to_numpy()[:, None] - others.y.to_numpy()
        nearest = np.hypot(dx, dy).min(axis=1)
        for metres in (300, 500):
            share = Decimal(int(weights[nearest <= metres].sum())) / int(weights.sum())
            assert abs(Decimal(mine[f"access.{kind}_{metres}"]["value"]) - share) < Decimal("0.000001")


def test_a_site_a_commune_and_a_neighbourhood(demo_file: Path) -> None:
    for option, code, place in (
        ("--site", "SITE-01", "site:SITE-01"),
        ("--commune", "92050", "commune:92050"),
        ("--neighbourhood", "QP092016", "neighbourhood_2015:QP092016"),
    ):
        found = document(demo_file, option, code)
        assert [item["place"] for item in found["places"]] == [place]
        assert all(row["value"] is not None or row["missing"] for row in found["values"])
    assert "Ne peut être calculé" in run(demo_file, "--site", "SITE-04").output


def test_what_is_asked_wrongly_is_told(demo_file: Path) -> None:
    assert run(demo_file, "--site", "SITE-01", "--all").exit_code == 2
    for wrong in (("--site", "SITE-99"), ("--neighbourhood", "QP999"), ("--year", "2099")):
        result = run(demo_file, *wrong)
        assert result.exception is not None
        assert wrong[1] in str(result.exception)


def test_a_past_year_gives_what_was_kept(demo_file: Path) -> None:
    mine = values(document(demo_file, "--year", "2025"), "territory")
    assert mine["households.rehoused"]["kept"] is True
    assert mine["access.school_300"]["value"] is None


def test_keeping_writes_once(demo_copy: Path) -> None:
    first = document(demo_copy, "--commune", "92036", "--keep")
    assert first["kept"] > 40
    assert document(demo_copy, "--commune", "92036", "--keep")["kept"] == 0


def test_no_small_number_is_given_back_by_all_that_is_published(demo_file: Path) -> None:
    found, world = document(demo_file, "--all"), opened(demo_file)
    rehousing = world.programme.rehousing
    ids = world.programme.operations.index
    rows = {row["place"]: values(found, row["place"]) for row in found["places"]}
    inside = {key: zone(world, place_of(key)).operations[ids.get_indexer(rehousing.index)] for key in rows}
    # What is published is read from the answer; who belongs where is known to everybody.
    to_rehouse = rehousing["households_to_rehouse"].to_numpy(dtype=object)
    rehoused = rehousing["households_rehoused"].map(lambda cell: cell or 0).to_numpy(dtype=object)
    members, keys, secret = [], [], set()
    nobody = np.zeros(len(rehousing), dtype=bool)
    for place, mine in inside.items():
        # Contributions: those rehoused, then those left; both together are those to rehouse.
        for code, flags in zip(HOUSEHOLDS, ((mine, mine), (mine, nobody)), strict=True):
            if not mine.any() or (rows[place][code]["value"] is None and not rows[place][code]["suppressed"]):
                continue
            members.append(np.concatenate(flags))
            keys.append((place, code))
            if rows[place][code]["suppressed"]:
                secret.add((place, code))
    contributions = np.concatenate([rehoused, to_rehouse - rehoused]).astype("int64")
    cells = Cells(keys, np.array(members), contributions, np.ones(len(keys), dtype=bool))
    for key, value in zip(keys, cells.values, strict=True):
        if key not in secret:
            assert int(rows[key[0]][key[1]]["value"]) == value
            assert value == 0 or value >= PERSONS
    attacker = attack(cells, secret)
    assert len(secret) > 2
    for number, key in enumerate(keys):
        if key in secret:
            reach = attacker.reach(number)
            assert whole_values(reach) >= (PERSONS if cells.values[number] < PERSONS else 2), key
