"""Sittings: agenda, votes, protocol; appeals decided by those who did not decide before."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import force_locale
from flask_babel import gettext as _
from wtforms.fields import SelectChoice

from pb import clock
from pb.cycles.queries import announced_cycles, cycle_by_code, rule_set
from pb.errors import NotFound, Refused
from pb.projects.queries import project_by_code
from pb.projects.rules import Status
from pb.review import queries, service
from pb.review.forms import AnswerForm, PlainForm, ProposalForm, SittingForm, VoteForm
from pb.review.letters import DecisionPost
from pb.review.rules import AppealOutcome, Decision, Vote
from pb.review.service.sittings import Proposal
from pb.submission.letters import AuthorPost
from pb.values.permission import Permission
from pb.web.access import requires
from pb.web.current import actor, public_url, reader, reading, transaction
from pb.web.forms import add_mistake
from pb.web.labels import labels


def add_to(bp: Blueprint) -> None:
    """Hang these pages on the stage's blueprint."""
    bp.add_url_rule("/review/sittings", view_func=sittings, methods=["GET", "POST"])
    bp.add_url_rule("/review/sittings/<string:code>", view_func=sitting, methods=["GET", "POST"])
    bp.add_url_rule("/review/sittings/<string:code>/items/<int:item>/close", view_func=close, methods=["POST"])
    bp.add_url_rule("/review/sittings/<string:code>/publish", view_func=publish, methods=["POST"])
    bp.add_url_rule("/review/votes", view_func=votes)
    bp.add_url_rule("/review/votes/<int:item>", view_func=vote, methods=["POST"])
    bp.add_url_rule("/review/appeals", view_func=appeals)
    bp.add_url_rule("/review/appeals/<string:code>", view_func=appeal, methods=["GET", "POST"])


@requires(Permission.RUN_SITTING)
def sittings() -> Any:
    """All sittings and a form for a new one."""
    with reading() as session:
        cycles = announced_cycles(session, clock.now())
        rows = queries.every_sitting(session)
    form = SittingForm(held_on=clock.today()) if request.method == "GET" else SittingForm()
    form.cycle.choices = [SelectChoice(cycle.code, cycle.title) for cycle in cycles]
    if form.validate_on_submit():
        with transaction() as session:
            chosen = cycle_by_code(session, form.cycle.data)
            made = service.open_sitting(session, actor(), chosen, number=form.number.data, held_on=form.held_on.data)
        return redirect(url_for("review.sitting", code=made.code), 303)
    return render_template("review/sittings.html", form=form, rows=rows), 422 if form.is_submitted() else 200


@requires(Permission.RUN_SITTING)
def sitting(code: str) -> Any:
    """Agenda with votes so far; put one more project on it."""
    with reading() as session:
        found = queries.sitting_by_code(session, code)
        ready = queries.ready_for_sitting(session, found.cycle_id)
        rules = rule_set(session, found.cycle_id)
    form = ProposalForm()
    form.project.choices = [SelectChoice(project.code, f"№ {project.number}. {project.title}") for project in ready]
    if form.validate_on_submit():
        proposal = Proposal(
            Decision(form.decision.data), form.article.data or "", form.reason.data or "", form.way_out.data or ""
        )
        try:
            with transaction() as session:
                project = project_by_code(session, form.project.data)
                service.propose_decision(session, actor(), queries.sitting_by_code(session, code), project, proposal)
        except Refused as refused:
            add_mistake(form.reason, labels.of_refusal(refused))
        else:
            return redirect(url_for("review.sitting", code=code), 303)
    page = render_template(
        "review/sitting.html", form=form, sitting=found, ready=ready, quorum=rules.quorum, plain=PlainForm()
    )
    return page, 422 if form.is_submitted() else 200


@requires(Permission.RUN_SITTING)
def close(code: str, item: int) -> Any:
    """Decide one item by the votes cast."""
    try:
        with transaction() as session:
            service.close_item(session, actor(), item, clock.now())
    except Refused as refused:
        flash(labels.of_refusal(refused))
    return redirect(url_for("review.sitting", code=code), 303)


@requires(Permission.RUN_SITTING)
def publish(code: str) -> Any:
    """Publish the protocol."""
    try:
        with transaction() as session:
            found = queries.sitting_by_code(session, code)
            service.publish_sitting(session, actor(), found, clock.now(), post=decision_post())
    except Refused as refused:
        flash(labels.of_refusal(refused))
    else:
        flash(_("Протокол оприлюднено. Автори й мешканці бачать рішення."), "success")
    return redirect(url_for("review.sitting", code=code), 303)


def decision_post() -> DecisionPost:
    """Letters in Ukrainian, whatever language the member of staff reads."""
    with force_locale("uk"):
        words = {status: labels(status) for status in Status}
    return DecisionPost(AuthorPost(public_url()), words)


@requires(Permission.VOTE_IN_SITTING)
def votes() -> Any:
    """What the commission votes on now."""
    with reading() as session:
        return render_template(
            "review/votes.html", items=queries.open_items(session, reader().id), form=VoteForm(), choices=list(Vote)
        )


@requires(Permission.VOTE_IN_SITTING)
def vote(item: int) -> Any:
    """One member's vote."""
    form = VoteForm()
    if form.validate_on_submit():
        with transaction() as session:
            service.cast_vote(session, actor(), item, staff_id=reader().id, vote=Vote(form.vote.data))
        flash(_("Ваш голос записано. Змінити його можна, доки питання не вирішено."), "success")
    else:
        flash(next((sentence for _field, sentence in form.mistakes), ""))
    return redirect(url_for("review.votes"), 303)


@requires(Permission.RUN_SITTING)
def appeals() -> Any:
    """Appeals nobody has decided."""
    with reading() as session:
        return render_template("review/appeals.html", rows=queries.open_appeals(session))


@requires(Permission.RUN_SITTING)
def appeal(code: str) -> Any:
    """Decide one appeal."""
    with reading() as session:
        project = project_by_code(session, code)
        found = queries.appeal_of(session, project.id)
        refusal = queries.refusal_of(session, project.id)
    if found is None:
        raise NotFound(code)
    form = AnswerForm()
    if form.validate_on_submit():
        try:
            with transaction() as session:
                mine = queries.appeal_of(session, project.id)
                if mine is None:
                    raise NotFound(code)
                service.decide_appeal(
                    session,
                    actor(),
                    mine,
                    outcome=AppealOutcome(form.outcome.data),
                    answer=form.answer.data,
                    staff_id=reader().id,
                    now=clock.now(),
                    post=decision_post(),
                )
        except Refused as refused:
            add_mistake(form.answer, labels.of_refusal(refused))
        else:
            return redirect(url_for("review.appeals"), 303)
    page = render_template("review/appeal.html", form=form, project=project, appeal=found, refusal=refusal)
    return page, 422 if form.is_submitted() else 200
