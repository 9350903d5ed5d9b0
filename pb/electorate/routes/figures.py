"""How many people have voted: a page for everybody and one for staff; days at the finest, never choices."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from pb import clock
from pb.cycles.models import Cycle
from pb.cycles.queries import announced_cycles, cycle_by_code
from pb.cycles.rules import Phase
from pb.electorate import queries, service
from pb.electorate.routes.doors import bp
from pb.errors import NotFound, Refused
from pb.values.permission import Permission
from pb.web.access import public, requires
from pb.web.current import actor, house, reading, transaction
from pb.web.labels import labels

COUNTED = (Phase.VOTING, Phase.GRACE, Phase.TALLY, Phase.IMPLEMENTATION, Phase.ARCHIVE)


@bp.get("/cycle/<string:cycle>/turnout")
@public
def people(cycle: str) -> Any:
    """People by day, channel, place and age; envelopes against ballots per contest."""
    with reading() as session:
        found = cycle_by_code(session, cycle)
        election = queries.election_of(session, found.id)
        if found.phase(clock.now()) not in COUNTED or election is None:
            raise NotFound(cycle)
        figures = queries.turnout(session, found)
        contests = queries.reconciliation(session, found, election, house().settings.folder("elections"))
        classes = queries.classes_by_hands(session, found.id)
        cases = queries.case_counts(session, found.id)
    return render_template(
        "electorate/people.html",
        cycle=found,
        figures=figures,
        contests=contests,
        election=election,
        classes=classes,
        cases=cases,
        has_paper=found.phase(clock.now()) is not Phase.VOTING
        and bool(classes or any(one.on_paper for one in contests)),
    )


@bp.route("/reissues", methods=["GET", "POST"])
@requires(Permission.GUARD_VOTERS)
def reissues() -> Any:
    """Requests for a second envelope; one button grants, another refuses."""
    if request.method == "POST":
        try:
            with transaction() as session:
                service.decide_reissue(
                    session, actor(), request.form.get("code", ""), grant=request.form.get("act") == "grant"
                )
        except Refused as refused:
            flash(labels.of_refusal(refused))
        else:
            flash(_("Рішення записано."), "success")
        return redirect(url_for("electorate.reissues"), 303)
    with reading() as session:
        requests = queries.reissue_requests(session)
    return render_template("electorate/reissues.html", requests=requests)


@bp.get("/turnout")
@requires(Permission.MANAGE_CYCLES)
def turnout() -> Any:
    """The same figures for the programme's manager, with the state of each election and of school codes."""
    now = clock.now()
    with reading() as session:
        cycles = [one for one in announced_cycles(session, now) if one.phase(now) in (Phase.BALLOT, *COUNTED)]
        codes = [one.code for one in cycles]
        chosen = request.args.get("cycle", codes[0] if codes else "")
        cycle = next((one for one in cycles if one.code == chosen), None)
        if cycle is None:
            return render_template("electorate/turnout.html", cycle=None, cycles=cycles)
        election = queries.election_of(session, cycle.id)
        figures = queries.turnout(session, cycle)
        classes = queries.codes_by_class(session, cycle.id)
        published = house().settings.folder("elections")
        contests = queries.reconciliation(session, cycle, election, published) if election else []
    return render_template(
        "electorate/turnout.html",
        cycle=cycle,
        cycles=cycles,
        election=election,
        figures=figures,
        contests=contests,
        classes=classes,
        may_open=cycle.phase(now) in (Phase.BALLOT, Phase.VOTING),
    )


@bp.route("/findings", methods=["GET", "POST"])
@requires(Permission.WATCH_VOTE)
def findings() -> Any:
    """What stands out in the figures of a vote, for people to look at; each closed by a note."""
    cycles, code = _counted(request.values.get("cycle", ""))
    typed, mistake = {}, ""
    if request.method == "POST":
        typed = {request.form.get("finding", ""): request.form.get("note", "")}
        try:
            with transaction() as session:
                for finding, note in typed.items():
                    service.close_finding(session, actor(), cycle_by_code(session, code), finding, note)
        except Refused as refused:
            mistake = labels.of_refusal(refused)
        else:
            flash(_("Пояснення записано."), "success")
            return redirect(url_for("electorate.findings", cycle=code), 303)
    with reading() as session:
        cycle = cycle_by_code(session, code) if code else None
        rows = queries.looked_at(session, cycle.id) if cycle else []
    page = render_template(
        "electorate/findings.html",
        cycle=cycle,
        cycles=cycles,
        open=[one for one in rows if one.note is None],
        closed=[one for one in rows if one.note is not None],
        typed=typed,
        mistake=mistake,
    )
    return page, 422 if mistake else 200


def _counted(asked: str) -> tuple[list[Cycle], str]:
    """Cycles that are or were voted on, and the code of the one asked for, else of the newest."""
    now = clock.now()
    with reading() as session:
        cycles = [one for one in announced_cycles(session, now) if one.phase(now) in COUNTED]
    codes = [one.code for one in cycles]
    if asked and asked not in codes:
        raise NotFound(asked)
    return cycles, asked or (codes[0] if codes else "")
