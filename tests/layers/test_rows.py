import pyarrow as pa
import pytest

from core.issues import Level
from core.settings import Territory
from layers import rows
from layers.housing import HOUSING
from layers.parcels import PARCELS
from layers.rows import judge

EVERYWHERE = Territory(all=True)


def judged(layer, territory=EVERYWHERE, **columns):
    values = {name: pa.chunked_array([pa.array(column)]) for name, column in columns.items()}
    return judge(layer, values, {name: name.upper() for name in columns}, territory)


def codes(found):
    return [(issue.code, issue.level, issue.row, issue.field, issue.value) for issue in found.issues]


def test_rows_without_what_is_required_are_rejected():
    found = judged(HOUSING, id=["a", None, "c", "d"], dwellings=[10, 20, None, -5])
    assert found.rejected.tolist() == [False, True, True, True]
    assert codes(found) == [
        ("field.required", Level.ERROR, 2, "ID", None),
        ("field.pattern", Level.ERROR, 4, "DWELLINGS", "-5"),
        ("field.required", Level.ERROR, 3, "DWELLINGS", None),
    ]


def test_optional_values_that_are_wrong_become_unknown_with_a_warning():
    found = judged(
        HOUSING,
        id=["a", "b"],
        dwellings=["10", "20"],
        year=["1960", "old"],
        energy=["A", "Z"],
        commune=["92036", "xx"],
    )
    assert not found.rejected.any()
    assert found.values["year"].to_pylist() == [1960, None]
    assert found.values["energy"].to_pylist() == ["A", "Z"]
    assert found.values["commune"].to_pylist() == ["92036", "xx"]
    assert codes(found) == [
        ("field.type", Level.WARNING, 2, "YEAR", "old"),
        ("field.choice", Level.WARNING, 2, "ENERGY", "Z"),
        ("field.pattern", Level.WARNING, 2, "COMMUNE", "xx"),
    ]


def test_a_required_value_of_the_wrong_type_rejects_its_row():
    found = judged(HOUSING, id=["a"], dwellings=["many"])
    assert found.rejected.tolist() == [True]
    assert codes(found) == [("field.type", Level.ERROR, 1, "DWELLINGS", "many")]


def test_the_first_of_two_rows_with_one_identifier_is_kept():
    found = judged(HOUSING, id=["a", "b", "a", "a"], dwellings=[1, 2, 3, 4])
    assert found.rejected.tolist() == [False, False, True, True]
    assert codes(found)[0] == ("row.duplicate", Level.ERROR, 3, "ID", "a")
    assert found.issues[0].values["first"] == 1


def test_a_row_that_is_rejected_takes_no_identifier():
    found = judged(HOUSING, id=["a", "a"], dwellings=[None, 2])
    assert found.rejected.tolist() == [True, False]


def test_gaps_are_named_where_they_are_few_and_counted_where_they_are_usual():
    ids = [f"r{n}" for n in range(200)]
    few = judged(HOUSING, id=ids, dwellings=[1] * 200, year=[None] + [1960] * 199)
    assert codes(few) == [("field.empty", Level.WARNING, 1, "YEAR", None)]
    many = judged(HOUSING, id=ids, dwellings=[1] * 200, year=[None] * 100 + [1960] * 100)
    (issue,) = many.issues
    assert (issue.code, issue.row) == ("field.partly_unknown", None)
    assert issue.values == {"field": "YEAR", "count": 100, "total": 200}


def test_rows_outside_are_not_judged():
    ids = ["92036000AB0001", "75118000AB0001", "75118000AB0001", "bad", None]
    found = judged(PARCELS, Territory(departments=("92",)), idu=ids)
    assert found.outside.tolist() == [False, True, True, False, False]
    assert found.rejected.tolist() == [False, False, False, True, True]
    assert [issue.row for issue in found.issues] == [4, 5]


def test_rows_whose_code_says_nothing_are_left_to_their_place():
    territory = Territory(departments=("92",))
    found = judged(
        HOUSING, territory, id=["a", "b", "c"], dwellings=[1, 1, 1], commune=["92036", None, "75118"]
    )
    assert found.unplaced.tolist() == [False, True, False]
    assert found.outside.tolist() == [False, False, True]
    absent = judged(HOUSING, territory, id=["a"], dwellings=[1])
    assert absent.unplaced.tolist() == [True]


@pytest.mark.parametrize("count", [3, 4])
def test_past_the_limit_rows_are_counted(count, monkeypatch):
    monkeypatch.setattr(rows, "MOST_NAMED", 3)
    found = judged(
        HOUSING, id=["same"] * (count + 1), dwellings=[1] * (count + 1), energy=["Z"] * (count + 1)
    )
    choices = [issue for issue in found.issues if issue.code == "field.choice"]
    assert [issue.row for issue in choices] == [1, 2, 3, None]
    assert choices[-1].values["count"] == count + 1 - 3
    repeated = [issue for issue in found.issues if issue.code == "row.duplicate"]
    assert [issue.row for issue in repeated] == [2, 3, 4] + [None] * (count - 3)
    assert found.rejected.sum() == count
