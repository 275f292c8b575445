"""A document of plain values and a template of Typst, set as a tagged PDF without network."""

import datetime as dt
import io
import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import typst
from pikepdf import ObjectStreamMode, Pdf

from maps.fonts import drawable, fonts

_LONGEST_WORD = 28
"""Letters without a space after which a line may be broken: names from outside know no bounds."""
_LONGEST_TEXT = 400
_BREAK = "\N{ZERO WIDTH SPACE}"
_PICTURES = ("svg", "sign")


@dataclass(frozen=True, slots=True)
class Typeset:
    """A document that was set.

    Attributes
    ----------
    content
        PDF/UA-1.
    told
        What the template left under ``<pages>``: their number, or whatever else it tells of them.
    """

    content: bytes
    told: Any

    @property
    def pages(self) -> int:
        """How many pages it has."""
        return int(self.told)


def typeset(
    template: Path, values: dict[str, Any], at: dt.datetime, *, longest: int = _LONGEST_TEXT
) -> Typeset:
    """Set a document.

    Parameters
    ----------
    template
        Which reads its values from ``sys.inputs.report`` and leaves what it tells of its pages under ``<pages>``.
    values
        What the document says; under ``svg`` and ``sign`` stand pictures of ours, all else is text that may come from
        outside: it is cut to what the typeface has, and never read as markup.
    at
        Moment that the document bears: the same values at the same moment give the same bytes.
    longest
        Letters of a text at most.

    Raises
    ------
    MissingLibrariesError
        The typeface is not installed.
    """
    compiler = typst.Compiler(
        input=str(template),
        font_paths=fonts(),
        ignore_system_fonts=True,
        sys_inputs={"report": json.dumps(safe(values, longest=longest), ensure_ascii=False)},
    )
    made = compiler.compile(format="pdf", pdf_standards=["ua-1"], timestamp=int(at.timestamp()))
    told = json.loads(compiler.query("<pages>", field="value", one=True))
    if not isinstance(made, bytes):
        raise TypeError(type(made).__name__)
    return Typeset(made, told)


def compact(content: bytes) -> bytes:
    """Write a PDF again with its small objects packed together: a third lighter where it has many tags."""
    out = io.BytesIO()
    with Pdf.open(io.BytesIO(content)) as pdf:
        pdf.save(out, deterministic_id=True, object_stream_mode=ObjectStreamMode.generate)
    return out.getvalue()


def safe(value: Any, key: str = "", *, longest: int = _LONGEST_TEXT) -> Any:
    """Leave only what the typeface has, and let long words break; pictures are ours already."""
    if isinstance(value, dict):
        return {name: safe(item, name, longest=longest) for name, item in value.items()}
    if isinstance(value, list):
        return [safe(item, key, longest=longest) for item in value]
    if isinstance(value, str) and key not in _PICTURES:
        return _broken(drawable(value), longest)
    return value


def _broken(text: str, longest: int) -> str:
    text = text if len(text) <= longest else f"{text[: longest - 1]}…"
    words: Iterable[str] = text.split(" ")
    return " ".join(
        _BREAK.join(word[place : place + _LONGEST_WORD] for place in range(0, len(word), _LONGEST_WORD))
        for word in words
    )
