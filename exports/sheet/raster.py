"""A typeset page as a picture: rendered in bands, so that a poster needs little more memory than a page."""

import io
import struct
import threading
import zlib
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager

import numpy as np
import numpy.typing as npt
import pypdfium2
import pypdfium2.raw as pdfium
from PIL import Image

INCH_MM = 25.4
MOST_PIXELS = 160_000_000
"""A0 at 300 dpi has 139 million."""
_BAND_PIXELS = 24_000_000
_PIECE_BYTES = 4_000_000
_PNG_LEVEL = 5
_JPEG_QUALITY = 92
_SIGNATURE = b"\x89PNG\r\n\x1a\n"

_one_at_a_time = threading.Lock()
"""The renderer keeps state for the whole process."""

Pixels = npt.NDArray[np.uint8]


def bands(typeset: bytes, width: int, height: int, place: int = 0) -> Iterator[Pixels]:
    """Render a page from the top to the bottom.

    Parameters
    ----------
    typeset
        A PDF.
    width, height
        Of the whole picture, in pixels: the page is brought to exactly that size.
    place
        Of the page, the first being 0.

    Yields
    ------
    Rows of red, green and blue, of shape (n, width, 3); together ``height`` rows.
    """
    rows = max(1, _BAND_PIXELS // width)
    with _page(typeset, place) as page:
        for top in range(0, height, rows):
            yield _band(page, top, min(rows, height - top), width, height)


@contextmanager
def _page(typeset: bytes, place: int) -> Iterator[pypdfium2.PdfPage]:
    with _one_at_a_time:
        document = pypdfium2.PdfDocument(typeset)
        page = document[place]
    try:
        yield page
    finally:
        with _one_at_a_time:
            page.close()
            document.close()


def _band(page: pypdfium2.PdfPage, top: int, rows: int, width: int, height: int) -> Pixels:
    pixels: Pixels = np.full((rows, width, 3), 255, dtype=np.uint8)
    _render(page, pixels, top, height, pdfium.FPDFBitmap_BGR)
    return pixels


def _render(page: pypdfium2.PdfPage, pixels: Pixels, top: int, height: int, form: int) -> None:
    """Render rows of a page, from one on, into white pixels of shape (n, width, channels)."""
    rows, width, channels = pixels.shape
    with _one_at_a_time:
        bitmap = pdfium.FPDFBitmap_CreateEx(width, rows, form, pixels.ctypes.data, channels * width)
        try:
            flags = pdfium.FPDF_REVERSE_BYTE_ORDER
            pdfium.FPDF_RenderPageBitmap(bitmap, page, 0, -top, width, height, 0, flags)
        finally:
            pdfium.FPDFBitmap_Destroy(bitmap)


def png(typeset: bytes, width: int, height: int, dpi: float, title: str, place: int = 0) -> bytes:
    """Write a page as PNG, one band after the other: while one is packed the next is rendered.

    Parameters
    ----------
    typeset
        A PDF.
    width, height
        In pixels.
    dpi, title
        Written into the file: it is printed at its size.
    place
        Of the page, the first being 0.
    """
    out = io.BytesIO()
    out.write(_SIGNATURE)
    _chunk(out, b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    _chunk(out, b"sRGB", b"\0")
    per_metre = round(dpi / INCH_MM * 1000)
    _chunk(out, b"pHYs", struct.pack(">IIB", per_metre, per_metre, 1))
    _chunk(out, b"iTXt", b"Title\0\0\0\0\0" + title.encode())
    for packed in _packed(bands(typeset, width, height, place)):
        _chunk(out, b"IDAT", packed)
    _chunk(out, b"IEND", b"")
    return out.getvalue()


def _chunk(out: io.BytesIO, kind: bytes, content: bytes) -> None:
    out.write(struct.pack(">I", len(content)) + kind + content)
    out.write(struct.pack(">I", zlib.crc32(kind + content)))


def _packed(found: Iterable[Pixels]) -> Iterator[bytes]:
    """Pieces of one zlib stream (RFC 1950), each packed by itself, two at a time."""
    yield b"\x78\x5e"
    checked = 1
    waiting: deque[Future[bytes]] = deque()
    with ThreadPoolExecutor(2, thread_name_prefix="png") as pool:
        for band in found:
            lines = np.zeros((len(band), 1 + band[0].size), dtype=np.uint8)
            lines[:, 1:] = band.reshape(len(band), -1)
            step = max(1, _PIECE_BYTES // lines.shape[1])
            for top in range(0, len(lines), step):
                piece = lines[top : top + step].data.cast("B")
                checked = zlib.adler32(piece, checked)
                waiting.append(pool.submit(_piece, piece))
            # What is ready goes, and no more than a band waits.
            while waiting and (waiting[0].done() or len(waiting) > len(lines) // step + 1):
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    yield b"\x03\x00" + struct.pack(">I", checked)


def _piece(piece: memoryview) -> bytes:
    packer = zlib.compressobj(_PNG_LEVEL, zlib.DEFLATED, -15)
    return packer.compress(piece) + packer.flush(zlib.Z_FULL_FLUSH)


def page_pictures(content: bytes, longer_px: int) -> tuple[bytes, ...]:
    """Render every page of a PDF as PNG, its longer side of that many pixels: what a page of the screen shows."""
    with _one_at_a_time:
        document = pypdfium2.PdfDocument(content)
        sizes = [document.get_page_size(place) for place in range(len(document))]
        document.close()
    found = []
    for place, (wide, high) in enumerate(sizes):
        scale = longer_px / max(wide, high)
        width, height = max(1, round(wide * scale)), max(1, round(high * scale))
        found.append(png(content, width, height, 72 * scale, "", place))
    return tuple(found)


def jpeg(typeset: bytes, width: int, height: int, dpi: float) -> bytes:
    """Write a page as JPEG; colours are not thinned out, so that letters stay sharp.

    The picture is rendered where it is packed from: of a poster there is no room for two.
    """
    pixels: Pixels = np.full((height, width, 4), 255, dtype=np.uint8)
    rows = max(1, _BAND_PIXELS // width)
    with _page(typeset, 0) as page:
        for top in range(0, height, rows):
            _render(page, pixels[top : top + rows], top, height, pdfium.FPDFBitmap_BGRx)
    image = Image.frombuffer("RGBX", (width, height), pixels.reshape(-1), "raw", "RGBX", 0, 1)
    out = io.BytesIO()
    image.save(out, "JPEG", quality=_JPEG_QUALITY, subsampling=0, dpi=(dpi, dpi))
    return out.getvalue()
