"""What a commune may decide on a footprint."""

from enum import StrEnum


class Decision(StrEnum):
    """Decision of a visa: whether the footprint stands, stands with remarks, or goes back to who drew it."""

    APPROVED = "approved"
    APPROVED_WITH_REMARKS = "approved_with_remarks"
    RETURNED = "returned"
