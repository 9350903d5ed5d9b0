"""Checking a certificate, reading and downloading it; for staff: issue, revoke, correct."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, send_from_directory, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from pb import clock
from pb.certificates import queries, service
from pb.certificates.forms import IssueForm, ReissueForm, RevokeForm
from pb.certificates.paper import Press
from pb.certificates.rules import Verdict, typed_code
from pb.cycles.queries import cycle_by_code
from pb.errors import NotFound, Refused
from pb.values.permission import Permission
from pb.web.access import public, requires
from pb.web.current import actor, house, reading, transaction
from pb.web.forms import add_mistake
from pb.web.labels import labels

bp = Blueprint("certificates", __name__)


def _press() -> Press:
    city, settings = house().city, house().settings
    return Press(city=city.name, programme=city.programme, council=city.council, public_url=settings.public_url)


@bp.get("/verify")
@public
def verify() -> Any:
    """Where one types a code by hand."""
    typed = request.args.get("code", "")[:200]
    code = typed_code(typed)
    if code:
        return redirect(url_for("certificates.verdict", code=code), 303)
    return render_template("certificates/verify.html", verdict=None, certificate=None, typed=typed)


@bp.get("/verify/<string:code>")
@public
def verdict(code: str) -> Any:
    """One word about a certificate, and the facts it stands on."""
    wanted = typed_code(code)
    if wanted != code and wanted:
        return redirect(url_for("certificates.verdict", code=wanted), 303)
    try:
        with reading() as session:
            found = queries.certificate_by_code(session, wanted)
    except NotFound:
        page = render_template("certificates/verify.html", verdict=Verdict.UNKNOWN, certificate=None, typed=code)
        return page, 404
    return render_template("certificates/verify.html", verdict=found.verdict, certificate=found, typed="")


@bp.get("/certificates/<string:code>")
@public
def certificate(code: str) -> Any:
    """The certificate as a page, for those who cannot read a PDF."""
    with reading() as session:
        found = queries.certificate_by_code(session, code)
    if found.verdict is not Verdict.GENUINE:
        return redirect(url_for("certificates.verdict", code=code), 303)
    return render_template("certificates/certificate.html", certificate=found)


@bp.get("/certificates/<string:code>.pdf")
@public
def pdf(code: str) -> Any:
    """The printed certificate, as long as it holds."""
    with reading() as session:
        found = queries.certificate_by_code(session, code)
    if found.verdict is not Verdict.GENUINE:
        return redirect(url_for("certificates.verdict", code=code), 303)
    folder = house().settings.folder("certificates")
    return send_from_directory(folder, f"{found.code}.pdf", mimetype="application/pdf")


@bp.get("/staff/certificates")
@requires(Permission.ISSUE_CERTIFICATES)
def issue() -> Any:
    """Published cycles and how far their certificates are."""
    with reading() as session:
        batches = queries.batches(session)
    return render_template("certificates/issue.html", batches=batches)


@bp.route("/staff/certificates/<string:cycle>", methods=["GET", "POST"])
@requires(Permission.ISSUE_CERTIFICATES)
def batch(cycle: str) -> Any:
    """The certificates of one cycle; a button prints those that are missing."""
    form = IssueForm()
    if form.validate_on_submit():
        with transaction() as session:
            found = queries.published_batch(session, cycle)
            made = service.issue_certificates(
                session,
                actor(),
                cycle_by_code(session, cycle),
                decision=found.decision,
                press=_press(),
                folder=house().settings.folder("certificates"),
                now=clock.now(),
            )
        flash(ngettext("Видано %(num)s сертифікат.", "Видано %(num)s сертифікатів.", len(made)), "success")
        return redirect(url_for("certificates.batch", cycle=cycle), 303)
    with reading() as session:
        found = queries.published_batch(session, cycle)
        rows = queries.certificates_of_cycle(session, found.cycle.id)
    return render_template("certificates/batch.html", form=form, batch=found, rows=rows)


@bp.route("/staff/certificates/one/<string:code>/revoke", methods=["GET", "POST"])
@requires(Permission.ISSUE_CERTIFICATES)
def revoke(code: str) -> Any:
    """Revoke one certificate with a public reason."""
    with reading() as session:
        found = queries.certificate_by_code(session, code)
    form = RevokeForm()
    if form.validate_on_submit():
        try:
            with transaction() as session:
                mine = queries.certificate_by_code(session, code)
                service.revoke_certificate(session, actor(), mine, reason=form.reason.data or "", now=clock.now())
        except Refused as refused:
            add_mistake(form.reason, labels.of_refusal(refused))
        else:
            flash(_("Сертифікат скасовано."), "success")
            return redirect(url_for("certificates.batch", cycle=found.project.cycle.code), 303)
    page = render_template("certificates/revoke.html", form=form, certificate=found)
    return page, 422 if form.is_submitted() else 200


@bp.route("/staff/certificates/one/<string:code>/reissue", methods=["GET", "POST"])
@requires(Permission.ISSUE_CERTIFICATES)
def reissue(code: str) -> Any:
    """Print one certificate anew with a corrected name."""
    with reading() as session:
        found = queries.certificate_by_code(session, code)
    form = ReissueForm(name=found.name)
    if form.validate_on_submit():
        try:
            with transaction() as session:
                mine = queries.certificate_by_code(session, code)
                folder = house().settings.folder("certificates")
                service.reissue_certificate(
                    session, actor(), mine, name=form.name.data or "", press=_press(), folder=folder, now=clock.now()
                )
        except Refused as refused:
            add_mistake(form.name, labels.of_refusal(refused))
        else:
            flash(_("Видано новий сертифікат."), "success")
            return redirect(url_for("certificates.batch", cycle=found.project.cycle.code), 303)
    page = render_template("certificates/reissue.html", form=form, certificate=found)
    return page, 422 if form.is_submitted() else 200
