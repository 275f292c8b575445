"""Tables of a check's report: what was found, cut where it is long, with a sentence that says so."""

from collections.abc import Sequence

from core.formats import date, number, percent
from core.issues import Level
from core.languages import _
from exports.blocks import LEFT, RIGHT, Block, Cell, left_out, strong, table, text, yes
from maps.check_map_paper import level_sign, parcel_name
from programme.check.report import (
    CommuneShare,
    Finding,
    Group,
    NeighbourhoodTest,
    OverlappedOperation,
    Report,
    RuleResult,
)
from programme.check.words import GROUP_WORDS, RELATION_WORDS, told

_LEVELS = tuple(Level)


def findings_table(numbered: Sequence[tuple[int, Finding]], most: int) -> Block:
    """Findings by group; where they are too many the gravest are kept."""
    title = _("Findings")
    if not numbered:
        return text(_("Nothing was found."), title)
    gravest = sorted(numbered, key=lambda pair: _LEVELS.index(pair[1].level))[:most]
    kept = sorted(gravest, key=lambda pair: pair[0])
    rows: list[list[Cell]] = []
    for group in Group:
        own = [(place, item) for place, item in kept if item.group is group]
        rows += [[{"text": _(GROUP_WORDS[group]), "span": 3}]] if own else []
        rows += [
            [
                number(place),
                {"sign": level_sign(item.level), "text": item.level_label},
                {"text": item.message, "note": item.code},
            ]
            for place, item in own
        ]
    heads = ((_("No."), RIGHT, "auto"), (_("Level"), LEFT, "auto"), (_("Finding"), LEFT, "1fr"))
    return table(title, heads, rows, note=left_out(len(numbered) - len(kept)))


def parcels_table(report: Report, most: int) -> Block:
    """Parcels touched, with what lies on none and the sum that makes the footprint."""
    rows: list[list[Cell]] = [
        [
            {"text": parcel_name(item.idu), "note": item.idu},
            number(item.recorded_m2),
            number(item.area_m2),
            number(item.covered_m2, decimals=1),
            percent(item.share, decimals=1),
            _(RELATION_WORDS[item.relation]),
        ]
        for item in report.parcels[:most]
    ]
    covered = sum(item.covered_m2 for item in report.parcels)
    foot: list[list[Cell]] = [
        [
            strong(_("All parcels ({count})").format(count=number(len(report.parcels)))),
            "",
            "",
            strong(number(covered, decimals=1)),
            "",
            "",
        ]
    ]
    if report.outside_parcels_m2 is not None:
        foot.append([_("On no parcel"), "", "", number(report.outside_parcels_m2, decimals=1), "", ""])
    if report.parcels_overlap_m2 >= 0.05:
        foot.append(
            [
                _("Counted twice: parcels that overlap"),
                "",
                "",
                number(-report.parcels_overlap_m2, decimals=1),
                "",
                "",
            ]
        )
    heads = (
        (_("Parcel"), LEFT, "2fr"),
        (_("Area of record (m²)"), RIGHT, "auto"),
        (_("Area drawn (m²)"), RIGHT, "auto"),
        (_("Covered (m²)"), RIGHT, "auto"),
        (_("Share"), RIGHT, "auto"),
        (_("Taken"), LEFT, "auto"),
    )
    return table(_("Parcels"), heads, rows, foot=foot, note=left_out(len(report.parcels) - len(rows)))


def communes_table(communes: Sequence[CommuneShare]) -> Block:
    """Communes that the footprint lies in."""
    heads = (
        (_("Commune"), LEFT, "1fr"),
        (_("Area (m²)"), RIGHT, "auto"),
        (_("Share"), RIGHT, "auto"),
        (_("Declared"), LEFT, "auto"),
    )
    rows: list[list[Cell]] = [
        [
            {"text": item.name, "note": item.insee, "strong": True},
            number(item.area_m2),
            percent(item.share, decimals=1),
            yes(item.declared),
        ]
        for item in communes
    ]
    return table(_("Communes"), heads, rows)


def neighbourhoods_table(tests: Sequence[NeighbourhoodTest]) -> Block:
    """Neighbourhoods of each generation with the tests of the reduced VAT and their margins."""
    heads = (
        (_("Neighbourhood"), LEFT, "3.4fr"),
        (_("Generation"), LEFT, "auto"),
        (_("Population"), RIGHT, "1fr"),
        (_("Share in it"), RIGHT, "1fr"),
        (_("Nearest point (m)"), RIGHT, "1fr"),
        (_("Farthest point (m)"), RIGHT, "1fr"),
        (_("Partly < 300\u00a0m"), LEFT, "1fr"),
        (_("Entirely < 300\u00a0m"), LEFT, "1.3fr"),
        (_("Entirely < 500\u00a0m"), LEFT, "1.3fr"),
    )
    rows: list[list[Cell]] = [
        [
            {
                "text": item.name or item.code,
                "note": item.code,
                "strong": True,
            },
            item.generation[-4:],
            number(item.population),
            percent(item.share, decimals=1),
            number(item.distance_m, decimals=1),
            number(item.farthest_m, decimals=1),
            yes(item.partly_within_300_m),
            {"text": yes(item.entirely_within_300_m), "note": _margin(item.margin_300_m)},
            {"text": yes(item.entirely_within_500_m), "note": _margin(item.margin_500_m)},
        ]
        for item in tests
    ]
    note = _("In brackets: margin of the farthest point to the limit, in metres; negative beyond it.")
    return table(_("Priority neighbourhoods"), heads, rows, note=note)


def operations_table(operations: Sequence[OverlappedOperation], most: int) -> Block:
    """Other operations on the same ground."""
    heads = (
        (_("Operation"), LEFT, "1fr"),
        (_("Step"), LEFT, "auto"),
        (_("In common (m²)"), RIGHT, "auto"),
        (_("Share of the footprint"), RIGHT, "auto"),
    )
    rows: list[list[Cell]] = [
        [
            {"text": item.name, "note": item.id, "strong": True},
            item.step_label,
            number(item.area_m2),
            percent(item.share, decimals=1),
        ]
        for item in operations[:most]
    ]
    return table(_("Operations on the same ground"), heads, rows, note=left_out(len(operations) - len(rows)))


def rules_table(rules: Sequence[RuleResult]) -> Block:
    """Dated rules: what each says, what it comes to here, its text and its dates."""
    heads = (
        (_("Rule"), LEFT, "5fr"),
        (_("Met here"), LEFT, "auto"),
        (_("Why"), LEFT, "5fr"),
        (_("Text and dates"), LEFT, "3fr"),
    )
    rows: list[list[Cell]] = [
        [
            {"text": _(item.title), "below": _(item.text), "strong": True},
            _("cannot be told") if item.applies is None else yes(item.applies),
            told(item),
            {"text": item.source, "below": _in_force(item)},
        ]
        for item in rules
    ]
    note = _("Indicative: informs and never decides; neither legal nor tax advice.")
    return table(_("Rules"), heads, rows, note=note)


def _margin(metres: float) -> str:
    return f"({number(metres, decimals=1)})".replace("-", "\N{MINUS SIGN}")


def _in_force(rule: RuleResult) -> str:
    if rule.valid_from is not None and rule.valid_to is not None:
        return _("from {start} to {end}").format(start=date(rule.valid_from), end=date(rule.valid_to))
    if rule.valid_to is not None:
        return _("until {day}").format(day=date(rule.valid_to))
    if rule.valid_from is not None:
        return _("from {day}").format(day=date(rule.valid_from))
    return _("no date set")
