"""Pages beside the results: what would have been under other rules."""

from typing import Any

from flask import Blueprint, render_template, request

from pb.errors import Refused
from pb.results import telling
from pb.results.reading import published, published_folder
from pb.results.what_if import PURSES, THRESHOLDS, Question, answer
from pb.tally.wording import RULE_NAMES
from pb.web.access import public
from pb.web.current import house
from pb.web.labels import labels
from pb.web.languages import current_language


def add_to(bp: Blueprint) -> None:
    """Hang these pages on the blueprint of the results."""
    bp.add_url_rule("/results/<string:cycle>/what-if", view_func=what_if)


@public
def what_if(cycle: str) -> Any:
    """The same ballots under every rule, with the purse and threshold the reader picks."""
    publication, record = published(cycle)
    question = _question(record.contests[0].code if record.contests else "")
    if not question.is_on_menu(record):
        question = Question(record.contests[0].code)
    found, refusal = None, ""
    try:
        kept = house().settings.folder("what_if")
        found = answer(published_folder() / cycle, kept, record, publication.files_sha256, question)
    except Refused as refused:
        refusal = labels.of_refusal(refused)
    contest, language = record.contest(question.contest), current_language()
    page = render_template(
        "results/what_if.html",
        record=record,
        name=telling.named(record, language),
        contest=contest,
        contest_title=telling.named(contest, language),
        titles={row.code: f"№ {row.number}. {telling.named(row, language)}" for row in contest.rows},
        contests=[(each.code, telling.named(each, language)) for each in record.contests],
        question=question,
        purses=PURSES,
        thresholds=THRESHOLDS,
        found=found,
        refusal=refusal,
        rule_names=RULE_NAMES,
    )
    return page, 503 if refusal else 200


def _question(first: str) -> Question:
    asked = request.args
    return Question(
        asked.get("contest", first), _number(asked.get("purse", "100")), _number(asked.get("threshold", "0"))
    )


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 4 else -1
