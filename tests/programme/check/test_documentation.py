"""The page on the check lists every code with its level and its sentence."""

from core.issues import LEVEL_WORDS
from core.languages import _
from core.settings import ROOT
from programme.check.codes import CODES


def test_every_code_is_documented_as_it_is() -> None:
    page = (ROOT / "docs" / "verifier.md").read_text(encoding="utf-8")
    wanted = {f"| `{code}` | {_(LEVEL_WORDS[item.level])} | {_(item.text)} |" for code, item in CODES.items()}
    assert wanted - set(page.splitlines()) == set()
    assert page.count("\n| `") == len(CODES)
