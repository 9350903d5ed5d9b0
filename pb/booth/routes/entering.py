"""Ways into the booth without a bank: a desk's one-time code, a school's slip."""

from typing import Any

from flask import Blueprint, redirect, render_template, url_for
from flask import session as cookie

from pb import clock
from pb.booth.forms import CodeForm, SlipForm
from pb.booth.queries import cycle_to_vote_in
from pb.booth.routes.person import keys_of
from pb.cycles.models import Cycle
from pb.cycles.queries import announced_cycles, rule_set
from pb.cycles.rules import VoterProof
from pb.electorate.rules import Refusal
from pb.electorate.service import enter_booth, open_code_visit
from pb.errors import Refused
from pb.identity.routes import CARRIED
from pb.identity.service import end_visit
from pb.web.access import VISIT, public
from pb.web.current import transaction
from pb.web.forms import add_mistake
from pb.web.labels import labels
from pb.web.security import limiter

CLASSROOM = "classroom"  # the cookie's key: several pupils vote on this device


def add_to(bp: Blueprint) -> None:
    """Hang these pages on the booth's blueprint."""
    bp.add_url_rule("/vote/desk", view_func=desk_code, methods=["GET", "POST"], defaults={"code": ""})
    bp.add_url_rule("/vote/desk/<string:code>", view_func=desk_code, methods=["GET", "POST"])
    bp.add_url_rule("/vote/code", view_func=school_code, methods=["GET", "POST"])
    bp.add_url_rule("/vote/code/next", view_func=next_pupil, methods=["POST"])


@public
@limiter.limit("20 per minute", methods=["POST"])
def desk_code(code: str) -> Any:
    """The voter's screen takes the booth over. Only the button uses the code: previews of links must not."""
    form = CodeForm(code=code)
    if form.validate_on_submit():
        try:
            with transaction() as session:
                token = enter_booth(session, form.code.data, clock.now())
        except Refused as refused:
            add_mistake(form.code, labels.of_refusal(refused))
        else:
            _enter(token)
            return redirect(url_for("booth.choose"), 303)
    return render_template("booth/desk_code.html", form=form), 422 if form.is_submitted() else 200


@public
@limiter.limit("300 per minute", methods=["POST"])  # a whole school types behind one address; 58 bits are not guessed
def school_code() -> Any:
    """A pupil types the code of the slip. The code says which school's cycle it belongs to."""
    form = SlipForm(classroom=CLASSROOM in cookie)
    if form.validate_on_submit():
        found = _cycle_of_code(form.code.data)
        if isinstance(found, Refused):
            add_mistake(form.code, labels.of_refusal(found))
        else:
            cycle, token = found
            carried = cookie.get(CARRIED)
            _enter(token)
            if form.classroom.data:
                cookie[CLASSROOM] = True
            elif carried:
                cookie[CARRIED] = carried  # what was picked before the code was typed
            return redirect(url_for("booth.choose", cycle=cycle.code), 303)
    return render_template("booth/code.html", form=form), 422 if form.is_submitted() else 200


@public
def next_pupil() -> Any:
    """The class's device forgets the pupil and waits for the next slip: one button between two votes."""
    token = cookie.get(VISIT)
    if token:
        with transaction() as session:
            end_visit(session, token)
    language = cookie.get("language")
    cookie.clear()
    cookie[CLASSROOM] = True
    if language:
        cookie["language"] = language
    return redirect(url_for("booth.school_code"), 303)


def _cycle_of_code(typed: str) -> tuple[Cycle, str] | Refused:
    now, refusal = clock.now(), None
    with transaction() as session:
        for candidate in announced_cycles(session, now):
            if rule_set(session, candidate.id).voter_proof is not VoterProof.CODE:
                continue
            try:
                cycle = cycle_to_vote_in(session, now, candidate.code) or candidate
                return cycle, open_code_visit(session, cycle, typed, keys=keys_of(cycle), now=now)
            except Refused as one:
                refusal = one if refusal is None or refusal.reason is Refusal.UNKNOWN_CODE else refusal
    return refusal or Refused(Refusal.UNKNOWN_CODE)


def _enter(token: str) -> None:
    """A clean cookie: nothing of whoever used this screen before survives but the language."""
    kept = {name: cookie.get(name) for name in ("language", "csrf_token") if cookie.get(name)}
    cookie.clear()
    cookie.update(kept)
    cookie[VISIT] = token
