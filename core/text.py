"""Comparing texts as a reader does: accents, case and punctuation apart."""

import re
import unicodedata


def fold(text: str) -> str:
    """Reduce a text to what a search compares: lower case, no accents, single spaces for anything else.

    Examples
    --------
    >>> fold("Châtenay-Malabry, L’Île")
    'chatenay malabry l ile'
    """
    letters = unicodedata.normalize("NFKD", text.replace("œ", "oe").replace("Œ", "OE")).casefold()
    plain = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return re.sub(r"[^0-9a-z]+", " ", plain).strip()
