"""Pages of what residents say: open ones, those of staff."""

from flask import Blueprint

from pb.talk.routes import open_pages, staff_pages

bp = Blueprint("talk", __name__)
for _part in (open_pages, staff_pages):
    _part.add_to(bp)
