"""Names that are close to a text: the best candidates for what a file calls otherwise."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher

from core.text import fold

_LOOKED_AT = 24
"""Names that share most words with a text, which are then compared letter by letter."""
_LEAST_SCORE = 0.3
_PLAIN = frozenset(
    [
        "a",
        "au",
        "aux",
        "d",
        "de",
        "des",
        "du",
        "en",
        "et",
        "l",
        "la",
        "le",
        "les",
        "par",
        "pour",
        "sur",
        "un",
        "une",
    ]
)
"""Words that tell nothing apart."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """Something that a text may mean.

    Attributes
    ----------
    id
        Identifier in the programme.
    label
        Its name.
    score
        From 0 to 1, which is the same words.
    """

    id: str
    label: str
    score: float


class Names:
    """Names by identifier, to look up and to come close to.

    Parameters
    ----------
    labels
        Name by identifier.
    others
        Other words under which some are known too, by identifier.
    """

    def __init__(
        self, labels: Mapping[str, str], others: Mapping[str, tuple[str, ...]] | None = None
    ) -> None:
        self.labels = dict(labels)
        self._texts: list[tuple[str, str]] = []
        self._exact: dict[str, set[str]] = defaultdict(set)
        self._holding: dict[str, list[int]] = defaultdict(list)
        for key, label in self.labels.items():
            for text in dict.fromkeys((key, label, *(others or {}).get(key, ()))):
                self._add(key, fold(text))
        self._weights = {word: 1 / len(places) for word, places in self._holding.items()}

    def add(self, key: str, label: str) -> None:
        """Know another one, by its identifier and its name alone; it is no candidate."""
        self.labels[key] = label
        self._exact[fold(label)].add(key)

    def exact(self, text: str) -> str | None:
        """Identifier of the one that bears this identifier or name, accents and case apart; None for none or several.

        Examples
        --------
        >>> Names({"anru": "Agence nationale"}).exact("AGENCE Nationale")
        'anru'
        """
        if text in self.labels:
            return text
        found = self._exact.get(fold(text), set())
        return next(iter(found)) if len(found) == 1 else None

    def close(self, text: str, limit: int = 5) -> tuple[Candidate, ...]:
        """Candidates for a text, best first.

        Examples
        --------
        >>> [one.id for one in Names({"a": "Mairie de Nanterre", "b": "Ville de Colombes"}).close("Nanterre")]
        ['a']
        """
        wanted = fold(text)
        words = set(wanted.split())
        shared: dict[int, float] = defaultdict(float)
        for word in words:
            for place in self._holding.get(word, ()):
                shared[place] += self._weights[word]
        places = sorted(shared, key=lambda place: (-shared[place], place))[:_LOOKED_AT]
        if not places and len(self._texts) <= 1000:
            places = list(range(len(self._texts)))
        best: dict[str, float] = {}
        for place in places:
            key, other = self._texts[place]
            best[key] = max(best.get(key, 0.0), _likeness(wanted, words, other))
        order = sorted(best.items(), key=lambda item: (-item[1], item[0]))
        return tuple(
            Candidate(key, self.labels[key], round(score, 3)) for key, score in order if score >= _LEAST_SCORE
        )[:limit]

    def _add(self, key: str, text: str) -> None:
        self._exact[text].add(key)
        self._texts.append((key, text))
        for word in set(text.split()) - _PLAIN:
            self._holding[word].append(len(self._texts) - 1)


def _likeness(text: str, words: set[str], other: str) -> float:
    """Mean of the share of words in common and of the letters in common."""
    theirs = set(other.split()) - _PLAIN
    mine = words - _PLAIN
    together = len(mine & theirs) / max(1, min(len(mine), len(theirs)))
    return (together + SequenceMatcher(None, text, other, autojunk=False).ratio()) / 2
