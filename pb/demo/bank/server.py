"""The sandbox as one application: OpenID banks, each under its own path, and what else the demo logs in through."""

import secrets
from collections.abc import Mapping
from typing import Any

from flask import Flask, render_template, send_from_directory

from pb.demo.bank.clients import Client
from pb.demo.bank.demands import Demands
from pb.demo.bank.hub import HUB_BANKS, Hub, hub_bank
from pb.demo.bank.openid import Bank, openid_bank
from pb.demo.bank.people import BANKS, DOWN, customers
from pb.demo.bank.site import Site, state_site
from pb.web.paths import beside_or_inside

__all__ = ["Client", "create_bank"]


def create_bank(
    *, base_url: str, client: Client, residents: int = 0, demands: Mapping[str, Demands] | None = None
) -> Flask:
    """Every bank of the sandbox in one application; `demands` makes some of the OpenID banks demanding."""
    app = Flask("pb_sandbox_bank", static_folder=None, template_folder=str(beside_or_inside("templates")))
    app.config["SECRET_KEY"] = secrets.token_hex(32)
    people = customers(residents)
    for code, title in BANKS.items():
        made = Bank(code, title, f"{base_url}/{code}", people, client, (demands or {}).get(code, Demands()))
        app.register_blueprint(openid_bank(app, made))
    app.register_blueprint(hub_bank(Hub("Вузол банків", client, people)))
    app.register_blueprint(state_site(Site("Єдиний вхід", client, people)))

    @app.get("/")
    def front() -> str:
        return render_template("bank/front.html", banks=BANKS, down=DOWN, hub_banks=HUB_BANKS, people=people.values())

    @app.get("/style.css")
    def style() -> Any:
        return send_from_directory(beside_or_inside("static") / "css", "bank.css")

    @app.after_request
    def _headers(answer: Any) -> Any:
        answer.headers["Content-Security-Policy"] = "default-src 'none'; style-src 'self'; base-uri 'none'"
        answer.headers["Cache-Control"] = "no-store"
        return answer

    return app
