"""Words of the audit log: who acted."""

from typing import Any

from flask_babel import lazy_gettext as _l

from pb.values.actor import ActorKind

# One dictionary for each enum: values of different enums may be the same word.
LABELS: list[dict[Any, Any]] = [
    {
        ActorKind.STAFF: _l("працівник"),
        ActorKind.AUTHOR: _l("автор"),
        ActorKind.SYSTEM: _l("система"),
    },
]
