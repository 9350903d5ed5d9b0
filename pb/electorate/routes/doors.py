"""The blueprint of the electorate's pages."""

from flask import Blueprint

bp = Blueprint("electorate", __name__)
