"""The printed certificate: tagged, archivable, one page, the same bytes, a code that can be scanned."""

import io
import shutil
import subprocess
from dataclasses import replace
from datetime import date

import pytest
import zxingcpp
from PIL import Image
from pypdf import PdfReader

from pb.certificates.paper import Facts, qr
from tests.certificates.make import PRESS

FACTS = Facts(
    kind="winner", code="7KMP2QXD4RAB", name="Орися Вигадана-Ґедзь", title="Сквер на Уявній", number=12,
    contest="Благоустрій", cycle="Бюджет участі 2026", decision_number="123-45", decided_on=date(2026, 5, 14),
    issued_on=date(2026, 5, 20),
)  # fmt: skip


def read(pdf: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(pdf))


def test_it_says_who_what_and_by_which_decision() -> None:
    text = " ".join(read(PRESS.pdf(FACTS)).pages[0].extract_text().replace("\u00a0", " ").split())
    for words in (
        "Сертифікат",
        "Орися Вигадана-Ґедзь",
        "«Сквер на Уявній»",
        "№ 123-45 від 14 травня 2026",
        "7KMP-2QXD-4RAB",
    ):
        assert words in text
    assert "localhost/verify/7KMP2QXD4RAB" in text


def test_it_is_tagged_archivable_and_ukrainian() -> None:
    pdf = PRESS.pdf(FACTS)
    root = read(pdf).trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert str(root["/Lang"]).startswith("uk")
    assert b"pdfuaid" in pdf
    assert b"pdfaid" in pdf
    assert len(pdf) < 100_000


def test_the_same_facts_make_the_same_bytes_and_others_do_not() -> None:
    first = PRESS.pdf(FACTS)
    assert PRESS.pdf(FACTS) == first
    assert PRESS.pdf(replace(FACTS, name="Інша Людина")) != first


@pytest.mark.parametrize("kind", ["winner", "participant"])
def test_the_longest_texts_stay_on_one_page_and_markup_stays_text(kind: str) -> None:
    name = '#read("/etc/passwd") $x$ *b* ' + "Довге-Прізвище " * 6
    pdf = PRESS.pdf(replace(FACTS, kind=kind, name=name, title="Щ" + "дуже довга назва " * 7, contest="Напрям " * 20))
    assert len(read(pdf).pages) == 1
    assert "#read" in read(pdf).pages[0].extract_text()


def test_the_code_is_large_enough_and_reads_back_from_the_paper() -> None:
    tool = shutil.which("pdftoppm")
    if tool is None:
        pytest.skip("needs poppler-utils: apt-get install poppler-utils")
    done = subprocess.run([tool, "-r", "150", "-gray"], input=PRESS.pdf(FACTS), capture_output=True, check=True)
    found = zxingcpp.read_barcodes(Image.open(io.BytesIO(done.stdout)))
    assert [code.text for code in found] == ["http://localhost/verify/7KMP2QXD4RAB"]
    corners = found[0].position
    width_mm = (corners.top_right.x - corners.top_left.x) / 150 * 25.4
    assert width_mm >= 25


def test_the_drawn_code_needs_no_style() -> None:
    assert "style" not in qr("http://localhost/verify/7KMP2QXD4RAB")
