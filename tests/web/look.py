"""A bare application that shows the styleguide: layouts and components without any stage behind them.

Run `python -m tests.web.look` and open the address it prints. The content policy is the strict one of the platform.
"""

from functools import cache
from io import BytesIO
from pathlib import Path
from types import SimpleNamespace

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import Translations
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


@cache
def words(language: str) -> Translations:
    """The catalogue of a language, compiled in memory: a checkout need not have it compiled."""
    compiled = BytesIO()
    with (ROOT / "pb/translations" / language / "LC_MESSAGES/messages.po").open("rb") as file:
        write_mo(compiled, read_po(file, locale=language))
    compiled.seek(0)
    return Translations(compiled)


def reader_language() -> str:
    return "en" if request.cookies.get("language") == "en" else "uk"


def sentence(source: str) -> str:
    return words(reader_language()).ugettext(source)


def plural(source: str, source_many: str, number: int) -> str:
    return words(reader_language()).ungettext(source, source_many, number)


def create_app() -> Flask:
    app = Flask("look", template_folder=str(ROOT / "templates"), static_folder=str(ROOT / "static"))
    app.config.update(SECRET_KEY="look", TESTING=True, WTF_CSRF_TIME_LIMIT=None)
    CSRFProtect(app)
    app.jinja_env.add_extension("jinja2.ext.i18n")
    app.jinja_env.install_gettext_callables(sentence, plural, newstyle=True)
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.filters.update(money=money, money_short=money_short, day=str, moment=str, written=str)
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
