"""Writes the step from the newest migration to the models: `make migration N=0002 M="Add a column"`."""

import sys
import tempfile
from pathlib import Path

from pb.db.database import Database
from pb.db.migrations import migrate, write_step

number, message = sys.argv[1:]
with tempfile.TemporaryDirectory() as folder:
    database = Database(f"sqlite:///{folder}/shape.sqlite")
    migrate(database, str(Path(__file__).parent))
    write_step(database, str(Path(__file__).parent), message, number)
