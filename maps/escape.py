"""The one place where text from data is made harmless before it reaches a browser.

Two ways lead there: HTML of a page, and the script that folium hands to the map's frame. Tiles and GeoJSON are fetched
as data and shown through ``textContent``; they need nothing.
"""

import html
import json
from typing import Any


def text(value: object) -> str:
    """Escape a text for HTML, in elements and in quoted attributes.

    Examples
    --------
    >>> text("<img src=x onerror=alert(1)>`${1}`")
    '&lt;img src=x onerror=alert(1)&gt;&#96;&#36;{1}&#96;'
    """
    return html.escape(str(value)).replace("`", "&#96;").replace("$", "&#36;")


def script(value: Any) -> str:
    r"""Write a plain value as a JavaScript literal that no parser on its way can mistake for anything else.

    HTML (``</script>``), template literals (backtick, ``${``), Jinja (``{{``, ``{%``) and JavaScript's own line
    separators are written as Unicode escapes inside the strings.

    Examples
    --------
    >>> script("</script>${x}")
    '"\\u003c/script\\u003e\\u0024{x}"'
    """
    literal = json.dumps(value, ensure_ascii=True, separators=(",", ":"), allow_nan=False)
    return _escape_strings(literal)


_DANGEROUS = {
    "<": "\\u003c",
    ">": "\\u003e",
    "&": "\\u0026",
    "`": "\\u0060",
    "$": "\\u0024",
    "{{": "\\u007b\\u007b",
    "{%": "\\u007b%",
    "{#": "\\u007b#",
}


def _escape_strings(literal: str) -> str:
    """Escape what JSON leaves as it is. Each of these stands in strings alone, so the value is unchanged."""
    for characters, code in _DANGEROUS.items():
        literal = literal.replace(characters, code)
    return literal
