"""Imports every `models.py`, so that migrations and tests see all tables of the main database."""

from importlib import import_module
from importlib.util import find_spec

from pb.db.base import Base

STAGES_WITH_TABLES = (
    "audit", "mail", "media", "accounts", "identity", "news", "cycles", "projects", "questions", "submission",
    "review",
    "electorate", "paper", "booth", "tally", "results", "certificates", "implementation", "school", "talk",
)  # fmt: skip
for _stage in STAGES_WITH_TABLES:
    if find_spec(f"pb.{_stage}.models"):
        import_module(f"pb.{_stage}.models")

metadata = Base.metadata
