"""Pages of the author's desk: begin, the parts of the application, check, send, withdraw."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from wtforms.fields import SelectChoice

from pb import clock
from pb.accounts.queries import author_by_code
from pb.accounts.service import save_contacts
from pb.cycles.queries import contest_by_code, cycle_by_code, cycles_in_phase, every_district, rule_set
from pb.cycles.rules import CycleKind, Phase
from pb.errors import Refused
from pb.projects.models import Project
from pb.submission import forms, queries, service
from pb.submission.rules import EAST, NORTH, SOUTH, WEST, Task, is_done, what_is_missing
from pb.web.access import author_only, public
from pb.web.current import actor, media_folder, reader, reading, transaction
from pb.web.forms import PbForm, add_mistake
from pb.web.labels import labels
from pb.web.security import limiter

bp = Blueprint("submission", __name__, url_prefix="/submit")


def _mine(session: Session, code: str) -> Project:
    return queries.project_for_author(session, code, reader().id)


def _page(name: str, form: PbForm, **values: Any) -> Any:
    return render_template(f"submission/{name}.html", form=form, **values), 422 if form.is_submitted() else 200


def _next(code: str) -> Any:
    return redirect(url_for("submission.tasks", code=code), 303)


@bp.get("")
@public
def start() -> Any:
    """Who may submit, how much, until when; own projects of those who are signed in."""
    is_author = reader().is_authenticated and reader().kind == "author"
    with reading() as session:
        open_cycles = cycles_in_phase(session, clock.now(), {Phase.SUBMISSION}, CycleKind.CITY)
        rules = {cycle.id: rule_set(session, cycle.id) for cycle in open_cycles}
        mine = queries.projects_of_author(session, reader().id) if is_author else []
    return render_template("submission/start.html", cycles=open_cycles, rules=rules, mine=mine, is_author=is_author)


@bp.post("/begin/<string:cycle>")
@author_only
@limiter.limit("30 per hour")
def begin(cycle: str) -> Any:
    """An empty draft."""
    with transaction() as session:
        author = author_by_code(session, reader().code)
        draft = service.begin_draft(session, actor(), author, cycle_by_code(session, cycle), clock.now())
    return _next(draft.code)


@bp.get("/begin/<string:cycle>")
@author_only
def began(cycle: str) -> Any:
    """Where the bank's login returns to: the author presses the button again, now signed in."""
    with reading() as session:
        cycle_by_code(session, cycle)
    return redirect(url_for("submission.start"), 303)


@bp.get("/<string:code>")
@author_only
def tasks(code: str) -> Any:
    """The task list of a draft."""
    with reading() as session:
        project = _mine(session, code)
        author = author_by_code(session, reader().code)
        missing = what_is_missing(queries.draft_of(project, author))
        cycle = project.cycle
    done = {task: is_done(task, missing, len(project.photos)) for task in Task}
    return render_template(
        "submission/tasks.html",
        project=project,
        cycle=cycle,
        done=done,
        missing=missing,
        editable=project.status in service.EDITABLE,
    )


@bp.route("/<string:code>/idea", methods=["GET", "POST"])
@author_only
def idea(code: str) -> Any:
    """The part «Ідея»."""
    with reading() as session:
        project = _mine(session, code)
        contests = cycle_by_code(session, project.cycle.code).contests
    chosen = project.contest.code if project.contest else ""
    form = forms.IdeaForm(obj=project) if request.method == "POST" else forms.IdeaForm(obj=project, contest=chosen)
    if request.method == "GET":
        form.contest.data = chosen
    form.contest.choices = [
        SelectChoice("", _("оберіть напрям")),
        *(SelectChoice(entry.code, entry.title) for entry in contests),
    ]
    if not form.validate_on_submit():
        return _page("idea", form, project=project)
    with transaction() as session:
        project = _mine(session, code)
        contest = contest_by_code(session, project.cycle_id, form.contest.data) if form.contest.data else None
        typed = {name: form[name].data or "" for name in ("title", "summary", "problem", "idea")}
        more = {name: form[name].data or "" for name in ("beneficiaries", "plan", "upkeep")}
        filled = service.Idea(contest=contest, **typed, **more)
        service.save_idea(session, actor(), project, filled, clock.now())
    return _next(code)


@bp.route("/<string:code>/place", methods=["GET", "POST"])
@author_only
def place(code: str) -> Any:
    """The part «Місце»."""
    with reading() as session:
        project = _mine(session, code)
        districts = every_district(session)
    shown = {
        "district": project.district.code if project.district else "",
        "address": project.address,
        "latitude": project.latitude or "",
        "longitude": project.longitude or "",
    }
    form = forms.PlaceForm(data=shown)
    form.district.choices = [
        SelectChoice("", _("оберіть зі списку")),
        *(SelectChoice(entry.code, entry.name) for entry in districts),
    ]
    bounds = {"south": SOUTH, "north": NORTH, "west": WEST, "east": EAST}
    if not form.validate_on_submit():
        return _page("place", form, project=project, bounds=bounds)
    point = form.point()
    if form.mistakes:
        return _page("place", form, project=project, bounds=bounds)
    chosen = next((entry.id for entry in districts if entry.code == form.district.data), None)
    try:
        with transaction() as session:
            service.save_place(
                session,
                actor(),
                _mine(session, code),
                district_id=chosen,
                address=form.address.data or "",
                point=point,
                now=clock.now(),
            )
    except Refused as refused:
        add_mistake(form.latitude, labels.of_refusal(refused))
        return _page("place", form, project=project, bounds=bounds)
    return _next(code)


@bp.route("/<string:code>/estimate", methods=["GET", "POST"])
@author_only
def estimate(code: str) -> Any:
    """The part «Кошторис»."""
    with reading() as session:
        project = _mine(session, code)
    form = forms.EstimateForm(data={"lines": forms.line_values(project.estimate)})
    if not form.is_submitted():
        return _page("estimate", form, project=project)
    is_valid, lines = form.validate(), form.read()
    if lines is None or not is_valid:
        return _page("estimate", form, project=project)
    with transaction() as session:
        service.save_estimate(session, actor(), _mine(session, code), lines, clock.now())
    more = request.form.get("act") == "more"
    return redirect(url_for("submission.estimate", code=code), 303) if more else _next(code)


@bp.route("/<string:code>/photos", methods=["GET", "POST"])
@author_only
@limiter.limit("60 per hour", methods=["POST"])
def photos(code: str) -> Any:
    """The part «Фото»."""
    with reading() as session:
        project = _mine(session, code)
    form = forms.PhotoForm()
    upload = request.files.get("photo")
    if not form.validate_on_submit():
        return _page("photos", form, project=project)
    if upload is None or not upload.filename:
        add_mistake(form.photo, _("Оберіть файл із фото."))
        return _page("photos", form, project=project)
    try:
        with transaction() as session:
            service.add_photo(
                session,
                actor(),
                _mine(session, code),
                upload.read(),
                alt=form.alt.data or "",
                folder=media_folder(),
                now=clock.now(),
            )
    except Refused as refused:
        add_mistake(form.photo, labels.of_refusal(refused))
        return _page("photos", form, project=project)
    flash(_("Фото додано."), "success")
    return redirect(url_for("submission.photos", code=code), 303)


@bp.post("/<string:code>/photos/<string:picture>/remove")
@author_only
def remove_photo(code: str, picture: str) -> Any:
    """Take one photo out."""
    with transaction() as session:
        service.remove_photo(session, actor(), _mine(session, code), picture, clock.now())
    return redirect(url_for("submission.photos", code=code), 303)


@bp.route("/<string:code>/about", methods=["GET", "POST"])
@author_only
def about(code: str) -> Any:
    """The part «Про вас»: name from the bank, contacts typed."""
    with reading() as session:
        project = _mine(session, code)
        author = author_by_code(session, reader().code)
    form = forms.AboutForm(obj=author)
    if form.validate_on_submit():
        with transaction() as session:
            known = author_by_code(session, reader().code)
            save_contacts(session, actor(), known, email=form.email.data or "", phone=form.phone.data or "")
        return _next(code)
    return _page("about", form, project=project, author=author)


@bp.route("/<string:code>/check", methods=["GET", "POST"])
@author_only
def check(code: str) -> Any:
    """Everything once more, then «Надіслати»."""
    with reading() as session:
        project = _mine(session, code)
        author = author_by_code(session, reader().code)
        missing = what_is_missing(queries.draft_of(project, author))
    form = forms.SendForm()
    if form.validate_on_submit():
        try:
            with transaction() as session:
                known = author_by_code(session, reader().code)
                service.send_project(
                    session, actor(), _mine(session, code), known, consent=form.consent.data, now=clock.now()
                )
        except Refused as refused:
            add_mistake(form.consent, labels.of_refusal(refused))
        else:
            return redirect(url_for("submission.sent", code=code), 303)
    return _page("check", form, project=project, author=author, missing=missing)


@bp.get("/<string:code>/sent")
@author_only
def sent(code: str) -> Any:
    """Confirmation: the number and what happens next."""
    with reading() as session:
        project = _mine(session, code)
        rules = rule_set(session, project.cycle_id)
    return render_template("submission/sent.html", project=project, rules=rules)


@bp.route("/<string:code>/withdraw", methods=["GET", "POST"])
@author_only
def withdraw(code: str) -> Any:
    """Take a sent project back, or delete a draft."""
    with reading() as session:
        project = _mine(session, code)
    form = forms.WithdrawForm()
    if form.validate_on_submit():
        with transaction() as session:
            mine = _mine(session, code)
            if mine.status == "draft":
                service.discard_draft(session, actor(), mine)
            else:
                service.withdraw_project(session, actor(), mine, reason=form.reason.data or "", now=clock.now())
        flash(_("Чернетку видалено.") if project.status == "draft" else _("Проєкт відкликано."))
        return redirect(url_for("submission.start"), 303)
    return _page("withdraw", form, project=project)
