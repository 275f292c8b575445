"""Reconciling files of funding with the programme: nothing is lost, nothing counted twice, nothing written unseen."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from core.actor import LOCAL, Actor, Role
from core.settings import Imports
from exports.funding_book import funding_book
from programme.edits.changes import Change, NotEditingError, insertion
from programme.edits.editing import edit
from programme.edits.journal import history
from programme.imports.comparison import write
from programme.imports.funding import FundingComparison, Shape, compare
from programme.imports.mapped import DEPARTMENT_COLUMNS, IncompleteMappingError, MissingColumnsError
from programme.imports.mapping import LEFT_OUT, Copies, Mapping
from programme.imports.reconciliation import Decisions
from programme.imports.sheet import Book, Cell, Row, Sheet, read_book
from programme.storage.store import Store
from programme.world import World
from tests.programme.factories import FUNDERS, eur, line, operation, programme

OWNER = "Office fictif de la Boucle"
COUNTS = {
    f"dwellings_{name}": 0
    for name in ("demolished", "rebuilt_on_site", "rebuilt_elsewhere", "requalified", "residentialised")
}


def base() -> list[Change]:
    """Three operations of two owners, and six funders."""
    fields = ("id", "name", "short_name", "kind", "rank")
    places = {"commune": "92050", "family": "34", "step": "engagée", "owner_kind": "landlord"}
    return [
        *(insertion("funders", dict(zip(fields, funder, strict=True))) for funder in FUNDERS),
        *(
            insertion("operations", {"id": key, "name": name, "owner": owner, **places, **COUNTS})
            for key, name, owner in (
                ("A-1", "Réhabilitation de la tour du Parc", OWNER),
                ("A-2", "Résidentialisation de la rue des Lilas", OWNER),
                ("B-1", "Groupe scolaire du Parc", "Ville de Nanterre"),
            )
        ),
    ]


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """File of a programme without any line, made once: tables are slow to make."""
    file = tmp_path_factory.mktemp("begun") / "programme.gpkg"
    made = Store(file)
    edit(made, LOCAL, base())
    made.close()
    return file


@pytest.fixture
def store(begun: Path, tmp_path: Path) -> Iterator[Store]:
    made = copied(begun, tmp_path / "programme.gpkg")
    yield made
    made.close()


def copied(begun: Path, file: Path) -> Store:
    shutil.copyfile(begun, file)
    return Store(file)


def world(store: Store) -> World:
    return World(store.snapshot())


def book(columns: tuple[str, ...], *rows: tuple[Cell, ...], name: str = "Votes") -> Book:
    made = tuple(
        Row(number, dict(zip(columns, cells, strict=True))) for number, cells in enumerate(rows, start=2)
    )
    return Book("votes.xlsx", "xlsx", (Sheet(name, columns, made),))


def department(*rows: tuple[Cell, ...]) -> Book:
    return book(DEPARTMENT_COLUMNS, *rows)


def vote(
    amount: Cell,
    subject: str = "Réhabilitation de la tour du Parc",
    *,
    owner: str = OWNER,
    year: Cell = "2024",
    kind: str = "Subvention",
) -> tuple[Cell, ...]:
    return (year, owner, "Convention du Parc", subject, kind, "Investissement", amount)


def counts(found: FundingComparison) -> dict[str, int]:
    return {name: number for name, number in found.counts.items() if number and name != "rows"}


# ------------------------------------------------------------------ the open data of the department


def test_the_open_data_of_the_department_is_read_as_it_is(store: Store) -> None:
    votes = department(
        vote("120 000,50"), vote(Decimal("-2000"), year=Decimal(2025)), vote("5", kind="Prêt bonifié")
    )
    found = compare(world(store), votes)
    assert found.shape is Shape.MAPPED
    assert counts(found) == {"new": 3, "negative": 1}
    write(store, LOCAL, found)
    lines = store.snapshot().funding_lines.sort_values("voted_eur")
    told = lines[["operation_id", "funder_id", "kind", "nature", "year", "voted_eur", "requested_eur"]]
    assert told.to_numpy().tolist() == [
        ["A-1", "departement", "subsidy", "decommitment", 2025, Decimal("-2000.00"), None],
        ["A-1", "departement", "loan", "award", 2024, Decimal("5.00"), None],
        ["A-1", "departement", "subsidy", "award", 2024, Decimal("120000.50"), None],
    ]


def test_a_second_import_changes_nothing_and_a_changed_amount_is_no_new_line(store: Store) -> None:
    votes = department(vote("120 000,50"), vote("7", "Groupe scolaire du Parc", owner="Ville de Nanterre"))
    write(store, LOCAL, compare(world(store), votes))
    revision = store.revision()
    again = compare(world(store), votes)
    assert again.empty
    assert write(store, LOCAL, again).revision == revision == store.revision()
    other = compare(
        world(store),
        department(vote("120 000,51"), vote("7", "GROUPE SCOLAIRE DU PARC", owner="VILLE DE NANTERRE")),
    )
    assert counts(other) == {"changed": 1, "unchanged": 1}
    ((changed,),) = [part.found.changed for part in other.parts]
    (difference,) = changed.differences
    assert (difference.field, difference.old, difference.new) == (
        "voted_eur",
        Decimal("120000.50"),
        Decimal("120000.51"),
    )
    write(store, LOCAL, other)
    entries = history(store, LOCAL, "funding_lines", changed.wanted.id)
    assert next((entry.field, entry.before, entry.after) for entry in entries) == (
        "voted_eur",
        "120000.50",
        "120000.51",
    )


def test_unknown_names_come_with_close_ones_and_are_assigned_once(store: Store) -> None:
    votes = department(
        vote("1", owner="Office de la Boucle"),
        vote("2", "Rue des Lilas, résidentialisation", owner=OWNER),
        vote("3", kind="Bonification"),
    )
    first = compare(world(store), votes)
    assert first.open
    asked = {item.field: item for item in first.parts[0].found.unmatched}
    assert [asked["beneficiary"].text, asked["beneficiary"].candidates[0].id] == [
        "Office de la Boucle",
        OWNER,
    ]
    assert asked["operation_id"].candidates[0].id == "A-2"
    assert {one.id for one in asked["kind"].candidates} == {"subsidy", "loan", "own_funds"}
    with pytest.raises(ValueError, match="open"):
        write(store, LOCAL, first)
    mapping = first.mapping
    assert mapping is not None
    for item, value in (
        (asked["beneficiary"], OWNER),
        (asked["operation_id"], "A-2"),
        (asked["kind"], "subsidy"),
    ):
        mapping = mapping.assign(item.field, item.text, value)
    found = compare(world(store), votes, mapping)
    assert counts(found) == {"new": 3}
    out = compare(world(store), votes, mapping.assign("kind", "Bonification", LEFT_OUT))
    assert (counts(out)["new"], out.parts[0].found.left_out) == (2, (4,))


def test_repeated_rows_are_kept_out_until_the_person_says_otherwise(store: Store) -> None:
    votes = department(vote("10"), vote("10"), vote("20"))
    found = compare(world(store), votes)
    duplicates = found.parts[0].found.duplicates
    assert [(item.wanted.row, item.first, item.same) for item in duplicates] == [(3, 2, True), (4, 2, False)]
    assert found.open
    assert found.mapping is not None
    once = compare(world(store), votes, replace(found.mapping, copies=Copies.LEAVE_OUT))
    assert counts(once) == {"new": 1, "left_out": 2}
    apart = compare(world(store), votes, decisions={"Votes": Decisions(separate=frozenset({3, 4}))})
    assert counts(apart) == {"new": 3}
    write(store, LOCAL, apart)
    # In another order the same rows are found again, each by what it says.
    other = department(vote("20"), vote("10"), vote("10"))
    again = compare(world(store), other, replace(found.mapping, copies=Copies.SEPARATE))
    assert again.empty


def test_a_line_that_the_programme_seems_to_hold_is_warned_of(store: Store) -> None:
    values = {
        "id": "L-1",
        "operation_id": "A-1",
        "funder_id": "departement",
        "kind": "subsidy",
        "nature": "award",
        "year": 2024,
        "voted_eur": Decimal(1),
    }
    edit(store, LOCAL, [insertion("funding_lines", values)])
    found = compare(world(store), department(vote("10")))
    (issue,) = found.parts[0].found.faults
    assert (issue.code, issue.value, issue.row) == ("line.alike", "L-1", 2)
    assert not found.open


def test_faults_name_row_and_column_and_hold_everything_up(store: Store) -> None:
    found = compare(world(store), department(vote("12 34"), vote("1", year=None), vote("3", year="2023")))
    faults = found.parts[0].found.faults
    assert [(issue.row, issue.field, issue.code) for issue in faults] == [
        (2, "montant_vote", "cell.amount"),
        (3, "annee", "value.missing"),
    ]
    assert found.open
    decided = compare(
        world(store),
        department(vote("12 34"), vote("1", year=None), vote("3", year="2023")),
        decisions={"Votes": Decisions(left_out=frozenset({2, 3}))},
    )
    assert counts(decided) == {"new": 1, "left_out": 2}


def test_who_may_not_edit_writes_nothing(store: Store) -> None:
    found = compare(world(store), department(vote("10")))
    with pytest.raises(NotEditingError):
        write(store, Actor("presse", Role.COMMUNICATION), found)
    assert store.snapshot().funding_lines.empty


# ------------------------------------------------------------------ any other workbook


def test_any_other_workbook_is_read_by_the_names_of_its_columns(store: Store) -> None:
    other = book(
        ("Code opération", "Financeur", "Type de financement", "Exercice", "Montant demandé (€)", "Remarque"),
        ("A-1", "ANRU", "Subvention", Decimal(2025), "1 000,00", "x"),
        ("B-1 – Groupe scolaire", "Région Île-de-France", "Prêt", Decimal(2026), Decimal("2.5"), None),
    )
    found = compare(world(store), other)
    assert counts(found) == {"new": 2, "warnings": 1}
    assert [item.values["funder_id"] for item in found.parts[0].found.new] == ["anru", "region"]


def test_a_mapping_that_does_not_fit_says_so(store: Store) -> None:
    other = book(("Objet", "Montant"), ("Réhabilitation de la tour du Parc", Decimal(1)))
    with pytest.raises(IncompleteMappingError) as caught:
        compare(world(store), other)
    assert caught.value.fields == ("funder_id", "kind", "year")
    whole = Mapping(
        "funding",
        columns={"operation_id": ("Objet",), "voted_eur": ("Montant",)},
        constants={"funder_id": "anru", "kind": "subsidy", "year": "2024"},
    )
    assert counts(compare(world(store), other, whole)) == {"new": 1}
    with pytest.raises(MissingColumnsError):
        compare(world(store), department(vote("1")), whole)


# ------------------------------------------------------------------ the program's own workbook


def exported(made: World, folder: Path) -> Book:
    file = folder / "financements.xlsx"
    file.write_bytes(funding_book(made, made.programme.operations.index))
    return read_book(file, limits=Imports())


CENTS = some.one_of(some.none(), some.integers(0, 99_999_999_999_999))
TEXTS = some.text(
    some.characters(codec="utf-8", categories=("L", "N", "P", "S", "Zs")), min_size=1, max_size=12
).map(str.strip)


@some.composite
def lines(draw: Any) -> list[dict[str, Any]]:
    """Lines with cents, unknown amounts, decommitments and texts of every kind."""
    made = []
    for number in range(draw(some.integers(1, 6))):
        taken_back = draw(some.booleans())
        amounts = {
            f"{name}_eur": None if cents is None else Decimal(-cents if taken_back else cents).scaleb(-2)
            for name in ("requested", "voted")
            for cents in [draw(CENTS)]
        }
        made.append(
            {
                "id": f"L-{number}",
                "operation_id": draw(some.sampled_from(["A-1", "A-2", "B-1"])),
                "funder_id": draw(some.sampled_from([funder[0] for funder in FUNDERS])),
                "kind": draw(some.sampled_from(["subsidy", "loan", "own_funds"])),
                "nature": "decommitment" if taken_back else "award",
                "year": draw(some.integers(1990, 2060)),
                "award_decision": draw(some.one_of(some.none(), TEXTS)) or None,
                "fictitious": draw(some.booleans()),
                **amounts,
            }
        )
    return made


@settings(max_examples=6)
@given(rows=lines())
def test_import_of_an_export_is_identity(begun: Path, rows: list[dict[str, Any]]) -> None:
    with TemporaryDirectory() as place:
        first = copied(begun, Path(place) / "first.gpkg")
        edit(first, LOCAL, [insertion("funding_lines", row) for row in rows])
        file = exported(world(first), Path(place))
        same = compare(world(first), file)
        # A file reconciled with itself is empty …
        assert same.empty
        assert not any(part.found.faults for part in same.parts)
        # … and on a programme without lines it gives back all of them, to the cent.
        second = copied(begun, Path(place) / "second.gpkg")
        write(second, LOCAL, compare(world(second), file))
        left, right = first.snapshot().funding_lines, second.snapshot().funding_lines
        assert left.sort_index().to_dict("index") == right.sort_index().to_dict("index")
        first.close()
        second.close()


def test_lines_without_identifier_are_new_once(store: Store) -> None:
    heads = ("Identifiant", "Opération", "Financeur", "Type", "Nature", "Année", "Voté (€)")
    filled = book(
        heads,
        (None, "A-1", "ANRU", "Subvention", "Attribution", Decimal(2025), Decimal(5)),
        (None, "Groupe scolaire du Parc", "anru", "loan", "award", Decimal(2025), "6,00"),
        name="Lignes de financement",
    )
    found = compare(world(store), filled)
    assert (found.shape, counts(found)) == (Shape.OWN, {"new": 2})
    write(store, LOCAL, found)
    assert compare(world(store), filled).empty


def test_one_mistake_is_one_sentence(store: Store) -> None:
    lines_sheet = Sheet(
        "funding_lines",
        ("id", "operation_id", "funder_id", "kind", "nature", "year"),
        (
            Row(
                2,
                {
                    "id": "L-1",
                    "operation_id": "Z-9",
                    "funder_id": "anru",
                    "kind": "subsidy",
                    "nature": "award",
                    "year": Decimal(2025),
                },
            ),
        ),
    )
    amounts = Sheet(
        "funding_amounts",
        ("id", "funding_line_id", "year", "half", "state", "cp_eur"),
        (
            Row(
                2,
                {
                    "id": "M-1",
                    "funding_line_id": "L-1",
                    "year": Decimal(2025),
                    "half": Decimal(1),
                    "state": "planned",
                    "cp_eur": Decimal(3),
                },
            ),
        ),
    )
    found = compare(world(store), Book("x.xlsx", "xlsx", (lines_sheet, amounts)))
    assert counts(found) == {"unmatched": 1, "new": 1}


def test_a_column_that_no_line_can_do_without_is_asked_for() -> None:
    made = World(programme([operation("A")], lines=[line("1", "A", "anru", eur(5))]))
    sheets = (
        Sheet("Financeurs", ("Identifiant", "Nom", "Nom court", "Type", "Ordre d’affichage"), ()),
        Sheet(
            "Lignes de financement",
            ("Identifiant", "Opération"),
            (Row(2, {"Identifiant": "1", "Opération": "A"}),),
        ),
    )
    found = compare(made, Book("x.xlsx", "xlsx", sheets))
    missing = [issue.field for part in found.parts for issue in part.found.errors]
    assert missing == ["Financeur", "Type", "Nature", "Année"]
