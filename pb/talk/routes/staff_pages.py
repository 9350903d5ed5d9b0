"""The moderator's one queue, and the questions a department has to answer."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from pb import clock
from pb.errors import Refused
from pb.talk import queries
from pb.talk.forms import AnswerForm, SettleForm
from pb.talk.rules import Heap, Verdict
from pb.talk.service import remarks as service
from pb.values.permission import Permission
from pb.web.access import requires
from pb.web.current import actor, reader, reading, transaction
from pb.web.forms import add_mistake
from pb.web.labels import labels


def add_to(bp: Blueprint) -> None:
    """Join these pages to the stage's blueprint."""
    bp.add_url_rule("/staff/talk", view_func=queue, methods=["GET", "POST"])
    bp.add_url_rule("/staff/questions", view_func=questions)
    bp.add_url_rule("/staff/questions/<string:code>", view_func=answer, methods=["GET", "POST"])


@requires(Permission.MODERATE)
def queue() -> Any:
    """New and reported remarks, or hidden ones; many are settled at once."""
    heap = Heap(request.args["heap"]) if request.args.get("heap") in set(Heap) else Heap.WAITING
    form = SettleForm()
    chosen = request.form.getlist("remark")
    verdict = request.form.get("verdict")
    if form.validate_on_submit() and verdict in set(Verdict):
        try:
            with transaction() as session:
                found = queries.remarks_of_codes(session, chosen)
                service.settle_remarks(
                    session, actor(), found, Verdict(verdict), reason=form.reason.data or "", now=clock.now()
                )
        except Refused as refused:
            add_mistake(form.reason, labels.of_refusal(refused))
        else:
            flash(ngettext("Вирішено: %(num)s запис.", "Вирішено: %(num)s записів.", len(found)), "success")
            return redirect(url_for("talk.queue", heap=heap.value), 303)
    with reading() as session:
        remarks = queries.moderation(session, heap)
    page = render_template(
        "talk/queue.html",
        form=form,
        remarks=remarks,
        heap=heap,
        heaps=list(Heap),
        chosen=chosen,
        verdicts=list(Verdict),
    )
    return page, 422 if form.is_submitted() else 200


@requires(Permission.FILL_DOSSIER)
def questions() -> Any:
    """Questions about the projects of the reader's department."""
    with reading() as session:
        found = queries.questions_for(session, reader().department_id)
    return render_template("talk/questions.html", found=found)


@requires(Permission.FILL_DOSSIER)
def answer(code: str) -> Any:
    """Answer one question for the department."""
    department_id = reader().department_id
    with reading() as session:
        question = queries.question_for(session, code, department_id)
    form = AnswerForm()
    if form.validate_on_submit():
        with transaction() as session:
            mine = queries.question_for(session, code, department_id)
            service.answer_question(
                session, actor(), mine, department_id=department_id, answer=form.answer.data, now=clock.now()
            )
        flash(_("Відповідь опубліковано."), "success")
        return redirect(url_for("talk.questions"), 303)
    page = render_template("talk/answer.html", form=form, question=question)
    return page, 422 if form.is_submitted() else 200
