"""Serving kept pictures; their addresses never change, so that browsers may keep them."""

from typing import Any

from flask import Blueprint, abort, send_from_directory

from pb.media.rules import Size
from pb.media.service import path_of
from pb.values.code import ALPHABET
from pb.web.access import public
from pb.web.current import media_folder

bp = Blueprint("media", __name__)


@bp.get("/media/<string:code>-<string:size>.webp")
@public
def picture(code: str, size: str) -> Any:
    """One picture in one of its sizes."""
    if size not in set(Size) or not set(code) <= set(ALPHABET):
        abort(404)
    path = path_of(media_folder(), code, Size(size))
    answer = send_from_directory(path.parent, path.name, mimetype="image/webp", max_age=31_536_000)
    answer.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    return answer
