"""Pages of schools' budgets: those of everybody in `open_pages`, those of the coordinator in `desk` and `entering`."""

from flask import Blueprint

from pb.school.routes import desk, entering, open_pages

bp = Blueprint("school", __name__)
open_pages.add_to(bp)
desk.add_to(bp)
entering.add_to(bp)
