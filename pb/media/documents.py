"""Taking a document in: known by its content, not its name; unpacked only on paper, scanned, kept as it is."""

import hashlib
import io
import zipfile
from collections.abc import Callable
from pathlib import Path

from sqlalchemy.orm import Session

from pb import clock
from pb.errors import Refused
from pb.media.models import Document
from pb.media.rules import LARGEST_UNPACKED, LARGEST_UPLOAD, MOST_PARTS, DocumentKind, Refusal, plain_name
from pb.values.code import new_code

Scanner = Callable[[bytes], bool]
"""Whether the bytes are clean; raises OSError when nobody can tell."""
# A part that only this kind of office file has.
_MARKS = {"word/document.xml": DocumentKind.DOCX, "xl/workbook.xml": DocumentKind.XLSX}
_MIMETYPES = {
    b"application/vnd.oasis.opendocument.text": DocumentKind.ODT,
    b"application/vnd.oasis.opendocument.spreadsheet": DocumentKind.ODS,
}
# Macros and embedded objects: what runs when somebody of the city opens the file.
_RUNS = ("vbaproject.bin", "/embeddings/", "/activex/", "basic/", "scripts/", "object ")


def store_document(session: Session, folder: Path, data: bytes, *, name: str, scanner: Scanner | None) -> Document:
    """The kept document; Refused with the reason. The file is written before the row, as with pictures."""
    kind = document_kind(data)
    if scanner is not None:
        _scan(scanner, data)
    document = Document(
        code=new_code(16),
        name=plain_name(name, kind),
        kind=kind,
        size=len(data),
        sha256=hashlib.sha256(data).digest(),
        is_scanned=scanner is not None,
        stored_at=clock.now(),
    )
    (folder / document.code).write_bytes(data)
    session.add(document)
    session.flush()
    return document


def _scan(scanner: Scanner, data: bytes) -> None:
    try:
        is_clean = scanner(data)
    except OSError as silent:
        # Fail closed: a file nobody has looked at must not reach a reviewer who trusts that somebody has.
        raise Refused(Refusal.SCANNER_DOWN) from silent
    if not is_clean:
        raise Refused(Refusal.INFECTED)


def document_kind(data: bytes) -> DocumentKind:
    """What `data` is by its content; Refused when it is nothing we take."""
    if len(data) > LARGEST_UPLOAD:
        raise Refused(Refusal.TOO_LARGE)
    if data.startswith(b"%PDF-"):
        return DocumentKind.PDF
    if not data.startswith(b"PK\x03\x04"):
        raise Refused(Refusal.NOT_A_DOCUMENT)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _office_kind(archive)
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, KeyError, EOFError, OSError) as broken:
        raise Refused(Refusal.ZIP_BOMB) from broken


def _office_kind(archive: zipfile.ZipFile) -> DocumentKind:
    parts = archive.infolist()
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > LARGEST_UNPACKED:
        raise Refused(Refusal.ZIP_BOMB)
    names = {part.filename for part in parts}
    lower = [f"/{name.casefold()}" for name in names]
    if any(mark in name for name in lower for mark in _RUNS):
        raise Refused(Refusal.HAS_MACROS)
    kind = next((kind for part, kind in _MARKS.items() if part in names), None)
    if kind is None and "mimetype" in names and archive.getinfo("mimetype").file_size < 100:
        kind = _MIMETYPES.get(archive.read("mimetype").strip())
    if kind is None:
        raise Refused(Refusal.NOT_A_DOCUMENT)
    return kind
