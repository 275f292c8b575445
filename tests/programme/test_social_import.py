"""Importing social actions: the open data as it is, the workbook there and back, and what stands in the way."""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from core import settings
from core.actor import LOCAL
from core.languages import language
from core.settings import Territory
from exports.social_book import social_book, social_template
from layers.library import Library
from programme.imports.comparison import write
from programme.imports.reconciliation import Decisions
from programme.imports.sheet import Book, Row, Sheet, read_book
from programme.social.grants import Assumed, siren_of
from programme.social.importing import NoSocialTableError, SocialComparison, compare
from programme.storage.store import Store
from programme.world import World, open_world
from tests.programme.factories import FUNDERS, action, eur, operation, programme, world

COLUMNS = ("id_poste", "code_tiers", "raison_sociale", "annee", "montant", "code_cv", "insee_dep")
HERE = Territory(departments=("92",))
POST = {
    "id_poste": "P1",
    "code_tiers": "49162266800219",
    "raison_sociale": "LES AMIS DU PARC",
    "annee": Decimal(2023),
    "montant": Decimal("22555.73"),
    "code_cv": "CV348",
    "insee_dep": "92",
}


def book(
    *rows: dict[str, Any], columns: tuple[str, ...] = COLUMNS, name: str = "adulte-relais-2023.json"
) -> Book:
    held = tuple(
        Row(number, {column: {**POST, **row}.get(column) for column in columns})
        for number, row in enumerate(rows, start=1)
    )
    return Book(name, "json", (Sheet("adulte-relais-2023", columns, held, header=0),))


def here(**rows: Any) -> World:
    return world(programme([operation("O1")], **rows))


def with_state(**rows: Any) -> World:
    content = programme([operation("O1")], **rows)
    content.funders.loc["etat"] = ["État", "État", "state", 9]
    return world(content)


def compared(*rows: dict[str, Any], found: World | None = None, **more: Any) -> SocialComparison:
    return compare(found or with_state(), book(*rows), HERE, **more)


def test_a_post_is_an_action_and_its_grant() -> None:
    (part,) = compared({}).parts
    grant, post = sorted(part.found.new, key=lambda item: item.table, reverse=True)[::-1]
    values = {item.table: item.values for item in (grant, post)}
    assert values["social_actions"] == {
        "id": "P1",
        "name": "Poste d’adulte-relais P1 – LES AMIS DU PARC",
        "theme": "citizenship",
        "public": "all",
        "holder": "LES AMIS DU PARC",
        "holder_siren": "491622668",
        "granted_eur": Decimal("22555.73"),
        "internal_comment": "Importé de adulte-relais-2023.json. Contrat de ville CV348. Poste P1.",
    }
    assert values["social_action_grants"] == {
        "id": "P1-2023",
        "social_action_id": "P1",
        "funder_id": "etat",
        "year": 2023,
        "granted_eur": Decimal("22555.73"),
    }


@pytest.mark.parametrize(
    ("code", "siren"),
    [
        ("49162266800219", "491622668"),
        ("491622668", "491622668"),
        ("LECTURES NOMADES", None),
        ("491622669", None),
        ("4916226680021", None),
        ("", None),
    ],
)
def test_a_siren_is_one_only_where_its_digits_hold(code: str, siren: str | None) -> None:
    assert siren_of(code) == siren


def test_a_name_in_place_of_a_siret_is_told_and_left_out() -> None:
    found = compared({"code_tiers": "LECTURES NOMADES"})
    assert not found.open
    assert [issue.code for issue in found.parts[0].found.faults] == ["siren.none"]
    (post,) = (item for item in found.parts[0].found.new if item.table == "social_actions")
    assert post.values["holder_siren"] is None


def test_years_and_amounts_are_read_as_numbers_and_as_texts() -> None:
    found = compared({"annee": "2023", "montant": "7 164,50"})
    (grant,) = (item for item in found.parts[0].found.new if item.table == "social_action_grants")
    assert (grant.values["year"], grant.values["granted_eur"]) == (2023, Decimal("7164.50"))


def test_rows_of_other_departments_are_counted_and_left_aside() -> None:
    found = compared({}, {"insee_dep": "93"}, {"insee_dep": None}, {"insee_dep": "971"})
    assert (found.elsewhere, found.nowhere, found.counts["rows"]) == (2, 1, 1)
    far = compare(with_state(), book({"insee_dep": "971"}), Territory(communes=("97105",)))
    assert (far.elsewhere, far.counts["rows"]) == (0, 1)
    every = compare(with_state(), book({"insee_dep": None}), Territory(all=True))
    assert every.counts["rows"] == 1


@pytest.mark.parametrize(
    ("row", "code", "field"),
    [
        ({"montant": None}, "value.missing", "montant"),
        ({"montant": "beaucoup"}, "cell.amount", "montant"),
        ({"montant": Decimal("-1")}, "amount.negative", "montant"),
        ({"annee": "23"}, "year.out_of_range", "annee"),
        ({"raison_sociale": None}, "value.missing", "raison_sociale"),
    ],
)
def test_a_cell_at_fault_is_told_with_row_and_column(row: dict[str, Any], code: str, field: str) -> None:
    found = compared({"id_poste": "P0"}, row)
    assert found.open
    (issue,) = found.parts[0].found.errors
    assert (issue.code, issue.row, issue.field) == (code, 2, field)
    sheet = found.parts[0].sheet
    mended = compared({"id_poste": "P0"}, row, decisions={sheet: Decisions(left_out=frozenset({2}))})
    assert not mended.open
    assert mended.counts["new"] == 2


def test_a_repeated_grant_waits_for_a_decision() -> None:
    found = compared({}, {}, {"id_poste": "P2"})
    assert [(item.wanted.row, item.first, item.same) for item in found.parts[0].found.duplicates] == [
        (2, 1, True)
    ]
    sheet = found.parts[0].sheet
    left = compared({}, {}, {"id_poste": "P2"}, decisions={sheet: Decisions(left_out=frozenset({2}))})
    assert (left.open, left.counts["new"]) == (False, 4)


def test_several_years_of_a_post_are_one_action() -> None:
    found = compared({}, {"annee": Decimal(2024), "montant": Decimal(10)})
    posts = [item for item in found.parts[0].found.new if item.table == "social_actions"]
    assert [item.values["granted_eur"] for item in posts] == [Decimal("22565.73")]


def test_without_a_state_among_the_funders_the_person_says_who_grants() -> None:
    found = compared({}, {"id_poste": "P2"}, found=here())
    (item,) = found.parts[0].found.unmatched
    assert (item.field, item.text, item.rows) == ("funder_id", "État", (1, 2))
    said = compared({}, found=here(), assigned={"funder_id": {"État": "region"}})
    assert not said.open
    assert not compared({}, found=here(), assumed=Assumed(funder="region")).open


def test_what_is_kept_keeps_its_theme_and_a_changed_grant_changes_its_sum() -> None:
    kept = with_state(
        actions=[action("P1", theme="culture", name="Médiation", granted_eur=eur("30000.00"))],
        social_action_grants=[
            {
                "id": "P1-2022",
                "social_action_id": "P1",
                "funder_id": "etat",
                "year": 2022,
                "granted_eur": eur("20000.00"),
            },
            {
                "id": "P1-2023",
                "social_action_id": "P1",
                "funder_id": "etat",
                "year": 2023,
                "granted_eur": eur("10000.00"),
            },
        ],
    )
    changed = compared({}, found=kept).parts[0].found.changed
    told = {
        (item.wanted.table, one.field): (one.old, one.new) for item in changed for one in item.differences
    }
    assert told == {
        ("social_action_grants", "granted_eur"): (eur("10000.00"), eur("22555.73")),
        ("social_actions", "granted_eur"): (eur("30000.00"), eur("42555.73")),
    }
    assert compared({"montant": Decimal(10_000)}, found=kept).empty


def test_a_file_of_another_kind_says_what_it_needs() -> None:
    with pytest.raises(NoSocialTableError, match="raison_sociale, montant, annee, insee_dep"):
        compare(with_state(), book({}, columns=("nom", "prix")), HERE)


# ------------------------------------------------------------------ files, and the store


def opened(file: Path) -> tuple[World, Store]:
    found = settings.load(file)
    store = Store(found.folders.programme)
    return open_world(found, store, Library(found.folders.library)), store


def read(file: Path) -> Book:
    return read_book(file, limits=settings.Imports())


@pytest.mark.parametrize(
    ("name", "own", "grants", "elsewhere", "nowhere", "sirens"),
    [("adulte-relais-2023", 86, 86, 5307, 23, 86), ("postes-fonjep-2023", 30, 30, 1437, 11, 0)],
)
def test_the_real_files_are_imported_as_they_are_and_once(
    demo_copy: Path,
    shared: Path,
    name: str,
    own: int,
    grants: int,
    elsewhere: int,
    nowhere: int,
    sirens: int,
) -> None:
    file = shared / "real" / "social" / f"{name}.json"
    rows = [row for row in json.loads(file.read_text(encoding="utf-8")) if row.get("insee_dep") == "92"]
    held = read(file)
    before, store = opened(demo_copy)
    found = compare(before, held, HERE)
    assert (found.counts["rows"], found.elsewhere, found.nowhere) == (own, elsewhere, nowhere)
    assert not found.open
    assert len(write(store, LOCAL, found).rows) == own + grants
    after, _store = opened(demo_copy)
    table = after.programme.social_action_grants
    new = table[~table.index.isin(before.programme.social_action_grants.index)]
    assert sum(new["granted_eur"]) == sum(Decimal(repr(row["montant"])) for row in rows)
    posts = after.programme.social_actions.loc[sorted({row["id_poste"] for row in rows})]
    assert posts["holder_siren"].notna().sum() == sirens
    again = compare(after, held, HERE)
    assert again.empty
    revision = store.revision()
    write(store, LOCAL, again)
    assert store.revision() == revision


def test_the_workbook_gives_back_what_was_written(demo_config: Path, tmp_path: Path) -> None:
    found, _store = opened(demo_config)
    file = tmp_path / "actions.xlsx"
    for code in ("fr", "en"):
        with language(code):
            file.write_bytes(social_book(found, found.programme.social_actions.index))
        said = compare(found, read(file), HERE)
        assert said.empty, said.counts
        assert said.counts["unchanged"] == sum(
            len(frame)
            for frame in (
                found.programme.funders,
                found.programme.social_actions,
                found.programme.social_action_operations,
                found.programme.social_action_neighbourhoods,
                found.programme.social_action_grants,
                found.programme.consultations,
            )
        )


def test_a_template_that_was_filled_in_is_imported(demo_copy: Path, tmp_path: Path) -> None:
    before, store = opened(demo_copy)
    file = tmp_path / "modele.xlsx"
    file.write_bytes(social_template(before))
    assert compare(before, read(file), HERE).empty
    filled = openpyxl.load_workbook(file)
    sheet = filled["Actions sociales"]
    heads = {cell.value: cell.column for cell in sheet[1]}
    for row, name, granted in ((2, "Café des parents", 1200.5), (3, "=1+1", "beaucoup")):
        for head, value in (
            ("Nom", name),
            ("Thème", "Éducation"),
            ("Public", "Familles"),
            ("Porteur", "Une association"),
            ("Accordé (€)", granted),
        ):
            sheet.cell(row, heads[head], value).data_type = "s" if isinstance(value, str) else "n"
    links = filled["Opérations des actions"]
    links.append(["Café des parents", "92050-014"])
    links.append(["Café des enfants", "92050-014"])
    filled.save(file)
    found = compare(before, read(file), HERE)
    problems = {item.text for part in found.parts for item in part.found.unmatched}
    assert problems == {"Café des enfants"}
    assert {issue.code for part in found.parts for issue in part.found.errors} == {"cell.amount"}
    sheet.delete_rows(3)
    links.delete_rows(links.max_row)
    filled.save(file)
    mended = compare(before, read(file), HERE)
    assert not mended.open
    write(store, LOCAL, mended)
    after, _store = opened(demo_copy)
    (new,) = after.programme.social_actions.index.difference(before.programme.social_actions.index)
    row = after.programme.social_actions.loc[new]
    assert (row["theme"], row["public"], row["granted_eur"]) == ("education", "families", Decimal("1200.50"))
    linked = after.programme.social_action_operations
    assert list(linked.loc[linked["social_action_id"] == new, "operation_id"]) == ["92050-014"]
    assert compare(after, read(file), HERE).empty


def test_the_funders_of_the_factories_are_no_state() -> None:
    assert all(kind != "state" for _id, _name, _short, kind, _rank in FUNDERS)
