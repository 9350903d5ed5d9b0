"""Pages of the author's desk, one file for each stretch of the way."""

from pb.submission.routes import (
    at_desk,
    coauthors,
    devices,
    estimate,
    parts,
    photos,
    place,
    questions,
    remarks,
    sending,
    similar,
    starting,
    support,
    support_lists,
)
from pb.submission.routes.desk import bp

__all__ = [
    "at_desk",
    "bp",
    "coauthors",
    "devices",
    "estimate",
    "parts",
    "photos",
    "place",
    "questions",
    "remarks",
    "sending",
    "similar",
    "starting",
    "support",
    "support_lists",
]
