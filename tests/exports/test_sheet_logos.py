"""Logos from outside: images are taken, what is none is said, nothing runs and nothing is fetched."""

import base64
import io

import hypothesis
import pytest
from hypothesis import strategies
from PIL import Image

from exports.sheet.errors import LogoError, LogosError, LogoSizeError
from exports.sheet.logos import read_logo, read_logos

HEAD = (
    '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 40 20">'
)


def picture(kind: str, mode: str = "RGB", size: tuple[int, int] = (40, 20)) -> bytes:
    out = io.BytesIO()
    Image.new(mode, size).save(out, kind)
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (picture("PNG"), "png"),
        (picture("PNG", "P"), "png"),
        (picture("PNG", "LA"), "png"),
        (picture("JPEG"), "jpg"),
        (picture("JPEG", "CMYK"), "jpg"),
        (f'{HEAD}<path d="M0 0h4v4z"/></svg>'.encode(), "svg"),
        (
            b'<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg" width="40mm" height="20mm"/>',
            "svg",
        ),
    ],
)
def test_an_image_is_known_by_what_it_holds(content: bytes, kind: str) -> None:
    logo = read_logo("logo.txt", content)
    assert (logo.kind, logo.ratio, logo.note) == (kind, 2.0, "")


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"GIF89a" + b"\0" * 40,
        b"%PDF-1.7",
        b"<html><body>logo</body></html>",
        b"<svg xmlns='http://www.w3.org/2000/svg'",
        b"<svg xmlns='http://www.w3.org/2000/svg'><path/></svg>",
        picture("PNG")[:60],
        b'<!DOCTYPE svg [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'
        + HEAD.encode()
        + b"<text>&b;</text></svg>",
        b'<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
        + HEAD.encode()
        + b"<text>&x;</text></svg>",
    ],
)
def test_what_is_no_image_has_a_sentence(content: bytes) -> None:
    with pytest.raises(LogoError, match=r"«.mairie\.png.» n’est pas une image lisible"):
        read_logo("mairie.png", content)


@pytest.mark.parametrize(
    "inner",
    [
        "<script>alert(1)</script>",
        '<rect width="4" height="4" onload="alert(1)"/>',
        '<a href="https://elsewhere.example/"><rect width="4" height="4"/></a>',
        '<image href="https://elsewhere.example/a.png" width="4" height="4"/>',
        '<image xlink:href="file:///etc/passwd" width="4" height="4"/>',
        '<image href="data:image/svg+xml;base64,PHN2Zy8+" width="4" height="4"/>',
        '<use href="https://elsewhere.example/a.svg#b"/>',
        '<image href="data:image/png;base64,aGVsbG8=" width="4" height="4"/>',
        "<style>@import url(https://elsewhere.example/a.css);</style>",
        "<style>rect{fill:url(https://elsewhere.example/a.svg#b)}</style>",
        '<rect width="4" height="4" style="fill:url( \'https://elsewhere.example/a.svg#b\' )"/>',
        '<rect width="4" height="4" fill="url(//elsewhere.example/a.svg#b)"/>',
        "<foreignObject><iframe xmlns='http://www.w3.org/1999/xhtml' src='https://elsewhere.example/'/></foreignObject>",
        '<rect width="4" height="4"><set attributeName="href" to="javascript:alert(1)"/></rect>',
    ],
)
def test_what_runs_or_fetches_is_left_out_and_told(inner: str) -> None:
    logo = read_logo("mairie.svg", f'{HEAD}{inner}<path id="kept" d="M0 0h4v4z"/></svg>'.encode())
    text = logo.content.decode()
    for word in ("elsewhere", "alert", "script", "passwd", "data:", "@import", "iframe", "onload"):
        assert word not in text
    assert 'id="kept"' in text
    assert "ont été retirées" in logo.note


def test_what_a_drawing_program_writes_is_kept_without_a_word() -> None:
    inner = (
        '<defs><linearGradient id="g"><stop offset="0" stop-color="#fff"/></linearGradient></defs>'
        '<style>.a{fill:url(#g)}</style><rect class="a" width="4" height="4" style="stroke:url(#g)"/>'
        '<use xlink:href="#g"/><metadata>who</metadata>'
        '<image width="1" height="1" href="data:image/png;base64,'
        + base64.b64encode(picture("PNG")).decode()
        + '"/>'
    )
    logo = read_logo("mairie.svg", f"{HEAD}{inner}</svg>".encode())
    text = logo.content.decode()
    assert text.count("url(#g)") == 2
    assert "data:image/png" in text
    assert "metadata" not in text
    assert logo.note == ""


@pytest.mark.parametrize(
    "inner",
    [
        '<g id="a"><use href="#a"/></g>',
        '<g id="a"><use href="#b"/></g><g id="b"><use href="#a"/></g>',
        '<path id="g0" d="M0 0h4v4z"/>'
        + "".join(f'<g id="g{level + 1}">{f"""<use href="#g{level}"/>""" * 10}</g>' for level in range(9)),
        "<g>" * 3000 + "</g>" * 3000,
    ],
)
def test_a_drawing_without_end_is_no_logo(inner: str) -> None:
    with pytest.raises(LogoError):
        read_logo("mairie.svg", f"{HEAD}{inner}</svg>".encode())


def test_a_photograph_stands_as_it_was_taken() -> None:
    out = io.BytesIO()
    exif = Image.Exif()
    exif[0x0112] = 6
    Image.new("RGB", (40, 20)).save(out, "JPEG", exif=exif)
    assert read_logo("mairie.jpg", out.getvalue()).ratio == 0.5


def test_a_base_elsewhere_is_left_out() -> None:
    text = f'{HEAD}<g xml:base="https://elsewhere.example/" xml:space="preserve"><use href="#a"/></g></svg>'
    assert "elsewhere" not in read_logo("mairie.svg", text.encode()).content.decode()


def test_too_many_and_too_large_are_said() -> None:
    logos = tuple((f"{place}.png", picture("PNG")) for place in range(5))
    assert len(read_logos(logos[:4])) == 4
    with pytest.raises(LogosError, match=r"5 logos ont été donnés.; une planche en accueille 4"):
        read_logos(logos)
    with pytest.raises(LogoSizeError, match="trop lourd"):
        read_logo("a.png", b"\x89PNG" + b"\0" * 10_000_001)
    with pytest.raises(LogoSizeError):
        read_logo("a.png", picture("PNG", "1", (9000, 9000)))


@hypothesis.given(strategies.binary(max_size=300), strategies.sampled_from(["PNG", "JPEG", "SVG"]))
@hypothesis.settings(max_examples=30)
def test_a_damaged_logo_is_read_or_has_its_sentence(damage: bytes, kind: str) -> None:
    whole = f'{HEAD}<path d="M0 0h4v4z"/></svg>'.encode() if kind == "SVG" else picture(kind)
    place = len(damage) % len(whole)
    try:
        logo = read_logo("a", whole[:place] + damage + whole[place + len(damage) // 2 :])
    except (LogoError, LogoSizeError):
        return
    assert logo.ratio > 0
