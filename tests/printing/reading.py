"""Reading paper back: its words, its symbols, its marks on the page."""

import unicodedata

import pypdfium2
import zxingcpp
from PIL.Image import Image


def pages_of(pdf: bytes) -> int:
    document = pypdfium2.PdfDocument(pdf)
    try:
        return len(document)
    finally:
        document.close()


def words_of(pdf: bytes) -> str:
    """All text of all pages, Arabic letters in their plain forms (NFKC), one space between words."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        texts = []
        for page in document:
            text = page.get_textpage()
            texts.append(text.get_text_bounded())
            text.close()
            page.close()
    finally:
        document.close()
    return plain(" ".join(texts))


def plain(text: str) -> str:
    """``text`` as it can be compared: plain letters, one ordinary space between words."""
    return " ".join(unicodedata.normalize("NFKC", text).split())


def pictures_of(pdf: bytes, scale: float = 2) -> list[Image]:
    """Every page as seen, at 72 × ``scale`` dots an inch."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [page.render(scale=scale).to_pil().convert("RGB") for page in document]
    finally:
        document.close()


def symbols_of(pdf: bytes, scale: float = 2) -> list[str]:
    """The texts of all QR symbols that a camera would find on the pages."""
    return [found.text for picture in pictures_of(pdf, scale) for found in zxingcpp.read_barcodes(picture)]
