"""Each rule on amounts, dates and hours: a case just inside, a case just outside, and what it cannot tell."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.languages import language
from programme.desk import Clause
from programme.rules.amount_rules import AMOUNT_MODELS, AMOUNT_TEXTS, AMOUNT_TITLES, AmountRule
from programme.rules.facts import ClauseAction, Dated, Facts, Hours, Line
from programme.rules.outcome import Outcome, State, Unit
from programme.rules.rule_set import amount_rules
from programme.rules.tests import examine
from programme.rules.words import rule_text, rule_title, told
from programme.steps import FunderKind, FundingKind

DAY = dt.date(2026, 6, 15)
CENT = Decimal("0.01")


def rule(code: str) -> AmountRule:
    return next(item for item in amount_rules() if item.code == code)


def made(test: str, **given: Any) -> AmountRule:
    """Rule with words of its own, as the file would bear it."""
    words = dict.fromkeys(("title_fr", "title_en", "text_fr", "text_en"), "x")
    return AMOUNT_MODELS[test].model_validate({"code": "own", "test": test, "source": "s", **words, **given})


def line(
    planned: str | int | Decimal,
    funder: str = "anru",
    kind: FundingKind = FundingKind.SUBSIDY,
    funder_kind: FunderKind | None = None,
    **given: Any,
) -> Line:
    amounts: dict[str, Any] = {"voted_eur": None, "committed_eur": None, "paid_eur": None}
    return Line(
        id=f"L-{funder}",
        year=2025,
        funder_id=funder,
        funder_name=funder.upper(),
        funder_kind=FunderKind(funder) if funder_kind is None else funder_kind,
        kind=kind,
        planned_eur=Decimal(planned),
        **{**amounts, **given},
    )


def own(planned: str | int | Decimal) -> Line:
    return line(planned, "commune", FundingKind.OWN_FUNDS)


def operation(*lines: Line, **given: Any) -> Facts:
    return Facts("92050-001", lines=lines, **given)


def said(code: str | AmountRule, facts: Facts, day: dt.date = DAY) -> list[Outcome]:
    return list(examine(rule(code) if isinstance(code, str) else code, facts, day))


def one(code: str | AmountRule, facts: Facts, day: dt.date = DAY) -> Outcome:
    (found,) = said(code, facts, day)
    return found


def plain(outcome: Outcome) -> str:
    return told(outcome.sentence, outcome.values).replace("\u00a0", " ").replace("\u202f", " ")


# Share of the owner: own funds ÷ public funding, at least a fifth.


@pytest.mark.parametrize(
    ("borne", "state"),
    [("20", State.KEPT), ("19.99", State.BROKEN), ("20.01", State.KEPT), ("0", State.BROKEN)],
)
def test_a_fifth_of_the_public_funding_is_enough(borne: str, state: State) -> None:
    found = one("local_share", operation(own(borne), line(100 - Decimal(borne), "state"), owner_kind="ept"))
    assert found.state is state
    assert found.margin == Decimal(borne) / 100 - Decimal("0.2")
    assert found.unit is Unit.SHARE
    assert found.values["public_eur"] == 100


def test_what_is_short_is_told_to_the_cent() -> None:
    found = one("local_share", operation(own("19.99"), line("80.01", "region"), owner_kind="commune"))
    assert found.values["short_eur"] == CENT
    assert plain(found) == (
        "Le maître d’ouvrage apporte 19,99 % des financements publics (19,99 € sur 100 €), en dessous des 20 % demandés : "
        "il manque 0,01 €. Une dérogation est possible dans un programme de rénovation urbaine (loi n° 2003-710, art. 9)."
    )


def test_a_subsidy_of_the_agency_is_the_sign_of_the_derogation() -> None:
    found = one("local_share", operation(own(10), line(90, "anru"), owner_kind="commune"))
    assert (found.state, found.margin) == (State.UNKNOWN, Decimal("-0.1"))
    assert "dérogation" in plain(found)
    # Taken back entirely, it is no sign of anything.
    back = line(-90, "anru")
    lost = one("local_share", operation(own(10), line(90), back, line(90, "state"), owner_kind="commune"))
    assert lost.state is State.BROKEN
    # A share that is kept needs no derogation.
    assert one("local_share", operation(own(20), line(80), owner_kind="commune")).state is State.KEPT


def test_a_text_without_derogation() -> None:
    bare = made("local_share", minimum_share=0.3, owner_kinds=["commune"], public_funder_kinds=["state"])
    found = one(bare, operation(own(29), line(71, "state"), owner_kind="commune"))
    assert found.state is State.BROKEN
    assert "dérogation" not in plain(found)
    assert one(bare, operation(own(30), line(70, "state"), owner_kind="commune")).state is State.KEPT


def test_private_money_and_loans_are_no_public_funding() -> None:
    found = one(
        "local_share",
        operation(
            own(20),
            line(60, "state"),
            line(1000, "landlord"),
            line(1000, "other"),
            line(1000, "bank", FundingKind.LOAN),
            owner_kind="commune",
        ),
    )
    assert (found.values["public_eur"], found.values["own_share"]) == (Decimal(80), Decimal("0.25"))


def test_without_public_money_the_share_is_not_computable() -> None:
    found = one("local_share", operation(line(5, "bank", FundingKind.LOAN), owner_kind="department"))
    assert (found.state, found.margin) == (State.UNKNOWN, None)
    assert "non calculable" in plain(found)


@pytest.mark.parametrize("owner", ["landlord", "state", "other"])
def test_the_text_concerns_local_authorities_alone(owner: str) -> None:
    assert said("local_share", operation(own(1), line(99), owner_kind=owner)) == []


# Rates: subsidies ÷ basis.


@pytest.mark.parametrize(("subsidy", "state"), [("500.00", State.KEPT), ("500.01", State.BROKEN)])
@pytest.mark.parametrize("family", ["14", "16"])
def test_engineering_is_subsidised_up_to_half_of_the_basis(subsidy: str, state: State, family: str) -> None:
    found = one("engineering_rate", operation(line(subsidy), family=family, basis_eur=Decimal(1000)))
    assert found.state is state
    assert found.margin == Decimal("0.5") - Decimal(subsidy) / 1000
    if state is State.BROKEN:
        assert found.values["over_eur"] == CENT
        assert plain(found).endswith("au-dessus des 50 % admis : 0,01 € de trop.")


def test_the_engineering_rate_is_that_of_the_agency_and_of_its_families() -> None:
    basis = Decimal(1000)
    assert said("engineering_rate", operation(line(900), family="34", basis_eur=basis)) == []
    assert said("engineering_rate", operation(line(900, "state"), family="14", basis_eur=basis)) == []
    loan = line(900, "anru", FundingKind.LOAN)
    assert (
        one("engineering_rate", operation(line(500), loan, family="14", basis_eur=basis)).state is State.KEPT
    )
    unknown = one("engineering_rate", operation(line(500), family="14", cost_eur=basis))
    assert (unknown.state, unknown.margin) == (State.UNKNOWN, None)


def test_a_rate_by_family_and_funder() -> None:
    own_rate = made("maximum_rate", families=["37"], funders=["region"], maximum_share=0.3)
    inside = operation(line(300, "region"), line(600, "anru"), family="37", basis_eur=Decimal(1000))
    outside = operation(line("300.01", "region"), family="37", basis_eur=Decimal(1000))
    assert one(own_rate, inside).state is State.KEPT
    assert one(own_rate, outside).state is State.BROKEN
    assert said(own_rate, operation(line(999, "region"), family="34", basis_eur=Decimal(1000))) == []


@pytest.mark.parametrize(("subsidy", "state"), [("60.00", State.KEPT), ("60.01", State.BROKEN)])
def test_all_subsidies_together_stay_within_the_basis(subsidy: str, state: State) -> None:
    facts = operation(line(40), line(subsidy, "region"), own(50), basis_eur=Decimal(100))
    assert one("subsidies_within_basis", facts).state is state


# Balance and over-funding: the plan against the cost excluding tax.


@pytest.mark.parametrize(
    ("planned", "balance", "over"),
    [
        ("99.99", State.BROKEN, State.KEPT),
        ("100.00", State.KEPT, State.KEPT),
        ("100.01", State.KEPT, State.BROKEN),
    ],
)
def test_the_plan_reaches_the_cost_and_does_not_exceed_it(planned: str, balance: State, over: State) -> None:
    facts = operation(
        line(Decimal(planned) - 30),
        line(30, "bank", FundingKind.LOAN),
        cost_eur=Decimal(100),
        basis_eur=Decimal(80),
    )
    assert one("balance", facts).state is balance
    assert one("balance", facts).margin == Decimal(planned) - 100
    assert one("over_funding", facts).state is over
    assert one("over_funding", facts).margin == 100 - Decimal(planned)


def test_a_tolerance_is_kept_to_the_cent() -> None:
    tolerant = made("balance", tolerance_eur=1)
    assert one(tolerant, operation(line(99), cost_eur=Decimal(100))).state is State.KEPT
    assert one(tolerant, operation(line("98.99"), cost_eur=Decimal(100))).state is State.BROKEN
    tolerant = made("over_funding", tolerance_eur=1)
    assert one(tolerant, operation(line(101), cost_eur=Decimal(100))).state is State.KEPT
    assert one(tolerant, operation(line("101.01"), cost_eur=Decimal(100))).state is State.BROKEN


def test_without_a_cost_the_basis_stands_in_and_without_both_nothing_is_computable() -> None:
    assert one("balance", operation(line(80), basis_eur=Decimal(80))).state is State.KEPT
    assert one("balance", operation(line(80))).state is State.UNKNOWN
    assert said("over_funding", operation(line(80))) == []
    # Nothing to fund, and something planned: no share of nothing is told.
    free = one("over_funding", operation(line(1), cost_eur=Decimal(0)))
    assert (free.state, free.values["over_share"]) == (State.BROKEN, None)


def test_what_is_abandoned_needs_no_money() -> None:
    facts = operation(own(1), line(99), cost_eur=Decimal(500), owner_kind="commune", step="abandonnée")
    for code in ("local_share", "subsidies_within_basis", "balance", "over_funding"):
        assert said(code, facts) == []


# Order: paid ≤ committed ≤ voted.


@pytest.mark.parametrize(
    ("voted", "committed", "paid", "broken"),
    [
        ("100.00", "100.00", "100.00", []),
        ("100.00", "100.01", "100.00", [("what is committed", "what is voted")]),
        ("100.00", "99.99", "100.00", [("what is paid", "what is committed")]),
        ("99.99", None, "100.00", [("what is paid", "what is voted")]),
        (None, "99.99", "100.00", [("what is paid", "what is committed")]),
        (None, None, "100.00", []),
        ("10", "11", "12", [("what is committed", "what is voted"), ("what is paid", "what is committed")]),
        ("-100.00", "-100.00", "-100.00", []),
        ("-100.00", "-100.01", None, [("what is committed", "what is voted")]),
    ],
)
def test_paid_within_committed_within_voted(
    voted: str | None, committed: str | None, paid: str | None, broken: list[tuple[str, str]]
) -> None:
    amounts = {"voted_eur": voted, "committed_eur": committed, "paid_eur": paid}
    stated = {name: None if text is None else Decimal(text) for name, text in amounts.items()}
    found = said("amounts_order", operation(line(100, **stated)))
    if not broken:
        assert [item.state for item in found] == [State.KEPT]
        return
    assert [(item.values["greater_word"], item.values["lesser_word"]) for item in found] == broken
    assert all(item.state is State.BROKEN for item in found)
    assert all(item.margin == -item.values["over_eur"] < 0 for item in found)


def test_no_line_has_no_order() -> None:
    assert said("amounts_order", operation()) == []


# Dates: nothing after the last day of the convention.


@pytest.mark.parametrize(("late", "state"), [(0, State.KEPT), (1, State.BROKEN), (-1, State.KEPT)])
def test_the_last_day_of_the_convention_still_counts(late: int, state: State) -> None:
    end = dt.date(2028, 6, 30)
    dates = (Dated("Works", "", dt.date(2027, 1, 1)), Dated("Delivered", "", end + dt.timedelta(days=late)))
    found = one("convention_end", operation(convention_end=end, dates=dates))
    assert (found.state, found.margin, found.unit) == (state, Decimal(-late), Unit.DAYS)
    if late > 0:
        assert plain(found) == (
            "Après la fin de la convention (30/06/2028) : Livrée le 01/07/2028 (1 jour de retard)."
        )


def test_every_late_date_is_named() -> None:
    dates = (
        Dated("Award decision", "DAS-7", dt.date(2029, 1, 1)),
        Dated("Delivered", "", dt.date(2028, 7, 2)),
    )
    found = one("convention_end", operation(convention_end=dt.date(2028, 6, 30), dates=dates))
    assert found.margin == -185
    assert "Livrée le 02/07/2028 (2 jours de retard), Décision attributive DAS-7 le 01/01/2029" in plain(
        found
    )


def test_without_convention_or_date_there_is_nothing_to_compare() -> None:
    assert said("convention_end", operation(dates=(Dated("Works", "", DAY),))) == []
    assert said("convention_end", operation(convention_end=DAY)) == []


# Hours.


@pytest.mark.parametrize(
    ("code", "clause", "least"),
    [("integration_works", Clause.WORKS, 50), ("integration_management", Clause.MANAGEMENT, 100)],
)
def test_a_share_of_the_hours_worked_goes_to_integration(code: str, clause: Clause, least: int) -> None:
    def at(done: int) -> Outcome:
        hours = {
            clause: Hours(worked_planned=1, worked_done=1000, integration_planned=1, integration_done=done)
        }
        return one(code, operation(hours=hours))

    assert (at(least).state, at(least).margin) == (State.KEPT, Decimal(0))
    assert (at(least - 1).state, at(least - 1).margin) == (State.BROKEN, Decimal("-0.001"))
    assert at(least - 1).values["short_hours"] == 1
    other = Clause.MANAGEMENT if clause is Clause.WORKS else Clause.WORKS
    assert said(code, operation(hours={other: Hours(worked_done=1000, integration_done=0)})) == []


def test_planned_hours_count_as_long_as_none_is_done() -> None:
    hours = {Clause.WORKS: Hours(worked_planned=1000, integration_planned=49)}
    found = one("integration_works", operation(hours=hours))
    assert found.state is State.BROKEN
    assert "prévues" in plain(found)


@pytest.mark.parametrize(
    "hours",
    [Hours(integration_done=5), Hours(worked_done=0, integration_done=0), Hours(worked_done=9), Hours()],
)
def test_unknown_hours_are_not_zero(hours: Hours) -> None:
    found = one("integration_works", operation(hours={Clause.WORKS: hours}))
    assert (found.state, found.margin) == (State.UNKNOWN, None)


@pytest.mark.parametrize(
    ("end", "done", "state"),
    [
        (DAY - dt.timedelta(days=1), 100, State.KEPT),
        (DAY - dt.timedelta(days=1), 99, State.BROKEN),
        (DAY, 99, State.KEPT),
        (None, 99, State.KEPT),
        (DAY - dt.timedelta(days=1), None, State.UNKNOWN),
    ],
)
def test_the_target_of_an_action_is_judged_once_it_is_over(
    end: dt.date | None, done: int | None, state: State
) -> None:
    found = one("integration_target", operation(actions=(ClauseAction("Chantier", end, 100, done),)))
    assert found.state is state
    assert found.margin == (None if done is None else done - 100)


def test_an_action_that_goes_on_without_report_is_not_judged() -> None:
    assert said("integration_target", operation(actions=(ClauseAction("Chantier", DAY, 100, None),))) == []


# All of them.

AMOUNTS = st.decimals(min_value=-1000, max_value=1000, places=2)


@given(
    planned=st.lists(AMOUNTS, max_size=5),
    cost=st.none() | st.decimals(min_value=0, max_value=2000, places=2),
    basis=st.none() | st.decimals(min_value=0, max_value=2000, places=2),
)
def test_margin_and_state_never_contradict_each_other(
    planned: list[Decimal], cost: Decimal | None, basis: Decimal | None
) -> None:
    kinds = ("anru", "state", "region", "commune", "bank")
    lines = [line(amount, kind) for amount, kind in zip(planned, kinds, strict=False)]
    facts = operation(own(10), *lines, family="14", owner_kind="commune", cost_eur=cost, basis_eur=basis)
    for item in amount_rules():
        for outcome in said(item, facts):
            text = plain(outcome)
            assert not set("{}") & set(text)
            if outcome.state is State.BROKEN:
                assert outcome.margin is not None
                assert outcome.margin < 0
            if outcome.state is State.KEPT and outcome.margin is not None:
                assert outcome.margin >= 0


def test_every_rule_of_the_program_has_its_words_and_is_used() -> None:
    codes = {item.code for item in amount_rules()}
    assert set(AMOUNT_TITLES) == set(AMOUNT_TEXTS) == codes
    assert {item.test for item in amount_rules()} == set(AMOUNT_MODELS)  # type: ignore[attr-defined]


@pytest.mark.parametrize("code", sorted(AMOUNT_TITLES))
def test_the_title_and_the_text_are_french_first(code: str) -> None:
    item = rule(code)
    french = (rule_title(item), rule_text(item))
    with language("en"):
        english = (rule_title(item), rule_text(item))
    assert french[0] != english[0]
    assert french[1] != english[1]
    assert not set("{}") & set("".join(french + english))
