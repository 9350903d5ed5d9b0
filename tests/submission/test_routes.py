"""An author's way through the application, as a browser without JavaScript sees it."""

import io

import pytest
from flask import Flask
from sqlalchemy import select

from pb.cycles.rules import Phase
from pb.projects.models import Project
from pb.projects.rules import Status
from tests import make
from tests.visitor import Visitor


@pytest.fixture
def author(app: Flask, visitor: Visitor):
    with app.extensions["pb"].database.transaction() as session:
        make.cycle(session, Phase.SUBMISSION, code="2027")
        make.district(session, "center")
        person = make.author(session)
        make.signed_in(visitor, session, person)
    return visitor


def only_project(app: Flask) -> Project:
    with app.extensions["pb"].database.reading() as session:
        return session.scalars(select(Project)).one()


def begun(author: Visitor, app: Flask) -> str:
    author.get("/submit/new/2027")
    author.send(status=303)
    return only_project(app).code


def test_a_prepared_author_sends_a_project(author: Visitor, app: Flask) -> None:
    code = begun(author, app)
    author.get(f"/submit/{code}/idea")
    author.send(
        status=303,
        title="Лавки на алеї",
        contest="improvement",
        summary="Буде де сісти.",
        problem="Немає де.",
        idea="Лавки.",
    )
    author.get(f"/submit/{code}/place")
    author.send(status=303, district="center", address="Алея, 1", latitude="48,92", longitude="24.71")
    author.get(f"/submit/{code}/estimate")
    author.send(status=303, **{"lines-0-item": "Лавка", "lines-0-quantity": "2,5", "lines-0-price": "10 000,50"})
    author.get(f"/submit/{code}/photos")
    author.send("form[enctype]", status=303, photo=(io.BytesIO(make.photo()), "a.jpg"), alt="Алея")
    author.get(f"/submit/{code}/check")
    assert "25 001,25 ₴" in author.text
    author.send(status=303, consent="y")
    author.get(f"/submit/{code}/sent")
    assert "Номер проєкту: 1" in author.text
    sent = only_project(app)
    assert (sent.status, sent.number, sent.total_kopecks) == (Status.SUBMITTED, 1, 25_001_25)


def test_a_mistake_keeps_what_was_typed_and_names_it_in_the_summary(author: Visitor, app: Flask) -> None:
    code = begun(author, app)
    author.get(f"/submit/{code}/idea")
    author.send(status=422, title="х" * 121, problem="Довгий текст, який не можна загубити")
    assert "Довгий текст, який не можна загубити" in author.text
    assert author.page.select_one(".govuk-error-summary a[href='#title']")
    assert author.page.title.get_text().startswith("Помилка: ")


def test_an_estimate_line_with_a_wrong_number_is_kept_and_explained(author: Visitor, app: Flask) -> None:
    code = begun(author, app)
    author.get(f"/submit/{code}/estimate")
    author.send(status=422, **{"lines-0-item": "Лавка", "lines-0-quantity": "-3", "lines-0-price": "багато"})
    assert "більшою за нуль" in author.text
    assert author.page.select_one("input[name='lines-0-price']")["value"] == "багато"


@pytest.mark.parametrize(
    ("name", "data", "sentence"),
    [
        ("script.svg", b"<svg onload='alert(1)'/>", "Це не фото"),
        ("photo.jpg", b"not a photo at all", "Це не фото"),
        ("page.html", b"<script>1</script>", "Це не фото"),
        ("big.jpg", b"\xff\xd8" + b"0" * (10 * 1024 * 1024 + 1), "завеликий"),
    ],
)
def test_what_is_no_photo_is_refused_with_a_sentence(author: Visitor, app: Flask, name, data, sentence) -> None:
    code = begun(author, app)
    author.get(f"/submit/{code}/photos")
    author.send("form[enctype]", status=422, photo=(io.BytesIO(data), name), alt="збережений опис")
    assert sentence in author.text
    assert author.page.select_one("input[name=alt]")["value"] == "збережений опис"


def test_an_incomplete_project_is_not_sent_and_says_what_is_missing(author: Visitor, app: Flask) -> None:
    code = begun(author, app)
    author.get(f"/submit/{code}/check")
    assert "Дайте проєкту назву" in author.text
    author.send(status=422, consent="y")
    assert only_project(app).status is Status.DRAFT


def test_a_point_outside_the_community_is_refused_kindly(author: Visitor, app: Flask) -> None:
    code = begun(author, app)
    author.get(f"/submit/{code}/place")
    author.send(status=422, district="center", address="Київ", latitude="50.45", longitude="30.52")
    assert "за межами громади" in author.text
    assert author.page.select_one("input[name=address]")["value"] == "Київ"


def test_another_author_sees_nothing_of_a_draft(author: Visitor, app: Flask) -> None:
    code = begun(author, app)
    stranger = Visitor(app)
    with app.extensions["pb"].database.transaction() as session:
        make.signed_in(stranger, session, make.author(session, "Чужа Людина"))
    for page in ("", "/idea", "/place", "/estimate", "/photos", "/about", "/check", "/withdraw", "/sent"):
        stranger.get(f"/submit/{code}{page}", status=404)


def test_after_the_deadline_the_draft_stays_and_the_page_says_why(author: Visitor, app: Flask, the_clock) -> None:
    code = begun(author, app)
    for _fortnight in range(2):
        the_clock.now += make.DAY * 12
        author.get(f"/submit/{code}")
    author.get("/submit")
    assert "Зараз проєкти не приймаємо" in author.text
    author.get(f"/submit/{code}/idea")
    author.get("/submit/new/2027", status=409)
    assert "Чернетка збережена" in author.text
    assert only_project(app).code == code


def test_a_minor_is_told_the_rule_and_another_way(app: Flask, visitor: Visitor) -> None:
    with app.extensions["pb"].database.transaction() as session:
        make.cycle(session, Phase.SUBMISSION, code="2027")
        make.signed_in(visitor, session, make.author(session, birth_year=2012))
    visitor.get("/submit/new/2027")
    visitor.send(status=409)
    assert "з 18 років" in visitor.text
    assert "шкільний бюджет" in visitor.text


def test_a_hundred_thousand_parts_are_refused_and_the_draft_stays(author: Visitor, app: Flask) -> None:
    code = begun(author, app)
    author.get(f"/submit/{code}/idea")
    author.send(status=303, title="Лавки на алеї", contest="improvement")
    many = {f"field{number}": "x" * 20 for number in range(100_000)}
    answer = author.client.post(f"/submit/{code}/idea", data=many, content_type="multipart/form-data")
    assert answer.status_code == 413
    assert only_project(app).title == "Лавки на алеї"
