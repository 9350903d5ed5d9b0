"""The operators' pages: hand out, close the account of a batch, type what is on the ballots."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from pb import clock
from pb.ballots.paper import BatchKind
from pb.ballots.terms import ContestTerms
from pb.cycles.models import Cycle
from pb.electorate.keys import CycleKeys
from pb.electorate.queries import election_of, frozen_manifest, open_shift_of
from pb.electorate.rules import Refusal as NoShift
from pb.errors import NotFound, Refused
from pb.paper import queries, service
from pb.paper.forms import AccountForm, TypingForm
from pb.paper.queries import Ledger
from pb.paper.routes.office import cycle_on_paper
from pb.paper.rules import BLANK, TYPED_IN, LineFault, Standing, read_marks
from pb.projects.models import Project
from pb.values.permission import Permission
from pb.web.access import requires
from pb.web.current import actor, house, reading, transaction
from pb.web.forms import add_mistake
from pb.web.labels import labels

TO_TYPE = (Standing.TO_TYPE, Standing.DISPUTED)


def add_to(bp: Blueprint) -> None:
    """Hang these pages on the paper's blueprint."""
    bp.add_url_rule("/desk/paper", "desk", desk)
    bp.add_url_rule("/desk/paper/hand", "hand", hand, methods=["POST"])
    bp.add_url_rule("/desk/paper/<string:code>/account", "account", account, methods=["GET", "POST"])
    bp.add_url_rule("/desk/paper/<string:code>/type", "type_batch", type_batch, methods=["GET", "POST"])


@requires(Permission.RUN_DESK)
def desk() -> Any:
    """Batches whose account is to be closed, and batches to be typed."""
    with reading() as session:
        cycle, cycles = cycle_on_paper(session, request.args.get("cycle", ""))
        rows = [one for one in queries.ledgers(session, cycle) if one.batch.desk_id] if cycle else []
        shift = open_shift_of(session, actor().code)
    me = actor().code
    mine = shift[1].id if shift else None
    is_typing = cycle is not None and cycle.phase(clock.now()) in TYPED_IN
    waiting = [one for one in rows if one.standing in TO_TYPE]
    return render_template(
        "paper/desk.html",
        cycle=cycle,
        cycles=cycles,
        is_typing=is_typing,
        to_close=[one for one in rows if one.standing is Standing.OPEN and (is_typing or one.batch.desk_id == mine)],
        to_type=[one for one in waiting if is_typing and not one.has_typed(me)],
        typed=[one for one in waiting if is_typing and one.has_typed(me)],
    )


@requires(Permission.RUN_DESK)
def hand() -> Any:
    """Mark the roll and hand out the ballots: the person was confirmed a moment ago."""
    with transaction() as session:
        current = open_shift_of(session, actor().code)
        if current is None:
            raise Refused(NoShift.NO_SHIFT)
        shift, place, cycle = current
        titles = service.hand_ballots(
            session,
            shift,
            cycle,
            place,
            request.form.get("code", ""),
            request.form.getlist("contest"),
            keys=CycleKeys(house().settings.folder("keys"), cycle.code),
            region=house().city.region,
            now=clock.now(),
        )
    return render_template("paper/handed.html", titles=titles, cycle=cycle)


@requires(Permission.RUN_DESK)
def account(code: str) -> Any:
    """How many blanks came back and how many were spoilt."""
    form = AccountForm()
    if form.validate_on_submit():
        try:
            with transaction() as session:
                ledger = queries.ledger_of(session, queries.batch_cycle(session, code), code, BatchKind.BALLOTS)
                service.close_account(
                    session, actor(), ledger, form.returned.data, form.spoilt.data, form.note.data or ""
                )
        except Refused as refused:
            add_mistake(form.returned, labels.of_refusal(refused))
        else:
            flash(_("Облік партії закрито."), "success")
            return redirect(url_for("paper.desk"), 303)
    with reading() as session:
        ledger = queries.ledger_of(session, queries.batch_cycle(session, code), code, BatchKind.BALLOTS)
    return render_template("paper/account.html", form=form, one=ledger), 422 if form.is_submitted() else 200


@requires(Permission.RUN_DESK)
def type_batch(code: str) -> Any:
    """A whole batch, or for the third person the ballots in dispute; what others typed is not shown."""
    form = TypingForm()
    with reading() as session:
        cycle = queries.batch_cycle(session, code)
        ledger = queries.ledger_of(session, cycle, code, BatchKind.BALLOTS)
        terms, projects = _list(session, cycle, ledger)
    is_third = ledger.standing is Standing.DISPUTED
    if form.validate_on_submit():
        numbers = {one.number or 0: one.code for one in projects}
        readings, faults = read_marks(
            form.marks.data or "", terms, numbers, ledger.account.printed, may_be_absent=is_third
        )
        for fault in faults[:10]:
            add_mistake(form.marks, sentence(fault))
        if not faults and _typed(form, code, readings, is_third=is_third):
            return redirect(url_for("paper.desk"), 303)
    page = render_template(
        "paper/type.html", form=form, one=ledger, terms=terms, projects=projects, is_third=is_third, blank=BLANK
    )
    return page, 422 if form.is_submitted() else 200


def sentence(fault: LineFault) -> str:
    """Where the line is, what stands there, what is wrong."""
    where = _("Рядок %(line)s, «%(text)s».", line=fault.line, text=fault.text)
    return f"{where} {labels(fault.fault)}"


def _list(session: Session, cycle: Cycle, ledger: Ledger) -> tuple[ContestTerms, list[Project]]:
    election = election_of(session, cycle.id)
    contest = frozen_manifest(election).contest(ledger.batch.contest.code) if election else None
    if contest is None:
        raise NotFound(ledger.batch.code)
    return contest.terms, queries.listed_projects(session, ledger.batch.contest_id, list(contest.terms.costs))


def _typed(form: TypingForm, code: str, readings: dict[int, str], *, is_third: bool) -> bool:
    use_case = service.settle_batch if is_third else service.type_batch
    try:
        with transaction() as session:
            cycle = queries.batch_cycle(session, code)
            use_case(session, actor(), cycle, queries.ledger_of(session, cycle, code), readings, clock.now())
    except Refused as refused:
        add_mistake(form.marks, labels.of_refusal(refused))
        return False
    flash(_("Внесено бюлетенів: %(amount)s.", amount=len(readings)), "success")
    return True
