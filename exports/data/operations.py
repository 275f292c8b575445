"""Operations as data: one row each, with everything that the reader may see of them."""

import unicodedata
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

import pandas as pd

from core.languages import N_, _
from exports.data.columns import EURO, LABEL, Column
from layers.layer import FieldType
from layers.registry import LAYERS
from programme.edits.vocabulary import FIELDS
from programme.nomenclature import families
from programme.places import links
from programme.sheets import WHOLE_SHARE
from programme.steps import FundingKind
from programme.storage.snapshot import OPERATIONS
from programme.table import AMOUNTS
from programme.visa.recording import visa_statuses
from programme.visibility import sees, sees_visas
from programme.words import FUNDING_KINDS, OWNER_KINDS, STEP_ORDER, STEP_WORDS
from programme.world import GENERATIONS, World

Filled = tuple[Column, Iterable[Any]]
"""A column and its n values, plain ones and None."""

_MEANINGS = {
    "id": N_("Identifier in the programme."),
    "name": N_("Name of the operation."),
    "commune": N_("INSEE code of the commune."),
    "family": N_("Code of the family of the operation."),
    "step": N_("Where the operation stands in its life."),
    "owner": N_("Body that carries out the operation."),
    "owner_kind": N_("What kind of body the project owner is."),
    "description": N_("What is done, in a few sentences."),
    "cost_excl_tax_eur": N_("Cost excluding tax."),
    "cost_incl_tax_eur": N_("Cost including all taxes."),
    "funding_basis_eur": N_(
        "Basis of the subsidies: a rate is a subsidy divided by this basis, not by the cost."
    ),
    "convention_end": N_("Last day of the convention."),
    "dwellings_demolished": N_("Social dwellings demolished, as planned."),
    "dwellings_rebuilt_on_site": N_("Social dwellings rebuilt on the site, as planned."),
    "dwellings_rebuilt_elsewhere": N_("Social dwellings rebuilt away from the site, as planned."),
    "dwellings_requalified": N_("Social dwellings requalified, as planned."),
    "dwellings_residentialised": N_("Social dwellings residentialised, as planned."),
    "contact": N_("Person to get in touch with; not public."),
    "internal_comment": N_("Comment between partners; not public."),
    "fictitious": N_("True: invented for the demonstration."),
}
_TYPES = {
    "convention_end": FieldType.DATE,
    "fictitious": FieldType.BOOLEAN,
}
_LAST = ("contact", "internal_comment", "fictitious")


def operation_columns(world: World, ids: pd.Index) -> list[Filled]:
    """Give the columns of operations that the reader may see, with their values.

    Parameters
    ----------
    world
        As the reader may see it.
    ids
        n identifiers of the programme.

    Returns
    -------
    Columns in the order in which a reader meets them; one that is withheld from this reader is not among them.
    """
    return [
        *_own(world, ids, [name for name in OPERATIONS if name not in _LAST]),
        *_calendar(world, ids),
        *_funding(world, ids),
        *_ground(world, ids),
        *_people(world, ids),
        *_own(world, ids, _LAST),
    ]


def _own(world: World, ids: pd.Index, names: Iterable[str]) -> Iterator[Filled]:
    """Columns that the table of operations holds itself, each followed by its words."""
    frame = world.programme.operations.loc[ids]
    choices = {
        "family": {item.code: item.label for item in families()},
        "step": {step: _(words) for step, words in STEP_WORDS.items()},
        "owner_kind": {kind: _(words) for kind, words in OWNER_KINDS.items()},
    }
    for name in names:
        if not sees(world.role, "operations", name):
            continue
        values = frame.index if name == "id" else frame[name]
        unit = EURO if name.endswith("_eur") else None
        yield (
            Column(name, _type(name), _(FIELDS[name]), _(_MEANINGS[name]), unit, choices.get(name, {})),
            list(values),
        )
        if name == "commune":
            yield from _commune(world, list(values))


def _type(name: str) -> FieldType:
    if name.endswith("_eur"):
        return FieldType.DECIMAL
    return _TYPES.get(name, FieldType.INTEGER if OPERATIONS[name] == "int64" else FieldType.TEXT)


def _commune(world: World, codes: list[str]) -> Iterator[Filled]:
    communes = LAYERS["communes"]
    names = Column("commune_name", FieldType.TEXT, _("Name of the commune"), _("Name of the commune."))
    ept = communes.by_name["ept"]
    yield names, [world.commune_name(code) for code in codes]
    yield (
        Column(ept.name, FieldType.TEXT, _(ept.title), _(ept.meaning)),
        [world.epts.get(code) for code in codes],
    )


def _calendar(world: World, ids: pd.Index) -> Iterator[Filled]:
    """When each step was to be reached, and was."""
    if not sees(world.role, "milestones"):
        return
    states = {
        "planned": (_("{step}, planned date"), _("Day on which this step was, or is, to be reached.")),
        "actual": (_("{step}, actual date"), _("Day on which this step was reached.")),
    }
    table = world.programme.milestones
    for step in STEP_ORDER:
        mine = table[table["step"] == step].drop_duplicates("operation_id").set_index("operation_id")
        for state, (title, meaning) in states.items():
            if not sees(world.role, "milestones", state):
                continue
            words = title.format(step=_(STEP_WORDS[step]))
            column = Column(f"{_plain(step)}_{state}", FieldType.DATE, words, meaning)
            yield column, list(mine[state].reindex(ids))


def _funding(world: World, ids: pd.Index) -> Iterator[Filled]:
    """Sums of the funding lines by kind of money, a loan never among the subsidies."""
    if not sees(world.role, "funding_lines"):
        return
    lines = world.programme.funding_lines
    meaning = _(
        "Exact sum of the known amounts of the funding lines of this kind; empty where none is known."
    )
    for kind in FundingKind:
        mine = lines[lines["kind"] == kind]
        for amount in AMOUNTS:
            if sees(world.role, "funding_lines", amount):
                sums = _sums(zip(mine["operation_id"], mine[amount], strict=True))
                title = f"{_(FUNDING_KINDS[kind])} – {_(FIELDS[amount])}"
                column = Column(f"{kind}_{amount}", FieldType.DECIMAL, title, meaning, EURO)
                yield column, [sums.get(item) for item in ids]


def _sums(pairs: Iterable[tuple[str, Any]]) -> dict[str, Decimal]:
    found: dict[str, Decimal] = {}
    for operation_id, value in pairs:
        if isinstance(value, Decimal):
            found[operation_id] = found.get(operation_id, Decimal(0)) + value
    return found


def _ground(world: World, ids: pd.Index) -> Iterator[Filled]:
    """Where the operations lie: area, parcels, neighbourhoods of each generation, sites, visa of the footprint."""
    shapes = world.programme.operations.geometry.loc[ids]
    mapped = ~(shapes.isna() | shapes.is_empty)
    yield (
        Column(
            "mapped",
            FieldType.BOOLEAN,
            _("On the map"),
            _("True: the footprint of the operation is in the data."),
        ),
        list(mapped),
    )
    area = _("Area of the footprint, worked out in the plane of Lambert-93.")
    yield (
        Column("area_m2", FieldType.DECIMAL, _("Area of the footprint"), area, "m²"),
        list(shapes.area.round(2).where(mapped)),
    )
    if sees(world.role, "operation_parcels"):
        yield from _parcels(world, ids, mapped)
    for generation in GENERATIONS:
        yield from _neighbourhoods(world, ids, generation)
    if sees(world.role, "priority_sites") and sees(world.role, "priority_site_operations"):
        names = world.programme.priority_sites["name"]
        table = world.programme.priority_site_operations
        sites = zip(table["operation_id"], table["priority_site_id"].map(names), strict=True)
        meaning = _("Names of the priority sites that hold the operation.")
        yield (
            Column("priority_sites", FieldType.TEXT, _("Priority sites"), meaning),
            _joined(sites, ids, ", "),
        )
    if sees_visas(world.role):
        statuses = visa_statuses(world, ids).values()
        meaning = _("Decision of the commune on the footprint, and whether it still holds.")
        yield Column("visa", FieldType.TEXT, _("Visa"), meaning), [status.label for status in statuses]


def _parcels(world: World, ids: pd.Index, mapped: pd.Series) -> Iterator[Filled]:
    """Parcels of what lies somewhere: of the rest they are unknown, which is not none."""
    table = world.programme.operation_parcels.sort_values("idu")
    whole = table[table["share"] >= WHOLE_SHARE]
    for name, title, meaning, rows in (
        ("parcels", _("Parcels"), _("Parcels that the footprint covers, whole or in part."), table),
        ("parcels_whole", _("Parcels taken whole"), _("Those of them that are taken whole."), whole),
    ):
        counts = rows["operation_id"].value_counts().reindex(ids, fill_value=0)
        known_counts = [int(count) if here else None for count, here in zip(counts, mapped, strict=True)]
        yield Column(name, FieldType.INTEGER, title, meaning), known_counts
    listed = _joined(zip(table["operation_id"], table["idu"], strict=True), ids, " ")
    meaning = _("Identifiers of the parcels that the footprint covers.")
    yield Column("parcel_ids", FieldType.TEXT, _("Identifiers of the parcels"), meaning), listed


def _neighbourhoods(world: World, ids: pd.Index, generation: str) -> Iterator[Filled]:
    """Codes and names of the neighbourhoods of one generation: two series, never one column."""
    table = links(world)
    inside = table[(table["generation"] == generation) & (table["share"] > 0)]
    title = _(LAYERS[generation].title)
    codes = _("Codes of the neighbourhoods of this generation that a part of the footprint lies in.")
    names = _("Names of these neighbourhoods.")
    yield (
        Column(generation, FieldType.TEXT, title, codes),
        _joined(zip(inside["operation_id"], inside["code"], strict=True), ids, " "),
    )
    yield (
        Column(generation + LABEL, FieldType.TEXT, _("{title} (in words)").format(title=title), names),
        _joined(zip(inside["operation_id"], inside["name"], strict=True), ids, ", "),
    )


def _people(world: World, ids: pd.Index) -> Iterator[Filled]:
    """Social actions and households of the operations."""
    if sees(world.role, "social_actions") and sees(world.role, "social_action_operations"):
        counts = world.programme.social_action_operations["operation_id"].value_counts()
        meaning = _("Number of social actions linked to the operation.")
        yield (
            Column("social_actions", FieldType.INTEGER, _("Social actions"), meaning),
            list(counts.reindex(ids, fill_value=0)),
        )
    if sees(world.role, "rehousing"):
        table = world.programme.rehousing
        meaning = _("Number of households; not public.")
        for name in ("households_to_rehouse", "households_rehoused"):
            if sees(world.role, "rehousing", name):
                yield (
                    Column(name, FieldType.INTEGER, _(FIELDS[name]), meaning),
                    list(table[name].reindex(ids)),
                )


def _joined(pairs: Iterable[tuple[str, Any]], ids: pd.Index, by: str) -> list[str | None]:
    """Texts of each operation in one; None where there is none."""
    found: dict[str, list[str]] = {}
    for operation_id, text in pairs:
        if isinstance(text, str):
            found.setdefault(operation_id, []).append(text)
    return [by.join(found[item]) if item in found else None for item in ids]


def _plain(word: str) -> str:
    """Letters of a word without their accents."""
    return "".join(
        letter for letter in unicodedata.normalize("NFKD", word) if not unicodedata.combining(letter)
    )
