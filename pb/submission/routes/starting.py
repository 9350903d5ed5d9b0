"""The way in: who may submit, typing at once, the login at the first save; earlier projects carried over."""

from typing import Any

from flask import Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from pb import clock
from pb.accounts.queries import author_by_code
from pb.cycles.models import Cycle
from pb.cycles.queries import cycle_by_code, cycles_in_phase, rule_set
from pb.cycles.rules import Action, CycleKind, Phase, why_not
from pb.errors import Refused
from pb.submission import forms, queries, service
from pb.submission.parts import IDEA_TEXTS
from pb.submission.routes.desk import bp, mine_alone, page
from pb.submission.rules import WAITING_LASTS
from pb.web.access import author_only, public
from pb.web.current import actor, house, reader, reading, transaction
from pb.web.security import limiter

WAITING = "waiting-draft"  # a cookie of its own: the login empties the session


def _is_author() -> bool:
    return bool(reader().is_authenticated and reader().kind == "author")


@bp.get("")
@public
def start() -> Any:
    """Who may submit, how much, until when; own projects of those who are signed in."""
    with reading() as session:
        open_cycles = cycles_in_phase(session, clock.now(), {Phase.SUBMISSION}, CycleKind.CITY)
        rules = {cycle.id: rule_set(session, cycle.id) for cycle in open_cycles}
        own = queries.projects_of_author(session, reader().id) if _is_author() else []
    return render_template("submission/start.html", cycles=open_cycles, rules=rules, mine=own, is_author=_is_author())


@bp.route("/new/<string:cycle>", methods=["GET", "POST"])
@public
@limiter.limit("60 per hour", methods=["POST"])
def new(cycle: str) -> Any:
    """Typing begins here, for everybody; the first save asks for the bank and keeps what was typed."""
    with reading() as session:
        found = cycle_by_code(session, cycle)
    if refusal := why_not(Action.SUBMIT_PROJECT, found.phase(clock.now())):
        raise Refused(refusal)
    form = forms.IdeaForm()
    forms.offer_contests(form, found.contests)
    if not form.validate_on_submit():
        return page("new", form, cycle=found, is_author=_is_author())
    typed = {name: form[name].data or "" for name in (*IDEA_TEXTS, "contest")}
    if _is_author():
        with transaction() as session:
            author = author_by_code(session, reader().code)
            draft = service.begin_written(session, actor(), author, cycle_by_code(session, cycle), typed, clock.now())
        return redirect(url_for("submission.tasks", code=draft.code, saved="new"), 303)
    return _to_the_bank(found, typed)


def _to_the_bank(cycle: Cycle, typed: dict[str, str]) -> Response:
    with transaction() as session:
        token = service.keep_waiting(session, cycle, typed, clock.now())
    answer: Response = redirect(  # type: ignore[assignment]
        url_for("identity.choose", purpose="author", next=url_for("submission.claim")), 303
    )
    seconds = int(WAITING_LASTS.total_seconds())
    secure = house().settings.is_https
    answer.set_cookie(WAITING, token, max_age=seconds, httponly=True, samesite="Lax", secure=secure, path="/submit")
    return answer


@bp.get("/claim")
@author_only
def claim() -> Any:
    """Where the bank's login returns to: what waited becomes a draft. Asked twice, it gives nothing twice."""
    with transaction() as session:
        author = author_by_code(session, reader().code)
        draft = service.claim_waiting(session, actor(), author, request.cookies.get(WAITING, ""), clock.now())
    if draft is None:
        answer = redirect(url_for("submission.start"), 303)
    else:
        flash(_("Написане збережено. Продовжуйте з будь-якої частини."), "success")
        answer = redirect(url_for("submission.tasks", code=draft.code, saved="new"), 303)
    answer.delete_cookie(WAITING, path="/submit")
    return answer


@bp.post("/<string:code>/carry/<string:cycle>")
@author_only
@limiter.limit("30 per hour")
def carry(code: str, cycle: str) -> Any:
    """One tap: a draft moves into the open cycle, an earlier project is copied into it."""
    with transaction() as session:
        old, target = mine_alone(session, code), cycle_by_code(session, cycle)
        if old.status == "draft":
            service.move_draft(session, actor(), old, target, clock.now())
            found = old.code
        else:
            author = author_by_code(session, reader().code)
            found = service.copy_project(session, actor(), author, old, target, clock.now()).code
    flash(_("Готово: перевірте напрям і ціни, вони могли змінитися."), "success")
    return redirect(url_for("submission.tasks", code=found), 303)
