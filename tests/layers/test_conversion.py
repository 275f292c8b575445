import datetime as dt

import pyarrow as pa
import pytest

from layers.conversion import convert
from layers.layer import Field, FieldType


def field(kind, **options):
    return Field("x", kind, "x", "x", ("x",), **options)


def converted(values, kind, **options):
    return convert(pa.chunked_array([pa.array(values)]), field(kind, **options))


@pytest.mark.parametrize(
    ("values", "kind", "expected", "unusable"),
    [
        ([" a ", "", "  ", None, "é"], FieldType.TEXT, ["a", None, None, None, "é"], []),
        ([1, 2, None], FieldType.TEXT, ["1", "2", None], []),
        ([92036.0, None], FieldType.TEXT, ["92036", None], []),
        ([1.5, 2.0], FieldType.TEXT, ["1.5", "2"], []),
        ([True, None], FieldType.TEXT, ["true", None], []),
        ([["a"], None], FieldType.TEXT, ["['a']", None], []),
        ([12, None], FieldType.INTEGER, [12, None], []),
        ([12.0, float("nan")], FieldType.INTEGER, [12, None], []),
        ([1.5, 2.0], FieldType.INTEGER, [None, 2], [0]),
        (
            ["12", "1 234", "1\u202f234", "12,0", "-3", "+5", "x", ""],
            FieldType.INTEGER,
            [12, 1234, 1234, 12, -3, 5, None, None],
            [6],
        ),
        (["1,5", "1e3", " 2 ", "abc", "1.2.3"], FieldType.DECIMAL, [1.5, 1000.0, 2.0, None, None], [3, 4]),
        ([1, None], FieldType.DECIMAL, [1.0, None], []),
        ([float("inf"), 1.0], FieldType.DECIMAL, [None, 1.0], [0]),
        ([True, None], FieldType.BOOLEAN, [True, None], []),
        ([1, 0, 2], FieldType.BOOLEAN, [True, False, None], [2]),
        (["O", "n", "VRAI", "peut-être", ""], FieldType.BOOLEAN, [True, False, True, None, None], [3]),
    ],
)
def test_values_become_what_the_field_is(values, kind, expected, unusable):
    found = converted(values, kind)
    assert found.values.to_pylist() == expected
    assert found.unusable.nonzero()[0].tolist() == unusable
    assert found.unknown.tolist() == [value is None for value in expected]


def test_dates_are_read_in_the_ways_that_sources_write_them():
    day = dt.date(2007, 4, 16)
    texts = ["2007-04-16", "2007-04-16T00:00:00", "2007/04/16", "20070416", "16/04/2007", None]
    assert converted(texts, FieldType.DATE).values.to_pylist() == [day] * 5 + [None]
    wrong = converted(["2023-02-31", "2023-13-01", "soon", "2007"], FieldType.DATE)
    assert wrong.values.to_pylist() == [None] * 4
    assert wrong.unusable.all()
    assert converted([dt.datetime(2007, 4, 16, 23, tzinfo=dt.UTC)], FieldType.DATE).values.to_pylist() == [
        day
    ]
    assert converted([day], FieldType.DATE).values.type == pa.date32()


def test_lost_zeros_come_back_to_digits_alone():
    found = converted(["1036", "2A04", "92036", None], FieldType.TEXT, pad=5, pattern="[0-9][0-9AB][0-9]{3}")
    assert found.values.to_pylist() == ["01036", "2A04", "92036", None]
    assert found.unmatched.tolist() == [False, True, False, False]
    assert converted([1036, 92036], FieldType.TEXT, pad=5).values.to_pylist() == ["01036", "92036"]


def test_a_pattern_holds_for_the_whole_value_and_for_numbers():
    assert (
        converted(["QP092001", "QP092001 "], FieldType.TEXT, pattern="QP[0-9]{6}").unmatched.tolist()
        == [False] * 2
    )
    assert converted(["xQP092001", "QP0920012"], FieldType.TEXT, pattern="QP[0-9]{6}").unmatched.all()
    assert converted([-3, 3], FieldType.INTEGER, pattern="[0-9]+").unmatched.tolist() == [True, False]


def test_other_values_than_the_choices_are_kept_and_marked():
    found = converted(["A", "H", None], FieldType.TEXT, choices={"A": "A"})
    assert found.values.to_pylist() == ["A", "H", None]
    assert found.unlisted.tolist() == [False, True, False]


def test_a_column_without_any_value_has_its_type():
    for kind, arrow in (
        (FieldType.INTEGER, pa.int64()),
        (FieldType.DATE, pa.date32()),
        (FieldType.TEXT, pa.string()),
    ):
        found = converted([None, None], kind)
        assert found.values.type == arrow
        assert not found.unusable.any()
