"""JSON logs from an allow-list of fields: no personal data, no codes, no addresses of readers."""

import logging
import sys
from collections.abc import Mapping, MutableMapping
from typing import Any

import structlog

ALLOWED = frozenset(
    {
        "event", "level", "timestamp", "logger", "endpoint", "method", "status", "milliseconds", "fault_id", "kind",
        "exception", "provider", "reason", "job", "count", "setting", "stage", "contest", "port",
    }
)  # fmt: skip


def only_allowed(_logger: Any, _name: str, entry: MutableMapping[str, Any]) -> Mapping[str, Any]:
    """Drop every field that nobody has declared harmless."""
    return {key: value for key, value in entry.items() if key in ALLOWED}


def init_logs(level: str) -> None:
    """One JSON line per event on standard error."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            only_allowed,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level]),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=False,
    )
