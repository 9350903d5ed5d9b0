"""`create_app(settings)`: the one file that knows every stage; it joins them and decides nothing."""

from importlib import import_module
from importlib.util import find_spec
from typing import Any

from flask import Flask
from flask_login import LoginManager

from pb.booth.box import mount_box
from pb.db.database import Database
from pb.identity.providers import read_providers
from pb.settings import Settings
from pb.web.city import read_city
from pb.web.counters import Counters
from pb.web.current import KEY, House
from pb.web.errors import init_errors
from pb.web.labels import labels
from pb.web.languages import init_languages
from pb.web.logs import init_logs
from pb.web.pages import init_pages
from pb.web.paths import beside_or_inside
from pb.web.security import init_security
from pb.web.template_filters import init_filters

# In the order a budget lives through them.
STAGES = (
    "box",
    "media",
    "mail",
    "audit",
    "accounts",
    "identity",
    "news",
    "pages",
    "cycles",
    "projects",
    "questions",
    "submission",
    "review",
    "electorate",
    "paper",
    "booth",
    "tally",
    "results",
    "certificates",
    "implementation",
    "school",
    "talk",
    "campaign",
    "overview",
    "demo",
)


def create_app(settings: Settings, counters: Counters | None = None) -> Flask:
    """The web application of one city; `counters` are of rate limits, when several processes share them."""
    init_logs(settings.log_level)
    app = Flask("pb", template_folder=str(beside_or_inside("templates")), static_folder=str(beside_or_inside("static")))
    app.extensions[KEY] = House(settings, Database(settings.database_url, durable=True), read_city(settings.city_file))
    banks = read_providers(settings.providers_file, is_demo=settings.is_demo)
    origins = tuple(sorted({origin for bank in banks.values() for origin in bank.origins}))
    init_security(app, settings, origins, counters)
    init_languages(app, str(beside_or_inside("translations")))
    init_filters(app)
    init_pages(app)
    init_errors(app)
    manager = LoginManager(app)
    manager.session_protection = None  # our sessions are revocable rows; the address of a phone changes on the way
    for stage in STAGES:
        _join(app, manager, stage)
    if settings.is_box_mounted:
        mount_box(app, settings)
    return app


def _join(app: Flask, manager: LoginManager, stage: str) -> None:
    if wording := _module(f"pb.{stage}.wording"):
        labels.add(wording.LABELS)
    if stage != "box" and (routes := _module(f"pb.{stage}.routes")):  # the box is an application of its own
        app.register_blueprint(routes.bp)
        if hasattr(routes, "init"):
            routes.init(app, manager)


def _module(name: str) -> Any:
    return import_module(name) if find_spec(name) else None
