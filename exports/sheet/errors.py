"""What keeps a sheet from being made: each built from its objects, so that its sentence is written once."""

from collections.abc import Sequence
from pathlib import Path

from core.errors import TrameError
from core.formats import number
from core.languages import _


class PageError(TrameError):
    """No page has that key."""

    def __init__(self, key: str, known: Sequence[str]) -> None:
        self.key = key
        super().__init__(
            _("There is no page “{key}”. The pages are: {known}.").format(key=key, known=", ".join(known))
        )


class AudienceError(TrameError):
    """A sheet for the public would be made of what the public may not see."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "A sheet for the public is made only of what the public may see: open the programme as the public."
            )
        )


class BasemapError(TrameError):
    """The installation has no such ground."""

    def __init__(self, key: str, known: Sequence[str]) -> None:
        self.key = key
        super().__init__(
            _("There is no basemap “{key}”. The basemaps are: {known}.").format(
                key=key, known=", ".join(known) or _("none")
            )
        )


class LogoError(TrameError):
    """A file that should be a logo is no image that can be read."""

    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__(
            _("The logo “{name}” is not an image that can be read: choose a PNG, JPEG or SVG file.").format(
                name=name
            )
        )


class LogoSizeError(TrameError):
    """A logo is too heavy, or has too many points."""

    def __init__(self, name: str, megabytes: int) -> None:
        self.name = name
        super().__init__(
            _("The logo “{name}” is too large: no more than {megabytes} MB and 40 million points.").format(
                name=name, megabytes=number(megabytes)
            )
        )


class LogosError(TrameError):
    """Too many logos."""

    def __init__(self, count: int, most: int) -> None:
        super().__init__(
            _("{count} logos were given; a sheet has room for {most}.").format(
                count=number(count), most=number(most)
            )
        )


class ScaleError(TrameError):
    """A scale that no map on paper can have."""

    def __init__(self, scale: float, least: int, most: int) -> None:
        self.scale = scale
        super().__init__(
            _("A scale of 1:{scale} cannot be drawn: give a number between {least} and {most}.").format(
                scale=number(scale), least=number(least), most=number(most)
            )
        )


class RotationError(TrameError):
    """A map cannot be turned by that."""

    def __init__(self, rotation: float) -> None:
        self.rotation = rotation
        super().__init__(
            _("A map is turned by a number of degrees, such as 30: “{given}” is none.").format(given=rotation)
        )


class LanguageError(TrameError):
    """There are no words in that language."""

    def __init__(self, code: str, known: Sequence[str]) -> None:
        self.code = code
        super().__init__(
            _("A sheet cannot speak “{code}”. The languages are: {known}.").format(
                code=code, known=", ".join(known)
            )
        )


class FormatError(TrameError):
    """A sheet cannot be written in that format."""

    def __init__(self, name: str, known: Sequence[str]) -> None:
        self.name = name
        super().__init__(
            _("A sheet cannot be written as “{name}”. The formats are: {known}.").format(
                name=name, known=", ".join(known)
            )
        )


class ResolutionError(TrameError):
    """Too few or too many points to an inch."""

    def __init__(self, dpi: float, least: int, most: int) -> None:
        self.dpi = dpi
        super().__init__(
            _("{dpi} dpi is out of reach: choose between {least} and {most} dpi.").format(
                dpi=number(dpi), least=number(least), most=number(most)
            )
        )


class PictureTooLargeError(TrameError):
    """The picture would have more points than memory holds; says what is possible."""

    def __init__(self, page: str, dpi: int, pixels: int, most: int, possible: int) -> None:
        self.possible = possible
        super().__init__(
            _(
                "{page} at {dpi} dpi has {pixels} million points, more than the {most} million that a picture may "
                "have here: choose {possible} dpi at most, or PDF or SVG, which are sharp at any size."
            ).format(
                page=page,
                dpi=number(dpi),
                pixels=number(pixels / 1e6),
                most=number(most / 1e6),
                possible=number(possible),
            )
        )


class UnwritableError(TrameError):
    """The file cannot be written."""

    def __init__(self, file: Path, reason: str | None) -> None:
        self.file = file
        super().__init__(_("{file} cannot be written: {fault}.").format(file=file, fault=reason))


class LayoutNameError(TrameError):
    """A layout that is not there, or a name that no file can bear."""

    def __init__(self, name: str, known: Sequence[str]) -> None:
        self.name = name
        super().__init__(
            _("There is no layout “{name}”. The layouts are: {known}.").format(
                name=name, known=", ".join(known) or _("none")
            )
        )


class LayoutKeptError(TrameError):
    """A layout of the program itself: it stays as it is."""

    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__(
            _("The layout “{name}” comes with the program and stays as it is: choose another name.").format(
                name=name
            )
        )


class LayoutTakenError(TrameError):
    """Another layout has nearly the same name, and so the same file."""

    def __init__(self, name: str, title: str) -> None:
        self.name = name
        super().__init__(
            _(
                "The layout “{title}” has nearly that name already: choose another one, or delete it first."
            ).format(title=title)
        )
