"""What social actions are about, and for whom."""

from enum import StrEnum


class Theme(StrEnum):
    """What a social action is about."""

    EMPLOYMENT = "employment"
    EDUCATION = "education"
    HEALTH = "health"
    CULTURE = "culture"
    SPORTS = "sports"
    CITIZENSHIP = "citizenship"
    LIVING_ENVIRONMENT = "living_environment"
    CONSULTATION = "consultation"
    REHOUSING_SUPPORT = "rehousing_support"


class Public(StrEnum):
    """For whom a social action is."""

    ALL = "all"
    YOUTH = "youth"
    CHILDREN = "children"
    WOMEN = "women"
    SENIORS = "seniors"
    JOBSEEKERS = "jobseekers"
    FAMILIES = "families"
