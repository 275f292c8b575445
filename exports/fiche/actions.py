"""Social actions on a fact sheet, of an operation or of a place."""

from core.formats import number
from core.languages import _
from exports.blocks import LEFT, RIGHT, Block, Cell
from exports.fiche.parts import left_out, told_table
from programme.social.actions import SocialAction


def actions_table(actions: tuple[SocialAction, ...], most: int) -> Block | None:
    """Social actions with holder, period, money and what came of them; a column that says nothing is left out."""
    rows: list[list[Cell]] = [
        [
            {"text": action.name, "strong": True, "below": action.results},
            action.theme_label,
            action.holder or "",
            _period(action),
            number(action.granted_eur),
        ]
        for action in actions[:most]
    ]
    heads = (
        (_("Social action"), LEFT, "2.4fr"),
        (_("Theme"), LEFT, "1.3fr"),
        (_("Holder"), LEFT, "1.7fr"),
        (_("Period"), LEFT, "auto"),
        (_("Granted (€)"), RIGHT, "auto"),
    )
    title = _("Social actions ({count})").format(count=number(len(actions)))
    return told_table(title, heads, rows, note=left_out(len(actions) - len(rows)))


def _period(action: SocialAction) -> str:
    years = [str(day.year) for day in (action.start, action.end) if day is not None]
    return "–".join(dict.fromkeys(years))
