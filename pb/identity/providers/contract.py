"""What every identity provider offers; how each speaks to its bank is in its own file."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from pb.identity.rules import VerifiedPerson


@dataclass(frozen=True, slots=True)
class LoginRequest:
    """One login under way, as the provider needs it."""

    state: str
    nonce: str
    verifier: str
    return_url: str


class ProviderDown(Exception):  # noqa: N818 - an answer to be shown, not an error of ours
    """The provider does not answer in time or says it is down."""


class PersonRefused(Exception):  # noqa: N818 - same
    """The person said no at the provider."""


class Untrustworthy(Exception):  # noqa: N818 - same
    """The answer fails a check; the message says which, for the log, without personal data."""


class NumberMissing(Exception):  # noqa: N818 - same
    """The person is known, but without a number that tells people apart."""


class Provider(Protocol):
    """One way to prove a person: a bank, a national scheme."""

    code: str
    title: str
    logo: str

    @property
    def origins(self) -> tuple[str, ...]:
        """Origins to which the browser may be sent (content policy: form-action)."""

    def begin(self, request: LoginRequest) -> str:
        """The address to send the person to; ProviderDown when it does not answer."""

    def finish(self, request: LoginRequest, answer: Mapping[str, str]) -> VerifiedPerson:
        """The person proved by the provider's callback `answer`; raises one of the exceptions above."""
