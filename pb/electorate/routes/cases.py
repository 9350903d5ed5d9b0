"""«Somebody voted in my name»: the person's form and page, the ombudsman's list."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from wtforms.fields import SelectChoice

from pb import clock
from pb.cycles.queries import cycle_by_code
from pb.electorate import queries, service
from pb.electorate.forms import AnswerForm, CaseForm
from pb.electorate.keys import CycleKeys
from pb.electorate.routes.doors import bp
from pb.electorate.rules import CaseOutcome
from pb.errors import NotFound, Refused
from pb.identity.routes.visitor import current_visit
from pb.values.permission import Permission
from pb.web.access import public, requires
from pb.web.current import actor, house, reading, transaction
from pb.web.forms import add_mistake
from pb.web.labels import labels
from pb.web.languages import current_language
from pb.web.security import limiter


def post() -> service.Post:
    """Where letters about cases lead."""
    return service.Post(house().settings.public_url)


@bp.route("/vote/case", methods=["GET", "POST"])
@public
@limiter.limit("5 per hour", methods=["POST"])
def tell_case() -> Any:
    """What a person confirmed a moment ago tells; then the number, the deadline and their own page."""
    form, code = CaseForm(), request.values.get("cycle", "")
    with reading() as session:
        cycle, visit = cycle_by_code(session, code), current_visit(session)
    if visit is None:
        here = url_for("electorate.tell_case", cycle=code)
        return redirect(url_for("identity.choose", purpose="vote", next=here), 303)
    if form.validate_on_submit():
        told = service.Told(form.story.data, form.email.data or "", current_language())
        key = CycleKeys(house().settings.folder("keys"), cycle.code).person_key(visit.stretch)
        try:
            with transaction() as session:
                _case, token = service.open_case(session, cycle, key, told, post())
        except Refused as refused:
            add_mistake(form.story, labels.of_refusal(refused))
        else:
            return redirect(url_for("electorate.own_case", token=token), 303)
    page = render_template("electorate/tell_case.html", form=form, cycle=cycle)
    return page, 422 if form.is_submitted() else 200


@bp.get("/vote/case/<string:token>")
@public
def own_case(token: str) -> Any:
    """The person's own page: number, who looks, by when, what is checked, the answer."""
    with reading() as session:
        found = queries.case_by_token(session, token)
    page = render_template("electorate/own_case.html", one=found, address=post().link(token))
    return page, 200, {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer"}


@bp.get("/cases")
@requires(Permission.WATCH_VOTE)
def cases() -> Any:
    """Every case with what the roll knows; who guards voters takes and answers them."""
    return _listed()


def _listed(form: AnswerForm | None = None, answered: str = "") -> Any:
    with reading() as session:
        rows = queries.handled_cases(session)
    forms = {one.case.code: form if form and one.case.code == answered else _answer_form(one.case.code) for one in rows}
    page = render_template("electorate/cases.html", rows=rows, forms=forms, today=clock.today(), wrong=form)
    return page, 422 if form else 200


def _answer_form(code: str) -> AnswerForm:
    """A prefix for each case keeps the fields of several forms on one page apart."""
    form = AnswerForm(prefix=code.lower())
    form.outcome.choices = [SelectChoice(one.value, labels(one)) for one in CaseOutcome]
    return form


@bp.post("/cases/<string:code>/take")
@requires(Permission.GUARD_VOTERS)
def take_case(code: str) -> Any:
    """Begin to check."""
    try:
        with transaction() as session:
            service.take_case(session, actor(), code)
    except Refused as refused:
        flash(labels.of_refusal(refused))
    else:
        flash(_("Ви взялися за звернення № %(code)s.", code=code), "success")
    return redirect(url_for("electorate.cases"), 303)


@bp.post("/cases/<string:code>/answer")
@requires(Permission.GUARD_VOTERS)
def answer_case(code: str) -> Any:
    """What it was, and why."""
    with reading() as session:
        if code not in {one.case.code for one in queries.handled_cases(session)}:
            raise NotFound(code)
    form = _answer_form(code)
    if form.validate_on_submit():
        try:
            with transaction() as session:
                service.answer_case(session, actor(), code, CaseOutcome(form.outcome.data), form.answer.data, post())
        except Refused as refused:
            add_mistake(form.answer, labels.of_refusal(refused))
        else:
            flash(_("Відповідь на звернення № %(code)s надано.", code=code), "success")
            return redirect(url_for("electorate.cases"), 303)
    return _listed(form, code)
