"""Pages of the results: what was published, its data, how to check it; and the council's decision for staff."""

import re
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from flask import Blueprint, abort, flash, jsonify, redirect, render_template, request, send_from_directory, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from pb import clock
from pb.ballots.verifier import CheckName
from pb.cycles.models import Cycle
from pb.cycles.queries import cycle_by_code
from pb.errors import NotFound, Refused
from pb.results import comparing, extra_routes, past_routes, queries, service, telling, telling_one
from pb.results.drafting import draft_results
from pb.results.forms import CodeForm, DecisionForm, InviteForm, PublishForm
from pb.results.inviting import invitation
from pb.results.listing import listed
from pb.results.models import Publication
from pb.results.pages import Shown, kept_page, results_page
from pb.results.publishing import ELECTION, HASHES, Draft, data_files
from pb.results.reading import published, published_folder, record_of
from pb.results.rules import CouncilChange, Refusal
from pb.results.searching import found_in_log
from pb.results.wording import WORK
from pb.tally.queries import standings, winning_projects
from pb.values.permission import Permission
from pb.web.access import public, requires
from pb.web.current import actor, house, reading, transaction
from pb.web.forms import add_mistake
from pb.web.labels import labels
from pb.web.languages import current_language
from pb.web.progress import last_told, told

bp = Blueprint("results", __name__)
A_DAY = 86_400


extra_routes.add_to(bp)
past_routes.add_to(bp)


@bp.get("/results")
@public
def index() -> Any:
    """Every published cycle with its conclusion."""
    with reading() as session:
        found = [record_of(publication) for publication in queries.publications(session)]
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
        return kept_page(publication.files_sha256, partial(_whole_page, session, publication))


def _whole_page(session: Session, publication: Publication) -> str:
    others = [record_of(other) for other in queries.publications(session) if other.id != publication.id]
    record = record_of(publication)
    shown = Shown(record, published_folder(), publication.files_sha256)
    return results_page(shown, comparing.before(record, others))


def _waiting(found: Cycle) -> Any:
    if clock.now() < found.announced_at:
        raise NotFound(found.code)
    return render_template("results/waiting.html", cycle=found)


@bp.get("/results/<string:cycle>/data")
@public
def data(cycle: str) -> Any:
    """The open data with sizes and hashes."""
    publication, record = published(cycle)
    return render_template(
        "results/data.html",
        record=record,
        name=telling.named(record, current_language()),
        listed=listed(record, data_files(published_folder() / publication.cycle.code), current_language()),
        hashes=HASHES,
        files_sha256=publication.files_sha256,
    )


@bp.get("/results/<string:cycle>/projects/<string:code>")
@public
def project(cycle: str, code: str) -> Any:
    """The result of one project: why it won or lost, what it lacked, who paid for it."""
    _publication, record = published(cycle)
    found = next(((contest, row) for contest, row in record.rows if row.code == code), None)
    if found is None:
        raise NotFound(code)
    contest, row = found
    stopper = telling.stopper(contest)
    return render_template(
        "results/project.html",
        record=record,
        contest=contest,
        row=row,
        title=telling.named(row, current_language()),
        contest_title=telling.named(contest, current_language()),
        name=telling.named(record, current_language()),
        place=telling_one.place(contest, row),
        why=telling.why(row, stopper),
        paid=telling_one.paid(contest, row),
    )


@bp.route("/results/<string:cycle>/verify", methods=["GET", "POST"])
@public
def verify(cycle: str) -> Any:
    """How to count again, and whether a control code is in the log; the code is neither kept nor logged."""
    _publication, record = published(cycle)
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
    publication, _record = published(cycle)
    if name.startswith("."):
        raise NotFound(name)
    is_picture = name.endswith((".svg", ".png"))
    folder = published_folder() / publication.cycle.code
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
            invite_form=InviteForm(),
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
    draft = _draft(cycle, "published", now)
    with transaction() as session:
        service.publish_results(session, actor(), cycle_by_code(session, cycle), draft, folder("published"), now)


def _draft(cycle: str, name: str, now: datetime) -> Draft:
    folder = house().settings.folder
    with told(f"publish-{cycle}") as progress, reading() as session:
        found = cycle_by_code(session, cycle)
        return draft_results(
            session,
            found,
            elections=folder("elections"),
            published=folder(name),
            unit=house().city.name,
            now=now,
            decisions=folder("decisions"),
            turnout=queries.turnout_of(session, found),
            progress=progress,
        )


@bp.get("/staff/progress/<string:name>")
@requires(Permission.MANAGE_CYCLES)
def progress(name: str) -> Any:
    """How far a publication or an import is: read by the page that waits for it."""
    if not re.fullmatch(r"[a-z0-9-]{1,80}", name):
        abort(404)
    found = last_told(name)
    what = WORK.get(str(found.get("what")), _("Працюємо"))
    return jsonify({**found, "words": f"{what}: {found['done']} / {found['whole']}"} if found else {})


@bp.post("/council/<string:cycle>/press")
@requires(Permission.PUBLISH_RESULTS)
def invite(cycle: str) -> Any:
    """Make a link for the press, shown once, that ends by itself."""
    form, now = InviteForm(), clock.now()
    if not form.validate_on_submit():
        flash(str(next(iter(form.errors.values()))[0]))
        return redirect(url_for("results.decide", cycle=cycle), 303)
    until = now + timedelta(hours=form.hours.data)
    folder = house().settings.folder("preview")
    try:
        draft = _draft(cycle, "preview", now)
        with transaction() as session:
            found = cycle_by_code(session, cycle)
            files_sha256 = service.invite_press(session, actor(), found, draft, folder, until)
    except Refused as refused:
        flash(labels.of_refusal(refused))
        return redirect(url_for("results.decide", cycle=cycle), 303)
    token = invitation(house().settings.secret_key, cycle, files_sha256, until)
    link = url_for("results.preview", cycle=cycle, token=token, _external=True)
    return render_template("results/invited.html", cycle=found, link=link, until=until)
