"""The manager names who coordinates which school."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from pb import clock
from pb.accounts.queries import staff_with_role
from pb.school import queries
from pb.school.service import name_coordinators
from pb.values.permission import Permission, Role
from pb.web.access import requires
from pb.web.current import actor, reading, transaction


def add_to(bp: Blueprint) -> None:
    """Hang this page on the school's blueprint."""
    bp.add_url_rule("/school/coordinators", "naming", naming, methods=["GET", "POST"])


@requires(Permission.MANAGE_CYCLES)
def naming() -> Any:
    """Every school's budget with a box for each coordinator."""
    now = clock.now()
    if request.method == "POST":
        with transaction() as session:
            cycle = queries.school_cycle(session, request.form.get("cycle", ""), now)
            known = {one.code for one in staff_with_role(session, Role.SCHOOL_COORDINATOR)}
            name_coordinators(session, actor(), cycle, known & set(request.form.getlist("staff")))
        flash(_("Координаторів призначено."), "success")
        return redirect(url_for("school.naming"), 303)
    with reading() as session:
        cycles = queries.school_cycles(session, now)
        people = staff_with_role(session, Role.SCHOOL_COORDINATOR)
        named = queries.coordinators(session, [cycle.id for cycle in cycles])
    return render_template("school/naming.html", cycles=cycles, people=people, named=named)
