"""The part «Фото й документи»."""

from functools import partial
from pathlib import Path
from typing import Any

from flask import flash, jsonify, redirect, request, send_from_directory, url_for
from flask_babel import gettext as _
from werkzeug.datastructures import FileStorage

from pb import clock
from pb.errors import Refused
from pb.media.documents import Scanner
from pb.media.models import Document
from pb.media.rules import MIME
from pb.media.scanning import is_clean
from pb.projects.queries import document_of, documents_of
from pb.submission import forms, service
from pb.submission.routes.desk import bp, is_autosave, mine, page, writers_only
from pb.web.current import actor, documents_folder, house, media_folder, reading, transaction
from pb.web.forms import add_mistake
from pb.web.labels import labels
from pb.web.security import limiter
from pb.web.template_filters import clock_time


def scanner() -> Scanner | None:
    """The city's virus scanner, if it has one."""
    address = house().settings.clamd
    return partial(is_clean, address) if address else None


def _page(code: str, form: Any, **other: Any) -> Any:
    with reading() as session:
        project = mine(session, code)
        documents = documents_of(session, project.id)
    forms_of_page = {"papers": forms.DocumentForm(formdata=None), **other}
    return page("photos", form, project=project, documents=documents, **forms_of_page)


def _again(code: str, saved: str | None = None) -> Any:
    """`saved`: the form whose text the browser may drop, a picture's code or «added»."""
    return redirect(url_for("submission.photos", code=code, saved=saved), 303)


@bp.route("/<string:code>/photos", methods=["GET", "POST"])
@writers_only
@limiter.limit("60 per hour", methods=["POST"])
def photos(code: str) -> Any:
    """Add photos; those before a bad one are kept."""
    form = forms.PhotoForm()
    if not form.validate_on_submit():
        return _page(code, form)
    uploads = [one for name in ("photo", "camera") for one in request.files.getlist(name) if one.filename]
    if not uploads:
        add_mistake(form.photo, _("Оберіть файл із фото."))
    for upload in uploads:
        if refused := _taken(code, upload, form.alt.data or ""):
            name = upload.filename if len(uploads) > 1 else ""
            add_mistake(form.photo, f"{name}: {refused}" if name else refused)
    if form.mistakes:
        return _page(code, form)
    flash(_("Фото додано."), "success")
    return _again(code, "added")


def _taken(code: str, upload: FileStorage, alt: str) -> str:
    """Empty when the photo is kept, otherwise why not."""
    try:
        with transaction() as session:
            project = mine(session, code)
            service.add_photo(session, actor(), project, upload.read(), alt=alt, folder=media_folder(), now=clock.now())
    except Refused as refused:
        return labels.of_refusal(refused)
    return ""


@bp.post("/<string:code>/photos/<string:picture>/remove")
@writers_only
def remove_photo(code: str, picture: str) -> Any:
    """Take one photo out."""
    with transaction() as session:
        service.remove_photo(session, actor(), mine(session, code), picture, clock.now())
    return _again(code)


@bp.post("/<string:code>/photos/<string:picture>/alt")
@writers_only
def describe_photo(code: str, picture: str) -> Any:
    """What can be seen on a photo, in plain words."""
    with transaction() as session:
        alt = request.form.get("alt", "")
        service.describe_photo(session, actor(), mine(session, code), picture, alt=alt, now=clock.now())
    if is_autosave():
        return jsonify(at=clock_time(clock.now()))
    flash(_("Опис збережено."), "success")
    return _again(code, picture)


@bp.post("/<string:code>/documents")
@writers_only
@limiter.limit("60 per hour")
def add_document(code: str) -> Any:
    """Add a document."""
    papers = forms.DocumentForm()
    upload = request.files.get("document")
    if not papers.validate() or upload is None or not upload.filename:
        add_mistake(papers.document, _("Оберіть файл із документом."))
        return _page(code, forms.PhotoForm(formdata=None), papers=papers)
    try:
        with transaction() as session:
            service.add_document(
                session,
                actor(),
                mine(session, code),
                upload.read(),
                name=upload.filename,
                folder=documents_folder(),
                scanner=scanner(),
                now=clock.now(),
            )
    except Refused as refused:
        add_mistake(papers.document, labels.of_refusal(refused))
        return _page(code, forms.PhotoForm(formdata=None), papers=papers)
    flash(_("Документ додано."), "success")
    return _again(code)


@bp.post("/<string:code>/documents/<string:document>/remove")
@writers_only
def remove_document(code: str, document: str) -> Any:
    """Take one document out."""
    with transaction() as session:
        service.remove_document(session, actor(), mine(session, code), document, clock.now())
    return _again(code)


@bp.get("/<string:code>/documents/<string:document>")
@writers_only
def document(code: str, document: str) -> Any:
    """The author's own document."""
    with reading() as session:
        found = document_of(session, mine(session, code).id, document)
    return handed_out(found, documents_folder())


def handed_out(document: Document, folder: Path) -> Any:
    """A document to be saved, never shown inside our pages: what is in it is a stranger's."""
    return send_from_directory(
        folder, document.code, mimetype=MIME[document.kind], as_attachment=True, download_name=document.name, max_age=0
    )
