"""Photos and documents: what is taken, what is refused with which words, who may open them, nothing typed is lost."""

import io
import socketserver
import struct
import threading
import zipfile
from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Flask
from PIL import Image
from pytest_socket import enable_socket
from sqlalchemy import select

from pb.audit.rules import SYSTEM
from pb.cycles.models import Cycle
from pb.cycles.rules import Phase
from pb.errors import Refused
from pb.media.documents import document_kind
from pb.media.models import Document
from pb.media.rules import DocumentKind, Refusal, plain_name
from pb.media.scanning import is_clean
from pb.projects.models import Project
from pb.questions.rules import Question
from pb.questions.service import publish_form, save_question
from pb.settings import Settings
from pb.values.permission import Role
from tests import make
from tests.visitor import Visitor

PDF = b"%PDF-1.7\n%%EOF"
EICAR = b"%PDF-1.7 EICAR-STANDARD-ANTIVIRUS-TEST-FILE"


def office(mark: str = "word/document.xml", **parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(mark, b"<w/>")
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/"), content)
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (PDF, DocumentKind.PDF),
        (office(), DocumentKind.DOCX),
        (office("xl/workbook.xml"), DocumentKind.XLSX),
        (office("content.xml", mimetype=b"application/vnd.oasis.opendocument.text"), DocumentKind.ODT),
        (office("content.xml", mimetype=b"application/vnd.oasis.opendocument.spreadsheet"), DocumentKind.ODS),
    ],
)
def test_a_document_is_known_by_its_content(data: bytes, kind: DocumentKind) -> None:
    assert document_kind(data) is kind


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"<svg onload='x'/>", Refusal.NOT_A_DOCUMENT),
        (b"MZ\x90\x00", Refusal.NOT_A_DOCUMENT),
        (b"", Refusal.NOT_A_DOCUMENT),
        (office("any.txt"), Refusal.NOT_A_DOCUMENT),
        (office(word__vbaProject__bin=b"x").replace(b"vbaProject/bin", b"vbaProject.bin"), Refusal.HAS_MACROS),
        (office(word__embeddings__a=b"x"), Refusal.HAS_MACROS),
        (b"PK\x03\x04broken", Refusal.ZIP_BOMB),
        (office(bomb=b"\0" * (101 * 1024 * 1024)), Refusal.ZIP_BOMB),
        (office(**{f"part{number}": b"" for number in range(2001)}), Refusal.ZIP_BOMB),
        (b"%PDF-" + b"0" * (10 * 1024 * 1024), Refusal.TOO_LARGE),
    ],
    ids=["svg", "exe", "empty", "zip", "macro", "embedded", "broken", "bomb", "parts", "large"],
)
def test_anything_else_is_refused(data: bytes, why: Refusal) -> None:
    with pytest.raises(Refused) as refused:
        document_kind(data)
    assert refused.value.reason is why


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\дім\\лист 🌳.PDF", "лист 🌳.pdf"),
        ("gpj.\u202efdp.exe", "gpj.fdp.pdf"),
        ('a"b<c>\r\n.pdf', "abc.pdf"),
        ("...", "file.pdf"),
        ("х" * 300 + ".pdf", "х" * 100 + ".pdf"),
    ],
)
def test_a_name_is_only_a_name(given: str, kept: str) -> None:
    assert plain_name(given, DocumentKind.PDF) == kept


class FakeClamd(socketserver.BaseRequestHandler):
    """Speaks INSTREAM; `says` answers."""

    says = b"stream: OK\0"

    def handle(self) -> None:
        line = self.request.makefile("rb")
        assert line.read(10) == b"zINSTREAM\0"
        data = b""
        while size := struct.unpack("!I", line.read(4))[0]:
            data += line.read(size)
        self.request.sendall(b"stream: Eicar FOUND\0" if b"EICAR" in data else self.says)


@pytest.fixture
def clamd() -> Iterator[str]:
    enable_socket()
    with socketserver.TCPServer(("127.0.0.1", 0), FakeClamd) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"127.0.0.1:{server.server_address[1]}"
        server.shutdown()


def test_the_scanner_is_asked_and_believed(clamd: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert is_clean(clamd, PDF * 20_000)
    assert not is_clean(clamd, EICAR)
    monkeypatch.setattr(FakeClamd, "says", b"INSTREAM size limit exceeded. ERROR\0")
    with pytest.raises(OSError, match="neither"):
        is_clean(clamd, PDF)


@pytest.fixture
def author(app: Flask, visitor: Visitor) -> Visitor:
    with app.extensions["pb"].database.transaction() as session:
        make.cycle(session, Phase.SUBMISSION, code="2027")
        make.district(session, "center")
        make.signed_in(visitor, session, make.author(session))
    visitor.get("/submit/new/2027")
    visitor.send(status=303, title="Лавки")
    visitor.get(visitor.answer.location.split("?")[0] + "/photos")
    return visitor


def draft(app: Flask) -> Project:
    with app.extensions["pb"].database.reading() as session:
        return session.scalars(select(Project)).one()


def hand_in(author: Visitor, data: bytes, name: str = "лист.pdf", status: int = 303) -> None:
    author.send("form[action$='/documents']", status=status, document=(io.BytesIO(data), name))


def test_several_photos_at_once_and_a_description_later(author: Visitor) -> None:
    pictures = [(io.BytesIO(make.photo()), f"{number}.jpg") for number in range(2)]
    author.send("[data-module=pb-photos] form", status=303, photo=pictures, camera=(io.BytesIO(make.photo()), "c.jpg"))
    author.get(author.answer.location)
    assert len(author.page.select(".pb-grid > li")) == 3
    author.send("form[action$='/alt']", status=303, alt="Алея 🌳 שלום")
    author.get(author.answer.location)
    assert author.page.select_one(".pb-grid img")["alt"] == "Алея 🌳 שלום"


def test_exif_and_place_are_dropped(app: Flask, author: Visitor) -> None:
    exif = Image.Exif()
    exif[0x010F] = "CANARYCAMERA"
    exif.get_ifd(0x8825)[2] = (48.0, 55.0, 21.0)
    author.send("[data-module=pb-photos] form", status=303, photo=(io.BytesIO(make.photo(exif=exif)), "a.jpg"))
    author.get(author.answer.location)
    body = author.client.get(author.page.select_one(".pb-grid img")["src"]).get_data()
    assert b"CANARYCAMERA" not in body
    with Image.open(io.BytesIO(body)) as kept:
        assert dict(kept.getexif()) == {}


def bomb() -> bytes:
    out = io.BytesIO()
    Image.new("1", (20_000, 20_000)).save(out, "PNG")
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"\xff\xd8" + b"0" * (12 * 1024 * 1024), "завеликий"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>", "Це не фото"),
        (bomb(), "забагато пікселів"),
        (PDF, "Це не фото"),
    ],
    ids=["12 MB", "svg", "pixels", "pdf"],
)
def test_a_bad_photo_is_refused_and_the_text_stays(author: Visitor, data: bytes, sentence: str) -> None:
    author.send("[data-module=pb-photos] form", status=422, photo=(io.BytesIO(data), "a.jpg"), alt="опис лишається")
    assert sentence in author.text
    assert author.page.select_one("#alt")["value"] == "опис лишається"


def test_good_photos_beside_a_bad_one_are_kept(author: Visitor) -> None:
    pictures = [(io.BytesIO(make.photo()), "good.jpg"), (io.BytesIO(b"x"), "bad.jpg")]
    author.send("[data-module=pb-photos] form", status=422, photo=pictures)
    assert "bad.jpg: Це не фото" in author.text
    assert len(author.page.select(".pb-grid > li")) == 1


def test_a_hundred_thousand_parts_are_refused_and_the_draft_stays(app: Flask, author: Visitor) -> None:
    token = author.page.select_one("input[name=csrf_token]")["value"]
    parts = {f"p{number}": "x" for number in range(100_000)}
    answer = author.client.post(
        f"/submit/{draft(app).code}/idea", data={"csrf_token": token, **parts}, content_type="multipart/form-data"
    )
    assert answer.status_code == 413
    assert "написане збережено" in answer.get_data(as_text=True)
    assert draft(app).title == "Лавки"


def test_a_document_is_for_its_author_and_reviewers_only(app: Flask, author: Visitor) -> None:
    hand_in(author, PDF, "лист 🌳.pdf")
    author.get(author.answer.location)
    address = str(author.page.select_one("a[href*='/documents/']")["href"])
    answer = author.client.get(address)
    assert answer.get_data() == PDF
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["Content-Type"] == "application/pdf"
    code = address.rsplit("/", 1)[1]
    stranger, secretary, operator = Visitor(app), Visitor(app), Visitor(app)
    with app.extensions["pb"].database.transaction() as session:
        people = [make.author(session, "Чужа Людина"), make.staff(session, Role.SECRETARY)]
        people.append(make.staff(session, Role.OPERATOR))
    for browser, person in zip((stranger, secretary, operator), people, strict=True):
        with app.extensions["pb"].database.transaction() as session:
            make.signed_in(browser, session, person)
    review = f"/review/completeness/{draft(app).code}/documents/{code}"
    assert stranger.client.get(address).status_code == 404
    assert Visitor(app).client.get(address).status_code == 302
    assert operator.client.get(review).status_code == 403
    assert secretary.client.get(review).get_data() == PDF
    assert Visitor(app).client.get(f"/media/{code}-page.webp").status_code == 404
    author.send("form[action$='/remove']", status=303)
    assert author.client.get(address).status_code == 404


@pytest.mark.parametrize(("data", "sentence"), [(b"MZ", "Такий файл не можна"), (b"", "Такий файл не можна")])
def test_a_bad_document_is_refused_with_a_sentence(author: Visitor, data: bytes, sentence: str) -> None:
    hand_in(author, data, "virus.exe", status=422)
    assert sentence in author.text
    assert author.page.select_one(".govuk-error-summary a[href='#document']")


class TestWithScanner:
    """A city that has clamd."""

    @pytest.fixture
    def settings(self, settings: Settings, clamd: str) -> Settings:
        return replace(settings, clamd=clamd)

    def test_an_infected_document_is_not_kept(self, app: Flask, author: Visitor) -> None:
        hand_in(author, EICAR, status=422)
        assert "знайшов у файлі загрозу" in author.text
        hand_in(author, PDF)
        with app.extensions["pb"].database.reading() as session:
            assert [row.is_scanned for row in session.scalars(select(Document))] == [True]


class TestWithSilentScanner:
    """Its scanner is down: nothing unseen comes in."""

    @pytest.fixture
    def settings(self, settings: Settings) -> Settings:
        enable_socket()
        return replace(settings, clamd="127.0.0.1:9")

    def test_a_document_waits(self, app: Flask, author: Visitor) -> None:
        hand_in(author, PDF, status=422)
        assert "не можемо перевірити" in author.text


def test_a_question_may_ask_for_a_document(app: Flask, author: Visitor) -> None:
    with app.extensions["pb"].database.transaction() as session:
        cycle = session.scalars(select(Cycle)).one()
        save_question(
            session, SYSTEM, cycle, Question("", "file", "Лист військової частини", is_required=True, is_public=True)
        )
        publish_form(session, SYSTEM, cycle, make.NOW)
    path = f"/submit/{draft(app).code}/questions"
    author.get(path)
    name = author.page.select_one("input[type=file]")["name"]
    author.send("main form", status=422, **{name: (io.BytesIO(b"MZ"), "a.pdf")})
    assert "Такий файл не можна" in author.text
    author.send("main form", status=303, **{name: (io.BytesIO(PDF), "лист.pdf")})
    author.get(path)
    author.send("main form", status=303)
    author.get(path)
    address = str(author.page.select_one("main a[href*='/documents/']")["href"])
    assert author.client.get(address).get_data() == PDF
