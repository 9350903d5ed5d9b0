"""A form that came too late, after its session or its token had ended: what was typed goes back with a new button."""

from urllib.parse import urlsplit

from flask import Response, current_app, make_response, render_template, request

from pb.values.permission import Permission

PROSE = 40  # letters: what is worth reading again; names and numbers are not put on a screen that others may see
NUMBERS = {"number", "numbers"}  # of documents, read off again by whoever works at the desk


def is_typed_here() -> bool:
    """Whether a form of our own page was sent; a form of another site gets no button that would send it."""
    return bool(request.form) and urlsplit(request.headers.get("Origin", "")).netloc == request.host


def access_here() -> str:
    """Who may open the page that was asked for."""
    return str(getattr(current_app.view_functions.get(request.endpoint or ""), "access", "public"))


def page_to_send_again(status: int, title: str, step: str, door: str = "") -> Response:
    """The page with everything that was typed; `door`: where one signs in, if that is needed. Nothing is stored."""
    left_out = {"csrf_token"} | (NUMBERS if access_here() == Permission.RUN_DESK else set())
    fields = [(name, value) for name, value in request.form.items(multi=True) if name not in left_out]
    texts = [value for _name, value in fields if len(value) >= PROSE]
    page = render_template(
        "resend.html",
        title=title,
        step=step,
        door=door,
        fields=fields,
        texts=texts,
        has_files=any(one.filename for one in request.files.values()),
    )
    answer = make_response(page, status)
    answer.headers["Cache-Control"] = "no-store"
    return answer
