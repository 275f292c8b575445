"""The page on rules names every rule of the installation, and its example is one."""

import re
from pathlib import Path

from core.settings import ROOT
from programme.rules.rule_set import read, rule_set

PAGE = ROOT / "docs" / "regles.md"


def test_every_rule_is_documented() -> None:
    words = PAGE.read_text(encoding="utf-8")
    assert [rule.code for rule in rule_set() if f"`{rule.code}`" not in words] == []


def test_the_example_is_a_rule(tmp_path: Path) -> None:
    (example,) = re.findall(r"```toml\n(.*?)```", PAGE.read_text(encoding="utf-8"), flags=re.DOTALL)
    file = tmp_path / "rules.toml"
    file.write_text(example, encoding="utf-8")
    (rule,) = read(file)
    assert rule.parameters["funders"] == ("region",)


def test_the_example_of_the_file_itself_is_a_rule(tmp_path: Path) -> None:
    lines = (ROOT / "programme" / "rules" / "rules.toml").read_text(encoding="utf-8").splitlines()
    example = "\n".join(
        line.removeprefix("#   ") for line in lines if re.match(r"#   (\[\[rules|\w+ = )", line)
    )
    file = tmp_path / "rules.toml"
    file.write_text(example, encoding="utf-8")
    assert [rule.code for rule in read(file)] == ["region_facilities"]
