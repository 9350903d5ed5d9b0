"""The way to a bank and back; what follows is the stages' own."""

from typing import Any

from flask import Blueprint, Flask
from flask_login import LoginManager

from pb.identity.health import Health
from pb.identity.providers import read_providers
from pb.identity.routes import coming_back, grid
from pb.identity.routes.visitor import CARRIED, HEALTH, PROVIDERS

__all__ = ["CARRIED", "bp", "init"]

bp = Blueprint("identity", __name__, url_prefix="/identity")
grid.add_to(bp)
coming_back.add_to(bp)


def init(app: Flask, _manager: LoginManager) -> None:
    """Read the providers once; a half-configured one refuses to start."""
    settings: Any = app.extensions["pb"].settings
    app.extensions[PROVIDERS] = read_providers(settings.providers_file, is_demo=settings.is_demo)
    app.extensions[HEALTH] = Health()
