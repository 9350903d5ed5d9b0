"""Every kind of question, found by its file: it draws itself, reads back what it stores, refuses nonsense kindly."""

import json
from pathlib import Path

import pytest
from flask import Flask
from werkzeug.datastructures import MultiDict

from pb.questions import kinds
from pb.questions.forms import answer_form, read_answers
from pb.questions.rules import Direction, Question, asked_of, moved

OPTIONS = {"choice": "Перший\nДругий", "yes-no": "Хто саме?", "number": "1–100"}
# kind → (what is typed, the words a reader sees)
GOOD = {
    "text": ({"": "Рядок 🌳\nдругий"}, "Рядок 🌳\nдругий"),
    "number": ({"": "12,50"}, "12,5"),
    "money": ({"": "1 250,50"}, "1 250,50 ₴"),
    "choice": ({"": "Другий"}, "Другий"),
    "date": ({"": ["3", "5", "2027"]}, "3 травня 2027"),
    "point": ({"lat": "48,9226", "lon": "24.7111"}, "48.92260, 24.71110"),
    "yes-no": ({"": "yes", "more": "Школа"}, "Так. Школа"),
}
BAD = {
    "text": {"": "х" * 4001},
    "number": {"": "=1+1"},
    "money": {"": "-5"},
    "date": {"": ["31", "2", "2027"]},
    "point": {"lat": "48,9", "lon": ""},
}


def question(kind: str) -> Question:
    return Question("KEY23456", kind, "Питання?", is_required=True, options=OPTIONS.get(kind, ""))


def typed(kind: str, fields: dict[str, object]) -> MultiDict[str, object]:
    data: MultiDict[str, object] = MultiDict()
    for part, value in fields.items():
        name = f"q-KEY23456-{part}".rstrip("-")
        for one in value if isinstance(value, list) else [value]:
            data.add(name, one)
    return data


# A file is no text that a form brings back: its own tests are with the documents.
@pytest.fixture(params=[code for code in kinds.every_kind() if code != "file"])
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def sent(app: Flask, kind: str, fields: dict[str, object]):
    app.config["WTF_CSRF_ENABLED"] = False
    with app.test_request_context(method="POST", data=typed(kind, fields), headers={"Accept-Language": "uk"}):
        form, asked = answer_form([question(kind)], {})
        form.validate()
        return read_answers(form, asked)["KEY23456"], form.mistakes


def test_a_good_answer_is_stored_and_read_back(app: Flask, kind: str) -> None:
    fields, words = GOOD[kind]
    value, mistakes = sent(app, kind, fields)
    assert mistakes == []
    stored = json.loads(json.dumps(value))
    found = kinds.kind_of(kind)
    with app.test_request_context(headers={"Accept-Language": "uk"}):
        assert found.words(question(kind), stored).replace("\u00a0", " ") == words
        assert found.is_complete(question(kind), stored)
        form, asked = answer_form([question(kind)], {"KEY23456": stored})
        again = read_answers(form, asked)["KEY23456"]
        assert again == stored


def test_no_answer_is_none_and_not_complete(app: Flask, kind: str) -> None:
    value, mistakes = sent(app, kind, {})
    assert (value, mistakes) == (None, [])
    assert not kinds.kind_of(kind).is_complete(question(kind), None)


@pytest.mark.parametrize("kind", list(BAD))
def test_nonsense_is_refused_with_a_sentence_and_kept(app: Flask, kind: str) -> None:
    value, mistakes = sent(app, kind, BAD[kind])
    assert mistakes
    assert kind == "text" or value is None


def test_a_variant_nobody_offers_is_no_answer(app: Flask) -> None:
    assert sent(app, "choice", {"": "<script>"})[0] is None


def test_a_number_outside_its_limits_is_told_them(app: Flask) -> None:
    assert "від 1 до 100" in sent(app, "number", {"": "101"})[1][0][1]


def test_yes_without_the_further_answer_is_incomplete(app: Flask) -> None:
    value, _mistakes = sent(app, "yes-no", {"": "yes"})
    assert not kinds.kind_of("yes-no").is_complete(question("yes-no"), value)
    value, _mistakes = sent(app, "yes-no", {"": "no", "more": "зайве"})
    assert value == {"answer": "no", "more": ""}


@pytest.mark.parametrize(
    ("kind", "options"), [("choice", "Один"), ("choice", "а\nа"), ("number", "від 1"), ("number", "9–1")]
)
def test_options_that_do_not_fit_are_refused(kind: str, options: str) -> None:
    assert kinds.kind_of(kind).why_not_options(options)


def test_a_new_kind_is_found_by_its_file_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "colour.py").write_text(
        "from wtforms import StringField\n"
        "from pb.questions.kinds.contract import Kind\n"
        "class Colour(Kind):\n"
        "    code, label = 'colour', 'Колір'\n"
        "    def fields(self, question):\n"
        "        return {'': StringField(question.label)}\n"
        "KIND = Colour()\n",
        "utf-8",
    )
    assert "colour" not in kinds.every_kind()
    monkeypatch.setattr(kinds, "__path__", [*kinds.__path__, str(tmp_path)])
    assert kinds.every_kind()["colour"].label == "Колір"


def test_questions_go_to_their_contest_and_move_within_the_list() -> None:
    everybody, streets = question("text"), Question("B", "text", "Вулиця?", contest="streets")
    assert asked_of([everybody, streets], "green") == [everybody]
    assert asked_of([everybody, streets], "streets") == [everybody, streets]
    assert moved(["a", "b", "c"], "c", Direction.UP) == ["a", "c", "b"]
    assert moved(["a", "b", "c"], "a", Direction.UP) == ["a", "b", "c"]
