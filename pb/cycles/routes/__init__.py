"""The programme manager's settings: cycles and their dates, streets and boundaries."""

from flask import Flask
from flask_login import LoginManager

from pb.cycles.routes import calendar, groups, places
from pb.cycles.routes.staff import bp
from pb.cycles.rules import EAST, NORTH, SOUTH, WEST
from pb.web.current import house_of

__all__ = ["bp", "calendar", "groups", "init", "places"]


def init(app: Flask, _manager: LoginManager) -> None:
    """Every map of the pages shows the same rectangle of the earth, over the city's tiles when it has any."""
    settings = house_of(app).settings
    app.jinja_env.globals["community"] = {
        "south": SOUTH,
        "north": NORTH,
        "west": WEST,
        "east": EAST,
        "tiles": settings.tile_url,
        "credit": settings.tile_credit,
    }
