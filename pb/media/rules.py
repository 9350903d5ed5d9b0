"""What may be handed in as a picture or a document, and how it is kept; no file is touched here."""

from enum import StrEnum

LARGEST_UPLOAD = 10 * 1024 * 1024
LARGEST_PIXELS = 40_000_000  # a 40-megapixel photo; more is a decompression bomb
FORMATS = ("JPEG", "PNG", "WEBP")


class Size(StrEnum):
    """The two sizes of a kept picture."""

    PAGE = "page"
    CARD = "card"


# Longest side in pixels and WebP quality: a card's picture stays within 12 kB, a page's within 90 kB.
SHAPES: dict[Size, tuple[int, int]] = {Size.PAGE: (960, 72), Size.CARD: (360, 55)}


class Refusal(StrEnum):
    """Why a picture is not taken."""

    TOO_LARGE = "too_large"
    NOT_A_PICTURE = "not_a_picture"
    TOO_MANY_PIXELS = "too_many_pixels"
    TOO_MANY = "too_many"
    NOT_A_DOCUMENT = "not_a_document"
    HAS_MACROS = "has_macros"
    ZIP_BOMB = "zip_bomb"
    INFECTED = "infected"
    SCANNER_DOWN = "scanner_down"
    TOO_MANY_DOCUMENTS = "too_many_documents"


class DocumentKind(StrEnum):
    """Documents people hand in: those that cannot run anything by themselves."""

    PDF = "pdf"
    DOCX = "docx"
    XLSX = "xlsx"
    ODT = "odt"
    ODS = "ods"


LARGEST_UNPACKED = 100 * 1024 * 1024  # of an office file, which is a ZIP archive
MOST_PARTS = 2_000
MIME: dict[DocumentKind, str] = {
    DocumentKind.PDF: "application/pdf",
    DocumentKind.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    DocumentKind.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    DocumentKind.ODT: "application/vnd.oasis.opendocument.text",
    DocumentKind.ODS: "application/vnd.oasis.opendocument.spreadsheet",
}


def plain_name(name: str, kind: DocumentKind) -> str:
    """A file name without folders and control signs, with the ending of what the file really is.

    Signs that turn the direction of writing are taken out: «exe.fdp» must not read as «pdf.exe».
    """
    turning = "\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    clean = "".join(sign for sign in last if sign.isprintable() and sign not in turning + '<>:"|?*').strip(". ")
    stem = clean.rsplit(".", 1)[0] if "." in clean else clean
    return f"{stem[:100] or 'file'}.{kind.value}"
