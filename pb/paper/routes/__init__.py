"""Pages of the paper: the office's in `office`, the operators' in `desk`, everybody's in `open_pages`."""

from flask import Blueprint

from pb.paper.routes import desk, office, offline, open_pages

bp = Blueprint("paper", __name__)
office.add_to(bp)
desk.add_to(bp)
offline.add_to(bp)
open_pages.add_to(bp)
