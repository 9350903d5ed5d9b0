"""Headers, cookies, request limits and rate limits; asserted on every route by one test."""

from datetime import timedelta
from urllib.parse import urlsplit

from flask import Flask, Response, abort, g, request, session
from flask_limiter import Limiter
from flask_login import current_user
from flask_wtf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

from pb.settings import Settings
from pb.web.access import VISIT
from pb.web.counters import Counters

# Larger than any file we keep: a photo of 12 MB must reach the form that says so and keeps the typed text.
LARGEST_BODY = 40 * 1024 * 1024
MOST_FORM_PARTS = 1_000
csrf = CSRFProtect()


def _reader_key() -> str:
    """Limits count per session where there is one; shared addresses (schools, offices) are many people."""
    return str(session.get("_user_id") or session.get(VISIT) or request.remote_addr or "nobody")


limiter = Limiter(_reader_key, default_limits=["600 per minute"], strategy="fixed-window")

PERMISSIONS_POLICY = ", ".join(
    f"{feature}=()" for feature in ("camera", "geolocation", "microphone", "payment", "usb", "interest-cohort")
)


def content_policy(settings: Settings, form_targets: tuple[str, ...]) -> str:
    """The content security policy: nothing inline, nothing foreign; forms may lead to the banks."""
    box = urlsplit(settings.box_url)
    box_origin = f"{box.scheme}://{box.netloc}"
    own = urlsplit(settings.public_url)
    tiles = urlsplit(settings.tile_url)
    pictures = f" {tiles.scheme}://{tiles.netloc}" if settings.tile_url else ""
    connect = "'self'" if (own.scheme, own.netloc) == (box.scheme, box.netloc) else f"'self' {box_origin}"
    return "; ".join(
        [
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            f"img-src 'self' data:{pictures}",
            "font-src 'self'",
            f"connect-src {connect}",
            "manifest-src 'self'",
            " ".join(["form-action 'self'", *form_targets]),
            "base-uri 'none'",
            "frame-ancestors 'none'",
            "require-trusted-types-for 'script'",
            "trusted-types 'none'",
        ]
    )


def init_security(
    app: Flask, settings: Settings, form_targets: tuple[str, ...] = (), counters: Counters | None = None
) -> None:
    """Set limits, cookies and headers for every answer."""
    secure = settings.is_https
    app.config.update(
        SECRET_KEY=settings.secret_key,
        SECRET_KEY_FALLBACKS=list(settings.secret_key_fallbacks),
        MAX_CONTENT_LENGTH=LARGEST_BODY,
        MAX_FORM_PARTS=MOST_FORM_PARTS,
        MAX_FORM_MEMORY_SIZE=2 * 1024 * 1024,
        SESSION_COOKIE_NAME="__Host-sid" if secure else "sid",
        SESSION_COOKIE_SECURE=secure,
        SESSION_COOKIE_HTTPONLY=True,
        # Lax, not Strict: with Strict the bank's return would arrive without the session.
        SESSION_COOKIE_SAMESITE="Lax",
        PERMANENT_SESSION_LIFETIME=timedelta(days=60),
        # A cookie is sent when it changes. Sent with every answer, that of a late picture would undo a newer page's.
        SESSION_REFRESH_EACH_REQUEST=False,
        TRUSTED_HOSTS=[settings.host, "127.0.0.1", "localhost"] if settings.is_demo else [settings.host],
        WTF_CSRF_TIME_LIMIT=None,  # a form left open overnight must still be sent: the token dies with the session
        # Our pages send no referrer, so it cannot be demanded; the token and the __Host- cookie guard the forms.
        WTF_CSRF_SSL_STRICT=False,
    )
    csrf.init_app(app)
    _init_limits(app, settings, counters)
    if settings.proxy_count:
        count = settings.proxy_count
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=count, x_proto=count, x_host=count)  # type: ignore[method-assign]
    policy = content_policy(settings, form_targets)

    @app.before_request
    def _no_nul() -> None:
        """PostgreSQL knows no NUL and no browser sends one: such an address leads nowhere."""
        if any("\0" in text for text in (request.path, *(value for _name, value in request.args.items(multi=True)))):
            abort(404)

    @app.after_request
    def _headers(answer: Response) -> Response:
        return with_headers(answer, policy, https=secure)


def _init_limits(app: Flask, settings: Settings, counters: Counters | None) -> None:
    in_memory = settings.rate_limit_storage.startswith("shared:")
    app.config.update(
        RATELIMIT_STORAGE_URI=settings.rate_limit_storage,
        RATELIMIT_STORAGE_OPTIONS={"counters": counters or Counters()} if in_memory else {},
        RATELIMIT_HEADERS_ENABLED=False,
    )
    limiter.init_app(app)


def with_headers(answer: Response, policy: str, *, https: bool) -> Response:
    """`answer` with the security headers; identified pages are never cached."""
    headers = answer.headers
    if g.get(
        "is_embeddable"
    ):  # said by a page that is made for other people's pages, holds no form and reads no session
        policy = policy.replace("frame-ancestors 'none'", "frame-ancestors *")
        headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    headers["Content-Security-Policy"] = policy
    headers["X-Content-Type-Options"] = "nosniff"
    headers["Referrer-Policy"] = "no-referrer"
    headers["Cross-Origin-Opener-Policy"] = "same-origin"
    headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
    headers["Cross-Origin-Embedder-Policy"] = "require-corp"
    headers["Permissions-Policy"] = PERMISSIONS_POLICY
    if https:
        headers["Strict-Transport-Security"] = "max-age=63072000; includeSubDomains"
    if is_identified():
        headers["Cache-Control"] = "no-store"
    elif "Cache-Control" not in headers:
        headers["Cache-Control"] = "no-cache"
    headers.add("Vary", "Cookie")
    return answer


def is_identified() -> bool:
    """Whether this answer may hold something about one person."""
    return bool(current_user.is_authenticated or VISIT in session)
