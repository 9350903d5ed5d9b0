"""The author's answers to the remarks of a returned project."""

from typing import Any

from pb import clock
from pb.errors import NotFound
from pb.submission import queries, service
from pb.submission.forms import RemarksForm
from pb.submission.routes.desk import bp, mine, page, saved_part
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
        return saved_part(code, "remarks")
    return page("remarks", form, project=project)
