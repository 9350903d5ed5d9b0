"""The bank sends the person back: check, open a visit or an author's session, go on."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

import structlog
from flask import Blueprint, abort, redirect, render_template, request, session, url_for
from flask_login import current_user, login_user
from flask_wtf.csrf import CSRFError

from pb import clock
from pb.accounts import service as accounts
from pb.accounts.queries import live_session, reader_of
from pb.accounts.routes import device_of
from pb.errors import Refused
from pb.identity import service
from pb.identity.models import Visit
from pb.identity.providers.contract import LoginRequest, Misconfigured, NotProved, Provider
from pb.identity.queries import visit_by_token
from pb.identity.routes.grid import LAST_BANK
from pb.identity.routes.visitor import (
    BROWSER,
    CARRIED,
    DEFAULT_NEXT,
    PENDING,
    back,
    draft_of_browser,
    health,
    plain_key,
    providers,
    return_url,
)
from pb.identity.rules import ONCE_MORE, Purpose, Refusal, VerifiedPerson
from pb.identity.service import Returned
from pb.web.access import VISIT, public, visitor_only
from pb.web.current import house, transaction
from pb.web.languages import safe_next
from pb.web.security import csrf

log = structlog.get_logger()
# All that a bank may say on the way back; anything else is dropped.
TOLD = ("code", "state", "iss", "error", "response")
LAST_BANK_LASTS = 180 * 86_400  # seconds


def add_to(bp: Blueprint) -> None:
    """Hang these pages on the blueprint."""
    bp.add_url_rule("/return/<string:provider>", view_func=returned)
    bp.add_url_rule("/return/<string:provider>", view_func=posted, methods=["POST"])
    bp.add_url_rule("/accept", view_func=accept, methods=["GET", "POST"])
    bp.add_url_rule("/leave", view_func=leave, methods=["POST"])


@public
def posted(provider: str) -> Any:
    """A bank that answers by a form: from its site the browser brings no cookie, so it is asked to come again."""
    bank = providers().get(provider)
    if bank is None or not bank.answers_by_form:
        raise CSRFError("a form without our token, from a bank that sends none")
    told = {name: request.form[name] for name in TOLD if name in request.form}
    return redirect(f"{url_for('identity.returned', provider=provider)}?{urlencode(told)}", 303)


csrf.exempt(posted)  # a bank's form carries no token of ours; all it leads to is the GET below


@public
def returned(provider: str) -> Any:
    """The bank sends the person back: check, open a visit, go on."""
    bank = providers().get(provider)
    if bank is None:
        abort(404)
    try:
        answer = bank.unwrapped({name: request.args[name] for name in TOLD if name in request.args})
    except NotProved as why:
        return back(Purpose.VOTE, _noted(bank, why), DEFAULT_NEXT[Purpose.VOTE])
    try:
        with transaction() as opened:
            login = service.take_login(opened, answer.get("state", ""), session.get(BROWSER, ""), clock.now())
    except Refused as refused:
        return _refused(refused)
    if login.is_same_browser:
        session.pop(BROWSER, None)
    if login.provider != provider:
        log.warning("provider_mix_up", provider=provider)
        return back(login.purpose, Refusal.BANK_NONSENSE, login.next_path, login.carried)
    person = _proved(bank, login, answer)
    if isinstance(person, Refusal):
        down = "/".join(part for part in (provider, login.bank) if part) if person is Refusal.BANK_DOWN else ""
        return back(login.purpose, person, login.next_path, login.carried, down=down)
    return _arrived(login, person)


def _refused(refused: Refused) -> Any:
    """A state that is not good (any more). Who is inside already, by reloading this page, just goes on."""
    reason = Refusal(refused.reason.value)
    if reason not in ONCE_MORE:
        return back(Purpose.VOTE, reason, DEFAULT_NEXT[Purpose.VOTE])
    purpose, next_path = Purpose(str(refused.facts["purpose"])), str(refused.facts["next_path"])
    is_inside = current_user.is_authenticated if purpose is Purpose.AUTHOR else VISIT in session
    if reason is Refusal.LOGIN_USED and is_inside:
        return redirect(safe_next(next_path, DEFAULT_NEXT[purpose]), 303)
    return back(purpose, reason, next_path, plain_key(str(refused.facts["carried"])))


def _proved(bank: Provider, login: Returned, answer: Mapping[str, str]) -> VerifiedPerson | Refusal:
    ask = LoginRequest(answer.get("state", ""), login.nonce, login.verifier, return_url(bank.code), login.bank)
    try:
        with health().asking(bank.code, login.bank):
            person = bank.finish(ask, answer)
    except NotProved as why:
        return _noted(bank, why)
    health().answered(bank.code, login.bank)
    return person


def _noted(bank: Provider, why: NotProved) -> Refusal:
    """The refusal to show. The log gets what was wrong with the answer and nothing of what it said."""
    note = log.error if isinstance(why, Misconfigured) else log.warning
    note("login_not_proved", provider=bank.code, kind=why.refusal.value, reason=str(why))
    return why.refusal


def _arrived(login: Returned, person: VerifiedPerson) -> Any:
    keys = house().settings.folder("keys")
    stretch = service.stretch_of(person, keys)
    with transaction() as opened:
        visit, token = service.open_visit(opened, person, stretch=stretch, begun_at=login.begun_at, now=clock.now())
        author = None
        if login.purpose is Purpose.AUTHOR and login.is_same_browser:
            author = _author_session(opened, visit, person)
            service.end_visit(opened, token)
    if not login.is_same_browser:
        # Nothing of this browser is touched until the person says that it is theirs.
        session[PENDING] = [token, login.next_path, login.purpose.value, login.carried]
        return redirect(url_for("identity.accept"), 303)
    _clean(login.carried)
    if author is not None:
        login_user(author)
        session.permanent = True
    else:
        session[VISIT] = token
    return _remembering(redirect(login.next_path, 303), login)


def _clean(carried: str) -> None:
    """Session fixation: of what the browser brought along only the language and the draft survive a login."""
    draft = carried or draft_of_browser()
    kept = {name: session.get(name) for name in ("language", "csrf_token") if session.get(name)}
    session.clear()
    session.update(kept)
    if draft:
        session[CARRIED] = draft


def _remembering(answer: Any, login: Returned) -> Any:
    """The bank is put first on this device next time; only the pages of the login are sent this cookie."""
    answer.set_cookie(
        LAST_BANK,
        f"{login.provider}/{login.bank}" if login.bank else login.provider,
        max_age=LAST_BANK_LASTS,
        path="/identity",
        secure=house().settings.is_https,
        httponly=True,
        samesite="Lax",
    )
    return answer


def _author_session(opened: Any, visit: Visit, person: VerifiedPerson) -> Any:
    keys = house().settings.folder("keys")
    token = accounts.open_author_session(
        opened,
        person_key=service.author_key(keys, visit.stretch),
        name=person.full_name,
        birth_year=person.birth_date.year if person.birth_date else None,
        device=device_of(request.user_agent.string),
        now=clock.now(),
    )
    found = live_session(opened, token, clock.now())
    return reader_of(opened, found, token) if found else None


@public
def accept() -> Any:
    """The bank came back into another browser: the person sees the name and must accept before anything else."""
    pending = session.get(PENDING)
    if not pending:
        abort(404)
    token, next_path, purpose, carried = pending
    is_mine = request.form.get("answer") == "mine"
    is_author = Purpose(purpose) is Purpose.AUTHOR
    with transaction() as opened:
        name = visit_by_token(opened, token, clock.now()).name
        if request.method == "POST" and (is_author or not is_mine):
            service.end_visit(opened, token)
    if request.method == "GET":
        return render_template("identity/accept.html", name=name, purpose=Purpose(purpose))
    session.pop(PENDING)
    if is_author or not is_mine:
        # An author's session lasts weeks: it is only given to the browser that asked for it.
        onward = {"next": next_path} if is_mine else {}
        return redirect(url_for("identity.choose", purpose=purpose, **onward), 303)
    _clean(carried)
    session[VISIT] = token
    return redirect(next_path, 303)


@visitor_only
def leave() -> Any:
    """End the visit on this device."""
    with transaction() as opened:
        service.end_visit(opened, session.pop(VISIT))
    session.pop(CARRIED, None)
    return redirect("/", 303)
