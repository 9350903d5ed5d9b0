"""The styleguide, in a demo only: every component in every state and whole sample pages; nothing of a city."""

from typing import Any

from flask import Blueprint, abort, render_template
from jinja2 import TemplateNotFound

from pb.demo.styleguide import STAFF, forms
from pb.web.access import public
from pb.web.current import house

bp = Blueprint("demo", __name__, url_prefix="/styleguide")


@bp.before_request
def only_in_a_demo() -> None:
    """A real city has no sample pages."""
    if not house().settings.is_demo:
        abort(404)


@bp.get("")
@public
def styleguide() -> Any:
    """Every component in every state."""
    return render_template("styleguide.html", pages_at="/styleguide/", **forms())


@bp.get("/<string:name>")
@public
def sample(name: str) -> Any:
    """A whole page made of the components; the name is a file's in templates/styleguide."""
    try:
        return render_template(f"styleguide/{name}.html", form=forms()["form"], **STAFF)
    except TemplateNotFound:
        abort(404)
