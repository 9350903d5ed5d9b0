"""Going on with a draft on another device: a link or a QR code that works once."""

from typing import Any

import segno
from flask import current_app, redirect, render_template, request, session, url_for
from flask_login import login_user
from itsdangerous import BadData, URLSafeSerializer

from pb import clock
from pb.accounts.queries import author_by_code, live_session, reader_of
from pb.accounts.routes import device_of
from pb.accounts.service import continue_author_session
from pb.errors import Refused
from pb.submission import queries, service
from pb.submission.routes.desk import bp, mine_alone
from pb.submission.rules import LINK_LASTS, Refusal
from pb.web.access import author_only, public
from pb.web.current import actor, house, reader, reading, transaction
from pb.web.security import limiter


def _seal() -> URLSafeSerializer:
    return URLSafeSerializer(str(current_app.secret_key), salt="submission.device")


def _code_in(token: str) -> str:
    """The link's code; Refused when the signature is not ours, before the database is asked anything."""
    try:
        return str(_seal().loads(token))
    except BadData:
        raise Refused(Refusal.LINK_DEAD) from None


@bp.route("/<string:code>/device", methods=["GET", "POST"])
@author_only
@limiter.limit("20 per hour", methods=["POST"])
def device(code: str) -> Any:
    """Ask for a link, then see it as an address and as a QR code."""
    with reading() as opened:
        project = mine_alone(opened, code)
    address = picture = ""
    if request.method == "POST":
        with transaction() as opened:
            author = author_by_code(opened, reader().code)
            link = service.open_link(opened, actor(), mine_alone(opened, code), author, clock.now())
        path = url_for("submission.go_on", token=_seal().dumps(link.code))
        address = house().settings.public_url.rstrip("/") + path
        picture = segno.make(address, error="m").svg_data_uri(scale=6, border=3)
    minutes = int(LINK_LASTS.total_seconds() // 60)
    return render_template("submission/device.html", project=project, address=address, picture=picture, minutes=minutes)


@bp.route("/go-on/<string:token>", methods=["GET", "POST"])
@public
@limiter.limit("30 per hour", methods=["POST"])
def go_on(token: str) -> Any:
    """On the other device: whose draft it is; a button, so that nobody is signed in by a link alone."""
    code = _code_in(token)
    if request.method == "GET":
        with reading() as opened:
            return render_template("submission/go_on.html", author=queries.link_of(opened, code, clock.now()))
    with transaction() as opened:
        author, project = service.use_link(opened, code, clock.now())
        device = device_of(request.user_agent.string)
        key = continue_author_session(opened, author, device=device, now=clock.now())
        row = live_session(opened, key, clock.now())
        person = reader_of(opened, row, key) if row else None
    language = session.get("language")
    session.clear()
    if language:
        session["language"] = language
    login_user(person)
    session.permanent = True
    return redirect(url_for("submission.tasks", code=project.code), 303)
