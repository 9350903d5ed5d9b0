"""Pages of the booth (`booth`) and of the service desk (`desk`): parse, call, show."""

from typing import Any

from flask import Blueprint, Flask, Response

from pb.booth.routes import casting, choosing, desk, entering, opening, reviewing

bp = Blueprint("booth", __name__)
for _part in (choosing, reviewing, casting, entering, opening):
    _part.add_to(bp)


@bp.after_request
def _keep_nothing(answer: Response) -> Response:
    answer.headers["Cache-Control"] = "no-store"  # the pages show what somebody has picked
    return answer


def init(app: Flask, _manager: Any) -> None:
    """Join the desk's pages, which have a name of their own."""
    app.register_blueprint(desk.bp)
