"""The help pages stand without data, say what they must, and lead only to pages that exist."""

import pytest
from flask import Flask

from tests.visitor import Visitor

PAGES = {
    "/help": "Як це працює",
    "/help/rules": "Запитання й відповіді",
    "/help/secret": "Таємниця голосування",
    "/accessibility": "Доступність",
    "/privacy": "Персональні дані",
}


@pytest.mark.parametrize(("path", "title"), PAGES.items())
def test_a_page_stands_and_says_where_to_ask(visitor: Visitor, path: str, title: str) -> None:
    answer = visitor.get(path)
    assert visitor.title == title
    assert visitor.page.select_one("main a[href^='mailto:']")
    assert len(answer.get_data()) < 30_000


@pytest.mark.parametrize("path", PAGES)
def test_its_links_lead_somewhere(app: Flask, visitor: Visitor, path: str) -> None:
    visitor.get(path)
    adapter = app.url_map.bind("localhost")
    links = [str(link["href"]) for link in visitor.page.select("main a[href^='/']")]
    for link in links:
        assert adapter.test(link, method="GET"), link


@pytest.mark.parametrize("path", PAGES)
def test_sentences_are_short(visitor: Visitor, path: str) -> None:
    visitor.get(path)
    for text in visitor.page.select("main p, main li, main td"):
        for sentence in text.get_text(" ").replace("?", ".").replace("!", ".").split(". "):
            assert len(sentence.split()) <= 22, sentence


def test_the_secret_page_names_what_is_not_promised(visitor: Visitor) -> None:
    visitor.get("/help/secret")
    for words in (
        "Чого ми не обіцяємо",
        "заражено",
        "підмінено",
        "обома службами",
        "показали комусь екран",
        "не ту людину",
    ):
        assert words in visitor.text
