"""Pages of review: those of the secretariat, the departments and the commission, and those everybody reads."""

from flask import Blueprint

from pb.review.routes import analysis, lots, open_pages, sittings

bp = Blueprint("review", __name__)
for _part in (analysis, sittings, lots, open_pages):
    _part.add_to(bp)
