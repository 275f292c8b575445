"""The page on imports lists every code that an import may give, and no other."""

import re

from core.settings import ROOT

_CODE = re.compile(r"[\"`]((?:file|archive|layer|encoding|field|row|rows|crs|geometry|place)\.[a-z_]+)[\"`]")


def test_every_code_is_documented():
    code = "".join(
        path.read_text(encoding="utf-8") for room in ("gis", "layers") for path in ROOT.glob(f"{room}/*.py")
    )
    page = (ROOT / "docs/import.md").read_text(encoding="utf-8")
    assert set(_CODE.findall(code)) == set(_CODE.findall(page))
