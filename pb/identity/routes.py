"""The way to a bank and back: choose, leave, return, accept; what follows is the stages' own."""

from collections.abc import Mapping
from typing import Any

import structlog
from flask import Blueprint, Flask, abort, current_app, redirect, render_template, request, session, url_for
from flask_login import LoginManager, login_user

from pb import clock
from pb.accounts import service as accounts
from pb.accounts.queries import live_session, reader_of
from pb.accounts.routes import device_of
from pb.errors import Refused
from pb.identity import service
from pb.identity.models import Visit
from pb.identity.person_key import keyed, secret_file
from pb.identity.providers import read_providers
from pb.identity.providers.contract import (
    LoginRequest,
    NumberMissing,
    PersonRefused,
    Provider,
    ProviderDown,
    Untrustworthy,
)
from pb.identity.queries import visit_by_token
from pb.identity.rules import Purpose, Refusal, VerifiedPerson
from pb.identity.service import Returned
from pb.web.access import VISIT, public, visitor_only
from pb.web.current import house, transaction
from pb.web.languages import safe_next
from pb.web.security import limiter

bp = Blueprint("identity", __name__, url_prefix="/identity")
log = structlog.get_logger()
BROWSER, PENDING, CARRIED, LAST_BANK = "login", "visit_pending", "carried", "last_bank"
DEFAULT_NEXT = {Purpose.VOTE: "/vote/review", Purpose.AUTHOR: "/submit"}


def providers() -> dict[str, Provider]:
    """The identity providers of this application by code."""
    found: dict[str, Provider] = current_app.extensions["pb_providers"]
    return found


def init(app: Flask, _manager: LoginManager) -> None:
    """Read the providers once; a half-configured one refuses to start."""
    settings = house_of(app).settings
    found = read_providers(settings.providers_file, is_demo=settings.is_demo)
    app.extensions["pb_providers"] = found


def house_of(app: Flask) -> Any:
    """The app's house before a request."""
    return app.extensions["pb"]


def _purpose(text: str | None) -> Purpose:
    try:
        return Purpose(text or "")
    except ValueError:
        abort(404)


@bp.get("/choose")
@public
def choose() -> Any:
    """The grid of banks; the last used one first."""
    purpose = _purpose(request.args.get("purpose"))
    last = session.get(LAST_BANK)
    banks = sorted(providers().values(), key=lambda bank: bank.code != last)
    return render_template(
        "identity/choose.html",
        purpose=purpose,
        banks=banks,
        next_path=safe_next(request.args.get("next"), DEFAULT_NEXT[purpose]),
        carried=request.args.get("carried", ""),
        down=request.args.get("down", ""),
        problem=_problem(request.args.get("problem")),
    )


def _problem(text: str | None) -> Refusal | None:
    return Refusal(text) if text in set(Refusal) else None


@bp.post("/start")
@public
@limiter.limit("600 per minute")  # a school or an office shares one address
def start() -> Any:
    """Remember the login and leave for the bank."""
    purpose = _purpose(request.form.get("purpose"))
    provider = providers().get(request.form.get("provider", ""))
    if provider is None:
        abort(404)
    carried = "".join(sign for sign in request.form.get("carried", "") if sign.isalnum() or sign in "-_")[:64]
    next_path = safe_next(request.form.get("next"), DEFAULT_NEXT[purpose])
    with transaction() as opened:
        begun = service.begin_login(
            opened,
            provider=provider.code,
            purpose=purpose,
            next_path=next_path,
            carried=carried,
            now=clock.now(),
        )
    session[BROWSER] = begun.browser_token
    session[LAST_BANK] = provider.code
    ask = LoginRequest(begun.state, begun.nonce, begun.verifier, _return_url(provider.code))
    try:
        return redirect(provider.begin(ask), 303)
    except (ProviderDown, Untrustworthy):
        log.warning("provider_down", provider=provider.code)
        return _back(purpose, Refusal.BANK_DOWN, next_path, carried, down=provider.code)


def _return_url(code: str) -> str:
    # One redirect address per provider, so that an answer of one cannot be passed off as another's.
    return house().settings.public_url.rstrip("/") + url_for("identity.returned", provider=code)


def _back(purpose: Purpose, problem: Refusal, next_path: str, carried: str = "", down: str = "") -> Any:
    return redirect(
        url_for(
            "identity.choose", purpose=purpose.value, problem=problem.value, next=next_path, carried=carried, down=down
        ),
        303,
    )


@bp.get("/return/<string:provider>")
@public
def returned(provider: str) -> Any:
    """The bank sends the person back: check, open a visit, go on."""
    bank = providers().get(provider)
    if bank is None:
        abort(404)
    with transaction() as opened:
        try:
            login = service.take_login(opened, request.args.get("state", ""), session.pop(BROWSER, ""), clock.now())
        except Refused as refused:
            return _back(Purpose.VOTE, Refusal(refused.reason.value), DEFAULT_NEXT[Purpose.VOTE])
    if login.provider != provider:
        log.warning("provider_mix_up", provider=provider)
        return _back(login.purpose, Refusal.BANK_NONSENSE, login.next_path, login.carried)
    person = _proved(bank, login, request.args)
    if isinstance(person, Refusal):
        return _back(login.purpose, person, login.next_path, login.carried, down=provider)
    return _arrived(login, person)


def _proved(bank: Provider, login: Returned, answer: Mapping[str, str]) -> VerifiedPerson | Refusal:
    ask = LoginRequest(request.args.get("state", ""), login.nonce, login.verifier, _return_url(bank.code))
    try:
        return bank.finish(ask, answer)
    except PersonRefused:
        return Refusal.PERSON_REFUSED
    except ProviderDown:
        log.warning("provider_down", provider=bank.code)
        return Refusal.BANK_DOWN
    except NumberMissing:
        return Refusal.NO_NUMBER
    except Untrustworthy as doubt:
        log.warning("provider_untrustworthy", provider=bank.code, reason=str(doubt))
        return Refusal.BANK_NONSENSE


def _arrived(login: Returned, person: VerifiedPerson) -> Any:
    keys = house().settings.folder("keys")
    with transaction() as opened:
        visit, token = service.open_visit(opened, person, keys=keys, begun_at=login.begun_at, now=clock.now())
        author = None
        if login.purpose is Purpose.AUTHOR and login.is_same_browser:
            author = _author_session(opened, visit, person)
    kept = {name: session.get(name) for name in ("language", LAST_BANK, "csrf_token") if session.get(name)}
    session.clear()  # session fixation: nothing the browser brought along survives the login, but its language
    session.update(kept)
    if author is not None:
        login_user(author)
        session.permanent = True
        return redirect(login.next_path, 303)
    if login.carried:
        session[CARRIED] = login.carried
    if login.is_same_browser:
        session[VISIT] = token
        return redirect(login.next_path, 303)
    session[PENDING] = [token, login.next_path, login.purpose.value]
    return redirect(url_for("identity.accept"), 303)


def _author_session(opened: Any, visit: Visit, person: VerifiedPerson) -> Any:
    keys = house().settings.folder("keys")
    token = accounts.open_author_session(
        opened,
        person_key=keyed(secret_file(keys / "authors.pepper"), "author", visit.stretch),
        name=person.full_name,
        birth_year=person.birth_date.year if person.birth_date else None,
        device=device_of(request.user_agent.string),
        now=clock.now(),
    )
    found = live_session(opened, token, clock.now())
    return reader_of(opened, found, token) if found else None


@bp.route("/accept", methods=["GET", "POST"])
@public
def accept() -> Any:
    """The bank came back into another browser: the person sees the name and must accept before anything else."""
    pending = session.get(PENDING)
    if not pending:
        abort(404)
    token, next_path, purpose = pending
    with transaction() as opened:
        visit = visit_by_token(opened, token, clock.now())
        name = visit.name
        if request.method == "POST" and request.form.get("answer") != "mine":
            service.end_visit(opened, token)
    if request.method == "GET":
        return render_template("identity/accept.html", name=name, purpose=Purpose(purpose))
    session.pop(PENDING)
    if request.form.get("answer") != "mine":
        session.pop(CARRIED, None)
        return redirect(url_for("identity.choose", purpose=purpose), 303)
    if Purpose(purpose) is Purpose.AUTHOR:
        # An author's session lasts weeks: it is only given to the browser that asked for it.
        return redirect(url_for("identity.choose", purpose=purpose, next=next_path), 303)
    session[VISIT] = token
    return redirect(next_path, 303)


@bp.post("/leave")
@visitor_only
def leave() -> Any:
    """End the visit on this device."""
    with transaction() as opened:
        service.end_visit(opened, session.pop(VISIT))
    session.pop(CARRIED, None)
    return redirect("/", 303)
