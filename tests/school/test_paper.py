"""Slips and the poster as they come out of the printer."""

import io
import shutil
import subprocess
from pathlib import Path

import pypdf
import pytest

from pb.school.paper import Bar, Poster, SlipWords, Winner, poster_pdf, slips_pdf
from pb.values.code import new_code
from tests.make_school import SCHOOL, codes_of, scanned, text_of

WORDS = SlipWords(SCHOOL, "20 квітня – 24 квітня", "https://budget.example.org/vote/code")
PDFTOPPM = shutil.which("pdftoppm")


def test_every_code_is_printed_once_and_each_class_begins_a_sheet() -> None:
    slips = {"10-Б": [new_code(12) for _ in range(9)], "7-А": [new_code(12) for _ in range(3)]}
    pdf = slips_pdf(WORDS, slips)
    assert codes_of(pdf) == slips["7-А"] + slips["10-Б"]
    sheets = [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages]
    assert [sheet.count("Клас 7-А") for sheet in sheets] == [3, 0, 0]
    assert [sheet.count("Клас 10-Б") for sheet in sheets] == [0, 8, 1]
    assert "Код діє один раз" in sheets[0]


@pytest.mark.skipif(PDFTOPPM is None, reason="needs poppler-utils: apt-get install poppler-utils")
def test_a_phone_reads_every_slip_of_a_sheet(tmp_path: Path) -> None:
    codes = [new_code(12) for _ in range(8)]
    (tmp_path / "slips.pdf").write_bytes(slips_pdf(WORDS, {"7-А": codes}))
    subprocess.run([str(PDFTOPPM), "-r", "110", "-gray", "-png", "slips.pdf", "slip"], cwd=tmp_path, check=True)
    [sheet] = tmp_path.glob("slip*.png")
    assert scanned(sheet.read_bytes()) == sorted(f"{WORDS.address}#{code}" for code in codes)


def test_a_whole_school_is_printed() -> None:
    slips = {f"{year}-{letter}": [new_code(12) for _ in range(25)] for year in range(6, 12) for letter in "АБ"}
    pdf = slips_pdf(WORDS, slips)
    assert len(codes_of(pdf)) == 300


def _poster(winners: list[Winner], bars: list[Bar]) -> bytes:
    return poster_pdf(
        Poster("Шкільний бюджет", SCHOOL, winners, bars, "412 з 560", "учнів", "До 30 жовтня.", "example.org/school/x")
    )


@pytest.mark.parametrize("amount", [0, 1, 4])
def test_the_poster_is_one_small_sheet(amount: int) -> None:
    winners = [Winner(f"Дуже довга назва шкільного проєкту з багатьма словами {n}", "96 голосів", "48 000 ₴")
               for n in range(amount)]  # fmt: skip
    pdf = _poster(winners, [Bar("Шафки", "96", 100, won=True), Bar("Дивани", "0", 0, won=False)])
    reader = pypdf.PdfReader(io.BytesIO(pdf))
    assert len(reader.pages) == 1
    assert [round(float(side)) for side in reader.pages[0].mediabox[2:]] == [842, 1191]
    assert len(pdf) < 1_000_000
    text = " ".join(text_of(pdf).split())
    assert ("Переможця немає" in text) == (amount == 0)
    assert "412 з 560" in text
