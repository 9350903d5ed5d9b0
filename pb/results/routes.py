"""Pages of the results: what was published, its data, how to check it; and the council's decision for staff."""

from functools import partial
from pathlib import Path
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, send_from_directory, url_for
from flask_babel import gettext as _

from pb import clock
from pb.ballots.verifier import CheckName
from pb.cycles.models import Cycle
from pb.cycles.queries import cycle_by_code
from pb.errors import NotFound, Refused
from pb.results import queries, service, telling
from pb.results.drafting import draft_results
from pb.results.forms import CodeForm, DecisionForm, PublishForm
from pb.results.models import Publication
from pb.results.publishing import (
    ELECTION,
    GROUND,
    HASHES,
    NARROW,
    WIDE,
    chart_name,
    data_files,
    map_height,
    picture_height,
    published_record,
)
from pb.results.record import Record
from pb.results.rules import CouncilChange, Refusal
from pb.results.searching import found_in_log
from pb.tally.queries import standings, winning_projects
from pb.values.permission import Permission
from pb.web.access import public, requires
from pb.web.current import actor, house, reading, transaction
from pb.web.forms import add_mistake
from pb.web.labels import labels
from pb.web.languages import current_language

bp = Blueprint("results", __name__)
A_DAY = 86_400


def _folder() -> Path:
    return house().settings.folder("published")


def _record(publication: Publication) -> Record:
    return published_record(_folder(), publication.cycle.code, publication.files_sha256)


def _published(cycle: str) -> tuple[Publication, Record]:
    """What was published of a cycle; NotFound before that, exactly as when there is no such cycle."""
    with reading() as session:
        publication = queries.publication_of(session, cycle)
    if publication is None:
        raise NotFound(cycle)
    return publication, _record(publication)


@bp.get("/results")
@public
def index() -> Any:
    """Every published cycle with its conclusion."""
    with reading() as session:
        found = [_record(publication) for publication in queries.publications(session)]
    shown = [(record, telling.headline(record), telling.named(record, current_language())) for record in found]
    return render_template("results/index.html", shown=shown)


@bp.get("/results/<string:cycle>")
@public
def cycle(cycle: str) -> Any:
    """The results of one cycle, or when they will be there."""
    with reading() as session:
        publication = queries.publication_of(session, cycle)
        if publication is None:
            return _waiting(cycle_by_code(session, cycle))
    record, language = _record(publication), current_language()
    return render_template(
        "results/cycle.html",
        record=record,
        headline=telling.headline(record),
        name=telling.named(record, language),
        contests=telling.told(record, language),
        pins=telling.pins(record, language),
        ground=GROUND,
        map_size=(WIDE, map_height(record)),
        picture=partial(_picture, publication),
        published_at=publication.published_at,
    )


def _waiting(found: Cycle) -> Any:
    if clock.now() < found.announced_at:
        raise NotFound(found.code)
    return render_template("results/waiting.html", cycle=found)


def _picture(publication: Publication, name: str) -> dict[str, Any]:
    """Addresses of one picture, wide, narrow and for print, and its height."""
    cycle, language = publication.cycle.code, current_language()
    files = {
        "src": chart_name(name, WIDE, language),
        "narrow": chart_name(name, NARROW, language),
        "png": f"{name}-{language}.png",
    }
    height = picture_height(_folder(), cycle, publication.files_sha256, files["src"])
    return {"height": height, **{use: url_for("results.file", cycle=cycle, name=file) for use, file in files.items()}}


@bp.get("/results/<string:cycle>/data")
@public
def data(cycle: str) -> Any:
    """The open data with sizes and hashes."""
    publication, record = _published(cycle)
    return render_template(
        "results/data.html",
        record=record,
        name=telling.named(record, current_language()),
        files=data_files(_folder() / publication.cycle.code),
        hashes=HASHES,
        files_sha256=publication.files_sha256,
    )


@bp.route("/results/<string:cycle>/verify", methods=["GET", "POST"])
@public
def verify(cycle: str) -> Any:
    """How to count again, and whether a control code is in the log; the code is neither kept nor logged."""
    _publication, record = _published(cycle)
    form, found = CodeForm(), None
    if form.validate_on_submit():
        found = found_in_log(house().settings.folder("elections"), record, form.code.data)
    page = render_template(
        "results/verify.html",
        form=form,
        found=found,
        record=record,
        name=telling.named(record, current_language()),
        election=ELECTION if record.manifest_hash else "",
        checks=list(CheckName),
    )
    return page, 422 if form.errors else 200


@bp.get("/results/<string:cycle>/files/<string:name>")
@public
def file(cycle: str, name: str) -> Any:
    """One published file; pictures are shown, data is saved."""
    publication, _record = _published(cycle)
    if name.startswith("."):
        raise NotFound(name)
    is_picture = name.endswith((".svg", ".png"))
    folder = _folder() / publication.cycle.code
    return send_from_directory(folder, name, as_attachment=not is_picture, max_age=A_DAY, download_name=name)


@bp.get("/council")
@requires(Permission.ENTER_DECISION)
def decision() -> Any:
    """Cycles that wait for the council's decision or for publication."""
    with reading() as session:
        rows = queries.cycles_after_vote(session, clock.now())
    return render_template("results/decisions.html", rows=rows)


@bp.route("/council/<string:cycle>", methods=["GET", "POST"])
@requires(Permission.ENTER_DECISION)
def decide(cycle: str) -> Any:
    """The winners by the count, and the form for what the council decided."""
    form = DecisionForm()
    if form.validate_on_submit():
        try:
            _enter(cycle, form)
        except Refused as refused:
            add_mistake(_field_of(form, refused), labels.of_refusal(refused))
        else:
            flash(_("Рішення внесено. Тепер підсумки можна оприлюднити."), "success")
            return redirect(url_for("results.decide", cycle=cycle), 303)
    with reading() as session:
        found = cycle_by_code(session, cycle)
        states = standings(session, found.contests)
        counted = bool(states) and all(state.adoption for state in states)
        page = render_template(
            "results/decide.html",
            form=form,
            publish_form=PublishForm(),
            cycle=found,
            counted=counted,
            winners=winning_projects(session, found.contests) if counted else [],
            decision=queries.decision_of(session, found.id),
            publication=queries.publication_of(session, found.code),
        )
    return page, 422 if form.is_submitted() else 200


def _field_of(form: DecisionForm, refused: Refused) -> Any:
    fields = {
        Refusal.DECIDED_TOO_EARLY: form.decided_on,
        Refusal.NOT_A_PDF: form.document,
        Refusal.REASON_NEEDED: form.changes[0].reason,
        Refusal.PROJECT_UNKNOWN: form.changes[0].number,
    }
    return next((field for reason, field in fields.items() if reason is refused.reason), form.number)


def _enter(cycle: str, form: DecisionForm) -> None:
    upload = request.files.get(form.document.name)
    with transaction() as session:
        found = cycle_by_code(session, cycle)
        numbers = {project.number: project.code for project in queries.projects_on_ballot(session, found.id)}
        changes = []
        for entry in form.changes:
            if entry.number.data is None and not entry.reason.data:
                continue
            if entry.number.data not in numbers:
                raise Refused(Refusal.PROJECT_UNKNOWN)
            changes.append(CouncilChange(numbers[entry.number.data], entry.reason.data or ""))
        service.enter_decision(
            session,
            actor(),
            found,
            number=form.number.data,
            decided_on=form.decided_on.data,
            now=clock.now(),
            note=form.note.data or "",
            changes=changes,
            document=upload.read() if upload else None,
            folder=house().settings.folder("decisions"),
        )


@bp.post("/council/<string:cycle>/publish")
@requires(Permission.PUBLISH_RESULTS)
def publish(cycle: str) -> Any:
    """Make the results public."""
    if PublishForm().validate_on_submit():
        try:
            _publish(cycle)
        except Refused as refused:
            flash(labels.of_refusal(refused))
        else:
            flash(_("Підсумки оприлюднено."), "success")
            return redirect(url_for("results.cycle", cycle=cycle), 303)
    return redirect(url_for("results.decide", cycle=cycle), 303)


def _publish(cycle: str) -> None:
    folder, now = house().settings.folder, clock.now()
    with reading() as session:
        found = cycle_by_code(session, cycle)
        draft = draft_results(
            session,
            found,
            elections=folder("elections"),
            published=folder("published"),
            unit=house().city.name,
            now=now,
            decisions=folder("decisions"),
            turnout=queries.turnout_of(session, found),
        )
    with transaction() as session:
        service.publish_results(session, actor(), cycle_by_code(session, cycle), draft, folder("published"), now)
