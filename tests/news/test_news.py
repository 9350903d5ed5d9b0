"""News from the draft to the public page."""

import io

import pytest
from flask import Flask
from sqlalchemy import select

from pb import clock
from pb.audit.models import AuditEntry
from pb.news import queries
from pb.news.rules import Draft, Refusal, summary_of, why_not_save
from pb.values.permission import Role
from tests import make
from tests.visitor import Visitor


@pytest.fixture
def editor(app: Flask, visitor: Visitor) -> Visitor:
    with app.extensions["pb"].database.transaction() as session:
        make.signed_in(visitor, session, make.staff(session, Role.MANAGER))
    return visitor


def test_a_summary_is_the_first_paragraph_without_signs() -> None:
    assert summary_of("Голосування **почалося**: [сторінка](https://x).\n\nДалі.") == "Голосування почалося: сторінка."
    long = summary_of("слово " * 100)
    assert long.endswith("слово…")
    assert len(long) <= 181


def test_a_draft_needs_title_and_text() -> None:
    assert why_not_save(Draft(" ", "Текст")) is Refusal.TITLE_NEEDED
    assert why_not_save(Draft("Назва", " ")) is Refusal.TEXT_NEEDED
    assert why_not_save(Draft("Назва", "Текст")) is None


def test_a_draft_is_seen_by_editors_only_until_it_is_published(app: Flask, editor: Visitor) -> None:
    editor.get("/staff/news/new")
    editor.send(
        "form[enctype]", status=303, act="save", title="Старт!", text="Голосування **почалося**.\n\n<script>x</script>"
    )
    with app.extensions["pb"].database.reading() as session:
        code = queries.every_news(session)[0].code
    anybody = Visitor(app)
    anybody.get(f"/news/{code}", status=404)
    anybody.get("/news")
    assert "Новин поки немає" in anybody.text
    editor.get(f"/staff/news/{code}")
    photo = (io.BytesIO(make.photo()), "a.jpg")
    editor.send(
        "form[enctype]", status=303, act="publish", picture=photo, alt="Площа", title_en="Go!", text_en="It began."
    )
    anybody.get("/news")
    assert "Голосування почалося." in anybody.text
    anybody.get(f"/news/{code}")
    assert anybody.title == "Старт!"
    assert anybody.page.select_one("article img")["alt"] == "Площа"
    assert not anybody.page.select("article script")
    anybody.get("/language/en", status=302)
    anybody.get(f"/news/{code}")
    assert anybody.title == "Go!"
    editor.get(f"/staff/news/{code}")
    editor.send("form[action$=withdraw]", status=303)
    anybody.get(f"/news/{code}", status=404)
    with app.extensions["pb"].database.reading() as session:
        actions = session.scalars(select(AuditEntry.action).where(AuditEntry.subject == f"news:{code}")).all()
    assert actions == ["news.save", "news.save", "news.publish", "news.withdraw"]


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"title": "", "text": "Текст, який не можна загубити"}, "title"),
        ({"title": "Текст, який не можна загубити", "text": ""}, "text"),
        (
            {"title": "Текст, який не можна загубити", "text": "А", "picture": (io.BytesIO(make.photo()), "a.jpg")},
            "alt",
        ),
        (
            {"title": "Текст, який не можна загубити", "text": "А", "picture": (io.BytesIO(b"x"), "a.jpg"), "alt": "А"},
            "picture",
        ),
    ],
)
def test_a_mistake_keeps_what_was_typed(editor: Visitor, typed: dict, field: str) -> None:
    editor.get("/staff/news/new")
    editor.send("form[enctype]", status=422, **typed)
    assert editor.page.select_one(f".govuk-error-summary a[href='#{field}']"), editor.text
    assert "який не можна загубити" in str(editor.page)


def test_news_is_paged_newest_first(session, app: Flask) -> None:
    from datetime import timedelta

    from pb.audit.rules import SYSTEM
    from pb.news import service

    for day in range(14):
        news = service.save_news(session, SYSTEM, Draft(f"Новина {day}", "Текст"), now=clock.now())
        service.publish_news(session, SYSTEM, news, clock.now() - timedelta(days=day))
    first, has_more = queries.published_news(session, clock.now())
    assert (first[0].title, len(first), has_more) == ("Новина 0", 12, True)
    second, has_more = queries.published_news(session, clock.now(), page=2)
    assert ([news.title for news in second], has_more) == (["Новина 12", "Новина 13"], False)
