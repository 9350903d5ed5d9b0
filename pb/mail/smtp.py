"""A connection to the mail server of PB_SMTP_URL; what is sent is in `service`."""

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import unquote, urlsplit

TIMEOUT = 20.0  # seconds


@contextmanager
def connection(url: str) -> Iterator[smtplib.SMTP]:
    """An open connection: `smtps://user:password@host:465` or `smtp://host:587`, which must offer TLS unless local."""
    parts = urlsplit(url)
    host, context = parts.hostname or "", ssl.create_default_context()
    if parts.scheme == "smtps":
        post: smtplib.SMTP = smtplib.SMTP_SSL(host, parts.port or 465, timeout=TIMEOUT, context=context)
    else:
        post = smtplib.SMTP(host, parts.port or 25, timeout=TIMEOUT)
    with post:
        if parts.scheme != "smtps" and host not in {"localhost", "127.0.0.1", "::1"}:
            post.starttls(context=context)
        if parts.username:
            post.login(unquote(parts.username), unquote(parts.password or ""))
        yield post
