"""The audit log for those who may read it."""

from typing import Any

from flask import Blueprint, render_template

from pb.audit import queries
from pb.audit.rules import first_break
from pb.values.permission import Permission
from pb.web.access import requires
from pb.web.current import house

bp = Blueprint("audit", __name__)


@bp.get("/staff/audit")
@requires(Permission.READ_AUDIT)
def log() -> Any:
    """The newest entries, and whether the whole chain holds."""
    with house().database.snapshot() as session:
        newest = queries.newest_entries(session)
        broken = first_break(queries.every_entry(session))
    return render_template("audit/log.html", entries=newest, broken=broken)
