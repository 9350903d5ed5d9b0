"""Pages of the works: those everybody reads, and those of the departments."""

from flask import Blueprint

from pb.implementation.routes import departments, open_pages

bp = Blueprint("implementation", __name__)
for _part in (open_pages, departments):
    _part.add_to(bp)
