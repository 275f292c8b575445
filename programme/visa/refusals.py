"""Why a visa is not recorded, or a footprint not replaced: faults of use, each with its sentence."""

from core.actor import Actor
from core.errors import TrameError
from core.languages import _


class NotAnsweringError(TrameError):
    """The person may not decide for that commune."""

    def __init__(self, actor: Actor, commune: str) -> None:
        self.actor = actor
        self.commune = commune
        super().__init__(
            _(
                "“{name}” does not answer for the commune {commune}. "
                "Ask a person of that commune, or of the steering team, to do it."
            ).format(name=actor.name, commune=commune)
        )


class NoOperationError(TrameError):
    """The footprint that was checked is of no operation: there is nothing to put a visa on."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "This check is of no operation. A visa is put on the footprint of an operation: "
                "save this one as the footprint of its operation first, and check that."
            )
        )


class FootprintChangedError(TrameError):
    """The footprint that was checked is not the one in force."""

    def __init__(self, operation_id: str, *, mapped: bool) -> None:
        self.operation_id = operation_id
        super().__init__(
            _(
                "The footprint in force of the operation {id} is not the one that was checked. "
                "Check the one in force, and put the visa on that."
            ).format(id=operation_id)
            if mapped
            else _(
                "The operation {id} has no footprint in force. "
                "Save the footprint that was checked, then check it again."
            ).format(id=operation_id)
        )


class FootprintOvertakenError(TrameError):
    """Somebody else put another footprint in force while this one was looked at."""

    def __init__(self, operation_id: str) -> None:
        self.operation_id = operation_id
        super().__init__(
            _(
                "Somebody else has changed the footprint of the operation {id} in the meantime: nothing was written. "
                "Look at the one in force, then decide again."
            ).format(id=operation_id)
        )


class VisaFormError(TrameError):
    """Something lacks in what the person wrote; one sentence for each fault, all at once."""

    def __init__(self, faults: list[str]) -> None:
        self.faults = faults
        super().__init__("\n".join(faults))


class FootprintShapeError(TrameError):
    """A shape that cannot be the footprint of an operation."""

    def __init__(self, operation_id: str, reason: str) -> None:
        self.operation_id = operation_id
        super().__init__(
            _("This shape cannot be the footprint of the operation {id}: {reason}").format(
                id=operation_id, reason=reason
            )
        )
