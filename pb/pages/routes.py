"""Help, the secret of the vote, rules with questions, accessibility and privacy: texts only, no data."""

from typing import Any

from flask import Blueprint, redirect, render_template, url_for

from pb.web.access import public

bp = Blueprint("pages", __name__)


@bp.get("/help")
@public
def help() -> Any:  # noqa: A001 - the menu's name for this page
    """How it works in five steps, and where to ask."""
    return render_template("pages/help.html")


@bp.get("/help/rules")
@public
def rules() -> Any:
    """Questions people ask about submitting, voting, winning and building."""
    return render_template("pages/rules.html")


@bp.get("/help/secret")
@public
def secret() -> Any:
    """Why nobody learns how one voted: what is stored, for how long, who sees it, what is not promised."""
    return render_template("pages/secret.html")


@bp.get("/accessibility")
@public
def accessibility() -> Any:
    """What was done for everybody to be able to use the pages, and what is not good yet."""
    return render_template("pages/accessibility.html")


@bp.get("/privacy")
@public
def privacy() -> Any:
    """Which personal data there are, why, for how long, and how to ask about them."""
    return render_template("pages/privacy.html")


@bp.get("/favicon.ico")
@public
def icon() -> Any:
    """Browsers ask for it at the root even where a page names its icon, and for answers that are no pages."""
    return redirect(url_for("static", filename="img/mark.svg"), 301)
