"""Who is reading: an account as the pages know it; where accounts are kept is in `pb.accounts`."""

from dataclasses import dataclass, field
from enum import StrEnum

from pb.values.permission import Permission


class ReaderKind(StrEnum):
    """What kind of account reads."""

    STAFF = "staff"
    AUTHOR = "author"


@dataclass(frozen=True, slots=True)
class Reader:
    """A signed-in person; what Flask-Login calls the current user."""

    kind: ReaderKind
    id: int
    code: str
    name: str
    session_token: str = field(repr=False)
    permissions: frozenset[Permission] = frozenset()
    department_id: int | None = None

    is_authenticated = True
    is_active = True
    is_anonymous = False

    def get_id(self) -> str:
        """What the cookie holds: a revocable session's token, never the account's id."""
        return self.session_token

    def may(self, permission: Permission | str) -> bool:
        """Whether this reader holds `permission`."""
        return permission in self.permissions
