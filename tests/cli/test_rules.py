"""``trame rules``: the rules in force and the alerts, for a person and for a machine; a wrong file ends every command."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from cli.main import trame
from cli.programme import operation
from cli.rules import rules
from core import settings as configuration
from core.errors import SettingsError, UnknownOperationError
from core.settings import Settings
from programme.installation import open_installation
from programme.rules import rule_set as rule_file
from programme.rules.rule_set import rule_set


@pytest.fixture
def settings(demo_config: Path) -> Settings:
    return configuration.load(demo_config)


def run(settings: Settings, *arguments: str) -> Result:
    return CliRunner().invoke(rules, list(arguments), obj=settings)


def document(result: Result) -> dict[str, Any]:
    assert result.exit_code == 0
    found: dict[str, Any] = json.loads(result.stdout)
    return found


def test_the_command_is_there() -> None:
    assert trame.commands["rules"] is rules


def test_all_rules_and_all_alerts_as_one_document(settings: Settings) -> None:
    found = document(run(settings, "--at", "2026-06-15", "--json"))
    assert (found["day"], list(found)) == ("2026-06-15", ["day", "rules", "alerts"])
    assert [item["rule"] for item in found["rules"]] == [item.code for item in rule_set()]
    assert all(item["source"] and item["text"] for item in found["rules"])
    balance = next(item for item in found["rules"] if item["rule"] == "balance")
    told = [
        item["operation_id"]
        for item in found["alerts"]
        if item["rule"] == "balance" and item["state"] == "broken"
    ]
    assert told == balance["operations"]
    assert len(told) == balance["broken"] > 0
    assert all(float(item["margin"]) < 0 for item in found["alerts"] if item["state"] == "broken")


def test_one_operation(settings: Settings) -> None:
    every = document(run(settings, "--at", "2026-06-15", "--json"))["alerts"]
    name = next(
        item["operation_id"] for item in every if item["rule"] == "balance" and item["level"] == "warning"
    )
    found = document(run(settings, name, "--at", "2026-06-15", "--json"))
    assert found["operation_id"] == name
    assert found["alerts"] == [item for item in every if item["operation_id"] == name]
    text = run(settings, name, "--at", "2026-06-15").output.replace("\u00a0", " ")
    assert "non respectée · Équilibre du plan de financement (balance)" in text
    assert "marge −" in text


def test_for_a_person(settings: Settings) -> None:
    text = run(settings, "--at", "2031-01-01").output
    assert text.startswith("Règles en vigueur au 01/01/2031\n")
    assert "Participation minimale de la collectivité" in text
    assert "CGCT, art. L1111-10, III" in text
    assert "Abattement" not in text
    assert "Règles non respectées (" in text


def test_an_operation_that_is_not_there(settings: Settings) -> None:
    assert isinstance(run(settings, "92050-999").exception, UnknownOperationError)
    assert run(settings, "--at", "yesterday").exit_code == 2


def test_the_sheet_of_an_operation_tells_its_alerts(settings: Settings) -> None:
    shown = CliRunner().invoke(operation, ["92004-004", "--json"], obj=settings)
    assert isinstance(json.loads(shown.stdout)["alerts"], list)
    assert "Règles non respectées (" in CliRunner().invoke(operation, ["92004-004"], obj=settings).output


def test_a_wrong_file_of_rules_ends_every_start_with_its_sentence(
    demo_config: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "rules.toml"
    file.write_text(
        '[[rules]]\ncode = "balance"\ntest = "balance"\nsource = "s"\nfrom = "hier"\n', encoding="utf-8"
    )
    monkeypatch.setattr(rule_file, "FILE", file)
    refused = CliRunner().invoke(trame, ["layers"])
    assert isinstance(refused.exception, SettingsError)
    told = str(refused.exception).replace("\u00a0", " ")
    assert (
        told
        == f"{file} [balance] : dans la règle n° 1, « from » doit être une date comme 2014-02-21, et non 'hier'."
    )
    other = tmp_path / "config.toml"
    other.write_bytes(demo_config.read_bytes())
    with pytest.raises(SettingsError):
        open_installation(other)
