"""What the pages of the author's desk share: the blueprint, whose project it is, how a save is answered."""

from typing import Any

from flask import Blueprint, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from pb import clock
from pb.errors import Refused
from pb.projects.models import Project
from pb.submission import queries
from pb.submission.forms import PartForm
from pb.submission.parts import stored_texts
from pb.submission.rules import Refusal, Task, changed_elsewhere, digest_of
from pb.values.permission import Permission
from pb.web.access import author_or
from pb.web.current import reader, reading
from pb.web.forms import PbForm
from pb.web.labels import labels
from pb.web.reader import ReaderKind
from pb.web.template_filters import clock_time

bp = Blueprint("submission", __name__, url_prefix="/submit")
AUTOSAVE = "X-Autosave"


writers_only = author_or(Permission.RUN_DESK)


def mine(session: Session, code: str) -> Project:
    """What the reader writes: an author's project, or the draft that an operator types in somebody's name."""
    if reader().kind is ReaderKind.STAFF:
        return queries.dictated_draft(session, reader().id, code)
    return queries.project_for_author(session, code, reader().id)


def all_parts(code: str, **more: Any) -> str:
    """The address of the list of parts: the author's, or the desk's."""
    return url_for(f"submission.{'signed' if reader().kind is ReaderKind.STAFF else 'tasks'}", code=code, **more)


def part_items(code: str, done: dict[Task, bool]) -> list[dict[str, Any]]:
    """The parts as entries of a task list."""
    optional = {Task.PHOTOS: _("необов’язково")}
    return [
        {
            "title": labels(task),
            "href": url_for(f"submission.{task}", code=code),
            "done": ready,
            "hint": optional.get(task),
        }
        for task, ready in done.items()
    ]


bp.add_app_template_global(all_parts)
bp.add_app_template_global(part_items)


def mine_alone(session: Session, code: str) -> Project:
    """The same for what only the first author may do; a co-author is told so."""
    project = mine(session, code)
    if project.author_id != reader().id:
        raise Refused(Refusal.FIRST_AUTHOR_ONLY)
    return project


def is_autosave() -> bool:
    """Whether the page's script saves while the author writes; it wants facts, not a page."""
    return AUTOSAVE in request.headers


def page(name: str, form: PbForm, **values: Any) -> Any:
    """A page with its form; 422 and what was typed when the form was sent and not taken."""
    status = 422 if form.is_submitted() else 200
    if is_autosave():
        return jsonify(mistakes=len(form.mistakes)), status
    return render_template(f"submission/{name}.html", form=form, **values), status


def seen(project: Project, task: Task) -> str:
    """The fingerprint that a form carries."""
    return digest_of(stored_texts(project, task))


def saved(code: str, task: Task, *, stay: bool = False) -> Any:
    """The answer to a save of a part that is compared by its texts."""
    with reading() as session:
        return saved_part(code, task, seen(mine(session, code), task), stay=stay)


def saved_part(code: str, part: str, fingerprint: str = "", *, stay: bool = False) -> Any:
    """The answer to a save: facts for the script, otherwise the list of parts or the same page once more."""
    if is_autosave():
        return jsonify(at=clock_time(clock.now()), seen=fingerprint)
    here = url_for(f"submission.{part}", code=code, saved=part)
    return redirect(here if stay else all_parts(code, saved=part), 303)


def conflict(name: str, form: PartForm, code: str, task: Task, **values: Any) -> Any:
    """Two tabs: the typed text stays in the form, the stored one is shown beside it; the next save overwrites it."""
    if is_autosave():
        return jsonify(conflict=labels.of_refusal(Refused(Refusal.CHANGED_ELSEWHERE))), 409
    with reading() as session:
        project = mine(session, code)
    stored = stored_texts(project, task)
    typed = {name: str(form[name].data or "") for name in stored if name in form}
    theirs = changed_elsewhere(stored, typed, form.seen.data or "")
    form.seen.data = digest_of(stored)
    return render_template(f"submission/{name}.html", form=form, project=project, theirs=theirs, **values), 409
