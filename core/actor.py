"""Who is acting: handed down from the edge, never looked up below it."""

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What a person may do and see."""

    STEERING = "steering"
    COMMUNE = "commune"
    COMMUNICATION = "communication"
    PUBLIC = "public"


@dataclass(frozen=True, slots=True)
class Actor:
    """A person at the edge of the program.

    Attributes
    ----------
    name
        As it is written into the journal.
    role
        What the person may do and see.
    communes
        INSEE codes that the person answers for; empty means the whole territory.
    """

    name: str
    role: Role
    communes: frozenset[str] = frozenset()


LOCAL = Actor("local", Role.STEERING)
"""The person at the keyboard of an installation without sign-in."""

PUBLIC = Actor("public", Role.PUBLIC)
"""Anybody, as in a public edition."""
