"""Markup written piece by piece, with every text from data escaped on its way in."""

from collections.abc import Iterable

from maps.escape import text


class Html(str):
    """Markup that is safe already; a plain string is escaped wherever it is put into markup."""

    __slots__ = ()


def safe(value: object) -> Html:
    """Escape a value, unless it is markup already.

    Examples
    --------
    >>> safe("<b>"), safe(Html("<b>"))
    ('&lt;b&gt;', '<b>')
    """
    return value if isinstance(value, Html) else Html(text(value))


def join(parts: Iterable[object]) -> Html:
    """Put parts one after another; plain strings among them are escaped."""
    return Html("".join(safe(part) for part in parts))


def tag(name: str, content: object = "", /, **attributes: object) -> Html:
    """Write an element; ``class_`` is ``class``, and an attribute that is None is left out.

    Examples
    --------
    >>> tag("a", "l’île & co", href="x.html", class_="g", title=None)
    '<a href="x.html" class="g">l’île &amp; co</a>'
    """
    written = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{safe(value)}"'
        for key, value in attributes.items()
        if value is not None
    )
    return Html(f"<{name}{written}>{safe(content)}</{name}>")
