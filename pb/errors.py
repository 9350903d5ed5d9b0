"""The two answers a service may raise; how they look on a page is in `pb.web.errors`."""

from collections.abc import Mapping
from enum import StrEnum


class Refused(Exception):  # noqa: N818 - a refusal is an answer to a person, not an error of ours
    """A rule says no. `reason` is worded by its stage; `facts` fill the sentence's placeholders."""

    def __init__(self, reason: StrEnum, facts: Mapping[str, object] | None = None, **more: object) -> None:
        super().__init__(reason.value)
        self.reason = reason
        self.facts: dict[str, object] = {**(facts or {}), **more}


class NotFound(Exception):  # noqa: N818 - the HTTP answer 404, raised by services that know no HTTP
    """There is no such thing, or it is not this reader's to see: the two must look alike."""


class BadSetting(Exception):  # noqa: N818 - read by an operator: `BadSetting: PB_SECRET_KEY: …`
    """A setting is missing, weak or unknown; the message begins with its name."""
