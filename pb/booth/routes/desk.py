"""The service desk: shift, documents, outcome, booth, act. The operator never sees a choice."""

from typing import Any

import segno
from flask import Blueprint, Response, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy.orm import Session
from wtforms import Field
from wtforms.fields import SelectChoice

from pb import clock
from pb.booth.act import shift_act
from pb.booth.forms import CloseForm, DeskCaseForm, IdentifyForm, ReissueForm, ShiftForm
from pb.booth.queries import OPEN
from pb.cycles.models import Cycle, Desk, District
from pb.cycles.queries import announced_cycles, cycle_by_code, every_desk, every_district, rule_set
from pb.cycles.rules import VoterProof
from pb.electorate import queries, service
from pb.electorate.models import Shift
from pb.electorate.rules import LostBy, Refusal, ResidenceProof
from pb.electorate.service import Documents
from pb.errors import Refused
from pb.identity.rules import NumberKind
from pb.paper.queries import printed_contests
from pb.values.code import ALPHABET, normal_code
from pb.values.permission import Permission
from pb.web.access import requires
from pb.web.current import actor, house, reading, transaction
from pb.web.forms import add_mistake
from pb.web.labels import labels

bp = Blueprint("desk", __name__, url_prefix="/desk")
ELSEWHERE = "-"


@bp.route("", methods=["GET", "POST"])
@requires(Permission.RUN_DESK)
def shift() -> Any:
    """The open shift, or the form that opens one."""
    form = ShiftForm()
    now = clock.now()
    with reading() as session:
        current = _current(session)
        cycles = [one for one in announced_cycles(session, now) if one.phase(now) in OPEN]
        cycles = [one for one in cycles if rule_set(session, one.id).voter_proof is VoterProof.BANK_OR_DESK]
        desks = every_desk(session)
    if current is not None:
        return render_template("desk/shift.html", shift=current[0], desk=current[1], cycle=current[2])
    form.cycle.choices = [SelectChoice(one.code, one.title) for one in cycles]
    form.desk.choices = [SelectChoice(one.code, f"{one.name}, {one.address}") for one in desks]
    if form.validate_on_submit():
        with transaction() as session:
            cycle, desk = cycle_by_code(session, form.cycle.data), queries.desk_by_code(session, form.desk.data)
            service.open_shift(session, actor(), cycle, desk)
        return redirect(url_for("desk.identify"), 303)
    page = render_template("desk/open.html", form=form, cycles=cycles)
    return page, 422 if form.is_submitted() else 200


def _current(session: Session) -> tuple[Shift, Desk, Cycle] | None:
    return queries.open_shift_of(session, actor().code)


def _needed(session: Session) -> tuple[Shift, Desk, Cycle]:
    current = _current(session)
    if current is None:
        raise Refused(Refusal.NO_SHIFT)
    return current


@bp.route("/identify", methods=["GET", "POST"])
@requires(Permission.RUN_DESK)
def identify() -> Any:
    """Number and birth date; then one of three outcomes in words."""
    form = IdentifyForm()
    with reading() as session:
        desk = _needed(session)[1]
        districts = every_district(session)
    _offer(form, districts)
    if form.validate_on_submit():
        if not form.place.data:
            add_mistake(form.place, _("Оберіть місце зі списку."))
        else:
            try:
                return _outcome(form)
            except Refused as refused:
                add_mistake(form.number, labels.of_refusal(refused))
    page = render_template("desk/identify.html", form=form, desk=desk)
    return page, 422 if form.is_submitted() else 200


def _offer(form: IdentifyForm, districts: list[District]) -> None:
    form.offer(
        [
            SelectChoice("", _("Оберіть місце")),
            *(SelectChoice(one.name) for one in districts),
            SelectChoice(ELSEWHERE, _("інша громада")),
        ],
        [SelectChoice(kind.value, labels(kind)) for kind in (NumberKind.TAX, NumberKind.PASSPORT)],
        [SelectChoice(proof.value, labels(proof)) for proof in ResidenceProof],
    )


def _documents(form: IdentifyForm) -> Documents:
    place = "" if form.place.data == ELSEWHERE else form.place.data
    return Documents(
        number_kind=NumberKind(form.kind.data),
        number=form.number.data,
        birth_date=form.birth_date.data,
        place=place or _("інша громада"),
        region=house().city.region,
        proof=ResidenceProof(form.proof.data),
    )


@bp.route("/reissue", methods=["GET", "POST"])
@requires(Permission.RUN_DESK)
def reissue() -> Any:
    """Ask for a second envelope; somebody else grants it, then the person votes as anybody does."""
    form = ReissueForm(place=ELSEWHERE)
    with reading() as session:
        _shift, _desk, cycle = _needed(session)
        districts = every_district(session)
    _offer(form, districts)
    form.contests.choices = [SelectChoice(one.code, one.title) for one in cycle.contests]
    form.lost_by.choices = [SelectChoice(one.value, labels(one)) for one in LostBy]
    if form.validate_on_submit():
        try:
            stretch = _stretch(_documents(form))
            with transaction() as session:
                code = _asked(session, form, stretch)
        except Refused as refused:
            add_mistake(_field(form, refused, form.contests), labels.of_refusal(refused))
        else:
            return render_template("desk/reissue_asked.html", code=code, cycle=cycle)
    return render_template("desk/reissue.html", form=form, cycle=cycle), 422 if form.is_submitted() else 200


def _field(form: IdentifyForm, refused: Refused, other: Field) -> Field:
    """Where to show a refusal: at the number when it is of the number."""
    return form.number if refused.reason is Refusal.BAD_NUMBER else other


def _stretch(documents: Documents) -> bytes:
    return service.stretch_of_documents(documents, house().settings.folder("keys"))


def _asked(session: Session, form: ReissueForm, stretch: bytes) -> str:
    _shift, _desk, cycle = _needed(session)
    return service.ask_reissue(
        session,
        actor(),
        cycle,
        stretch,
        form.contests.data,
        LostBy(form.lost_by.data),
        form.reason.data,
        keys=house().settings.folder("keys"),
    )


@bp.route("/case", methods=["GET", "POST"])
@requires(Permission.RUN_DESK)
def tell_case() -> Any:
    """Write down that somebody voted in this person's name; the person takes the page's address along."""
    form = DeskCaseForm(place=ELSEWHERE)
    with reading() as session:
        _shift, _desk, cycle = _needed(session)
        districts = every_district(session)
    _offer(form, districts)
    if form.validate_on_submit():
        told, post = service.Told(form.story.data, form.email.data or ""), service.Post(house().settings.public_url)
        keys = house().settings.folder("keys")
        try:
            stretch = _stretch(_documents(form))
            with transaction() as session:
                _shift, _desk, cycle = _needed(session)
                case, token = service.open_case_at_desk(session, actor(), cycle, stretch, told, post, keys=keys)
        except Refused as refused:
            add_mistake(_field(form, refused, form.story), labels.of_refusal(refused))
        else:
            return render_template("desk/case_told.html", case=case, cycle=cycle, address=post.link(token))
    return render_template("desk/case.html", form=form, cycle=cycle), 422 if form.is_submitted() else 200


def _outcome(form: IdentifyForm) -> Any:
    documents, keys = _documents(form), house().settings.folder("keys")
    stretch = _stretch(documents)
    with transaction() as session:
        current, desk, cycle = _needed(session)
        found = service.identify_voter(session, current, cycle, desk, documents, stretch, keys=keys, now=clock.now())
        printed = printed_contests(session, cycle.id, desk.id)
    address = house().settings.public_url.rstrip("/") + url_for("booth.desk_code", code=found.code or "-")
    return render_template(
        "desk/outcome.html",
        found=found,
        cycle=cycle,
        on_paper=[one for one in found.left if one.id in printed],
        desk=desk,
        address=address,
        picture=segno.make(address, error="m").svg_data_uri(scale=6, border=2) if found.code else "",
    )


@bp.get("/booth/<string:code>")
@requires(Permission.RUN_DESK)
def booth(code: str) -> Any:
    """«голосує» or «завершено»: all that the operator is told; JSON for the page's script."""
    code = normal_code(code)
    with reading() as session:
        current = _needed(session)[0]
        state = queries.booth_state(session, current.id, code, clock.now()) if set(code) <= set(ALPHABET) else None
    word = labels(state) if state else _("час вийшов, голос не віддано")
    if request.accept_mimetypes.best_match(["text/html", "application/json"]) == "application/json":
        return jsonify(state=state.value if state else "over", word=word)
    return render_template("desk/booth.html", word=word, code=code, state=state)


@bp.route("/close", methods=["GET", "POST"])
@requires(Permission.RUN_DESK)
def close() -> Any:
    """End the shift; its act is shown and printed afterwards."""
    form = CloseForm()
    if form.validate_on_submit():
        try:
            with transaction() as session:
                current = _needed(session)[0]
                service.close_shift(session, actor(), current, form.note.data or "", clock.now())
                code = current.code
        except Refused as refused:
            add_mistake(form.note, labels.of_refusal(refused))
        else:
            return redirect(url_for("desk.act", code=code), 303)
    with reading() as session:
        current, desk, cycle = _needed(session)
        proofs = queries.proofs_of(session, current.id)
    page = render_template("desk/close.html", form=form, shift=current, desk=desk, cycle=cycle, proofs=proofs)
    return page, 422 if form.is_submitted() else 200


@bp.get("/act/<string:code>.pdf")
@requires(Permission.RUN_DESK)
def act_pdf(code: str) -> Any:
    """The same act as a PDF, for the file."""
    with reading() as session:
        row, desk, cycle = queries.shift_by_code(session, code, actor().code)
        envelopes = queries.envelopes_at_desk(session, row.cycle_id, row.desk_id, row.opened_on)
        proofs = queries.proofs_of(session, row.id)
    answer = Response(shift_act(row, desk, cycle, envelopes, proofs, current_user.name), mimetype="application/pdf")
    answer.headers["Content-Disposition"] = f'attachment; filename="shift-{row.code}.pdf"'
    return answer


@bp.get("/act/<string:code>")
@requires(Permission.RUN_DESK)
def act(code: str) -> Any:
    """The act of a closed shift, for print and signature."""
    with reading() as session:
        row, desk, cycle = queries.shift_by_code(session, code, actor().code)
        envelopes = queries.envelopes_at_desk(session, row.cycle_id, row.desk_id, row.opened_on)
        proofs = queries.proofs_of(session, row.id)
    return render_template("desk/act.html", shift=row, desk=desk, cycle=cycle, envelopes=envelopes, proofs=proofs)
