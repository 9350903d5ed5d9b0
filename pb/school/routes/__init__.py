"""Schools' budgets: `open_pages` for everybody; `desk`, `entering`, `hands` for coordinators; `naming` names them."""

from flask import Blueprint

from pb.school.routes import desk, entering, hands, naming, open_pages

bp = Blueprint("school", __name__)
open_pages.add_to(bp)
desk.add_to(bp)
entering.add_to(bp)
hands.add_to(bp)
naming.add_to(bp)
