"""Pages of what residents say: open ones, those of staff, those of followers, saved views."""

from flask import Blueprint

from pb.talk.routes import following, open_pages, staff_pages, watching

bp = Blueprint("talk", __name__)
for _part in (open_pages, staff_pages, following, watching):
    _part.add_to(bp)
