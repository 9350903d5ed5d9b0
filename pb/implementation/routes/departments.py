"""The department's list of works, the start of one, and the posting form for a phone on the site."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from wtforms.fields import SelectChoice

from pb import clock
from pb.accounts.queries import every_department
from pb.errors import Refused
from pb.implementation import queries, rules, service
from pb.implementation.forms import PostForm, StartForm
from pb.implementation.models import Works
from pb.implementation.rules import Refusal
from pb.media.rules import LARGEST_UPLOAD
from pb.media.rules import Refusal as PictureRefusal
from pb.values.permission import Permission
from pb.web.access import requires
from pb.web.current import actor, media_folder, reader, reading, transaction
from pb.web.forms import add_mistake
from pb.web.labels import labels
from pb.web.security import limiter

# Which field of the form a refusal is about; the rest are about the reason.
FIELDS = {
    Refusal.CLOSED: "stage",
    Refusal.NOT_FROM_HERE: "stage",
    Refusal.TENDER_NUMBER: "tender_number",
    Refusal.NEXT_IN_PAST: "next_on",
}


LARGEST_POST = rules.MOST_PHOTOS * LARGEST_UPLOAD + 1024 * 1024


def add_to(bp: Blueprint) -> None:
    """Hang these pages on the stage's blueprint."""
    bp.url_value_preprocessor(_make_room_for_photos)
    bp.add_url_rule("/implement", view_func=works)
    bp.add_url_rule("/implement/<string:code>", view_func=post, methods=["GET", "POST"])
    bp.add_url_rule("/implement/<string:code>/start", view_func=start, methods=["GET", "POST"])


def _make_room_for_photos(endpoint: str | None, _values: object) -> None:
    """Three photos of a phone are more than one page may send; here, because CSRF reads the form before the view."""
    if endpoint == "implementation.post":
        request.max_content_length = LARGEST_POST


@requires(Permission.POST_PROGRESS)
def works() -> Any:
    """The department's own projects: late ones first, then those waiting for a start."""
    with reading() as session:
        return render_template(
            "implementation/works.html",
            rows=queries.own_rows(session, reader().department_id, clock.now()),
            waiting=queries.waiting_winners(session, reader().department_id),
            silent_from=rules.SILENT_DAYS,
        )


@requires(Permission.POST_PROGRESS)
def start(code: str) -> Any:
    """Take one winner on: department, money, planned days."""
    with reading() as session:
        project = queries.waiting_winner(session, code, reader().department_id)
        own = reader().department_id
        departments = [d for d in every_department(session) if own in (None, d.id)]
    form = StartForm(data={"allocated": project.total_kopecks})
    form.department.choices = [SelectChoice(d.code, d.name) for d in departments]
    if form.validate_on_submit():
        chosen = next(d.id for d in departments if d.code == form.department.data)
        try:
            with transaction() as session:
                service.start_works(
                    session,
                    actor(),
                    queries.waiting_winner(session, code, own),
                    department_id=chosen,
                    allocated=form.allocated.data or 0,
                    planned=form.planned(),
                    contact=form.contact.data,
                    now=clock.now(),
                )
        except Refused as refused:
            field = form.allocated if refused.reason is Refusal.NOTHING_ALLOCATED else form.done
            add_mistake(field, labels.of_refusal(refused))
        else:
            flash(_("Реалізацію почато. План бачать усі."), "success")
            return redirect(url_for("implementation.post", code=code), 303)
    page = render_template("implementation/start.html", form=form, project=project)
    return page, 422 if form.is_submitted() else 200


def _post_form(found: Works) -> PostForm:
    following = rules.next_stage(found.standing, found.stage)
    day = found.standing.days.get(following) if following else None
    form = PostForm(
        data={
            "stage": found.stage.value,
            "paid": found.paid_kopecks or None,
            "contracted": found.contracted_kopecks,
            "tender_number": found.tender_number,
            "contract_number": found.contract_number,
        }
    )
    form.stage.choices = [SelectChoice(stage.value, labels(stage)) for stage in rules.stages_from(found.standing)]
    if day and day.planned_on and following:
        form.next_on.description = _(
            "За планом «%(stage)s» – %(day)s. Заповніть, якщо дата змінилася.",
            stage=labels(following),
            day=f"{day.planned_on:%d.%m.%Y}",
        )
    return form


@requires(Permission.POST_PROGRESS)
@limiter.limit("120 per hour", methods=["POST"])
def post(code: str) -> Any:
    """News from the site, with up to three photos."""
    with reading() as session:
        found = queries.works_for_staff(session, code, reader().department_id)
    if found.stage in rules.CLOSED:
        return redirect(url_for("implementation.project_works", code=code), 303)
    form = _post_form(found)
    if form.validate_on_submit():
        try:
            with transaction() as session:
                service.post_progress(
                    session,
                    actor(),
                    queries.works_for_staff(session, code, reader().department_id),
                    form.progress(),
                    photos=form.photos(),
                    folder=media_folder(),
                    now=clock.now(),
                )
        except Refused as refused:
            _hang(form, refused)
        else:
            flash(_("Опубліковано. Так це бачать мешканці."), "success")
            return redirect(url_for("implementation.project_works", code=code), 303)
    if form.is_submitted():
        _ask_for_photos_again(form)
    page = render_template("implementation/post.html", form=form, works=found)
    return page, 422 if form.is_submitted() else 200


def _ask_for_photos_again(form: PostForm) -> None:
    """A browser never sends a file back into its field: say so, or the photos are lost unnoticed."""
    for file, _words in form.slots:
        if getattr(file.data, "filename", "") and not file.errors:
            add_mistake(file, _("Текст збережено, а фото оберіть ще раз."))


def _hang(form: PostForm, refused: Refused) -> None:
    if refused.reason is Refusal.PHOTO_NEEDS_WORDS:
        wordless = (words for file, words in form.slots if getattr(file.data, "filename", "") and not words.data)
        add_mistake(next(wordless), labels.of_refusal(refused))
    elif isinstance(refused.reason, PictureRefusal):
        add_mistake(form.photo1, labels.of_refusal(refused))
    else:
        add_mistake(form[FIELDS.get(refused.reason, "reason")], labels.of_refusal(refused))  # type: ignore[call-overload]
