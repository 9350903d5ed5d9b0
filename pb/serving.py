"""Serving the web application with gunicorn; what it serves is made in `pb.app`."""

from collections.abc import Callable
from typing import Any

from gunicorn.app.base import BaseApplication
from gunicorn.workers.gthread import ThreadWorker

from pb import clock
from pb.app import create_app
from pb.booth.box import box_clerk, box_settings, start_clerk
from pb.box.app import create_box
from pb.box.clerk import Clerk
from pb.box.routes import KEY as BOX
from pb.identity.health import MOST_WAITING, waiting
from pb.settings import Settings
from pb.web.counters import Counters
from pb.web.logs import init_logs

COMPUTING = 2
"""Requests at work in one process of the city's: more would only take turns at Python's lock."""
CASTING = 8
"""In the box's one process: those that wait for the disk together are stored by one commit."""


class Worker(ThreadWorker):  # type: ignore[misc]
    """Behind a proxy: takes a connection while there is room at work, where who waits for a bank takes none.

    Whom it does not take the next free worker does, first come first served: nobody waits behind others in one
    process while another process idles.
    """

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        waiting.changed = lambda: self.method_queue.defer(lambda: None)  # look at once whether there is room

    @property
    def worker_connections(self) -> int:
        return self._room + waiting.count

    @worker_connections.setter
    def worker_connections(self, configured: int) -> None:
        self._room = configured


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


def gunicorn_options(bind: str, workers: int, *, is_proxied: bool, at_once: int = COMPUTING) -> dict[str, Any]:
    """No access log, a minute for an answer; behind a proxy, which holds the slow and the idle, `at_once` at work."""
    options = {
        "bind": bind,
        "workers": workers,
        "threads": CASTING + MOST_WAITING,  # browsers come themselves: one slow bank leaves eight to the others
        "worker_class": "gthread",
        "accesslog": None,
        "loglevel": "warning",
        "timeout": 60,
    }
    if is_proxied:
        options |= {"worker_class": Worker, "worker_connections": at_once, "threads": at_once + waiting.MOST}
        options["keepalive"] = 0
    return options


def serve_city(
    settings: Settings,
    host: str,
    port: int,
    *,
    beside: Callable[[Settings], object] | None = None,
) -> None:
    """Serve until stopped; `beside` is called once in each worker, to start what runs next to the pages."""
    options = gunicorn_options(f"{host}:{port}", settings.workers, is_proxied=settings.proxy_count > 0)
    counters = Counters()  # before the fork, so that the workers share them

    def make() -> Any:
        if beside is not None:
            beside(settings)
        return _city(settings, counters)

    Server(make, options).run()


def _set_clock(settings: Settings) -> None:
    if settings.clock_file is not None:  # a rehearsal moves the clock of all its processes; refused in production
        clock.use(clock.from_file(settings.clock_file))


def _city(settings: Settings, counters: Counters) -> Any:
    _set_clock(settings)
    if settings.is_box_mounted and settings.workers == 1:  # called in the worker, after the fork
        start_clerk(box_clerk(settings))
    return create_app(settings, counters)


def serve_box(settings: Settings, host: str, port: int) -> None:
    """Serve the ballot box until stopped, with its clerk; one process, and no access log: it would list moments."""
    options = gunicorn_options(f"{host}:{port}", workers=1, is_proxied=settings.proxy_count > 0, at_once=CASTING)
    Server(lambda: _box(settings), options).run()


def _box(settings: Settings) -> Any:
    _set_clock(settings)
    init_logs(settings.log_level)
    app = create_box(box_settings(settings))
    start_clerk(Clerk(app.extensions[BOX]))
    return app
