"""Photos and documents of a draft."""

from datetime import datetime
from pathlib import Path

from sqlalchemy import delete
from sqlalchemy.orm import Session

from pb.audit.rules import Actor
from pb.errors import NotFound, Refused
from pb.media.documents import Scanner, store_document
from pb.media.models import Document
from pb.media.rules import Refusal as FileRefusal
from pb.media.service import store_picture
from pb.projects.models import Project, ProjectDocument, ProjectPhoto
from pb.projects.queries import document_of, documents_of
from pb.submission.rules import MOST_DOCUMENTS, MOST_PHOTOS, Task
from pb.submission.service.parts import check_editable, note_saved

PHOTOS = Task.PHOTOS.value


def add_photo(
    session: Session, actor: Actor, project: Project, data: bytes, *, alt: str, folder: Path, now: datetime
) -> None:
    """Keep one more photo; Refused when it is none, too large, or the eleventh."""
    check_editable(project)
    if len(project.photos) >= MOST_PHOTOS:
        raise Refused(FileRefusal.TOO_MANY)
    picture = store_picture(session, folder, data, alt=alt)
    last = max((photo.position for photo in project.photos), default=0)
    session.add(ProjectPhoto(project_id=project.id, picture_id=picture.id, position=last + 1))
    note_saved(session, actor, project, PHOTOS, now)


def remove_photo(session: Session, actor: Actor, project: Project, code: str, now: datetime) -> None:
    """Take one photo out; NotFound if the project has none with this code."""
    check_editable(project)
    found = next((photo for photo in project.photos if photo.picture.code == code), None)
    if found is None:
        raise NotFound(code)
    session.delete(found)
    note_saved(session, actor, project, PHOTOS, now)


def describe_photo(session: Session, actor: Actor, project: Project, code: str, *, alt: str, now: datetime) -> None:
    """Say in plain words what can be seen on a photo; NotFound if the project has none with this code."""
    check_editable(project)
    found = next((photo for photo in project.photos if photo.picture.code == code), None)
    if found is None:
        raise NotFound(code)
    found.picture.alt = alt.strip()[:200]
    note_saved(session, actor, project, PHOTOS, now)


def add_document(
    session: Session,
    actor: Actor,
    project: Project,
    data: bytes,
    *,
    name: str,
    folder: Path,
    scanner: Scanner | None,
    now: datetime,
) -> Document:
    """Keep one more document; Refused when it is of no kind we take, infected, or one too many."""
    check_editable(project)
    if len(documents_of(session, project.id)) >= MOST_DOCUMENTS:
        raise Refused(FileRefusal.TOO_MANY_DOCUMENTS)
    document = store_document(session, folder, data, name=name, scanner=scanner)
    session.add(ProjectDocument(project_id=project.id, document_id=document.id))
    note_saved(session, actor, project, PHOTOS, now)
    return document


def remove_document(session: Session, actor: Actor, project: Project, code: str, now: datetime) -> None:
    """Take one document out of the project."""
    check_editable(project)
    found = document_of(session, project.id, code)
    session.execute(
        delete(ProjectDocument).where(ProjectDocument.project_id == project.id, ProjectDocument.document_id == found.id)
    )
    note_saved(session, actor, project, PHOTOS, now)
