"""A bare application that shows the styleguide: layouts and components without any stage behind them.

Run `python -m tests.web.look` and open the address it prints. The content policy is the strict one of the platform.
"""

import json
from pathlib import Path
from types import SimpleNamespace

from flask import Blueprint, Flask, Response, redirect, render_template, request
from flask_wtf import CSRFProtect
from jinja2 import StrictUndefined

from pb.demo.styleguide import STAFF, forms

ROOT = Path(__file__).resolve().parents[2]
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; "
    "require-trusted-types-for 'script'; trusted-types 'none'"
)
CITY = SimpleNamespace(
    name="Калинова громада",
    name_genitive="Калинової громади",
    phone="0 800 000 000",
    hours="щодня з 8:00 до 20:00",
    email="budget@kalynova.example",
    theme_css="",
)
NAV = [
    ("projects", "Проєкти", "#projects"),
    ("vote", "Голосування", "#vote"),
    ("results", "Результати", "#results"),
    ("implementation", "Реалізація", "#implementation"),
    ("news", "Новини", "#news"),
    ("how", "Як це працює", "#how"),
]


def money(kopecks: int) -> str:
    return f"{kopecks // 100:,}".replace(",", "\u00a0") + "\u00a0₴"


def money_short(kopecks: int) -> str:
    return f"{kopecks / 100_000_000:.1f}".replace(".0", "").replace(".", ",") + "\u00a0млн\u00a0₴"


def english_words() -> dict[str, str | list[str]]:
    """The translations kept beside the code until they are merged into the catalogue."""
    words: dict[str, str | list[str]] = {}
    for path in ROOT.glob("translations-en-*.json"):
        words.update(json.loads(path.read_text(encoding="utf-8")))
    return words


def reader_language() -> str:
    return "en" if request.cookies.get("language") == "en" else "uk"


def sentence(source: str) -> str:
    return str(english_words().get(source, source)) if reader_language() == "en" else source


def plural(source: str, source_many: str, number: int) -> str:
    """Ukrainian has one, few and many; the catalogue knows them, this preview reads them from the same file."""
    words = english_words()
    if reader_language() == "en":
        return words.get(source, [source, source_many])[number != 1]
    one, few, many = words.get("uk_plurals", {}).get(source, (source, source_many, source_many))
    if number % 10 == 1 and number % 100 != 11:
        return one
    return few if number % 10 in (2, 3, 4) and number % 100 not in (12, 13, 14) else many


def create_app() -> Flask:
    app = Flask("look", template_folder=str(ROOT / "templates"), static_folder=str(ROOT / "static"))
    app.config.update(SECRET_KEY="look", TESTING=True, WTF_CSRF_TIME_LIMIT=None)
    CSRFProtect(app)
    app.jinja_env.add_extension("jinja2.ext.i18n")
    app.jinja_env.install_gettext_callables(sentence, plural, newstyle=True)
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.filters.update(money=money, money_short=money_short, day=str, moment=str)
    web = Blueprint("web", __name__)

    @web.get("/language/<language>")
    def language(language: str) -> Response:
        answer = redirect(request.args.get("next", "/"))
        answer.set_cookie("language", language)
        return answer

    @app.context_processor
    def shared() -> dict[str, object]:
        return {
            "city": CITY,
            "language": reader_language(),
            "demo": True,
            "nav_items": NAV,
            "footer_items": [("Доступність", "#a"), ("Відкриті дані", "#d"), ("Таємниця голосування", "#s")],
            "desk_href": "#desks",
            **STAFF,
        }

    @app.after_request
    def guard(response: Response) -> Response:
        response.headers["Content-Security-Policy"] = POLICY
        return response

    @app.get("/")
    def styleguide() -> str:
        return render_template("styleguide.html", pages_at="/page/", **forms())

    @app.get("/page/<name>")
    def page(name: str) -> str:
        return render_template("styleguide/" + name + ".html", form=forms()["form"])

    app.register_blueprint(web)
    return app


if __name__ == "__main__":
    create_app().run(port=5077)
