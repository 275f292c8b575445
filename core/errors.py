"""Faults of use or environment. Each is built from its objects, so that its sentence is written once.

A fault in data is no exception: it is an :class:`core.issues.Issue`.
"""

from pathlib import Path

from core.languages import _


class TrameError(Exception):
    """Root of the tree; ``str(error)`` is the sentence for the person, in the language in force."""


class SettingsError(TrameError):
    """The configuration cannot be used; one sentence for each fault, all at once."""

    def __init__(self, file: Path, faults: list[str]) -> None:
        self.file = file
        self.faults = faults
        super().__init__("\n".join(faults))


class CrsError(TrameError):
    """Coordinates that cannot be placed, or two CRSs where one is needed."""

    def __init__(self, dataset: str, found: str | None) -> None:
        self.dataset = dataset
        self.found = found
        super().__init__(
            _("{dataset}: no coordinate reference system is declared.").format(dataset=dataset)
            if found is None
            else _("{dataset}: the coordinate reference system {found} cannot be used here.").format(
                dataset=dataset, found=found
            )
        )


class UnknownLayerError(TrameError):
    """No layer has that key."""

    def __init__(self, key: str, known: list[str]) -> None:
        self.key = key
        self.known = known
        super().__init__(
            _("There is no layer “{key}”. The layers are: {known}.").format(key=key, known=", ".join(known))
        )


class EmptyLayerError(TrameError):
    """The library holds no snapshot of a layer, or not the revision asked for."""

    def __init__(self, key: str, revision: str | None = None) -> None:
        self.key = key
        self.revision = revision
        super().__init__(
            _("The library holds no revision of the layer “{key}” yet. Import it from the page Data.").format(
                key=key
            )
            if revision is None
            else _("The layer “{key}” has no revision {revision}.").format(key=key, revision=revision)
        )


class UnknownOperationError(TrameError):
    """No operation has that identifier."""

    def __init__(self, operation_id: str) -> None:
        self.operation_id = operation_id
        super().__init__(_("There is no operation “{id}”.").format(id=operation_id))
