"""Pages of schools' budgets: `open_pages` for everybody, `desk` and `entering` for coordinators, `naming` them."""

from flask import Blueprint

from pb.school.routes import desk, entering, naming, open_pages

bp = Blueprint("school", __name__)
open_pages.add_to(bp)
desk.add_to(bp)
entering.add_to(bp)
naming.add_to(bp)
