"""Pages of the electorate: `figures` of a vote, `cases` of a vote in somebody's name, the city's `registers`."""

from pb.electorate.routes import cases, figures, registers
from pb.electorate.routes.doors import bp

__all__ = ["bp", "cases", "figures", "registers"]
