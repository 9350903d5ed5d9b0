"""Canonical JSON and base64url: the one byte form of every record in the vote; meanings live in the records.

Sorted keys, no spaces, ASCII only. A value has exactly one form, and anything else is refused when read, so
that a hash, a signature and a file mean the same to Python, to the browser and to an outsider's script.
"""

import base64
import binascii
import json
import re
from typing import Any

CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._/-]{0,39}\Z")
"""A project's public code. Slashes occur in older cities' codes."""
SLUG = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,39}\Z")
"""A contest's or a cycle's public code: also a file name and part of a URL."""
HASH = re.compile(r"[0-9a-f]{64}\Z")
"""A SHA-256 in lower-case hexadecimal."""


class NotCanonicalError(ValueError):
    """The bytes are not the one accepted form of any record."""


def to_bytes(value: object) -> bytes:
    """The canonical JSON of a value made of dicts, lists, ASCII strings, integers, booleans and None."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), allow_nan=False).encode("ascii")


def from_bytes(data: bytes, limit: int) -> Any:
    """Read canonical JSON of at most `limit` bytes; raise NotCanonicalError for anything else."""
    if len(data) > limit:
        raise NotCanonicalError(f"longer than {limit} bytes")
    try:
        value = json.loads(data.decode("ascii"))
        again = to_bytes(value)
    except (ValueError, RecursionError) as error:
        raise NotCanonicalError("not JSON") from error
    # Also catches repeated keys, spaces, key order and other spellings of the same number or letter.
    if again != data:
        raise NotCanonicalError("JSON, but not in its canonical form")
    return value


def record_of(value: Any, keys: frozenset[str]) -> dict[str, Any]:
    """The value as an object with exactly these keys."""
    if not isinstance(value, dict) or value.keys() != keys:
        raise NotCanonicalError(f"not an object of {sorted(keys)}")
    return value


def text_of(value: Any, shape: re.Pattern[str]) -> str:
    """The value as a string of the given shape."""
    if not isinstance(value, str) or not shape.match(value):
        raise NotCanonicalError(f"not a text of the shape {shape.pattern}")
    return value


def number_of(value: Any, least: int, most: int) -> int:
    """The value as an integer within bounds; true and false are not numbers."""
    if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
        raise NotCanonicalError(f"not an integer from {least} to {most}")
    return value


def list_of(value: Any) -> list[Any]:
    """The value as a list."""
    if not isinstance(value, list):
        raise NotCanonicalError("not a list")
    return value


def to_base64url(data: bytes) -> str:
    """Base64url without padding (RFC 4648 §5)."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode("ascii")


def from_base64url(value: Any, length: int) -> bytes:
    """Exactly `length` bytes out of their only base64url form; stray trailing bits are refused."""
    if not isinstance(value, str):
        raise NotCanonicalError("not base64url")
    try:
        data = base64.b64decode(value.encode("ascii") + b"=" * (-len(value) % 4), altchars=b"-_", validate=True)
    except (UnicodeEncodeError, binascii.Error) as error:
        raise NotCanonicalError("not base64url") from error
    if len(data) != length or to_base64url(data) != value:
        raise NotCanonicalError(f"not {length} bytes in base64url")
    return data
