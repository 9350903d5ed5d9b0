"""Pages of staff accounts: sign in with two factors, accept an invitation, sessions, people and roles."""

from typing import Any

import segno
from flask import Blueprint, Flask, abort, flash, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from flask_login import LoginManager, login_user, logout_user
from wtforms.fields import SelectChoice

from pb import clock
from pb.accounts import passwords, queries, service
from pb.accounts.forms import CodeForm, InvitationForm, InviteForm, RolesForm, SignInForm
from pb.accounts.rules import Refusal
from pb.errors import Refused
from pb.values.permission import Permission, Role
from pb.web.access import public, requires
from pb.web.current import actor, house, reader, reading, transaction
from pb.web.forms import add_mistake
from pb.web.labels import labels
from pb.web.languages import safe_next
from pb.web.reader import Reader
from pb.web.security import limiter

bp = Blueprint("accounts", __name__, url_prefix="/staff")
FIRST_FACTOR = "first_factor"
SECRET = "totp_secret"  # noqa: S105 - the name of a key of the signed cookie
TOUCH_AFTER = 300  # seconds: a session's row is not rewritten at every click


def init(_app: Flask, manager: LoginManager) -> None:
    """Teach Flask-Login to find the reader of a session."""

    @manager.user_loader  # type: ignore[untyped-decorator]
    def _reader(token: str) -> Reader | None:
        now = clock.now()
        with reading() as opened:
            found = queries.live_session(opened, token, now)
            person = queries.reader_of(opened, found, token) if found else None
        if found and person and (now - found.seen_at).total_seconds() > TOUCH_AFTER:
            with transaction() as opened:
                service.touch_session(opened, token, now)
        return person


def device_of(user_agent: str) -> str:
    """A few words by which people tell their devices apart; no version, no fingerprint."""
    systems = ("Android", "iPhone", "iPad", "Windows", "Mac OS", "Linux")
    browsers = ("Firefox", "Edg", "OPR", "Chrome", "Safari")
    system = next((name for name in systems if name in user_agent), "")
    browser = next((name for name in browsers if name in user_agent), "")
    return " · ".join(part for part in (browser.replace("Edg", "Edge").replace("OPR", "Opera"), system) if part) or "?"


@bp.route("/sign-in", methods=["GET", "POST"])
@public
@limiter.limit("30 per minute", methods=["POST"])
def sign_in() -> Any:
    """First factor."""
    form = SignInForm()
    if form.validate_on_submit():
        with transaction() as opened:
            found = service.check_password(opened, form.email.data, form.password.data, clock.now())
            found_id = None if isinstance(found, Refusal) else found.id
        if not isinstance(found, Refusal):
            session[FIRST_FACTOR] = [
                found_id,
                int(clock.now().timestamp()),
                safe_next(request.args.get("next"), "/staff"),
            ]
            return redirect(url_for("accounts.second_factor"), 303)
        add_mistake(form.password, labels(found))
    return render_template("accounts/sign_in.html", form=form), 422 if form.is_submitted() else 200


@bp.route("/sign-in/code", methods=["GET", "POST"])
@public
@limiter.limit("30 per minute", methods=["POST"])
def second_factor() -> Any:
    """Second factor; the first is good for ten minutes."""
    staff_id, begun, next_path = session.get(FIRST_FACTOR, [0, 0, ""])
    if clock.now().timestamp() - begun > 600:
        return redirect(url_for("accounts.sign_in"), 303)
    form = CodeForm()
    if form.validate_on_submit():
        with transaction() as opened:
            found = service.check_second_factor(opened, staff_id, form.code.data, clock.now())
            if isinstance(found, Refusal):
                add_mistake(form.code, labels(found))
            else:
                device = device_of(request.user_agent.string)
                token = service.open_staff_session(opened, found, device=device, now=clock.now())
                row = queries.live_session(opened, token, clock.now())
                person = queries.reader_of(opened, row, token) if row else None
        if not isinstance(found, Refusal):
            language = session.get("language")
            session.clear()
            if language:
                session["language"] = language
            login_user(person)
            return redirect(next_path, 303)
    return render_template(
        "accounts/code.html", form=form, hint=_demo_code(staff_id)
    ), 422 if form.is_submitted() else 200


def _demo_code(staff_id: int) -> str:
    """In the demo there is no phone: the page itself shows the code."""
    if not house().settings.is_demo:
        return ""
    with reading() as opened:
        return next(
            (
                passwords.totp_code(person.totp_secret, clock.now())
                for person in queries.every_staff(opened)
                if person.id == staff_id and person.totp_secret
            ),
            "",
        )


@bp.post("/sign-out")
@public
def sign_out() -> Any:
    """End this browser's session."""
    if reader().is_authenticated:
        with transaction() as opened:
            service.sign_out(opened, actor(), reader().session_token, clock.now())
    logout_user()
    session.clear()
    answer = redirect("/", 303)
    answer.headers["Clear-Site-Data"] = '"cache"'
    return answer


@bp.route("/invitation/<string:token>", methods=["GET", "POST"])
@public
@limiter.limit("30 per minute")
def invitation(token: str) -> Any:
    """Set password and second factor by the link of an invitation."""
    with reading() as opened:
        if queries.open_invitation(opened, token, clock.now()) is None:
            raise Refused(Refusal.INVITATION_OVER)
    secret = session.setdefault(SECRET, passwords.new_totp_secret())
    form = InvitationForm()
    if form.validate_on_submit():
        try:
            with transaction() as opened:
                service.accept_invitation(
                    opened,
                    token,
                    password=form.password.data,
                    totp_secret=secret,
                    totp_code=form.code.data,
                    now=clock.now(),
                )
        except Refused as refused:
            field = form.code if refused.reason is Refusal.WRONG_CODE else form.password
            add_mistake(field, labels.of_refusal(refused))
        else:
            session.pop(SECRET)
            flash(_("Готово. Тепер увійдіть із новим паролем."))
            return redirect(url_for("accounts.sign_in"), 303)
    address = passwords.totp_address(secret, house().city.email, house().city.programme)
    picture = segno.make(address, error="m").svg_data_uri(scale=5, border=3)
    page = render_template("accounts/invitation.html", form=form, secret=secret, picture=picture)
    return page, 422 if form.is_submitted() else 200


@bp.get("/sessions")
@requires(Permission.SEE_DASHBOARD)
def sessions() -> Any:
    """Where this person is signed in."""
    with reading() as opened:
        mine = queries.sessions_of_staff(opened, reader().id, clock.now())
    current = passwords.token_hash(reader().session_token)
    return render_template("accounts/sessions.html", sessions=mine, current=current)


@bp.post("/sessions/<string:code>/revoke")
@requires(Permission.SEE_DASHBOARD)
def revoke(code: str) -> Any:
    """End one of this person's sessions."""
    with transaction() as opened:
        service.revoke_session(opened, actor(), code, clock.now(), staff_id=reader().id)
    flash(_("Сесію завершено."))
    return redirect(url_for("accounts.sessions"), 303)


@bp.get("/people")
@requires(Permission.MANAGE_ACCOUNTS)
def people() -> Any:
    """Everybody with an account and what they may do."""
    with reading() as opened:
        return render_template("accounts/people.html", people=queries.every_staff(opened), now_at=clock.now())


@bp.route("/people/invite", methods=["GET", "POST"])
@requires(Permission.MANAGE_ACCOUNTS)
def invite() -> Any:
    """Invite a member of staff; the link is shown once."""
    form = InviteForm()
    with reading() as opened:
        departments = queries.every_department(opened)
    form.department.choices = [
        SelectChoice("", _("без департаменту")),
        *(SelectChoice(d.code, d.name) for d in departments),
    ]
    if form.validate_on_submit():
        try:
            with transaction() as opened:
                staff, token = service.invite_staff(
                    opened,
                    actor(),
                    email=form.email.data,
                    name=form.name.data,
                    roles=frozenset(Role(value) for value in form.roles.data),
                    now=clock.now(),
                    department_id=next((d.id for d in departments if d.code == form.department.data), None),
                )
        except Refused as refused:
            add_mistake(form.email, labels.of_refusal(refused))
        else:
            return _link_page(staff.name, token)
    return render_template("accounts/invite.html", form=form, roles=list(Role)), 422 if form.is_submitted() else 200


def _link_page(name: str, token: str) -> str:
    address = house().settings.public_url.rstrip("/") + url_for("accounts.invitation", token=token)
    return render_template("accounts/link.html", name=name, address=address)


@bp.route("/people/<string:code>", methods=["GET", "POST"])
@requires(Permission.MANAGE_ACCOUNTS)
def person(code: str) -> Any:
    """One member of staff: roles, a new link, suspension."""
    with reading() as opened:
        staff = queries.staff_by_code(opened, code)
    form = RolesForm(data={"roles": [row.role.value for row in staff.roles]})
    if request.method == "GET" or not form.validate():
        return render_template("accounts/person.html", staff=staff, form=form, roles=list(Role))
    act = request.form.get("act", "")
    if act not in {"roles", "link", "suspend"}:
        abort(400)
    with transaction() as opened:
        staff = queries.staff_by_code(opened, code)
        if act == "link":
            return _link_page(staff.name, service.renew_invitation(opened, actor(), staff, clock.now()))
        if act == "suspend":
            service.suspend_staff(opened, actor(), staff, clock.now())
        else:
            service.change_roles(opened, actor(), staff, frozenset(Role(value) for value in form.roles.data))
    flash(_("Зміни збережено."))
    return redirect(url_for("accounts.person", code=code), 303)
