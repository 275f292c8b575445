import datetime as dt

import pytest

from core.errors import SettingsError
from core.languages import language
from programme import nomenclature
from programme.nomenclature import families, family, family_codes, family_label, read

FAMILY = """
[[families]]
code = "{code}"
fr = "Étude"
en = "Study"
from = {start}
{rest}
source = "un texte"
"""


def written(tmp_path, text):
    file = tmp_path / "nomenclature.toml"
    file.write_text(text, encoding="utf-8")
    return file


def faults(tmp_path, text):
    with pytest.raises(SettingsError) as refused:
        read(written(tmp_path, text))
    assert str(refused.value.file).endswith("nomenclature.toml")
    return refused.value.faults


def test_the_families_of_the_field_are_there():
    assert family_codes() == {
        *("14", "15", "16"),
        *("21", "22", "23", "24"),
        *("31", "33", "34", "35", "36", "37", "38", "39"),
    }
    assert all(item.source and item.start <= dt.date(2026, 1, 1) for item in families())
    assert len({item.fr for item in families()}) == len({item.en for item in families()}) == 15


def test_words_in_the_language_in_force():
    assert family_label("34") == "Résidentialisation"
    with language("en"):
        assert family_label("34") == "Residentialisation"
    assert family_label("99") == "99"


def test_a_family_holds_between_its_dates(tmp_path, monkeypatch):
    text = FAMILY.format(code="14", start="2014-01-01", rest="to = 2018-06-30") + FAMILY.format(
        code="14", start="2018-07-01", rest=""
    ).replace('"Étude"', '"Ingénierie"')
    monkeypatch.setattr(nomenclature, "FILE", written(tmp_path, text))
    assert family("14").fr == "Ingénierie"
    assert family("14", dt.date(2018, 7, 1)).fr == "Ingénierie"
    assert family("14", dt.date(2018, 6, 30)).fr == "Étude"
    assert family("14", dt.date(2013, 12, 31)) is None
    assert family("15") is None
    assert family_codes() == {"14"}


def test_every_fault_is_told_at_once(tmp_path):
    text = (
        FAMILY.format(code="1", start="2014-01-01", rest='too = 1\nto = "demain"') + '[[families]]\nfr = ""\n'
    )
    found = faults(tmp_path, text)
    assert [sentence.split("nomenclature.toml")[1].strip("\u00a0: ") for sentence in found] == [
        "la famille nº\u00a01 a une clé inconnue, «\u00a0too\u00a0».",
        "dans la famille nº\u00a01, «\u00a0to\u00a0» doit être une date, comme 2014-02-21.",
        "la famille nº\u00a01 a le code «\u00a01\u00a0», qui n’est pas fait de deux chiffres.",
        "il manque à la famille nº\u00a02 la clé «\u00a0code\u00a0».",
        "il manque à la famille nº\u00a02 la clé «\u00a0en\u00a0».",
        "il manque à la famille nº\u00a02 la clé «\u00a0from\u00a0».",
        "il manque à la famille nº\u00a02 la clé «\u00a0source\u00a0».",
        "dans la famille nº\u00a02, «\u00a0fr\u00a0» doit être un texte.",
    ]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (FAMILY.format(code="14", start="2014-01-02", rest="to = 2014-01-01"), "finit avant de commencer"),
        (FAMILY.format(code="14", start="2014-01-01", rest="") * 2, "deux fois pour les mêmes dates"),
        (
            FAMILY.format(code="14", start="2014-01-01", rest="to = 2015-01-01")
            + FAMILY.format(code="14", start="2015-01-01", rest=""),
            "deux fois pour les mêmes dates",
        ),
        (FAMILY.format(code="14", start="2014-01-01T10:00:00", rest=""), "doit être une date"),
        ("families = [1]", "n’est pas une table"),
        ("", "doit contenir des familles"),
        ("steps = 1", "doit contenir des familles"),
        ("families = ", "n’est pas du TOML valide"),
    ],
)
def test_what_cannot_be_used_is_refused(tmp_path, text, sentence):
    assert sentence in faults(tmp_path, text)[0]


def test_dates_that_just_follow_each_other_are_right(tmp_path):
    text = FAMILY.format(code="14", start="2014-01-01", rest="to = 2014-01-01") + FAMILY.format(
        code="14", start="2014-01-02", rest=""
    )
    assert [item.end for item in read(written(tmp_path, text))] == [dt.date(2014, 1, 1), None]


def test_a_missing_file_is_told(tmp_path):
    with pytest.raises(SettingsError, match="ne peut pas être lu"):
        read(tmp_path / "nothing.toml")
