"""The ballot box beside the city: where its files lie, mounted under /box in the demo, its clerk's minute.

The city never opens the box's database: it posts to the box's address like everybody else. The clerk works for the
box, at opening and at publishing, and in the demo in a thread of the same process.
"""

import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import structlog
from flask import Flask
from werkzeug.middleware.dispatcher import DispatcherMiddleware

from pb.box.app import create_box
from pb.box.box import Box, BoxSettings
from pb.box.clerk import Clerk
from pb.settings import Settings

MOUNTED_AT = "/box"
TICK_SECONDS = 60
log = structlog.get_logger()
Wsgi = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


def box_settings(settings: Settings) -> BoxSettings:
    """The box's own settings, drawn from the installation's."""
    return BoxSettings(
        database_url=settings.box_database_url,
        key_folder=settings.folder("box"),
        published_folder=published_folder(settings),
        site_origin=settings.public_url.rstrip("/"),
    )


def published_folder(settings: Settings) -> Path:
    """Where the box writes the files of closed elections, one folder per manifest hash."""
    return settings.folder("elections")


def box_clerk(settings: Settings) -> Clerk:
    """A clerk with the box opened, for as long as the process works."""
    return Clerk(Box(box_settings(settings)))


@contextmanager
def clerk_at_work(settings: Settings) -> Iterator[Clerk]:
    """A clerk for one piece of work; the box is closed behind it."""
    clerk = box_clerk(settings)
    try:
        yield clerk
    finally:
        clerk.box.database.dispose()


class MountedBox:
    """The box's application, made at the first request to it, so that no connection crosses a fork."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._app: Flask | None = None
        self._lock = threading.Lock()

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        with self._lock:
            if self._app is None:
                self._app = create_box(box_settings(self._settings))
        return self._app(environ, start_response)


def mount_box(app: Flask, settings: Settings) -> None:
    """Serve the box under /box beside the city's pages; in production it is a process and a user of its own."""
    app.wsgi_app = DispatcherMiddleware(app.wsgi_app, {MOUNTED_AT: MountedBox(settings)})  # type: ignore[method-assign]


def start_clerk(clerk: Clerk, every: float = TICK_SECONDS) -> threading.Event:
    """Let the clerk work once a minute in a thread until the returned event is set."""
    stop = threading.Event()

    def work() -> None:
        while not stop.is_set():
            try:
                clerk.tick()
            except Exception as fault:  # noqa: BLE001 - the next minute finishes what this one could not
                # Only the kind: messages of the database quote the row they are about.
                log.error("the box's clerk failed", kind=type(fault).__name__)  # noqa: TRY400
            stop.wait(every)

    threading.Thread(target=work, name="box-clerk", daemon=True).start()
    return stop
