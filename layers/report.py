"""What an import says when it is over."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from core.issues import Issue, Level
from core.languages import N_
from gis.reading import Dataset
from gis.source import Source
from layers.revision import Facts, Revision


@dataclass(frozen=True)
class ImportReport:
    """What became of an import.

    Attributes
    ----------
    facts
        What was found. Once rows were judged, read = kept + rejected + outside.
    revision
        The new revision; None where the import was refused or kept nothing, and nothing changed.
    seconds
        How long it took.
    """

    facts: Facts
    revision: Revision | None
    seconds: float

    @property
    def issues(self) -> tuple[Issue, ...]:
        """What was found in the data, errors of the whole file first."""
        return self.facts.issues

    def as_dict(self) -> dict[str, Any]:
        """Plain JSON values, as the command prints them."""
        facts = self.facts
        return {
            "layer": facts.layer,
            "file": facts.source_file,
            "revision": self.revision and self.revision.id,
            "driver": facts.driver or None,
            "encoding": facts.encoding,
            "crs": facts.crs or None,
            "read": facts.read,
            "kept": facts.kept,
            "repaired": facts.repaired,
            "rejected": facts.rejected,
            "outside": facts.outside,
            "seconds": self.seconds,
            "fictitious": facts.fictitious,
            "issues": [issue.as_dict() for issue in facts.issues],
        }


def reading_issues(source: Source, dataset: Dataset) -> list[Issue]:
    """Say what was missing beside a file, and how its text was read.

    Parameters
    ----------
    source
        The file, prepared.
    dataset
        What was read of it.
    """
    issues = [
        Issue(
            "file.part_rebuilt" if part == ".shx" else "file.part_absent",
            Level.INFORMATION if part == ".shx" else Level.WARNING,
            N_("{part} is missing beside the file; it was rebuilt.")
            if part == ".shx"
            else N_("{part} is missing beside the file."),
            {"part": part},
        )
        for part in source.missing
    ]
    encoding = dataset.encoding
    if encoding is not None and encoding.contradicted:
        text = N_(
            "The file declares the encoding {declared}, which its text is not in; it was read as {encoding}."
        )
        values = {"declared": encoding.declared, "encoding": encoding.name}
        issues.append(Issue("encoding.contradicted", Level.WARNING, text, values))
    elif encoding is not None and encoding.declared is None:
        text = N_("The file does not declare its encoding; its text was read as {encoding}.")
        issues.append(Issue("encoding.guessed", Level.INFORMATION, text, {"encoding": encoding.name}))
    if dataset.recoded:
        text = N_(
            "{count} texts were not valid in their encoding; they were read as CP1252 or cut at the end."
        )
        issues.append(Issue("encoding.recoded", Level.WARNING, text, {"count": dataset.recoded}))
    return issues


def ordered(issues: Sequence[Issue]) -> tuple[Issue, ...]:
    """Put what concerns the whole file first, then the rows in their order."""
    return tuple(sorted(issues, key=lambda issue: (issue.row is not None, issue.row or 0)))
