"""What is typed: understood in both languages to the cent, checked line by line, asked for as changes, settled when stale."""

import datetime as dt
import shutil
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.actor import Actor, Role
from core.formats import number
from core.issues import Level
from core.languages import use_language
from programme.desk import Verb
from programme.edits.changes import Change, RefusedEditError, Stale, StaleError, deletion, insertion, update
from programme.edits.drafts import (
    Draft,
    as_raw,
    changes_of,
    draft_issues,
    read_draft,
    really_changed,
    rows_of,
    without,
    wrong,
)
from programme.edits.editing import edit, kept_row
from programme.edits.settling import ROW, Side, differences, settled
from programme.edits.typed import shown_text, typed_text
from programme.exchange.declarations import FORMATS
from programme.exchange.loader import load
from programme.storage.store import Store
from tests.programme.exchange_folder import library, write

ANNE, BOB = Actor("Anne", Role.STEERING), Actor("Bob", Role.STEERING)
LINES = FORMATS["funding_lines"]
VOTED, YEAR = LINES.by_name["voted_eur"], LINES.by_name["year"]
SIGNED = FORMATS["conventions"].by_name["signed_on"]


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A loaded programme, written once."""
    folder = tmp_path_factory.mktemp("drafts")
    found = Store(folder / "programme.gpkg")
    assert load(write(folder / "tables"), store=found, library=library(folder / "library")).loaded
    found.close()
    return folder / "programme.gpkg"


@pytest.fixture
def store(written: Path, tmp_path: Path) -> Iterator[Store]:
    found = Store(Path(shutil.copy(written, tmp_path)))
    yield found
    found.close()


# ------------------------------------------------------------------ from what is typed to the format


@pytest.mark.parametrize(
    ("language", "typed", "text"),
    [
        ("fr", "1 234,5", "1234.5"),
        ("fr", "1\u202f234\u202f567,89 €", "1234567.89"),
        ("fr", "1234.50", "1234.50"),
        ("fr", "\N{MINUS SIGN}12,00", "-12.00"),
        ("fr", "12 34", "12 34"),
        ("fr", "1.234,50", "1.234,50"),
        ("fr", "1,5e3", "1,5e3"),
        ("fr", "", ""),
        ("en", "1,234.50", "1234.50"),
        ("en", "1 234.50", "1234.50"),
        ("en", "12,50", "12,50"),
        ("en", "1,23.4", "1,23.4"),
    ],
)
def test_amounts_are_understood_as_the_language_writes_them(language: str, typed: str, text: str) -> None:
    use_language(language)
    assert typed_text(VOTED, typed) == text


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("31/03/2026", "2026-03-31"),
        ("2026-03-31", "2026-03-31"),
        ("31032026", "2026-03-31"),
        ("31/02/2026", "31/02/2026"),
        ("31/03", "31/03"),
    ],
)
def test_dates_are_understood(typed: str, text: str) -> None:
    assert typed_text(SIGNED, typed) == text


def test_a_year_has_no_thousands() -> None:
    assert (typed_text(YEAR, " 2026 "), shown_text(YEAR, 2026)) == ("2026", "2026")


@settings(max_examples=30)
@given(cents=st.integers(-(10**13), 10**13), language=st.sampled_from(("fr", "en")))
def test_what_is_shown_is_understood_again_to_the_cent(cents: int, language: str) -> None:
    use_language(language)
    amount = Decimal(cents).scaleb(-2)
    assert Decimal(typed_text(VOTED, shown_text(VOTED, amount))) == amount
    assert Decimal(typed_text(VOTED, number(amount, decimals=2))) == amount


# ------------------------------------------------------------------ drafts


def test_a_draft_is_read_and_written_back() -> None:
    raw = {"changed": {"L-1": {"voted_eur": "1"}}, "added": {"new-1": {"year": "2026"}}, "removed": ["L-2"]}
    assert as_raw(read_draft(raw)) == raw
    assert not read_draft({"changed": {"L-1": "no row"}, "added": None, "removed": "L-2"})
    assert not read_draft(None)


def test_fields_are_taken_out_of_a_draft() -> None:
    draft = Draft(changed={"L-1": {"year": "2027", "voted_eur": "1"}}, removed=frozenset({"L-2"}))
    assert without(draft, "L-1", ["year"]).changed == {"L-1": {"voted_eur": "1"}}
    assert without(draft, "L-2", [""]).removed == frozenset()
    assert without(draft, "L-2", ["year"]) == draft


def test_typing_what_is_there_already_changes_nothing(store: Store) -> None:
    kept = rows_of(store.snapshot(), "funding_lines", ["L-1"])
    texts = {name: shown_text(LINES.by_name[name], value) for name, value in kept["L-1"].items()}
    texts["year"] = f" {texts['year']} "
    assert really_changed(LINES, kept["L-1"], texts) == {}
    assert changes_of("funding_lines", Draft(changed={"L-1": texts}), kept, {}, 1) == []


def test_each_line_is_checked_as_it_is_typed(store: Store) -> None:
    kept = rows_of(store.snapshot(), "funding_lines", ["L-1"])
    draft = Draft(
        changed={"L-1": {"paid_eur": "12 34"}, "gone": {"paid_eur": "1"}},
        added={"new-1": {"kind": "subsidy", "nature": "award", "year": "2026", "funder_id": ""}},
    )
    fixed = {"new-1": {"id": "L-9", "operation_id": "92050-001"}}
    issues = draft_issues("funding_lines", draft, kept, fixed)
    assert set(issues) == {"L-1", "new-1"}
    assert [(issue.field, issue.code) for issue in issues["L-1"]] == [("paid_eur", "amount.malformed")]
    assert "virgule pour les centimes" in issues["L-1"][0].message
    (missing,) = issues["new-1"]
    assert (missing.field, missing.level) == ("funder_id", Level.ERROR)
    assert "Financeur" in missing.message
    assert wrong(issues) == 2
    assert draft_issues("funding_lines", Draft(draft.changed, {}, frozenset({"L-1"})), kept, fixed) == {}


def test_amounts_in_sentences_are_those_of_the_reader(store: Store) -> None:
    kept = rows_of(store.snapshot(), "funding_lines", ["L-1"])
    draft = Draft(changed={"L-1": {"committed_eur": "1000", "voted_eur": "1000", "paid_eur": "1234,50"}})
    (issue,) = draft_issues("funding_lines", draft, kept, {})["L-1"]
    assert issue.code == "amount.paid_above_committed"
    assert "1\u202f234,50" in issue.message
    assert "1\u202f000" in issue.message


def test_a_draft_is_saved_to_the_cent(store: Store) -> None:
    programme = store.snapshot()
    kept = rows_of(programme, "funding_lines")
    draft = Draft(
        changed={"L-1": {"voted_eur": "1 000 000,01", "committed_eur": "", "paid_eur": ""}},
        added={
            "new-1": {
                "funder_id": "anru",
                "kind": "loan",
                "nature": "award",
                "year": "2027",
                "requested_eur": "0,10",
            }
        },
        removed=frozenset({"L-2"}),
    )
    fixed = {"new-1": {"id": "L-9", "operation_id": "92050-001"}}
    asked = changes_of("funding_lines", draft, kept, fixed, programme.revision)
    assert [change.verb for change in asked] == [Verb.DELETED, Verb.UPDATED, Verb.INSERTED]
    edit(store, ANNE, asked)
    lines = store.snapshot().funding_lines
    assert lines["voted_eur"]["L-1"] == Decimal("1000000.01")
    assert lines["committed_eur"]["L-1"] is None
    assert lines["requested_eur"]["L-9"] == Decimal("0.10")
    assert "L-2" not in lines.index


# ------------------------------------------------------------------ a stale save


def stale(store: Store, mine: Change, theirs: Change) -> Stale:
    edit(store, BOB, [theirs])
    with pytest.raises(StaleError) as error:
        edit(store, ANNE, [mine])
    (found,) = error.value.stale
    return found


def seen_in(store: Store) -> tuple[int, dict[str, object]]:
    programme = store.snapshot()
    return programme.revision, rows_of(programme, "funding_lines", ["L-1"])["L-1"]


def test_only_what_both_changed_is_to_be_chosen(store: Store) -> None:
    revision, seen = seen_in(store)
    mine = update("funding_lines", "L-1", {"requested_eur": "5000000.25", "year": "2030"}, seen=revision)
    theirs = update(
        "funding_lines", "L-1", {"requested_eur": "6000000", "award_decision": "DAS-9"}, seen=revision
    )
    found = stale(store, mine, theirs)
    told = {item.field: (item.mine, item.theirs, item.side) for item in differences(found, seen)}
    assert told == {
        "requested_eur": (Decimal("5000000.25"), Decimal("6000000.00"), None),
        "year": (2030, seen["year"], Side.MINE),
        "award_decision": (seen["award_decision"], "DAS-9", Side.THEIRS),
    }
    with pytest.raises(ValueError, match="requested_eur"):
        settled(found, seen, {})


@pytest.mark.parametrize("side", list(Side))
def test_a_chosen_side_is_saved_and_the_rest_is_merged(store: Store, side: Side) -> None:
    revision, seen = seen_in(store)
    mine = update("funding_lines", "L-1", {"requested_eur": "5000000.25", "year": "2030"}, seen=revision)
    theirs = update(
        "funding_lines", "L-1", {"requested_eur": "6000000", "award_decision": "DAS-9"}, seen=revision
    )
    change = settled(stale(store, mine, theirs), seen, {"requested_eur": side})
    assert change is not None
    edit(store, ANNE, [change])
    row = kept_row(store, "funding_lines", "L-1")
    assert row is not None
    wanted = Decimal("5000000.25") if side is Side.MINE else Decimal(6000000)
    assert (row.values["requested_eur"], row.values["year"], row.values["award_decision"]) == (
        wanted,
        2030,
        "DAS-9",
    )


def test_taking_all_of_the_other_asks_for_nothing(store: Store) -> None:
    revision, seen = seen_in(store)
    mine = update("funding_lines", "L-1", {"year": "2030"}, seen=revision)
    found = stale(store, mine, update("funding_lines", "L-1", {"year": 2031}, seen=revision))
    assert settled(found, seen, {"year": Side.THEIRS}) is None


def test_a_third_writer_is_not_overwritten(store: Store) -> None:
    revision, seen = seen_in(store)
    mine = update("funding_lines", "L-1", {"year": "2030"}, seen=revision)
    found = stale(store, mine, update("funding_lines", "L-1", {"year": 2031}, seen=revision))
    edit(store, BOB, [update("funding_lines", "L-1", {"year": 2032}, seen=found.version or 0)])
    change = settled(found, seen, {"year": Side.MINE})
    assert change is not None
    with pytest.raises(StaleError):
        edit(store, ANNE, [change])


def test_a_removal_against_a_change(store: Store) -> None:
    revision, seen = seen_in(store)
    theirs = update("funding_lines", "L-1", {"year": 2031}, seen=revision)
    found = stale(store, deletion("funding_lines", "L-1", seen=revision), theirs)
    (item,) = differences(found, seen)
    assert (item.field, item.mine, item.side) == (ROW, None, None)
    assert settled(found, seen, {ROW: Side.THEIRS}) is None
    change = settled(found, seen, {ROW: Side.MINE})
    assert change == deletion("funding_lines", "L-1", seen=found.version or 0)


def test_a_change_against_a_removal_brings_the_whole_row_back(store: Store) -> None:
    revision, seen = seen_in(store)
    mine = update("funding_lines", "L-1", {"year": "2030"}, seen=revision)
    found = stale(store, mine, deletion("funding_lines", "L-1", seen=revision))
    (item,) = differences(found, seen)
    assert (item.field, item.theirs, item.side) == (ROW, None, None)
    change = settled(found, seen, {ROW: Side.MINE})
    assert change == insertion("funding_lines", {**seen, "year": "2030"})
    assert change is not None
    edit(store, ANNE, [change])
    row = kept_row(store, "funding_lines", "L-1")
    assert row is not None
    assert (row.values["year"], row.values["requested_eur"]) == (2030, seen["requested_eur"])


def test_a_settled_value_that_no_longer_fits_is_refused(store: Store) -> None:
    revision, seen = seen_in(store)
    mine = update("funding_lines", "L-1", {"paid_eur": "3"}, seen=revision)
    theirs = update("funding_lines", "L-1", {"committed_eur": 2, "paid_eur": 1}, seen=revision)
    change = settled(stale(store, mine, theirs), seen, {"paid_eur": Side.MINE})
    assert change is not None
    with pytest.raises(RefusedEditError):
        edit(store, ANNE, [change])


def test_a_row_without_identifier_of_its_own(store: Store) -> None:
    edit(store, ANNE, [insertion("priority_sites", {"id": "S-1", "name": "Site"})])
    budget = {"priority_site_id": "S-1", "phase": "studies", "planned_eur": Decimal("10.10")}
    edit(store, ANNE, [insertion("site_budgets", budget)])
    kept = rows_of(store.snapshot(), "site_budgets")
    assert list(kept) == ["S-1/studies"]
    draft = Draft(changed={"S-1/studies": {"planned_eur": "20,20"}})
    edit(store, ANNE, changes_of("site_budgets", draft, kept, {}, store.revision()))
    assert rows_of(store.snapshot(), "site_budgets")["S-1/studies"]["planned_eur"] == Decimal("20.20")


def test_a_day_is_compared_as_a_day(store: Store) -> None:
    row = {"id": "C-1", "number": "1", "title": "T", "signed_on": dt.date(2020, 1, 2)}
    edit(store, ANNE, [insertion("conventions", row)])
    kept = rows_of(store.snapshot(), "conventions")["C-1"]
    assert really_changed(FORMATS["conventions"], kept, {"signed_on": "02/01/2020"}) == {}
    assert really_changed(FORMATS["conventions"], kept, {"signed_on": "03/01/2020"}) == {
        "signed_on": "2020-01-03"
    }
