"""The part «Кошторис»: lines, reserve, pasted tables, prices that winners paid."""

from typing import Any

from flask import request

from pb import clock
from pb.cycles.queries import rule_set
from pb.errors import Refused
from pb.projects.models import Project
from pb.submission import forms, service
from pb.submission.prices import prices_paid
from pb.submission.routes.desk import bp, conflict, mine, page, saved, seen, writers_only
from pb.submission.rules import Refusal, Task
from pb.web.current import actor, reading, transaction
from pb.web.forms import add_mistake
from pb.web.labels import labels


def _shown(code: str) -> tuple[Project, dict[str, Any]]:
    with reading() as session:
        project = mine(session, code)
        prices = prices_paid(session, [row.item for row in project.estimate])
        most = rule_set(session, project.cycle_id).reserve_percent
    ceiling = project.contest.ceiling_kopecks if project.contest else None
    over = max(0, project.total_kopecks - ceiling) if ceiling else 0
    return project, {"prices": prices, "most_reserve": most, "ceiling": ceiling, "over": over}


@bp.route("/<string:code>/estimate", methods=["GET", "POST"])
@writers_only
def estimate(code: str) -> Any:
    """Everything that is bought or done; works line by line without scripts."""
    project, shown = _shown(code)
    stored = {"lines": forms.line_values(project.estimate), "reserve": str(project.reserve_percent)}
    form = forms.EstimateForm(data={**stored, "seen": seen(project, Task.ESTIMATE)})
    if not form.is_submitted():
        return page("estimate", form, project=project, **shown)
    is_valid, lines = form.validate(), form.read()
    if lines is None or not is_valid:
        return page("estimate", form, project=project, **shown)
    try:
        with transaction() as session:
            service.save_estimate(
                session,
                actor(),
                mine(session, code),
                lines,
                clock.now(),
                reserve=form.read_reserve(),
                seen=form.seen.data or "",
            )
    except Refused as refused:
        if refused.reason is Refusal.CHANGED_ELSEWHERE:
            return conflict("estimate", form, code, Task.ESTIMATE, **shown)
        is_reserve = refused.reason is Refusal.RESERVE_TOO_LARGE
        add_mistake(form.reserve if is_reserve else form.lines, labels.of_refusal(refused))
        return page("estimate", form, project=project, **shown)
    return saved(code, Task.ESTIMATE, stay=request.form.get("act") == "more" or bool(form.paste.data))
