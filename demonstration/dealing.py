"""What operations there are: sites, families and steps dealt out like cards."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from demonstration.dice import Dice
from demonstration.recipes import RECIPES
from programme.steps import Step

SITES: Mapping[str, int] = {
    "QP092001": 2, "QP092002": 1, "QP092003": 2, "QP092004": 3, "QP092005": 5, "QP092006": 2, "QP092007": 7,
    "QP092008": 3, "QP092009": 2, "QP092010": 4, "QP092011": 3, "QP092012": 5, "QP092013": 4, "QP092014": 1,
    "QP092015": 4, "QP092016": 4, "QP092017": 2, "QP092018": 3, "QP092019": 5, "QP092020": 1, "QP092021": 2,
    "NEW-92050": 2, "OUT-92020": 1, "OUT-92073": 2,
}  # fmt: skip
"""Operations by site; 70 in all."""
STEPS: Mapping[Step, int] = {
    Step.STUDY: 10,
    Step.PROGRAMMING: 12,
    Step.COMMITTED: 13,
    Step.WORKS: 14,
    Step.DELIVERED: 10,
    Step.SETTLED: 7,
    Step.ABANDONED: 4,
}
"""Operations by the step that they have reached."""
UNMAPPED: Mapping[str, int] = {"14": 1, "15": 2, "16": 2}
"""Operations without a footprint, by family."""


@dataclass(frozen=True, slots=True)
class Draft:
    """An operation before it has a name and a place.

    Attributes
    ----------
    site
        Code of its site.
    family, step
        As in the table.
    turn
        How many of its family came before: names are given in turn.
    mapped
        False: it has no footprint.
    flagship
        True for the operation that the documentation shows, family 34 in Le Parc.
    """

    site: str
    family: str
    step: Step
    turn: int
    mapped: bool
    flagship: bool = False


def deal(dice: Dice) -> list[Draft]:
    """Deal out sites, families and steps, the flagship first."""
    sites = dice.shuffled([site for site, count in SITES.items() for _time in range(count)])
    families = dice.shuffled([family for family, recipe in RECIPES.items() for _time in range(recipe.count)])
    steps = dice.shuffled([step for step, count in STEPS.items() for _time in range(count)])
    sites.insert(0, sites.pop(sites.index("QP092007")))
    families.insert(0, families.pop(families.index("34")))
    steps.insert(0, steps.pop(steps.index(Step.COMMITTED)))
    _spare_studies(families, steps)
    turns = dict.fromkeys(RECIPES, 0)
    drafts = []
    for number, (site, family, step) in enumerate(zip(sites, families, steps, strict=True)):
        mapped = turns[family] >= UNMAPPED.get(family, 0)
        drafts.append(Draft(site, family, step, turns[family], mapped=mapped, flagship=number == 0))
        turns[family] += 1
    return drafts


def _spare_studies(families: Sequence[str], steps: list[Step]) -> None:
    """Give the works of what does not build (studies, rehousing) to what does; ``steps`` is reordered."""
    for place, family in enumerate(families):
        if family in UNMAPPED and steps[place] is Step.WORKS:
            other = next(
                number
                for number, name in enumerate(families)
                if number and name not in UNMAPPED and steps[number] is not Step.WORKS
            )
            steps[place], steps[other] = steps[other], steps[place]
