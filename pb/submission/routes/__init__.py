"""Pages of the author's desk, one file for each stretch of the way."""

from pb.submission.routes import (
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
