"""The parts of the application that are typed: task list, idea, place, estimate, about the author."""

from typing import Any

from flask import render_template, request
from wtforms.fields import SelectChoice

from pb import clock
from pb.accounts.queries import author_by_code
from pb.accounts.service import save_contacts
from pb.cycles.queries import contests_of, rule_set
from pb.errors import Refused
from pb.projects.rules import Applicant, Status
from pb.questions.queries import questions_for
from pb.submission import forms, queries, service
from pb.submission.parts import IDEA_TEXTS, stored_texts
from pb.submission.routes.desk import bp, conflict, is_autosave, mine, page, saved, seen, writers_only
from pb.submission.routes.similar import wanted_of
from pb.submission.rules import Body, Missing, Refusal, Task, body_faults, is_done, what_is_missing
from pb.submission.similar import similar_projects
from pb.web.access import author_only
from pb.web.current import actor, reader, reading, transaction
from pb.web.forms import add_mistake
from pb.web.labels import labels


@bp.get("/<string:code>")
@author_only
def tasks(code: str) -> Any:
    """The task list of a draft."""
    with reading() as session:
        project = mine(session, code)
        author = author_by_code(session, reader().code)
        missing = what_is_missing(queries.draft_of(session, project, project.author or author))
        open_cycle = queries.cycle_to_go_on(session, project, clock.now())
        is_asked = bool(questions_for(session, project))
        revision = queries.open_revision_of(session, project.id)
        last = queries.last_day_to_answer(session, project) if project.status is Status.RETURNED else None
    return render_template(
        "submission/tasks.html",
        project=project,
        cycle=project.cycle,
        open_cycle=open_cycle,
        done={
            task: is_done(task, missing, len(project.photos)) for task in Task if task is not Task.QUESTIONS or is_asked
        },
        missing=missing,
        revision=revision,
        answer_until=last,
        days_left=(last - clock.today()).days if last else 0,
        editable=project.status in service.EDITABLE,
        is_first=project.author_id == reader().id,
        saved=request.args.get("saved", ""),
    )


@bp.route("/<string:code>/idea", methods=["GET", "POST"])
@writers_only
def idea(code: str) -> Any:
    """The part «Ідея»."""
    with reading() as session:
        project = mine(session, code)
        contests = contests_of(session, project.cycle_id)
        alike = similar_projects(session, wanted_of(project))
    form = forms.IdeaForm(data={**stored_texts(project, Task.IDEA), "seen": seen(project, Task.IDEA)})
    forms.offer_contests(form, contests)
    if not form.validate_on_submit():
        return page("idea", form, project=project, alike=alike)
    try:
        with transaction() as session:
            project = mine(session, code)
            chosen = {entry.code: entry for entry in contests_of(session, project.cycle_id)}.get(form.contest.data)
            typed = service.Idea(contest=chosen, **{name: form[name].data or "" for name in IDEA_TEXTS})
            service.save_idea(session, actor(), project, typed, clock.now(), seen=form.seen.data or "")
    except Refused as refused:
        if refused.reason is not Refusal.CHANGED_ELSEWHERE:
            raise
        return conflict("idea", form, code, Task.IDEA)
    return saved(code, Task.IDEA)


@bp.route("/<string:code>/about", methods=["GET", "POST"])
@author_only
def about(code: str) -> Any:
    """The part «Про вас»: name from the bank, contacts and the body in whose name one acts typed."""
    with reading() as session:
        project = mine(session, code)
        author = author_by_code(session, reader().code)
        rules = rule_set(session, project.cycle_id)
    form = forms.AboutForm(
        obj=author,
        data={"applicant": project.applicant, "body_name": project.body_name, "body_code": project.body_code},
    )
    kinds = [one for one in Applicant if one is not Applicant.CONDOMINIUM or rules.condominiums_apply]
    form.applicant.choices = [SelectChoice(one.value, labels(one)) for one in kinds]
    if form.validate_on_submit():
        body = form.body()
        _save_about(code, form, body)
        faults = body_faults(body, condominiums_apply=rules.condominiums_apply) if body else []
        for fault in faults:
            add_mistake(form.body_name if fault is Missing.BODY_NAME else form.body_code, labels(fault))
        if not faults or is_autosave():
            return saved(code, Task.ABOUT)
    is_asked = project.status in service.EDITABLE and project.author_id == author.id
    return page("about", form, project=project, author=author, is_asked=is_asked)


def _save_about(code: str, form: forms.AboutForm, body: Body | None) -> None:
    """Contacts are each author's own; in whose name the project is, the first author says while it can be changed."""
    with transaction() as session:
        known, own = author_by_code(session, reader().code), mine(session, code)
        save_contacts(session, actor(), known, email=form.email.data or "", phone=form.phone.data or "")
        if body is not None and own.status in service.EDITABLE and own.author_id == known.id:
            service.save_body(session, actor(), own, body, clock.now())
