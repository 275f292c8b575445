"""What describes layers as a document: Markdown for people, JSON for programs."""

import json
from collections.abc import Sequence

from core.formats import date
from core.languages import _
from exports.data.columns import Column
from exports.data.facts import LayerFacts, Origin


def as_json(made: Origin, facts: Sequence[LayerFacts]) -> str:
    """Describe the layers for a program."""
    document = {**made.as_dict(), "layers": [item.as_dict() for item in facts]}
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def as_markdown(made: Origin, facts: Sequence[LayerFacts], limits: Sequence[str] = ()) -> str:
    """Describe the layers for a person.

    Parameters
    ----------
    made
        Who gives them out.
    facts
        One for each layer.
    limits
        What the format cannot hold, in sentences.
    """
    parts = [f"# {_plain(made.title)}"]
    if made.notice:
        parts.append(f"**{made.notice}.**")
    written = _("Written on {day}.").format(day=date(made.made_on))
    parts.append(
        f"{written} {made.audience}" if made.audience.endswith(".") else f"{written} {made.audience}."
    )
    if limits:
        title = _("Limits of this format")
        parts.append("\n".join((f"## {title}", "", *(f"* {item}" for item in limits))))
    parts += [_section(item) for item in facts]
    return "\n\n".join(parts) + "\n"


def _section(facts: LayerFacts) -> str:
    lines = [f"## {_plain(facts.title)}", ""]
    lines += _table(("", ""), facts.rows)
    if facts.notes:
        lines += ["", *(f"* {_plain(note)}" for note in facts.notes)]
    heads = (_("Field"), _("Title"), _("Type"), _("Unit"), _("Meaning"), _("Values"))
    rows = [
        (
            _named(facts, column),
            column.title,
            column.type_words,
            column.unit or "",
            column.meaning,
            ", ".join(
                f"`{value}` {words}" if words != value else f"`{value}`"
                for value, words in column.choices.items()
            ),
        )
        for column in facts.columns
    ]
    return "\n".join([*lines, "", *_table(heads, rows)])


def _named(facts: LayerFacts, column: Column) -> str:
    if column.name not in facts.names:
        return f"`{column.name}`"
    return f"`{facts.names[column.name]}` ({column.name})"


def _table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    lines = [heads, ["---"] * len(heads), *rows]
    return [f"| {' | '.join(_plain(cell) for cell in line)} |" for line in lines]


def _plain(text: str) -> str:
    """Text of data in Markdown: on one line, and no cell ends early."""
    return " ".join(text.split()).replace("|", "\\|").replace("<", "&lt;")
