"""Similar projects while one writes: the page's script asks for them after a pause."""

from typing import Any

from flask import jsonify, request, url_for

from pb.projects.models import Project
from pb.submission.routes.desk import bp
from pb.submission.similar import Wanted, similar_projects
from pb.web.access import public
from pb.web.current import reading
from pb.web.labels import labels
from pb.web.security import limiter

LONGEST = 600  # signs: a title and a summary


@bp.get("/similar")
@public
@limiter.limit("60 per minute")
def similar() -> Any:
    """Public projects only, so anybody may ask; nothing of the question is kept."""
    words = request.args.get("words", "")[:LONGEST]
    with reading() as session:
        found = similar_projects(session, Wanted(words, but=request.args.get("but", "")))
    told = [
        {
            "title": one.title,
            "href": url_for("overview.project", code=one.code),
            "note": f"{one.cycle} · {labels(one.status)}",
        }
        for one in found
    ]
    return jsonify(projects=told)


def wanted_of(project: Project) -> Wanted:
    """What a draft is compared by."""
    return Wanted(f"{project.title} {project.summary}", project.latitude, project.longitude, but=project.code)
