"""Signed invitations for the press: a link to one draft of results, good until a moment, useless for another draft."""

from datetime import UTC, datetime

from itsdangerous import BadSignature, URLSafeSerializer

from pb.errors import Refused
from pb.results.rules import Refusal

SALT = "pb.results.preview"


def invitation(secret_key: str, cycle: str, files_sha256: str, until: datetime) -> str:
    """The token of a link; whoever has it may read, so it is given by hand and ends by itself."""
    return str(URLSafeSerializer(secret_key, SALT).dumps([cycle, files_sha256, int(until.timestamp())]))


def invited_to(secret_key: str, cycle: str, token: str, now: datetime) -> str:
    """The hash of the draft that may be read. Refused when the token is forged, for another cycle or over."""
    try:
        named, files_sha256, until = URLSafeSerializer(secret_key, SALT).loads(token)
    except (BadSignature, ValueError) as error:
        raise Refused(Refusal.INVITATION_OVER) from error
    if named != cycle or now >= datetime.fromtimestamp(until, UTC):
        raise Refused(Refusal.INVITATION_OVER)
    return str(files_sha256)
