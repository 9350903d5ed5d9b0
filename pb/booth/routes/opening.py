"""The manager opens the ballot box: the ballot is frozen and the keys are made. Nothing closes by hand."""

from typing import Any

from flask import Blueprint, flash, redirect, request, url_for
from flask_babel import gettext as _

from pb import clock
from pb.booth.box import clerk_at_work
from pb.booth.routes.person import keys_of
from pb.cycles.queries import cycle_by_code
from pb.electorate.service import open_election
from pb.errors import Refused
from pb.values.permission import Permission
from pb.web.access import requires
from pb.web.current import actor, house, reading, transaction
from pb.web.labels import labels


def add_to(bp: Blueprint) -> None:
    """Hang this act on the booth's blueprint; its button stands on the manager's turnout page."""
    bp.add_url_rule("/turnout/open", view_func=open_box, methods=["POST"])


@requires(Permission.MANAGE_CYCLES)
def open_box() -> Any:
    """Freeze the ballot of a cycle and hand it to the box."""
    with reading() as session:
        cycle = cycle_by_code(session, request.form.get("cycle", ""))
    keys = keys_of(cycle)
    for contest in cycle.contests:
        keys.make(contest.code)  # takes seconds: not while the database is locked
    try:
        with clerk_at_work(house().settings) as clerk, transaction() as session:
            open_election(session, actor(), cycle_by_code(session, cycle.code), clerk, keys, clock.now())
    except Refused as refused:
        flash(labels.of_refusal(refused))
    else:
        flash(_("Скриньку відкрито. Бюлетень заморожено."), "success")
    return redirect(url_for("electorate.turnout", cycle=cycle.code), 303)
