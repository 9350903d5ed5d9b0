"""Who gets a certificate, whether one holds, and what a person may have typed; nothing is stored or drawn here."""

from enum import StrEnum

from pb.projects.rules import FUNDED, Status
from pb.values.code import normal_code

CODE_LENGTH = 12


class Kind(StrEnum):
    """What a certificate says."""

    WINNER = "winner"
    PARTICIPANT = "participant"


class Verdict(StrEnum):
    """The one word of the page that checks a certificate."""

    GENUINE = "genuine"
    REPLACED = "replaced"
    REVOKED = "revoked"
    UNKNOWN = "unknown"


class Refusal(StrEnum):
    """Why a certificate is not issued, revoked or reissued."""

    NO_DECISION = "no_decision"
    NAME_EMPTY = "name_empty"
    NAME_TOO_LONG = "name_too_long"
    NAME_SAME = "name_same"
    REASON_NEEDED = "reason_needed"
    NOT_VALID = "not_valid"


def kind_for(status: Status) -> Kind | None:
    """What the author of a project in `status` is given; None when nothing."""
    if status in FUNDED:
        return Kind.WINNER
    return Kind.PARTICIPANT if status is Status.TOOK_PART else None


def verdict_of(*, is_revoked: bool, is_replaced: bool) -> Verdict:
    """Whether a certificate that was issued still holds; a revoked one is revoked even when replaced before."""
    if is_revoked:
        return Verdict.REVOKED
    return Verdict.REPLACED if is_replaced else Verdict.GENUINE


# Letters of a Ukrainian keyboard that look like those of a code.
LOOKALIKES = str.maketrans("АВСЕНКМРТХУ", "ABCEHKMPTXY")


def typed_code(text: str) -> str:
    """The code in what a person typed or pasted: case, dashes, the whole address, Cyrillic letters do not matter."""
    last = text.strip().rstrip("/").rsplit("/", 1)[-1]
    return normal_code(last.upper().translate(LOOKALIKES))[:CODE_LENGTH]


def why_not_name(name: str, old: str) -> Refusal | None:
    """Why a corrected name cannot be printed, or None."""
    if not name.strip():
        return Refusal.NAME_EMPTY
    if len(name.strip()) > 120:
        return Refusal.NAME_TOO_LONG
    return Refusal.NAME_SAME if name.strip() == old else None
