"""Dated rules: what the file may hold, and what each says of a place."""

import datetime as dt
from pathlib import Path

import pytest

from core.errors import SettingsError
from programme.check.report import Report, RuleResult
from programme.check.words import told
from programme.rules.rule_set import TEXTS, TITLES, Question, Rule, read, rules
from programme.world import World
from tests.programme import factories
from tests.programme.check.made import DAY, WORLD, WORLD_2024, checked
from tests.programme.factories import square

RULE = '[[rules]]\ncode = "vat_qpv"\ntest = "neighbourhood_distance"\ngeneration = "neighbourhoods_2024"\n'
SOUND = RULE + 'entirely_within_m = 300\nsource = "CGI"\n'


def result(report: Report, code: str) -> RuleResult:
    return next(item for item in report.rules if item.code == code)


def applies(x: float, code: str, world: World = WORLD_2024) -> bool | None:
    return result(checked(square(x, 0), world=world), code).applies


def written(folder: Path, content: str) -> Path:
    file = folder / "rules.toml"
    file.write_text(content, encoding="utf-8")
    return file


def test_the_rules_of_this_installation() -> None:
    found = rules()
    assert [item.code for item in found] == [
        "vat_qpv",
        "vat_npnru",
        "vat_former_qpv",
        "vat_date",
        "tfpb_abatement",
    ]
    assert set(TITLES) == set(TEXTS) == {item.code for item in found}
    assert all(item.source for item in found)
    former = found[2]
    assert (former.convention_by, former.permit_by) == (dt.date(2023, 12, 31), dt.date(2026, 12, 31))
    assert found[4].end == dt.date(2030, 12, 31)


# Le Parc of 2024 ends at x = 400; a square of 100 m begins at x.
@pytest.mark.parametrize(
    ("x", "said"), [(0, True), (350, True), (599.999, True), (600, False), (900, False), (1900, False)]
)
def test_reduced_vat_in_a_neighbourhood_or_entirely_less_than_300_m_from_it(x: float, said: bool) -> None:
    assert applies(x, "vat_qpv") is said


@pytest.mark.parametrize(("x", "said"), [(0, None), (600, None), (699.999, None), (700, False), (900, False)])
def test_reduced_vat_of_the_npnru_cannot_be_told_where_the_distances_are_met(
    x: float, said: bool | None
) -> None:
    assert applies(x, "vat_npnru") is said


def test_a_wide_footprint_partly_near_and_partly_too_far() -> None:
    # From 50 m to 499.999 m, then to 500 m.
    near, far = (checked(square(450, 0, width, 100), world=WORLD_2024) for width in (449.999, 450))
    assert result(near, "vat_npnru").applies is None
    assert result(near, "vat_npnru").margin_m == pytest.approx(0.001)
    assert result(far, "vat_npnru").applies is False
    assert result(far, "vat_npnru").margin_m == pytest.approx(0.0)


def test_margin_and_neighbourhood_are_named() -> None:
    found = result(checked(square(500, 0), world=WORLD_2024), "vat_qpv")
    assert (found.margin_m, found.neighbourhood, found.source) == (
        pytest.approx(100.0), "QN09206M", "CGI, art. 278 sexies",
    )  # fmt: skip
    assert (
        told(found)
        == "Le point le plus éloigné de l’emprise est à 200\u00a0m de Le Parc (QN09206M)\u00a0: marge de 100\u00a0m."
    )


def test_a_former_neighbourhood_depends_on_dates_that_are_not_known() -> None:
    found = result(checked(square(450, 0)), "vat_former_qpv")
    assert (found.applies, found.neighbourhood, found.valid_to) == (None, "QP092016", dt.date(2026, 12, 31))
    assert "31/12/2023" in told(found)
    assert "31/12/2026" in told(found)
    assert result(checked(square(700, 0)), "vat_former_qpv").applies is False
    # A permit that was filed in time keeps the rate later too.
    later = dt.datetime(2027, 6, 1, tzinfo=dt.UTC)
    assert result(checked(square(450, 0), at=later), "vat_former_qpv").applies is None


def test_the_abatement_counts_dwellings_in_the_neighbourhood() -> None:
    found = result(checked(square(0, 0)), "tfpb_abatement")
    assert (found.applies, found.values["dwellings_count"], found.neighbourhood) == (None, 120, "QN09206M")
    assert result(checked(square(100, 0)), "tfpb_abatement").applies is False
    # The residence of 500 dwellings at x = 1500 lies in no neighbourhood.
    assert result(checked(square(1450, 0)), "tfpb_abatement").applies is False


def test_the_abatement_ends_with_2030() -> None:
    for day, said in (
        (dt.datetime(2030, 12, 31, 23, tzinfo=dt.UTC), None),
        (dt.datetime(2031, 1, 1, tzinfo=dt.UTC), False),
    ):
        found = result(checked(square(0, 0), at=day), "tfpb_abatement")
        assert found.applies is said
    assert told(found) == "La règle n’est pas en vigueur le 01/01/2031."


def test_what_is_not_imported_cannot_be_told() -> None:
    bare = factories.world(without=("neighbourhoods_2024", "neighbourhoods_2015", "housing"))
    for found in checked(square(0, 0), world=bare).rules:
        assert found.applies is None
    homeless = checked(square(0, 0), world=factories.world(without=("housing",)))
    assert result(homeless, "tfpb_abatement").applies is None
    assert "Logement social" in told(result(homeless, "tfpb_abatement"))


def test_every_reason_is_filled() -> None:
    for x in (0, 350, 500, 650, 750, 900, 2500):
        for found in checked(square(x, 0), at=DAY, world=WORLD).rules:
            assert not set("{}") & set(told(found))


def test_a_rule_holds_on_its_days() -> None:
    rule = Rule.model_validate(
        {
            "code": "vat_date",
            "test": "permit_date",
            "source": "s",
            "from": dt.date(2024, 1, 1),
            "to": dt.date(2024, 6, 30),
        }
    )
    assert rule.test is Question.PERMIT_DATE
    days = (dt.date(2023, 12, 31), dt.date(2024, 1, 1), dt.date(2024, 6, 30), dt.date(2024, 7, 1))
    assert [rule.holds(day) for day in days] == [False, True, True, False]


def test_the_same_rule_may_come_again_with_later_dates(tmp_path: Path) -> None:
    found = read(written(tmp_path, SOUND + "to = 2026-12-31\n" + SOUND + "from = 2027-01-01\n"))
    assert [(item.start, item.end) for item in found] == [
        (None, dt.date(2026, 12, 31)),
        (dt.date(2027, 1, 1), None),
    ]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("rules = 3", "doit contenir des règles"),
        ("[[rules", "TOML"),
        (SOUND + "colour = 1\n", "règle n° 1 a une clé inconnue « colour »"),
        (RULE + "entirely_within_m = 300\n", "il manque à la règle n° 1 la clé « source »"),
        (SOUND + "from = 2024\n", "« from » doit être une date"),
        (SOUND + "url = 'ftp://x'\n", "« url » vaut 'ftp://x'"),
        (SOUND.replace("300", "-1"), "« entirely_within_m » vaut -1"),
        (SOUND.replace("vat_qpv", "vat_other"), "n’a pas de mots"),
        (RULE + 'source = "CGI"\n', "à quelle distance"),
        (SOUND.replace('generation = "neighbourhoods_2024"\n', ""), "génération de quartiers"),
        (SOUND + 'condition = "former"\n', "dates limites"),
        (SOUND + "from = 2025-01-01\nto = 2024-01-01\n", "se termine avant de commencer"),
        (SOUND + SOUND, "définie deux fois"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_with_a_sentence(
    tmp_path: Path, content: str, sentence: str
) -> None:
    with pytest.raises(SettingsError) as refused:
        read(written(tmp_path, content))
    told_so = str(refused.value).replace("\u00a0", " ")
    assert sentence in told_so
    assert "rules.toml" in told_so


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="ne peut pas être lu"):
        read(tmp_path / "none.toml")


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(SettingsError) as refused:
        read(written(tmp_path, SOUND + "colour = 1\n" + RULE))
    assert len(refused.value.faults) == 2
