"""What everybody reads of review: a project's road, a protocol; and the author's appeal."""

from datetime import date, datetime
from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from pb import clock
from pb.accounts.models import Author
from pb.cycles.queries import rule_set
from pb.cycles.rules import Action, RuleSet, why_not
from pb.errors import NotFound, Refused
from pb.mail.queries import letters_about
from pb.projects.models import Project
from pb.projects.queries import merged_with, project_by_code
from pb.projects.rules import MERGEABLE, PUBLIC, Status
from pb.review import queries, service
from pb.review.forms import AppealForm
from pb.review.models import DossierRow
from pb.review.rules import five_steps
from pb.submission.queries import (
    asked_about,
    is_author_of,
    last_day_to_answer,
    open_mergers,
    project_for_author,
    revisions_of,
    support_of,
)
from pb.submission.rules import why_not_gathering
from pb.values.period import due_on
from pb.values.permission import Permission
from pb.web.access import author_only, public
from pb.web.current import actor, reader, reading, transaction
from pb.web.forms import add_mistake
from pb.web.labels import labels


def add_to(bp: Blueprint) -> None:
    """Hang these pages on the stage's blueprint."""
    bp.add_url_rule("/projects/<string:code>/track", view_func=track)
    bp.add_url_rule("/projects/<string:code>/appeal", view_func=file_appeal, methods=["GET", "POST"])
    bp.add_url_rule("/decisions/<string:code>", view_func=protocol)


def _readable(session: Session, code: str) -> tuple[Project, bool]:
    """A project whose road this reader may follow, and whether it is their own: an author follows it from the start."""
    project = project_by_code(session, code)
    person = reader()
    is_own = person.is_authenticated and person.kind == "author" and is_author_of(session, project, person.id)
    if project.status is Status.DRAFT or (project.status not in PUBLIC and not is_own):
        raise NotFound(code)
    return project, bool(is_own)


@public
def track(code: str) -> Any:
    """Where a project stands, who has it, until when, and what was decided why."""
    with reading() as session:
        project, is_own = _readable(session, code)
        dossier = queries.dossier_of(session, project.id)
        decision = queries.decision_of(session, project.id)
        appeal = queries.appeal_of(session, project.id)
        rules = rule_set(session, project.cycle_id)
        support = support_of(session, project)
        revisions = revisions_of(session, project.id)
        letters = letters_about(session, f"project:{code}") if is_own else []
        due = _due(session, project, dossier, rules)
        merging = _merging(session, project, is_own=is_own)
    may_appeal = project.status is Status.REFUSED and appeal is None
    open_for_appeal = may_appeal and why_not(Action.FILE_APPEAL, project.cycle.phase(clock.now())) is None
    moves = [(change.move, change.at) for change in project.history]
    return render_template(
        "review/track.html",
        project=project,
        is_own=is_own,
        steps=five_steps(project.status, moves, dossier.signed_at if dossier else None),
        due=due,
        letters=letters,
        support=support,
        revisions=revisions,
        gathers=why_not_gathering(project.status, support.needed) is None,
        dossier=dossier if dossier and dossier.signed_at and decision else None,
        waiting=dossier if dossier and not dossier.signed_at else None,
        decision=decision,
        appeal=appeal,
        open_for_appeal=open_for_appeal,
        **merging,
    )


def _merging(session: Session, project: Project, *, is_own: bool) -> dict[str, Any]:
    """What was merged, and for its authors and the secretary what is proposed."""
    person = reader()
    is_secretary = person.is_authenticated and person.kind == "staff" and person.may(Permission.RUN_SITTING)
    is_first = is_own and project.author_id == person.id
    is_open = why_not(Action.WITHDRAW_PROJECT, project.cycle.phase(clock.now())) is None
    shown = open_mergers(session, project.id) if is_own or is_secretary else []
    mergers = {one: asked_about(session, one) for one in shown}
    return {
        "merged": merged_with(session, project),
        "mergers": mergers,
        "to_answer": [one for one, asked in mergers.items() if is_own and person.id in _silent(asked)],
        "is_first": is_first,
        "is_secretary": is_secretary,
        "may_merge": (is_first or is_secretary) and project.status in MERGEABLE and is_open,
    }


def _silent(asked: dict[Author, bool]) -> set[int]:
    return {author.id for author, agreed in asked.items() if not agreed}


def _due(session: Session, project: Project, dossier: DossierRow | None, rules: RuleSet) -> date | None:
    """The day promised for the step at which the project stands, None where no day is promised."""
    last = project.history[-1].at if project.history else None
    if last is None:
        return None
    if project.status is Status.IN_REVIEW and dossier is not None:
        signed = dossier.signed_at
        return due_on(_day(signed), rules.commission_days) if signed else dossier.due_on
    if project.status is Status.RETURNED:
        return last_day_to_answer(session, project)
    return due_on(_day(last), rules.check_days) if project.status is Status.SUBMITTED else None


def _day(moment: datetime) -> date:
    return moment.astimezone(clock.CITY_ZONE).date()


@author_only
def file_appeal(code: str) -> Any:
    """The author's appeal against a refusal."""
    with reading() as session:
        project = project_for_author(session, code, reader().id)
        refusal = queries.refusal_of(session, project.id)
    form = AppealForm()
    if form.validate_on_submit():
        try:
            with transaction() as session:
                mine = project_for_author(session, code, reader().id)
                service.file_appeal(session, actor(), mine, form.text.data, clock.now())
        except Refused as refused:
            add_mistake(form.text, labels.of_refusal(refused))
        else:
            flash(_("Скаргу подано. Її розглянуть ті, хто не ухвалював першого рішення."), "success")
            return redirect(url_for("review.track", code=code), 303)
    page = render_template("review/file_appeal.html", form=form, project=project, refusal=refusal)
    return page, 422 if form.is_submitted() else 200


@public
def protocol(code: str) -> Any:
    """The protocol of a sitting: decisions, reasons, votes by name."""
    with reading() as session:
        found = queries.public_sitting(session, code)
    return render_template("review/protocol.html", sitting=found)
