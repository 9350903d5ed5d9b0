"""Serving the web application with gunicorn; what it serves is made in `pb.app`."""

from collections.abc import Callable
from typing import Any

from gunicorn.app.base import BaseApplication

from pb.app import create_app
from pb.settings import Settings


class Server(BaseApplication):  # type: ignore[misc]
    """gunicorn with threads, told in code instead of in a file."""

    def __init__(self, make: Callable[[], Any], options: dict[str, Any]) -> None:
        self._make, self._options = make, options
        super().__init__()

    def load_config(self) -> None:
        for name, value in self._options.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        return self._make()


def serve_city(settings: Settings, host: str, port: int, *, workers: int = 1, threads: int = 8) -> None:
    """Serve until stopped."""
    options = {
        "bind": f"{host}:{port}",
        "workers": workers,
        "threads": threads,
        "worker_class": "gthread",
        "accesslog": None,
        "loglevel": "warning",
        "timeout": 60,
    }
    Server(lambda: create_app(settings), options).run()
