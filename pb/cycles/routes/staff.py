"""The blueprint of the programme manager's settings."""

from flask import Blueprint

bp = Blueprint("cycles", __name__)
