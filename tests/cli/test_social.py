"""``trame social``: the figures, the import of a file, and the workbook to fill in, for a person and for a machine."""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
from click.testing import CliRunner, Result

from cli.social import social
from core import settings as installations
from tests.browser import facts

POST = {
    "id_poste": "P1",
    "raison_sociale": "Une association",
    "annee": "2023",
    "montant": 7164,
    "insee_dep": "92",
}


def run(file: Path, *arguments: str) -> Result:
    return CliRunner().invoke(social, list(arguments), obj=installations.load(file))


def document(result: Result) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(result.stdout)
    return found


def test_the_figures_are_those_of_the_tables(demo_file: Path) -> None:
    result = run(demo_file, "--json")
    assert result.exit_code == 0, result.output
    found = document(result)
    rows = facts.rows("social_actions")
    granted = sum(Decimal(row["granted_eur"] or 0) for row in rows)
    assert (found["actions"]["actions"], Decimal(found["actions"]["granted_eur"])) == (len(rows), granted)
    assert sum(row["actions"] for row in found["themes"]) == len(rows)
    assert set(found["neighbourhoods"]) == {"2015", "2024"}
    linked = {row["operation_id"] for row in facts.rows("social_action_operations")}
    assert {row["id"] for row in found["operations"] if row["meeting"] == "stone"}.isdisjoint(linked)
    households = facts.rows("rehousing")
    assert found["households"]["to_rehouse"] <= sum(int(row["households_to_rehouse"]) for row in households)
    said = run(demo_file).output
    for words in ("Opérations sans aucune action sociale", "Heures de travaux", "objectif 5 %", "Total"):
        assert words.replace(" %", "\u00a0%") in said


def test_a_dry_run_writes_nothing_and_an_import_writes_once(demo_copy: Path, tmp_path: Path) -> None:
    file = tmp_path / "fonjep.json"
    file.write_text(json.dumps([POST, {**POST, "insee_dep": "75"}]), encoding="utf-8")
    dry = document(run(demo_copy, "import", str(file), "--dry-run", "--json"))
    assert (dry["written"], dry["counts"]["new"], dry["rows_of_other_departments"]) == (False, 2, 1)
    done = document(run(demo_copy, "import", str(file), "--theme", "education", "--json"))
    assert (done["written"], done["counts"]["new"]) == (True, 2)
    again = run(demo_copy, "import", str(file))
    assert again.exit_code == 0
    assert "il n’y a rien à écrire" in again.output
    assert document(run(demo_copy, "--json"))["actions_without_place"] == ["P1"]


def test_a_file_with_faults_is_refused_with_row_and_column(demo_copy: Path, tmp_path: Path) -> None:
    file = tmp_path / "fonjep.json"
    file.write_text(json.dumps([POST, POST, {**POST, "montant": "x"}]), encoding="utf-8")
    result = run(demo_copy, "import", str(file))
    assert result.exit_code == 1
    for words in (
        "n’est pas un montant",
        "ligne 3",
        "la ligne 2 répète la ligne 1",
        "Rien n’a été écrit",
    ):
        assert words in result.output
    assert document(run(demo_copy, "import", str(file), "--json"))["written"] is False


def test_words_that_are_none_of_the_list_are_wrong_usage(demo_file: Path, tmp_path: Path) -> None:
    file = tmp_path / "fonjep.json"
    file.write_text(json.dumps([POST]), encoding="utf-8")
    for option, word in (("--theme", "jardinage"), ("--public", "chats"), ("--funder", "personne")):
        assert run(demo_file, "import", str(file), "--dry-run", option, word).exit_code == 2
    assert run(demo_file, "template", str(tmp_path / "modele.ods")).exit_code == 2


def test_the_template_holds_its_sheets(demo_file: Path, tmp_path: Path) -> None:
    out = tmp_path / "modele.xlsx"
    assert run(demo_file, "template", str(out)).exit_code == 0
    names = openpyxl.load_workbook(out).sheetnames
    assert names[1:4] == ["Actions sociales", "Opérations des actions", "Quartiers des actions"]
