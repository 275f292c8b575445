"""``trame funding import`` and ``trame funding template``: what they say, what they write, and their exit status."""

import json
from pathlib import Path
from typing import Any

import openpyxl
from click.testing import CliRunner, Result

from cli.funding import funding
from core import settings as installations
from programme.imports.mapping import Mapping, folder_of, save
from programme.storage.store import Store

VOTES = (
    "annee;beneficiaire;convention_renovation_urbaine;objet;nature_aide;section;montant_vote\n"
    "2031;EPT Vallée Sud – Grand Paris;Fictive;Prolongement du mail et voiries des Roseaux;"
    "Subvention;Investissement;1 234,56\n"
    "2031;Office inconnu;Fictive;Une opération inconnue;Subvention;Investissement;-5\n"
)


def run(file: Path, *arguments: str) -> Result:
    return CliRunner().invoke(funding, list(arguments), obj=installations.load(file))


def document(file: Path, *arguments: str, status: int = 0) -> dict[str, Any]:
    result = run(file, "import", *arguments, "--json")
    assert result.exit_code == status, result.output
    found: dict[str, Any] = json.loads(result.stdout)
    return found


def test_a_file_is_compared_assigned_and_written_once(demo_copy: Path, tmp_path: Path) -> None:
    settings = installations.load(demo_copy)
    store = Store(settings.folders.programme)
    votes = tmp_path / "votes.csv"
    votes.write_text(VOTES, encoding="utf-8")
    before = store.revision()
    first = document(demo_copy, str(votes), status=1)
    assert (first["open"], first["written"], first["counts"]["new"]) == (True, False, 1)
    (unknown,) = first["sheets"][0]["unmatched"]
    assert (unknown["field"], unknown["text"], unknown["rows"]) == ("beneficiary", "Office inconnu", [3])
    said = run(demo_copy, "import", str(votes)).output
    for words in ("Noms inconnus", "Office inconnu", "Rien n’a été écrit"):
        assert words in said
    assert store.revision() == before

    columns = {"operation_id": ("objet",), "beneficiary": ("beneficiaire",), "kind": ("nature_aide",)}
    mapping = Mapping(
        "funding",
        columns={**columns, "year": ("annee",), "voted_eur": ("montant_vote",)},
        constants={"funder_id": "departement"},
        assigned={"beneficiary": {"Office inconnu": ""}},
    )
    save(folder_of(settings), "Votes", mapping)
    dry = document(demo_copy, str(votes), "--mapping", "votes", "--dry-run")
    assert (dry["written"], store.revision()) == (False, before)
    done = document(demo_copy, str(votes), "--mapping", "votes")
    assert (done["written"], done["counts"]["new"], done["counts"]["left_out"]) == (True, 1, 1)
    again = document(demo_copy, str(votes), "--mapping", "votes")
    assert (again["written"], again["counts"]["unchanged"], again["revision"]) == (False, 1, before + 1)
    store.close()


def test_what_is_exported_is_there_already_and_the_template_is_empty(demo_copy: Path, tmp_path: Path) -> None:
    book, template = tmp_path / "financements.xlsx", tmp_path / "modele.xlsx"
    assert run(demo_copy, "export", str(book)).exit_code == 0
    assert run(demo_copy, "template", str(template)).exit_code == 0
    for file in (book, template):
        found = document(demo_copy, str(file))
        assert (found["shape"], found["open"], found["counts"]["new"], found["counts"]["changed"]) == (
            "own",
            False,
            0,
            0,
        )
    assert openpyxl.load_workbook(template).sheetnames[0] == "Mode d’emploi"
    assert "contient déjà tout" in run(demo_copy, "import", str(book)).output


def test_wrong_usage_is_told(demo_file: Path, tmp_path: Path) -> None:
    votes = tmp_path / "votes.csv"
    votes.write_text(VOTES, encoding="utf-8")
    assert run(demo_file, "import", str(tmp_path / "absent.csv")).exit_code == 2
    assert run(demo_file, "template", str(tmp_path / "modele.pdf")).exit_code == 2
    wrong = run(demo_file, "import", str(votes), "--mapping", "absente")
    assert wrong.exit_code == 2
    assert "absente" in wrong.output
