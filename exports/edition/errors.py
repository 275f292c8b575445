"""Why a public edition is not made."""

from pathlib import Path

from core.errors import TrameError
from core.languages import _


class NotPublicError(TrameError):
    """What is to be published was not cut down to what the public may see."""

    def __init__(self, role: str) -> None:
        self.role = role
        super().__init__(
            _(
                "A public edition is made from what the public may see alone, not from what “{role}” sees."
            ).format(role=role)
        )


class OccupiedFolderError(TrameError):
    """The folder holds something that is not an edition, and is left as it is."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        super().__init__(
            _(
                "“{folder}” holds something else than a public edition: nothing was written. Choose a folder that does "
                "not exist yet, an empty one, or one that holds an earlier edition."
            ).format(folder=folder)
        )


class UnwritableFolderError(TrameError):
    """Nothing can be written there."""

    def __init__(self, folder: Path, reason: str) -> None:
        self.folder = folder
        super().__init__(
            _("“{folder}” cannot be written ({reason}). Choose another folder, or free some room.").format(
                folder=folder, reason=reason
            )
        )


class NothingToPublishError(TrameError):
    """The installation holds no commune, so that there is no map."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "There is nothing to publish yet. Import the communes from the page Data, then load the programme."
            )
        )


class UnknownLanguageError(TrameError):
    """A language that the program does not speak."""

    def __init__(self, found: str, known: tuple[str, ...]) -> None:
        self.found = found
        super().__init__(
            _("“{found}” is no language of the edition. It speaks: {known}.").format(
                found=found, known=", ".join(known)
            )
        )
