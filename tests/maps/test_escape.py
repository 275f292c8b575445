"""Hostile text, through both ways that lead to a browser."""

import doctest
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maps import escape

HOSTILE = [
    "${alert(1)}",
    "`x`",
    "<img src=x onerror=alert(1)>",
    "</script><script>",
    "{{ 'x' }}",
    "{% raw %}",
    "'\"",
    "\u2028",
]


def test_examples() -> None:
    assert doctest.testmod(escape).failed == 0


@pytest.mark.parametrize("words", HOSTILE)
def test_html_has_no_mark_left(words: str) -> None:
    found = escape.text(words)
    assert not set("<>`$\"'") & set(found)


@pytest.mark.parametrize("words", HOSTILE)
def test_script_has_no_mark_left_and_says_the_same(words: str) -> None:
    found = escape.script({"name": words, words: [words]})
    assert json.loads(found) == {"name": words, words: [words]}
    for mark in ("<", ">", "`", "$", "{{", "{%", "{#", "\u2028"):
        assert mark not in found


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    )
)
def test_script_is_a_round_trip(value: object) -> None:
    assert json.loads(escape.script(value)) == value


def test_what_json_cannot_say_is_refused() -> None:
    with pytest.raises(ValueError, match="not JSON compliant"):
        escape.script(float("nan"))
