"""Why nothing can be checked of what was given."""

from collections.abc import Sequence
from typing import ClassVar

from core.errors import TrameError
from core.languages import N_, _
from gis.errors import SourceError


class NoFeatureError(SourceError):
    """A file, or a layer of it, that holds nothing that could be a footprint."""

    code: ClassVar[str] = "file.no_features"
    text: ClassVar[str] = N_(
        "{file}: the file holds no shape. Export it again with the outlines of the footprints."
    )

    def __init__(self, file: str) -> None:
        super().__init__(file=file)


class NoOutlineError(SourceError):
    """A drawing without a closed line."""

    code: ClassVar[str] = "file.no_outline"
    text: ClassVar[str] = N_(
        "{file}: there is no closed polyline in the drawing, or in the layer that was chosen "
        "({count} lines are open). Close the outline of the footprint, and export it again."
    )

    def __init__(self, file: str, open_lines: int) -> None:
        super().__init__(file=file, count=open_lines)


class UnknownFileLayerError(TrameError):
    """The file has no layer of that name."""

    def __init__(self, file: str, layer: str, known: Sequence[str]) -> None:
        self.layer = layer
        self.known = tuple(known)
        words = _("{file}: there is no layer “{layer}” in it. Its layers are: {known}.")
        super().__init__(words.format(file=file, layer=layer, known=", ".join(known)))


class UnknownFeatureError(TrameError):
    """The layer has no feature of that number."""

    def __init__(self, file: str, feature: int, count: int) -> None:
        self.feature = feature
        self.count = count
        words = _("{file}: there is no shape number {feature}; they are numbered from 1 to {count}.")
        super().__init__(words.format(file=file, feature=feature, count=count))


class TextError(TrameError):
    """Pasted text that is no well-known text."""

    def __init__(self, detail: str) -> None:
        self.detail = detail
        words = _(
            "The text is no well-known text (WKT) that can be read: {detail}. "
            "It begins with POLYGON or MULTIPOLYGON, as in POLYGON ((0 0, 10 0, 10 10, 0 0))."
        )
        super().__init__(words.format(detail=detail))


class NoIdentifierError(TrameError):
    """A list of parcels that holds none."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "No parcel is named. Give identifiers of 14 characters, such as 92036000AB0123, one on each line."
            )
        )


class TooFewPointsError(TrameError):
    """A drawing that encloses nothing."""

    def __init__(self) -> None:
        super().__init__(_("A footprint needs three different points at least."))


class NoFootprintError(TrameError):
    """An operation that is nowhere yet."""

    def __init__(self, operation_id: str) -> None:
        self.operation_id = operation_id
        super().__init__(
            _("The operation {id} has no footprint yet: give a file, or draw one.").format(id=operation_id)
        )
