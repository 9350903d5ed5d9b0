"""Which language a reader gets, and the list of languages; Ukrainian is the source of all texts."""

from typing import Any
from urllib.parse import urlsplit

from flask import Blueprint, Flask, Response, abort, redirect, request, session
from flask_babel import Babel, get_locale

from pb.web.access import public

LANGUAGES = {"uk": "Українська", "en": "English"}
COOKIE = "language"
bp = Blueprint("web", __name__)


def chosen_language() -> str:
    """The reader's own choice, else what the browser prefers, else Ukrainian."""
    chosen = session.get(COOKIE) or request.cookies.get(COOKIE)
    if chosen in LANGUAGES:
        return str(chosen)
    return request.accept_languages.best_match(["uk", "en"], default="uk") or "uk"


def current_language() -> str:
    """The language of the current answer."""
    return str(get_locale() or "uk")


def safe_next(target: str | None, default: str = "/") -> str:
    """`target` when it is a path of ours; anything else is an open redirect and becomes `default`."""
    if not target or "\\" in target or not target.startswith("/") or target.startswith("//"):
        return default
    parts = urlsplit(target)
    return target if not parts.scheme and not parts.netloc and target.isprintable() else default


@bp.get("/language/<string:language>")
@public
def language(language: str) -> Any:
    """Remember the language and go back."""
    if language not in LANGUAGES:
        abort(404)
    answer: Response = redirect(safe_next(request.args.get("next")))  # type: ignore[assignment]
    answer.set_cookie(COOKIE, language, max_age=31_536_000, httponly=True, samesite="Lax", secure=request.is_secure)
    return answer


def init_languages(app: Flask, folder: str) -> None:
    """Set up translations; the catalogues lie in `folder`."""
    app.config["BABEL_DEFAULT_LOCALE"] = "uk"
    app.config["BABEL_DEFAULT_TIMEZONE"] = "Europe/Kyiv"
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = folder
    Babel(app, locale_selector=chosen_language)
    app.register_blueprint(bp)
