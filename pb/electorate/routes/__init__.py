"""Pages of the electorate: how many have voted and what stands out in `figures`, a vote in one's name in `cases`."""

from pb.electorate.routes import cases, figures
from pb.electorate.routes.doors import bp

__all__ = ["bp", "cases", "figures"]
