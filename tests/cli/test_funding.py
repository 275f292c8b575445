"""``trame funding``: one plan, all of them, and the workbook, for a person and for a machine."""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
from click.testing import CliRunner, Result

from cli.funding import funding
from core import settings as installations
from core.errors import UnknownOperationError
from tests.browser import facts


def run(file: Path, *arguments: str) -> Result:
    return CliRunner().invoke(funding, list(arguments), obj=installations.load(file))


def document(file: Path, *arguments: str) -> dict[str, Any]:
    result = run(file, *arguments, "--json")
    assert result.exit_code == 0, result.output
    found: dict[str, Any] = json.loads(result.output)
    return found


def summed(column: str, **wanted: str) -> Decimal:
    rows = facts.rows("funding_lines")
    kept = (row for row in rows if all(row[name] == value for name, value in wanted.items()))
    return sum((Decimal(row[column]) for row in kept if row[column]), Decimal(0))


def test_all_operations_add_up_to_the_tables(demo_file: Path) -> None:
    found = document(demo_file)
    assert found["operations"] == len(facts.rows("operations"))
    for column in ("requested_eur", "voted_eur", "committed_eur", "paid_eur"):
        assert Decimal(found["total"][column]) == summed(column)
        assert sum(Decimal(row[column]) for row in found["sources"]) == summed(column)
        for row in found["sources"]:
            assert Decimal(row[column]) == summed(column, funder_id=row["funder_id"], kind=row["kind"])
        for row in found["kinds"]:
            assert Decimal(row[column]) == summed(column, kind=row["kind"])
    cost, plan = Decimal(found["cost_excl_tax_eur"]), Decimal(found["planned_eur"])
    assert cost - plan == Decimal(found["uncovered_eur"]) - Decimal(found["over_eur"])


def test_one_operation_is_named_without_any_other_word(demo_file: Path) -> None:
    found = document(demo_file, "92050-014")
    assert found == document(demo_file, "show", "92050-014")
    assert found["operation_id"] == "92050-014"
    said = run(demo_file, "92050-014").output
    for words in ("Résidentialisation des tours du Parc", "ANRU", "Reste à financer"):
        assert words in said


def test_the_text_holds_every_funder_and_what_is_not_covered(demo_file: Path) -> None:
    said = run(demo_file).output
    for words in ("ANRU", "Caisse des Dépôts", "Coût HT", "Plan", "Non couvert", "Surfinancement", "Total"):
        assert words in said


def test_an_unknown_operation_is_refused(demo_file: Path) -> None:
    assert isinstance(run(demo_file, "nowhere").exception, UnknownOperationError)


def test_help_shows_both_ways(demo_file: Path) -> None:
    said = run(demo_file, "--help").output
    assert "[ID] [--json]" in said
    assert "export" in said


def test_the_workbook_is_written_whole(demo_file: Path, tmp_path: Path) -> None:
    out = tmp_path / "financements.xlsx"
    out.write_bytes(b"an earlier one")
    result = run(demo_file, "export", str(out))
    assert result.exit_code == 0
    assert "364" in result.output.replace("\u202f", "")
    assert (
        openpyxl.load_workbook(out)["Lignes de financement"].max_row == len(facts.rows("funding_lines")) + 1
    )
    assert [path.name for path in tmp_path.iterdir()] == [out.name]


def test_a_name_that_is_no_workbook_and_a_folder_that_is_not_there_are_refused(
    demo_file: Path, tmp_path: Path
) -> None:
    refused = run(demo_file, "export", str(tmp_path / "x.csv"))
    assert refused.exit_code == 2
    assert ".xlsx" in refused.output
    absent = run(demo_file, "export", str(tmp_path / "nowhere" / "x.xlsx"))
    assert absent.exit_code == 1
    assert "nowhere" in absent.output
