"""The estimate: exact numbers, kind refusals, reserve, pasted tables, prices that winners paid; without scripts."""

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from pb.cycles.rules import Phase
from pb.projects.models import EstimateRow, Project
from pb.projects.rules import EstimateLine, Status, total_of
from pb.submission.lines import pasted_lines, read_line
from pb.submission.prices import prices_paid
from pb.submission.rules import LineFault
from pb.values.money import Kopecks, hryvnias
from pb.values.words import likeness, stem, stems
from tests import make
from tests.visitor import Visitor


def test_a_line_is_read_exactly() -> None:
    assert read_line("Лавка", "", "2,5", "10 000,50 грн") == EstimateLine("Лавка", "шт.", 2500, Kopecks(10_000_50))


@pytest.mark.parametrize(
    ("cells", "field", "fault"),
    [
        (("", "шт.", "1", "1"), "item", LineFault.NO_ITEM),
        (("Лавка", "", "", "1"), "quantity", LineFault.NO_QUANTITY),
        (("Лавка", "", "-3", "1"), "quantity", LineFault.NOT_POSITIVE),
        (("Лавка", "", "0", "1"), "quantity", LineFault.NOT_POSITIVE),
        (("Лавка", "", "багато", "1"), "quantity", LineFault.NOT_A_NUMBER),
        (("Лавка", "", "NaN", "1"), "quantity", LineFault.NOT_A_NUMBER),
        (("Лавка", "", "1000001", "1"), "quantity", LineFault.TOO_MANY),
        (("Лавка", "", "1", ""), "price", LineFault.NO_PRICE),
        (("Лавка", "", "1", "-1"), "price", LineFault.NEGATIVE),
        (("Лавка", "", "1", "1000000000000"), "price", LineFault.TOO_DEAR),
        (("Лавка", "", "1", "1e400"), "price", LineFault.TOO_DEAR),
        (("Лавка", "", "1000000", "1000"), "price", LineFault.TOO_DEAR),
        (("Лавка", "", "=A1*2", "1"), "quantity", LineFault.FORMULA),
        (("Лавка", "", "1", "+SUM(A1)"), "price", LineFault.FORMULA),
        (("=HYPERLINK(1)", "", "1", "1"), "item", LineFault.FORMULA),
        (("@cmd", "", "1", "1"), "item", LineFault.FORMULA),
    ],
)
def test_a_wrong_cell_is_named(cells: tuple[str, str, str, str], field: str, fault: LineFault) -> None:
    assert read_line(*cells) == {field: fault}


CELLS = st.text("0123456789=+-−., eENa₴лавка\u00a0", max_size=30)


@given(CELLS, CELLS, CELLS, CELLS)
def test_whatever_is_typed_gives_a_line_or_a_reason(item: str, unit: str, quantity: str, price: str) -> None:
    found = read_line(item, unit, quantity, price)
    if isinstance(found, EstimateLine):
        assert 0 < found.quantity <= 10**9
        assert 0 <= found.total <= hryvnias(100_000_000)
    else:
        assert found


def test_a_copied_table_is_read_with_its_headings_passed_over() -> None:
    text = "Назва\tОд.\tК-сть\tЦіна\nЛавка\tшт.\t2\t10 000,50\n\nДоставка\t1\t500\n"
    found, faults = pasted_lines(text)
    assert faults == []
    assert [(line.item, line.unit, line.quantity, line.price) for line in found] == [
        ("Лавка", "шт.", 2000, 10_000_50),
        ("Доставка", "шт.", 1000, 500_00),
    ]
    assert pasted_lines("Лавка;шт.;2;100")[0][0].total == 200_00
    assert pasted_lines("Лавка\tшт.\t=B1\t5")[1] == [(1, LineFault.FORMULA)]
    assert pasted_lines("Лавка\t1\t5\n" * 41)[1][-1][1] is LineFault.TOO_MANY_ROWS


def test_the_reserve_is_part_of_the_sum() -> None:
    assert total_of([EstimateLine("Лавка", "шт.", 1000, Kopecks(333_33))], 20) == 333_33 + 66_67


@pytest.fixture
def author(app: Flask, visitor: Visitor) -> Visitor:
    with app.extensions["pb"].database.transaction() as session:
        make.cycle(session, Phase.SUBMISSION, code="2027")
        past = make.cycle(session, Phase.IMPLEMENTATION, code="2026")
        for price in (10_000, 12_000, 20_000):
            make.project(session, past, Status.IMPLEMENTED, cost=hryvnias(price))
        lost = make.project(session, past, Status.TOOK_PART)
        session.add(EstimateRow(project_id=lost.id, position=2, item="Ракета", unit="шт.", quantity=1, price_kopecks=1))
        make.signed_in(visitor, session, make.author(session))
    visitor.get("/submit/new/2027")
    visitor.send(status=303, title="Лавки", contest="improvement")
    visitor.get(visitor.answer.location.split("?")[0] + "/estimate")
    return visitor


def draft(app: Flask) -> Project:
    with app.extensions["pb"].database.reading() as session:
        return session.scalars(select(Project).where(Project.status == Status.DRAFT)).one()


def test_pasting_without_scripts_adds_lines(app: Flask, author: Visitor) -> None:
    author.send(status=303, **{"lines-0-item": "Дерево", "lines-0-quantity": "1", "lines-0-price": "100"},
                paste="Лавки паркові\tшт.\t2\t1000", reserve="10")  # fmt: skip
    assert draft(app).total_kopecks == 2_310_00
    author.get(author.answer.location)
    assert author.page.select_one("[value='Лавки паркові']")
    assert author.page.select_one("textarea[name=paste]").get_text().strip() == ""


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"paste": "Лавка\tшт.\t=1+1\t5"}, "Рядок 1: Це формула"),
        ({"reserve": "21"}, "від 0 до 20"),
        ({"reserve": "-1"}, "від 0 до 20"),
        ({"lines-0-item": "Лавка", "lines-0-quantity": "1", "lines-0-price": "1000000000000"}, "Сума завелика"),
    ],
)
def test_what_is_wrong_is_said_and_kept(app: Flask, author: Visitor, typed: dict[str, str], sentence: str) -> None:
    kept = {"lines-1-item": "Збережений рядок", "lines-1-quantity": "1", "lines-1-price": "5"}
    author.send(status=422, **kept, **typed)
    assert sentence in author.text
    assert author.page.select_one("[value='Збережений рядок']")
    assert draft(app).total_kopecks == 0


def test_over_the_ceiling_the_page_says_by_how_much(author: Visitor) -> None:
    author.send(status=303, act="more", **{
        "lines-0-item": "Сцена", "lines-0-quantity": "1", "lines-0-price": "518400"})  # fmt: skip
    author.get(author.answer.location)
    assert "більший за ліміт на 18 400 ₴" in author.text


def test_prices_of_winners_are_shown_beside(app: Flask, author: Visitor) -> None:
    assert "Лавка – 12 000 ₴ за шт. (від 10 000 ₴ до 20 000 ₴)" in author.text
    assert "Ракета" not in author.text
    with app.extensions["pb"].database.reading() as session:
        assert prices_paid(session, ["Сто лавок"])[0].usual == hryvnias(12_000)
        assert prices_paid(session, ["Гойдалка"]) == []


@pytest.mark.parametrize(
    "forms",
    ["лавка лавки лавок лавками лавці", "школа школи шкіл школою", "дерево дерева деревами", "двір двору дворами двори",
     "дитячий дитячого дитячих дитяча", "майданчик майданчика майданчиків", "вулиця вулиці вулицею вулиць",
     "освітлення освітленням", "садок садка садку садками", "зупинка зупинки зупинок"],
)  # fmt: skip
def test_forms_of_a_word_share_a_stem_or_nearly(forms: str) -> None:
    first, *others = [stem(word) for word in forms.split()]
    assert [other for other in others if likeness(first, other) < 0.5] == []


def test_words_of_every_application_do_not_count() -> None:
    assert stems("Лавки для школи, що біля парку") == [stem("лавка"), stem("школа"), stem("парк")]
