"""The coordinator's pages: steps, slips, lost slips, the projector's page; a pupil's vote is on none of them."""

from datetime import timedelta
from typing import Any

from flask import Blueprint, Response, jsonify, render_template, request, url_for
from flask_babel import force_locale
from flask_babel import gettext as _

from pb import clock
from pb.cycles.models import Cycle
from pb.electorate.keys import CycleKeys
from pb.electorate.rules import CODES_UNTIL, Refusal
from pb.electorate.service import make_codes, replace_class_codes, replace_code
from pb.errors import Refused
from pb.school import queries
from pb.school.forms import ReplaceClassForm, ReplaceForm, SlipsForm
from pb.school.paper import Slips, SlipWords, slips_pdf
from pb.values.permission import Permission
from pb.web.access import requires
from pb.web.current import actor, house, reading, transaction
from pb.web.forms import add_mistake
from pb.web.labels import labels
from pb.web.template_filters import day, number

A_MOMENT = timedelta(seconds=1)  # a vote that closes at midnight ends on the day before


def add_to(bp: Blueprint) -> None:
    """Hang these pages on the school's blueprint."""
    bp.add_url_rule("/school/desk", "coordinator", coordinator)
    bp.add_url_rule("/school/desk/<string:cycle>", "slips", slips, methods=["GET", "POST"])
    bp.add_url_rule("/school/desk/<string:cycle>/replace", "replace", replace, methods=["GET", "POST"])
    bp.add_url_rule("/school/desk/<string:cycle>/replace-class", "replace_class", replace_class, methods=["POST"])
    bp.add_url_rule("/school/desk/<string:cycle>/room", "room", room)


@requires(Permission.RUN_SCHOOL)
def coordinator() -> Any:
    """The coordinator's own schools with their steps."""
    now = clock.now()
    with reading() as session:
        roads = [queries.road_of(session, cycle, now) for cycle in queries.own_cycles(session, actor().code, now)]
    return render_template("school/coordinator.html", roads=roads)


@requires(Permission.RUN_SCHOOL)
def slips(cycle: str) -> Any:
    """Classes in, a PDF of slips out: the answer to the form is the only time the codes are seen."""
    form = SlipsForm()
    if form.validate_on_submit():
        try:
            with transaction() as session:
                found = queries.own_cycle(session, cycle, actor().code, clock.now())
                more = bool(form.more.data)
                made = make_codes(session, actor(), found, form.counts, keys=_keys(found), more=more)
        except Refused as refused:
            about = form.more if refused.reason is Refusal.CLASS_HAS_CODES else form.classes
            add_mistake(about, labels.of_refusal(refused))
        else:
            return _slips(found, made)
    with reading() as session:
        found = queries.own_cycle(session, cycle, actor().code, clock.now())
        road = queries.road_of(session, found, clock.now())
        turnout = queries.turnout_by_class(session, found)
    page = render_template(
        "school/desk.html",
        form=form,
        cycle=found,
        road=road,
        turnout=turnout,
        is_open=found.phase(clock.now()) in CODES_UNTIL,
    )
    return page, 422 if form.is_submitted() else 200


@requires(Permission.RUN_SCHOOL)
def replace(cycle: str) -> Any:
    """One lost slip whose code is known: the old code is void, the answer is the new slip."""
    form = ReplaceForm()
    if form.validate_on_submit():
        try:
            with transaction() as session:
                found = queries.own_cycle(session, cycle, actor().code, clock.now())
                made = replace_code(session, actor(), found, form.code.data, keys=_keys(found))
        except Refused as refused:
            add_mistake(form.code, labels.of_refusal(refused))
        else:
            return _slips(found, made)
    return _replacing(cycle, form, ReplaceClassForm(prefix="whole"))


@requires(Permission.RUN_SCHOOL)
def replace_class(cycle: str) -> Any:
    """All unused slips of a class: for one that is lost without anybody knowing its code."""
    form = ReplaceClassForm(prefix="whole")
    with reading() as session:
        form.offer(
            _labels(queries.turnout_by_class(session, queries.own_cycle(session, cycle, actor().code, clock.now())))
        )
    if form.validate_on_submit():
        try:
            with transaction() as session:
                found = queries.own_cycle(session, cycle, actor().code, clock.now())
                made = replace_class_codes(session, actor(), found, form.label.data, keys=_keys(found))
        except Refused as refused:
            add_mistake(form.label, labels.of_refusal(refused))
        else:
            return _slips(found, made)
    return _replacing(cycle, ReplaceForm(formdata=None), form)


def _replacing(cycle: str, one: ReplaceForm, whole: ReplaceClassForm) -> Any:
    with reading() as session:
        found = queries.own_cycle(session, cycle, actor().code, clock.now())
        turnout = queries.turnout_by_class(session, found)
    whole.offer(_labels(turnout))
    page = render_template("school/replace.html", form=one, class_form=whole, cycle=found, turnout=turnout)
    return page, 422 if one.errors or whole.errors else 200


@requires(Permission.RUN_SCHOOL)
def room(cycle: str) -> Any:
    """The projector's page: how many have voted, never for what."""
    now = clock.now()
    with reading() as session:
        found = queries.own_cycle(session, cycle, actor().code, now)
        turnout = queries.turnout_by_class(session, found)
    classes = [(one.label, share_words(one.used or 0, one.issued)) for one in turnout.shown]
    if turnout.rest[1]:
        classes.append((str(_("Інші класи разом") if classes else _("Усі класи")), share_words(*turnout.rest)))
    if request.accept_mimetypes.best_match(["text/html", "application/json"]) == "application/json":
        return jsonify(used=number(turnout.used), issued=number(turnout.issued), classes=classes)
    return render_template(
        "school/room.html", cycle=found, turnout=turnout, phase=found.phase(now), classes=classes, address=_address()
    )


def share_words(used: int, issued: int) -> str:
    """«12 з 28»."""
    return str(_("%(used)s з %(all)s", used=number(used), all=number(issued)))


def _labels(turnout: queries.SchoolTurnout) -> list[str]:
    return [one.label for one in turnout.classes]


def _keys(cycle: Cycle) -> CycleKeys:
    return CycleKeys(house().settings.folder("keys"), cycle.code)


def _address() -> str:
    return house().settings.public_url.rstrip("/") + url_for("booth.school_code")


def _slips(cycle: Cycle, made: Slips) -> Response:
    """Drawn after the commit: it takes seconds, and nobody's vote should wait for it."""
    with force_locale("uk"):  # paper is Ukrainian, whatever the coordinator reads in
        days = f"{day(cycle.voting_opens_at)} – {day(cycle.voting_closes_at - A_MOMENT)}"
    words = SlipWords(cycle.host_name or cycle.title, days, _address())
    answer = Response(slips_pdf(words, made), mimetype="application/pdf")
    answer.headers["Content-Disposition"] = f'attachment; filename="slips-{cycle.code}.pdf"'
    answer.headers["Cache-Control"] = "no-store"
    return answer
