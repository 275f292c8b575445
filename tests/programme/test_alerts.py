"""What the rules in force say of operations: vintages, places, exceptions, readers, counts."""

import datetime as dt
import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from core.actor import Actor, Role
from core.errors import SettingsError, UnknownOperationError
from core.issues import Level
from core.languages import language
from programme.rules import rule_set as rule_file
from programme.rules.alerts import Alert, alerts, all_alerts, assess
from programme.rules.counts import count_rules
from programme.rules.facts import facts
from programme.rules.outcome import State, Unit
from programme.rules.rule_set import AmountRule, Rule, amount_rules, read, rule_set, rules
from programme.rules.words import days_in_force, margin_words, parameters, rule_text, rule_title
from programme.visibility import visible
from programme.world import World
from tests.programme import factories
from tests.programme.factories import action, eur, line, operation, programme, square

DAY = dt.date(2026, 6, 15)


def world(**more: Any) -> World:
    """One school of a commune, in the Parc: funded up to 90 of 100, own funds 18 of 90."""
    own = {"owner_kind": "commune", "family": "37", **more.pop("own", {})}
    content = programme(
        [operation("92050-001", square(0, 0), cost_excl_tax_eur=eur(100), funding_basis_eur=eur(100), **own)],
        lines=[
            line("L1", "92050-001", "region", 72, voted_eur=eur(72)),
            line("L2", "92050-001", "nanterre", 18, kind="own_funds"),
        ],
        **more,
    )
    return factories.world(content)


def by_rule(found: tuple[Alert, ...]) -> dict[str, Alert]:
    return {item.rule.code: item for item in found}


def test_what_is_not_kept_comes_first_with_its_rule_figures_and_margin() -> None:
    found = alerts(world(), "92050-001", DAY)
    first = found[0]
    assert (first.rule.code, first.state, first.level) == ("balance", State.BROKEN, Level.WARNING)
    assert first.outcome.values["gap_eur"] == Decimal(10)
    assert (first.outcome.margin, first.outcome.unit, first.margin_label) == (
        Decimal(-10),
        Unit.EUROS,
        "−10\u00a0€",
    )
    assert first.open
    assert "10\u00a0%" in first.sentence
    codes = [item.rule.code for item in found]
    assert codes.index("vat_npnru") < codes.index("vat_qpv")
    assert "local_share" not in codes
    assert {item.state for item in found} == {State.BROKEN, State.UNKNOWN, State.APPLIES}


def test_everything_that_was_looked_at_is_told_on_demand() -> None:
    kept = by_rule(assess(world(), "92050-001", DAY))["local_share"]
    assert (kept.state, kept.outcome.margin, kept.margin_label) == (
        State.KEPT,
        Decimal(0),
        "0,00\u00a0points",
    )


def test_an_alert_as_a_record() -> None:
    record = alerts(world(), "92050-001", DAY)[0].as_dict()
    assert json.loads(json.dumps(record)) == record
    assert record["rule"] == "balance"
    assert record["figures"] == {
        "planned_eur": "90",
        "reference_eur": "100",
        "gap_eur": "10",
        "gap_share": "0.1",
    }
    assert (record["margin"], record["margin_unit"], record["exception"]) == ("-10", "eur", None)


def test_an_operation_that_is_not_there() -> None:
    with pytest.raises(UnknownOperationError):
        alerts(world(), "92050-999")


# Places: the same rules as the check of a footprint.


@pytest.mark.parametrize(("x", "state"), [(599.99, State.APPLIES), (600.0, State.APART)])
def test_the_reduced_vat_of_a_place(x: float, state: State) -> None:
    there = factories.world(programme([operation("92050-001", square(x, 0))]))
    found = by_rule(assess(there, "92050-001", DAY))["vat_qpv"]
    assert found.state is state
    assert found.outcome.unit is Unit.METRES
    assert found.outcome.margin == pytest.approx(600 - x)


def test_the_date_that_counts_is_told_only_where_a_rate_may_apply() -> None:
    content = programme([operation("A", square(0, 0)), operation("B", square(9000, 0)), operation("C")])
    there = factories.world(content)
    assert "vat_date" in by_rule(alerts(there, "A", DAY))
    assert "vat_date" not in by_rule(alerts(there, "B", DAY))
    assert not [item for item in assess(there, "C", DAY) if isinstance(item.rule, Rule)]


@pytest.mark.parametrize(("day", "told"), [(dt.date(2030, 12, 31), True), (dt.date(2031, 1, 1), False)])
def test_the_abatement_ends_with_2030(day: dt.date, told: bool) -> None:
    assert ("tfpb_abatement" in by_rule(alerts(world(), "92050-001", day))) is told


# Vintages: a new one is a few lines of TOML.

OWN = """
[[rules]]
code = "region_facilities"
test = "maximum_rate"
families = ["37"]
funders = ["region"]
maximum_share = {share}
{days}
source = "Règlement"
title_fr = "Taux de la Région"
title_en = "Rate of the Region"
text_fr = "Au plus {{maximum_share}} de l’assiette."
text_en = "At most {{maximum_share}} of the basis."
"""


@pytest.fixture
def two_vintages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """72 % until 2024 included, 71.99 % from 2025 to June 2026."""
    file = tmp_path / "rules.toml"
    first = OWN.format(share=0.72, days="to = 2024-12-31")
    then = OWN.format(share=0.7199, days="from = 2025-01-01\nto = 2026-06-30")
    file.write_text(first + then, encoding="utf-8")
    monkeypatch.setattr(rule_file, "FILE", file)
    return file


@pytest.mark.parametrize(
    ("day", "state"),
    [
        (dt.date(1993, 1, 1), State.KEPT),
        (dt.date(2024, 12, 31), State.KEPT),
        (dt.date(2025, 1, 1), State.BROKEN),
        (dt.date(2026, 6, 30), State.BROKEN),
        (dt.date(2026, 7, 1), None),
    ],
)
def test_a_rule_holds_on_its_days_and_no_others(
    two_vintages: Path, day: dt.date, state: State | None
) -> None:
    found = assess(world(), "92050-001", day)
    assert [item.state for item in found] == ([] if state is None else [state])


def test_a_rule_of_ones_own_brings_its_words_in_both_languages(two_vintages: Path) -> None:
    then = rule_set()[1]
    assert (rule_title(then), rule_text(then)) == ("Taux de la Région", "Au plus 71,99\u00a0% de l’assiette.")
    assert days_in_force(then) == "du 01/01/2025 au 30/06/2026"
    assert [name for name, _value in parameters(then)] == ["Maximum", "Familles", "Financeurs"]
    with language("en"):
        assert (rule_title(then), rule_text(then)) == ("Rate of the Region", "At most 71.99% of the basis.")


def test_counts_of_two_vintages_stay_apart(two_vintages: Path) -> None:
    first, then = count_rules(world(), DAY)
    assert (first.in_force, first.concerned, then.in_force, then.open) == (False, 0, True, ("92050-001",))


AMOUNT = '[[rules]]\ncode = "balance"\nsource = "s"\ntest = '
WORDS = 'title_fr = "a"\ntitle_en = "a"\ntext_fr = "a"\ntext_en = "a"\n'


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (
            AMOUNT + '"balances"',
            "[balance] : dans la règle n° 1, « test » vaut 'balances' ; les tests sont : ",
        ),
        (AMOUNT + "3", "« test » vaut 3 ; les tests sont : neighbourhood_distance"),
        (
            AMOUNT + '"balance"\ntolerance_eur = -1',
            "[balance] : dans la règle n° 1, « tolerance_eur » vaut -1",
        ),
        (AMOUNT + '"balance"\ntolerance_eur = 0.001', "« tolerance_eur » vaut 0.001"),
        (AMOUNT + '"balance"\nminimum_share = 1', "a une clé inconnue « minimum_share »"),
        (AMOUNT + '"maximum_rate"', "il manque à la règle n° 1 la clé « maximum_share »"),
        (AMOUNT + '"maximum_rate"\nmaximum_share = 50', "« maximum_share » vaut 50"),
        (AMOUNT + '"maximum_rate"\nmaximum_share = 0', "« maximum_share » vaut 0"),
        (AMOUNT + '"maximum_rate"\nmaximum_share = 0.5\nfamilies = ["99"]', "« families » vaut ['99']"),
        (AMOUNT + '"maximum_rate"\nmaximum_share = 0.5\nfunder_kinds = ["x"]', "« funder_kinds.0 » vaut 'x'"),
        (AMOUNT + '"integration_share"\nminimum_share = 0.1\nclause = "x"', "« clause » vaut 'x'"),
        (AMOUNT + '"balance"\ntitle_fr = "a"', "title_fr, title_en, text_fr et text_en"),
        (AMOUNT + '"balance"\n' + WORDS.replace('text_fr = "a"', 'text_fr = "{x}"'), "nomme entre accolades"),
        (AMOUNT.replace('"balance"', '"other"') + '"balance"', "[other] : la règle n° 1 a un code"),
        (AMOUNT.replace('"balance"', '"Not a code"') + '"balance"', "« code » vaut 'Not a code'"),
        ("rules = [3]", "la règle n° 1 n’est pas une table"),
    ],
)
def test_a_wrong_file_is_refused_with_rule_key_value_and_file(
    tmp_path: Path, content: str, sentence: str
) -> None:
    file = tmp_path / "rules.toml"
    file.write_text(content, encoding="utf-8")
    with pytest.raises(SettingsError) as refused:
        read(file)
    told = str(refused.value).replace("\u00a0", " ").replace("\u202f", " ")
    assert sentence in told
    assert str(file) in told


def test_the_rules_of_places_and_of_amounts_are_all_of_them() -> None:
    assert len(rules()) + len(amount_rules()) == len(rule_set())
    assert all(isinstance(item, Rule | AmountRule) for item in rule_set())


def test_every_parameter_has_its_name() -> None:
    for item in rule_set():
        for name, value in parameters(item):
            assert name
            assert value


# Exceptions.

EXCEPTION = {
    "operation_id": "92050-001",
    "rule": "balance",
    "person": "Mme Durand",
    "decided_on": dt.date(2026, 3, 2),
    "reason": "Complément attendu de l’État",
}


def test_a_justified_exception_is_told_and_no_longer_warns() -> None:
    there = world(rule_exceptions=[EXCEPTION])
    last = alerts(there, "92050-001", DAY)[-1]
    assert (last.rule.code, last.state, last.level) == ("balance", State.BROKEN, Level.INFORMATION)
    assert (last.open, last.justified, last.state_label) == (False, True, "justifiée")
    assert last.exception is not None
    assert last.exception.sentence == (
        "Dérogation justifiée le 02/03/2026 par Mme Durand\u00a0: Complément attendu de l’État"
    )
    assert last.as_dict()["exception"] == {
        "rule": "balance",
        "person": "Mme Durand",
        "decided_on": "2026-03-02",
        "reason": "Complément attendu de l’État",
    }
    count = next(item for item in count_rules(there, DAY) if item.rule.code == "balance")
    assert (count.concerned, count.justified, count.open) == (1, 1, ())
    assert count.by_state.get(State.BROKEN) is None


def test_an_exception_to_a_rule_that_is_kept_says_nothing() -> None:
    there = world(rule_exceptions=[{**EXCEPTION, "rule": "local_share"}])
    kept = by_rule(assess(there, "92050-001", DAY))["local_share"]
    assert (kept.state, kept.justified, kept.as_dict()["exception"]) == (State.KEPT, False, None)


# Readers.


@pytest.mark.parametrize(
    ("role", "money"), [(Role.STEERING, True), (Role.COMMUNICATION, True), (Role.PUBLIC, False)]
)
def test_whoever_may_not_see_who_pays_gets_no_rule_on_money(role: Role, money: bool) -> None:
    whole = world(
        own={"convention_end": dt.date(2026, 1, 1)}, milestones=[("92050-001", "travaux", DAY, None)]
    )
    seen = World(visible(whole.programme, Actor("x", role, frozenset())), role, whole.snapshots)
    codes = set(by_rule(assess(seen, "92050-001", DAY)))
    assert ("balance" in codes) is money
    assert "convention_end" in codes
    # No commune has approved this footprint: the public is told nothing that lies in it.
    assert ("vat_qpv" in codes) is (role is not Role.PUBLIC)


# Facts.


def test_the_facts_of_an_operation() -> None:
    there = world(
        milestones=[
            ("92050-001", "étude", dt.date(2024, 1, 1), dt.date(2024, 2, 1)),
            ("92050-001", "travaux", None, None),
        ],
        actions=[action("A1", hours_planned=100, hours_done=None, end=dt.date(2025, 1, 1)), action("A2")],
        action_operations=[("A1", "92050-001"), ("A2", "92050-001")],
        conventions=[
            {"id": "C1", "number": "1", "title": "t", "ends_on": dt.date(2027, 1, 1)},
            {"id": "C2", "number": "2", "title": "t", "ends_on": dt.date(2028, 1, 1)},
            {"id": "C3", "number": "3", "title": "t"},
        ],
        convention_operations=[
            {"convention_id": name, "operation_id": "92050-001"} for name in ("C1", "C2", "C3")
        ],
        award_decisions=[
            {"id": "D1", "funding_line_id": "L1", "number": "DAS-1", "decided_on": dt.date(2028, 1, 2)}
        ],
        work_hours=[
            {"operation_id": "92050-001", "clause": "works", "worked_done": 1000, "integration_done": 49}
        ],
    )
    own = facts(there)["92050-001"]
    assert own.convention_end == dt.date(2028, 1, 1)
    assert [item.day for item in own.dates] == [dt.date(2024, 2, 1), dt.date(2028, 1, 2)]
    assert [item.hours_planned for item in own.actions] == [100]
    assert [item.planned_eur for item in own.lines] == [Decimal(72), Decimal(18)]
    found = by_rule(alerts(there, "92050-001", DAY))
    assert found["convention_end"].outcome.margin == -1
    assert found["integration_works"].outcome.values["short_hours"] == 1
    assert found["integration_target"].state is State.UNKNOWN


def test_counts_agree_with_the_alerts() -> None:
    there = factories.world()
    counts = {item.rule.code: item for item in count_rules(there, DAY)}
    assert len(counts) == len(rule_set())
    told = all_alerts(there, DAY)
    for code, count in counts.items():
        broken = {item.operation_id for item in told if item.rule.code == code and item.open}
        assert set(count.open) == broken
        assert count.concerned == sum(n for state, n in count.by_state.items() if state is not State.APART)
        json.dumps(count.as_dict())
    assert counts["balance"].open == ("92050-014", "92036-001")
    assert counts["over_funding"].open == ("92050-015",)


def test_an_empty_world_has_rules_and_no_alert() -> None:
    empty = factories.empty_world()
    assert all_alerts(empty, DAY) == ()
    assert all(count.concerned == 0 for count in count_rules(empty, DAY))


def test_what_was_worked_out_in_one_language_is_told_in_another() -> None:
    there = world()
    french = alerts(there, "92050-001", DAY)[0].sentence
    with language("en"):
        english = alerts(there, "92050-001", DAY)[0].sentence
    assert french != english
    assert english.startswith("10")


@pytest.mark.parametrize(
    ("margin", "unit", "words"),
    [
        (None, None, "—"),
        (Decimal("-0.0571428"), Unit.SHARE, "−5,71\u00a0points"),
        (Decimal("0.01"), Unit.EUROS, "+0,01\u00a0€"),
        (Decimal(-1), Unit.DAYS, "−1\u00a0jour"),
        (Decimal(-12), Unit.HOURS, "−12\u00a0h"),
        (12.5, Unit.METRES, "+12\u00a0m"),
    ],
)
def test_margins_in_words(margin: Decimal | float | None, unit: Unit | None, words: str) -> None:
    assert margin_words(margin, unit) == words
