"""Talking to a bank within bounds of time and size, without following it anywhere; what is said is in the providers."""

import io
import json
import time
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import requests
from PIL import Image, UnidentifiedImageError
from requests.adapters import HTTPAdapter

from pb.identity.providers.contract import NotProved, ProviderDown, Untrustworthy

LARGEST_ANSWER = 256 * 1024
LOGO_SIDE = 96
LARGEST_PICTURE = 4_000_000  # pixels
LOOPBACK = {"127.0.0.1", "localhost", "::1"}
BUSY = {429, 500, 502, 503, 504}


class Bounded(HTTPAdapter):
    """Reads every answer whole within `seconds` and LARGEST_ANSWER bytes, however slowly it drips."""

    def __init__(self, seconds: float) -> None:
        super().__init__()
        self.seconds = seconds

    def send(self, request: requests.PreparedRequest, *_: Any, **options: Any) -> requests.Response:
        """The answer with its body read."""
        until = time.monotonic() + self.seconds
        answer = super().send(request, **{**options, "stream": True, "timeout": self.seconds})
        try:
            answer._content = _body(answer, until)  # noqa: SLF001 - where requests keeps a body that was read
            answer._content_consumed = True  # type: ignore[attr-defined]  # noqa: SLF001
        finally:
            answer.raw.close()
        return answer


def _body(answer: requests.Response, until: float) -> bytes:
    if answer.headers.get("Content-Encoding", "identity") != "identity":
        raise requests.exceptions.ContentDecodingError("packed although we asked for plain")
    body = bytearray()
    while piece := answer.raw.read1(8192, decode_content=False):
        body += piece
        if len(body) > LARGEST_ANSWER:
            raise requests.exceptions.ContentDecodingError("too large")
        if time.monotonic() > until:
            raise requests.exceptions.ReadTimeout("too slow")
    return bytes(body)


def bounded(session: requests.Session, seconds: float) -> Any:
    """`session` made safe against a slow, huge or redirecting other side."""
    for scheme in ("https://", "http://"):
        session.mount(scheme, Bounded(seconds))
    session.headers["Accept-Encoding"] = "identity"
    session.max_redirects = 0  # a redirect would carry the client's secret to wherever it points
    return session


def answered(ask: Callable[[], requests.Response]) -> requests.Response:
    """What `ask` gets with status 200; ProviderDown or Untrustworthy otherwise."""
    try:
        answer = ask()
    except (requests.TooManyRedirects, requests.exceptions.ContentDecodingError) as hostile:
        raise Untrustworthy(f"answer: {type(hostile).__name__}") from hostile
    except requests.RequestException as down:
        raise ProviderDown(type(down).__name__) from down
    if answer.status_code in BUSY:
        raise ProviderDown(f"status {answer.status_code}")
    if answer.status_code != 200:
        raise Untrustworthy(f"answer: status {answer.status_code}")
    return answer


def asked(ask: Callable[[], requests.Response], failure: Callable[[Any], NotProved]) -> dict[str, Any]:
    """The object `ask` gets from a system whose errors come in the body with any status; `failure` words them."""
    try:
        answer = ask()
    except (requests.TooManyRedirects, requests.exceptions.ContentDecodingError) as hostile:
        raise Untrustworthy(f"answer: {type(hostile).__name__}") from hostile
    except requests.RequestException as down:
        raise ProviderDown(type(down).__name__) from down
    if answer.status_code in BUSY:
        raise ProviderDown(f"status {answer.status_code}")
    told = object_of(answer.content)
    if told.get("error"):
        raise failure(told["error"])
    if answer.status_code != 200:
        raise Untrustworthy(f"answer: status {answer.status_code}")
    return told


def json_of(text: str | bytes) -> Any:
    """JSON of a stranger; Untrustworthy when it is none or nested to hurt."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as wrong:
        raise Untrustworthy("answer: not JSON") from wrong


def object_of(text: str | bytes) -> dict[str, Any]:
    """A JSON object; Untrustworthy when it is anything else."""
    found = json_of(text)
    if not isinstance(found, dict):
        raise Untrustworthy("answer: not an object")
    return found


def is_safe(address: str, *, beside: str) -> bool:
    """Whether an address a bank told may be used: https, or loopback as `beside`, the configured one, is."""
    there, here = urlsplit(address), urlsplit(beside)
    if there.scheme == "https":
        return bool(there.hostname)
    return there.scheme == "http" and there.hostname in LOOPBACK and here.hostname in LOOPBACK


def origin_of(address: str) -> str:
    """Scheme, host and port."""
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"


def as_logo(data: bytes) -> bytes | None:
    """A stranger's picture drawn anew as a small PNG, so that nothing else rides along; None when it is none."""
    try:
        with Image.open(io.BytesIO(data), formats=("PNG", "JPEG", "WEBP")) as picture:
            if picture.width * picture.height > LARGEST_PICTURE:
                return None
            picture.thumbnail((LOGO_SIDE, LOGO_SIDE))
            drawn = io.BytesIO()
            picture.convert("RGBA").save(drawn, "PNG")
            return drawn.getvalue()
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError):
        return None


class Kept:
    """A value fetched now and then: for `seconds`, and the old one while the other side fails."""

    def __init__(self, fetch: Callable[[], Any], seconds: float, *, again: float = 15) -> None:
        self.fetch, self.seconds, self.again = fetch, seconds, again
        self.value: Any = None
        self.until = 0.0
        self.failure: ProviderDown | Untrustworthy | None = None

    def get(self) -> Any:
        """The value; a failure is remembered for `again` seconds, so that a hung bank does not hang every visitor."""
        if time.monotonic() >= self.until:
            self.renew()
        if self.value is None and self.failure is not None:
            raise type(self.failure)(*self.failure.args)
        return self.value

    def renew(self) -> None:
        """Fetch now."""
        try:
            self.value, self.failure = self.fetch(), None
            self.until = time.monotonic() + self.seconds
        except (ProviderDown, Untrustworthy) as failed:
            self.failure = failed
            self.until = time.monotonic() + self.again
