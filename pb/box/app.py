"""`create_box(settings)`: the ballot box as a web application of its own; knows no person and sets no cookie."""

from flask import Flask, Response

from pb.ballots.encoding import RECORD_LIMIT
from pb.box.box import Box, BoxSettings
from pb.box.routes import KEY, bp, init_errors

POLICY = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"


def create_box(settings: BoxSettings) -> Flask:
    """The box's application; run it without an access log, which would be a list of moments."""
    app = Flask("pb.box", static_folder=None)
    app.config.update(MAX_CONTENT_LENGTH=RECORD_LIMIT, PROPAGATE_EXCEPTIONS=False)
    app.extensions[KEY] = Box(settings)
    app.register_blueprint(bp)
    init_errors(app)

    @app.after_request
    def _headers(answer: Response) -> Response:
        return with_headers(answer, settings)

    return app


def with_headers(answer: Response, settings: BoxSettings) -> Response:
    """Let the city's pages ask, without cookies, and nothing else happen."""
    headers = answer.headers
    headers["Access-Control-Allow-Origin"] = settings.site_origin
    headers["Access-Control-Allow-Methods"] = "GET, POST"
    headers["Access-Control-Allow-Headers"] = "Content-Type"
    headers["Access-Control-Max-Age"] = "86400"
    headers["Content-Security-Policy"] = POLICY
    headers["X-Content-Type-Options"] = "nosniff"
    headers["Referrer-Policy"] = "no-referrer"
    headers["Cross-Origin-Opener-Policy"] = "same-origin"
    headers["Cross-Origin-Resource-Policy"] = "cross-origin"  # the files are public, and the site isolates itself
    headers.setdefault("Cache-Control", "no-store")
    if settings.is_https:
        headers["Strict-Transport-Security"] = "max-age=63072000; includeSubDomains"
    return answer
