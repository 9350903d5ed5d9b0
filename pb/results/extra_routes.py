"""Pages beside the results: other rules, own district, ten years, a widget, the preview for the press."""

import json
from pathlib import Path
from typing import Any

from flask import (
    Blueprint,
    Response,
    g,
    make_response,
    redirect,
    render_template,
    request,
    send_from_directory,
    url_for,
)

from pb import clock
from pb.errors import NotFound, Refused
from pb.results import comparing, queries, telling
from pb.results.inviting import invited_to
from pb.results.opendata.describing import RESULTS_HOLD, WORKS_HOLD, Catalogue, Dataset, Years, jsonld, rdf_xml
from pb.results.pages import Shown, results_page
from pb.results.publishing import data_files, hash_of, published_record
from pb.results.reading import published, published_folder, record_of
from pb.results.record import Record
from pb.results.rules import Refusal
from pb.results.what_if import PURSES, THRESHOLDS, Question, answer
from pb.tally.wording import RULE_NAMES
from pb.values.latin import place_name
from pb.values.words import alphabetic
from pb.web.access import public
from pb.web.current import house, reading
from pb.web.labels import labels
from pb.web.languages import current_language


def add_to(bp: Blueprint) -> None:
    """Hang these pages on the blueprint of the results."""
    bp.add_url_rule("/results/years", view_func=years)
    bp.add_url_rule("/data/catalog.jsonld", view_func=catalogue_jsonld)
    bp.add_url_rule("/data/catalog.rdf", view_func=catalogue_rdf)
    bp.add_url_rule("/results/<string:cycle>/what-if", view_func=what_if)
    bp.add_url_rule("/results/<string:cycle>/contests/<string:contest>", view_func=contest)
    bp.add_url_rule("/results/<string:cycle>/projects", view_func=projects)
    bp.add_url_rule("/results/<string:cycle>/places", view_func=places)
    bp.add_url_rule("/results/<string:cycle>/embed", view_func=embed)
    bp.add_url_rule("/results/<string:cycle>/preview/<string:token>", view_func=preview)
    bp.add_url_rule("/results/<string:cycle>/preview/<string:token>/<string:name>", view_func=preview_file)


@public
def contest(cycle: str, contest: str) -> Any:
    """Every project of one contest: its votes, its cost, why it won or did not."""
    _publication, record = published(cycle)
    found = next((each for each in record.contests if each.code == contest), None)
    if found is None:
        raise NotFound(contest)
    language = current_language()
    return render_template(
        "results/contest.html",
        record=record,
        name=telling.named(record, language),
        told=telling.told_contest(found, language),
    )


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


@public
def years() -> Any:
    """Published cycles of ten years, imported ones too, each in its own currency."""
    with reading() as session:
        records = [record_of(publication) for publication in queries.publications(session)]
    return render_template("results/years.html", years=comparing.ten_years(records) if records else [])


@public
def projects(cycle: str) -> Any:
    """Votes and cost of every project of all contests: the table of the picture of both."""
    _publication, record = published(cycle)
    language = current_language()
    return render_template(
        "results/projects.html",
        record=record,
        name=telling.named(record, language),
        rows=[
            (row, telling.named(row, language), telling.named(contest, language))
            for contest, row in sorted(record.rows, key=lambda pair: (-pair[1].votes, pair[1].number))
        ],
    )


@public
def places(cycle: str) -> Any:
    """Who won in my district: every place with its winners."""
    _publication, record = published(cycle)
    language = current_language()
    by_place: dict[str, list[Any]] = {}
    for _contest, row in sorted(record.rows, key=lambda pair: (not pair[1].won, pair[1].number)):
        by_place.setdefault(row.district, []).append((row, telling.named(row, language)))
    return render_template(
        "results/places.html",
        record=record,
        name=telling.named(record, language),
        places=sorted(by_place.items(), key=lambda pair: alphabetic(place_name(pair[0], language))),
    )


@public
def embed(cycle: str) -> Any:
    """A small page for other people's pages: the conclusion and the winners; no form, no menu, no script."""
    _publication, record = published(cycle)
    g.is_embeddable = True
    language = current_language()
    return render_template(
        "results/embed.html",
        record=record,
        name=telling.named(record, language),
        headline=telling.headline(record),
        winners=[(contest, row, telling.named(row, language)) for contest, row in record.winners],
    )


def _draft_for(cycle: str, token: str) -> tuple[Path, str]:
    settings = house().settings
    return settings.folder("preview"), invited_to(settings.secret_key, cycle, token, clock.now())


@public
def preview(cycle: str, token: str) -> Any:
    """The drafted results for who holds an invitation; after publication the page everybody reads."""
    with reading() as session:
        if queries.publication_of(session, cycle) is not None:
            return redirect(url_for("results.cycle", cycle=cycle), 303)
    try:
        folder, files_sha256 = _draft_for(cycle, token)
    except Refused as refused:
        return render_template("results/uninvited.html", sentence=labels.of_refusal(refused)), 403
    if hash_of(folder / cycle) != files_sha256:
        return render_template("results/uninvited.html", sentence=labels(Refusal.INVITATION_OVER)), 403
    answer = make_response(
        results_page(Shown(published_record(folder, cycle, files_sha256), folder, files_sha256, token))
    )
    return _kept_by_nobody(answer)


@public
def preview_file(cycle: str, token: str, name: str) -> Any:
    """A picture of the drafted results; data waits for everybody."""
    try:
        folder, files_sha256 = _draft_for(cycle, token)
    except Refused as refused:
        raise NotFound(name) from refused
    if not name.endswith((".svg", ".png")) or hash_of(folder / cycle) != files_sha256:
        raise NotFound(name)
    return _kept_by_nobody(send_from_directory(folder / cycle, name))


def _kept_by_nobody(answer: Response) -> Response:
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["X-Robots-Tag"] = "noindex, nofollow"
    return answer


@public
def catalogue_jsonld() -> Response:
    """Every published data set by DCAT-AP, as JSON-LD."""
    text = json.dumps(jsonld(_catalogue()), ensure_ascii=False, indent=1)
    return Response(text, mimetype="application/ld+json")


@public
def catalogue_rdf() -> Response:
    """The same for CKAN's harvester."""
    return Response(rdf_xml(_catalogue()), mimetype="application/rdf+xml")


def _catalogue() -> Catalogue:
    with reading() as session:
        found = queries.publications(session)
    city, public_url = house().city, house().settings.public_url.rstrip("/")
    return Catalogue(
        address=public_url + url_for("results.catalogue_jsonld"),
        title=f"Бюджет участі: {city.name}",
        publisher=city.name,
        home=public_url + "/",
        datasets=[_described(record_of(publication), public_url) for publication in found] + [_works(public_url)],
    )


def _works(public_url: str) -> Dataset:
    table = public_url + url_for("overview.implementation_csv")
    return Dataset(
        page=public_url + url_for("implementation.board"),
        title="Реалізація переможців",
        title_en="Implementation of winners",
        holds=WORKS_HOLD,
        files=[(table, "implementation.csv", None)],
    )


def _described(record: Record, public_url: str) -> Dataset:
    def address(name: str) -> str:
        return public_url + url_for("results.file", cycle=record.cycle, name=name)

    return Dataset(
        page=public_url + url_for("results.data", cycle=record.cycle),
        title=record.title,
        title_en=record.title_en or record.title,
        holds=RESULTS_HOLD,
        years=Years(record.published_on, record.voting_opens_on, record.voting_closes_on),
        files=[(address(name), name, size) for name, size in data_files(published_folder() / record.cycle)],
    )
