"""From cells of frames to values: unknown is None whatever the frame calls it, and JSON keeps every cent."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from decimal import Decimal
from enum import Enum
from typing import Any

import pandas as pd


def known(value: Any) -> Any:
    """Give the native value of a cell, and None for NaN, NaT and NA.

    Examples
    --------
    >>> known(float("nan")) is None, known(pd.Timestamp("2026-03-01"))
    (True, datetime.date(2026, 3, 1))
    """
    if value is None or value is pd.NA or value != value:
        return None
    if isinstance(value, dt.datetime):
        return value.date()
    return value.item() if hasattr(value, "item") else value


def amount_text(amount: Decimal | None) -> str | None:
    """Write an amount for a machine: every digit, a point, no exponent.

    Examples
    --------
    >>> amount_text(Decimal("1E+3")), amount_text(None)
    ('1000', None)
    """
    return None if amount is None else format(amount, "f")


def plain_record(value: Any) -> Any:
    """Turn a dataclass, and whatever it holds, into plain JSON values.

    Amounts become text with every digit, dates ISO text, enumerations their value, unknown None. Fields whose
    name begins with an underscore stay out.

    Examples
    --------
    >>> plain_record({"year": 2026, "requested_eur": Decimal("12.50"), "end": dt.date(2026, 3, 1)})
    {'year': 2026, 'requested_eur': '12.50', 'end': '2026-03-01'}
    """
    if isinstance(value, Enum):
        return value.value
    if is_dataclass(value) and not isinstance(value, type):
        return {
            item.name: plain_record(getattr(value, item.name))
            for item in fields(value)
            if not item.name.startswith("_")
        }
    if isinstance(value, Mapping):
        return {str(key): plain_record(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain_record(item) for item in value]
    value = known(value)
    if isinstance(value, Decimal):
        return amount_text(value)
    return value.isoformat() if isinstance(value, dt.date) else value
