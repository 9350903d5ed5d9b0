"""Elections in Pabulib's .pb format: `read` a file, plain or gzipped, `write` an export.

No counting here. Format: pabulib.org/format; standard library only.
"""

from pb.tally.pabulib.lines import PabulibError
from pb.tally.pabulib.reader import Election, read
from pb.tally.pabulib.writer import Voter, write

__all__ = ["Election", "PabulibError", "Voter", "read", "write"]
