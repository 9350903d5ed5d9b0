"""The secretariat's queue and the department's dossiers."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from wtforms.fields import SelectChoice

from pb import clock
from pb.accounts.queries import every_department, staff_by_code
from pb.errors import NotFound, Refused
from pb.projects.queries import document_of, documents_of, project_by_code
from pb.questions.queries import answers_of
from pb.review import queries, service
from pb.review.forms import CheckForm, DossierForm, dossier_values
from pb.review.rules import CheckOutcome
from pb.submission.letters import AuthorPost
from pb.submission.queries import revisions_of, support_of
from pb.submission.routes.photos import handed_out
from pb.values.permission import Permission
from pb.web.access import requires
from pb.web.current import actor, documents_folder, public_url, reader, reading, transaction
from pb.web.forms import add_mistake
from pb.web.labels import labels


def add_to(bp: Blueprint) -> None:
    """Hang these pages on the stage's blueprint."""
    bp.add_url_rule("/review/completeness", view_func=completeness)
    bp.add_url_rule("/review/completeness/<string:code>", view_func=check, methods=["GET", "POST"])
    bp.add_url_rule("/review/dossiers", view_func=dossiers)
    bp.add_url_rule("/review/completeness/<string:code>/documents/<string:document>", view_func=paper_for_check)
    bp.add_url_rule("/review/dossiers/<string:code>/documents/<string:document>", view_func=paper_for_dossier)
    bp.add_url_rule("/review/dossiers/<string:code>", view_func=dossier, methods=["GET", "POST"])


@requires(Permission.CHECK_COMPLETENESS)
def completeness() -> Any:
    """Projects waiting for their check, oldest first."""
    with reading() as session:
        return render_template("review/completeness.html", projects=queries.waiting_for_check(session))


@requires(Permission.CHECK_COMPLETENESS)
def check(code: str) -> Any:
    """Check one project."""
    with reading() as session:
        project = project_by_code(session, code)
        departments = every_department(session)
        earlier = queries.checks_of(session, project.id)
        answers = answers_of(session, project)
        documents = documents_of(session, project.id)
        support = support_of(session, project)
    usual = next((d.code for d in departments if project.contest and d.id == project.contest.department_id), "")
    form = CheckForm(department=usual)
    form.department.choices = [SelectChoice(d.code, d.name) for d in departments]
    if form.validate_on_submit():
        try:
            with transaction() as session:
                chosen = next((d for d in every_department(session) if d.code == form.department.data), None)
                service.check_completeness(
                    session,
                    actor(),
                    project_by_code(session, code),
                    outcome=CheckOutcome(form.outcome.data),
                    remarks=form.remarks.data or "",
                    staff_id=reader().id,
                    department=chosen,
                    now=clock.now(),
                    post=AuthorPost(public_url()),
                )
        except Refused as refused:
            add_mistake(form.remarks, labels.of_refusal(refused))
        else:
            flash(_("Збережено. Автор бачить ваше рішення."), "success")
            return redirect(url_for("review.completeness"), 303)
    shown = {"earlier": earlier, "answers": answers, "documents": documents, "support": support}
    page = render_template("review/check.html", form=form, project=project, **shown)
    return page, 422 if form.is_submitted() else 200


@requires(Permission.FILL_DOSSIER)
def dossiers() -> Any:
    """The department's queue by deadline."""
    with reading() as session:
        rows = queries.open_dossiers(session, reader().department_id)
    return render_template("review/dossiers.html", rows=rows, today=clock.today())


@requires(Permission.FILL_DOSSIER)
def dossier(code: str) -> Any:
    """One dossier: project on one side, questions on the other; save or sign."""
    with reading() as session:
        project = project_by_code(session, code)
        row = queries.dossier_of(session, project.id)
        answers = answers_of(session, project)
        documents = documents_of(session, project.id)
        revisions = revisions_of(session, project.id)
    if row is None:
        raise NotFound(code)
    form = DossierForm(data=dossier_values(row))
    if form.validate_on_submit():
        try:
            with transaction() as session:
                signer = staff_by_code(session, reader().code)
                mine = queries.dossier_of(session, project.id)
                if mine is None:
                    raise NotFound(code)
                service.save_dossier(session, actor(), mine, form.answers(), signer)
                if request.form.get("act") == "sign":
                    service.sign_dossier(session, actor(), mine, signer, clock.now())
        except Refused as refused:
            add_mistake(form.reason, labels.of_refusal(refused))
        else:
            flash(_("Картку підписано.") if request.form.get("act") == "sign" else _("Збережено."), "success")
            return redirect(url_for("review.dossiers"), 303)
    shown = {"row": row, "answers": answers, "documents": documents, "revisions": revisions}
    page = render_template("review/dossier.html", form=form, project=project, **shown)
    return page, 422 if form.is_submitted() else 200


def _paper(code: str, document: str) -> Any:
    with reading() as session:
        found = document_of(session, project_by_code(session, code).id, document)
    return handed_out(found, documents_folder())


@requires(Permission.CHECK_COMPLETENESS)
def paper_for_check(code: str, document: str) -> Any:
    """A document of a project, for the secretariat."""
    return _paper(code, document)


@requires(Permission.FILL_DOSSIER)
def paper_for_dossier(code: str, document: str) -> Any:
    """A document of a project, for the department."""
    return _paper(code, document)
