"""The city's registers of a vote: how long they are, and how a mistake in them is mended."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from wtforms.fields import SelectChoice

from pb import clock
from pb.cycles.queries import announced_cycles, cycle_by_code, rule_set
from pb.cycles.rules import VoterProof
from pb.electorate import queries, service
from pb.electorate.forms import ReadmitForm
from pb.electorate.registers import Listed, read_number
from pb.electorate.routes.doors import bp
from pb.electorate.rules import Refusal
from pb.electorate.service import REGISTERS_CLOSED
from pb.errors import Refused
from pb.values.permission import Permission
from pb.web.access import requires
from pb.web.current import actor, house, reading, transaction
from pb.web.forms import add_mistake
from pb.web.labels import labels


@bp.route("/registers", methods=["GET", "POST"])
@requires(Permission.GUARD_VOTERS)
def registers() -> Any:
    """How many people are on each list; the form gives a person their vote back who is on the wrong one."""
    form, now = ReadmitForm(), clock.now()
    with reading() as session:
        cycles = [one for one in announced_cycles(session, now) if one.phase(now) not in REGISTERS_CLOSED]
        cycles = [one for one in cycles if rule_set(session, one.id).voter_proof is not VoterProof.CODE]
        rows = queries.registers_of(session, cycles)
    form.cycle.choices = [SelectChoice(one.cycle.code, one.cycle.title) for one in rows if one.excluded]
    if form.validate_on_submit():
        try:
            _readmit(form)
        except Refused as refused:
            add_mistake(form.number, labels.of_refusal(refused))
        else:
            flash(_("Запис прибрано: ця людина може голосувати."), "success")
            return redirect(url_for("electorate.registers"), 303)
    page = render_template("electorate/registers.html", form=form, rows=rows)
    return page, 422 if form.is_submitted() else 200, {"Cache-Control": "no-store"}


def _readmit(form: ReadmitForm) -> None:
    one = read_number(form.number.data)
    if not isinstance(one, Listed):
        raise Refused(Refusal.BAD_NUMBER)
    [register_key] = service.keys_of_listed([one], form.cycle.data, house().settings.folder("keys"))
    with transaction() as session:
        service.readmit(session, actor(), cycle_by_code(session, form.cycle.data), register_key, form.reason.data)
