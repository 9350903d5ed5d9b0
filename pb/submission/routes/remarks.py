"""The author's answers to the remarks of a returned project."""

from typing import Any

from flask import redirect, render_template, url_for

from pb import clock
from pb.errors import NotFound
from pb.submission import queries, service
from pb.submission.forms import RemarksForm
from pb.submission.routes.desk import bp, mine
from pb.web.access import author_only
from pb.web.current import actor, reading, transaction


@bp.route("/<string:code>/remarks", methods=["GET", "POST"])
@author_only
def remarks(code: str) -> Any:
    """One text beside each remark; kept half done, owed before the project is sent again."""
    with reading() as session:
        project = mine(session, code)
        revision = queries.open_revision_of(session, project.id)
    if revision is None:
        raise NotFound(code)
    form = RemarksForm(data={"answers": [row.answer for row in revision.remarks]})
    form.ask([row.remark for row in revision.remarks])
    if form.validate_on_submit():
        with transaction() as session:
            own, answers = mine(session, code), [str(field.data or "") for field in form.answers]
            service.answer_remarks(session, actor(), own, answers, clock.now())
        return redirect(url_for("submission.tasks", code=code), 303)
    page = render_template("submission/remarks.html", form=form, project=project)
    return page, 422 if form.is_submitted() else 200
