"""Small pieces of HTML, with every text from data escaped on its way in."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from maps.markup import Html, join, safe, tag

__all__ = ["Column", "Html", "grey", "heading", "join", "picture", "safe", "table", "tag", "wide"]


def picture(address: str, **attributes: object) -> Html:
    """Show a picture that words beside it already tell: ``st.html`` takes no SVG, and screen readers pass it over."""
    written = "".join(f' {key.rstrip("_")}="{safe(value)}"' for key, value in attributes.items())
    return Html(f'<img src="{safe(address)}" alt=""{written}>')


@dataclass(frozen=True, slots=True)
class Column:
    """Head of a column; numbers are aligned to the right, in figures of one width."""

    title: object
    number: bool = False


def table(
    caption: str, columns: Sequence[Column], rows: Iterable[Sequence[object]], total: Sequence[object] = ()
) -> Html:
    """Write a table: the caption is for those who do not see it, the total stands in the foot."""
    head = join(
        tag("th", column.title, scope="col", class_="n" if column.number else None) for column in columns
    )
    body = join(tag("tr", _cells(columns, row)) for row in rows)
    foot = tag("tfoot", tag("tr", _cells(columns, total))) if total else Html("")
    return tag(
        "table",
        join((tag("caption", caption), tag("thead", tag("tr", head)), tag("tbody", body), foot)),
        class_="t",
    )


def wide(caption: str, content: object, *, class_: str = "wide") -> Html:
    """Let a table that is wider than its place be scrolled within it, by the keyboard too."""
    return tag("div", content, class_=class_, role="region", aria_label=caption, tabindex="0")


def _cells(columns: Sequence[Column], row: Sequence[object]) -> Html:
    return join(
        tag("td", cell, class_="n" if column.number else None)
        for column, cell in zip(columns, row, strict=True)
    )


def heading(words: object, detail: object = "") -> Html:
    """Head of a part of the panel."""
    return tag("h3", join((words, tag("span", detail, class_="d") if detail else Html(""))), class_="s")


def grey(words: object) -> Html:
    """Secondary words, such as a code beside a name."""
    return tag("span", words, class_="g")
