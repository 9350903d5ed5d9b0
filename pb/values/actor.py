"""Who acts, by public code; the log of what they did is in `pb.audit`."""

from dataclasses import dataclass
from enum import StrEnum


class ActorKind(StrEnum):
    """Who acted."""

    STAFF = "staff"
    AUTHOR = "author"
    SYSTEM = "system"


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acted, by public code: names are looked up by those who may see them."""

    kind: ActorKind
    code: str = ""

    def __str__(self) -> str:
        return f"{self.kind.value}:{self.code}" if self.code else self.kind.value


SYSTEM = Actor(ActorKind.SYSTEM)
