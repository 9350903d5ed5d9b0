"""Where a bank's endpoints are: as the block says, otherwise as the bank's discovery document does."""

from typing import Any

import requests

from pb.identity.providers.contract import Untrustworthy
from pb.identity.providers.oidc.knobs import OidcKnobs
from pb.identity.providers.wire import Kept, answered, bounded, is_safe, object_of

CACHED_FOR = 600  # seconds of discovery and keys


class Addresses:
    """The addresses of one bank."""

    def __init__(self, knobs: OidcKnobs) -> None:
        self.knobs = knobs
        self.kept = Kept(self._discover, CACHED_FOR)

    def endpoint(self, name: str, given: str = "") -> str:
        """The address of one endpoint; Untrustworthy when there is none that may be used."""
        found = given or getattr(self.knobs, name, "") or self.discovered().get(name)
        if not isinstance(found, str) or not found:
            raise Untrustworthy(f"discovery: no {name}")
        return self.safe(found)

    def safe(self, address: str) -> str:
        """`address` if it may be used: a bank must not send us into our own network."""
        if not is_safe(address, beside=self.knobs.issuer):
            raise Untrustworthy("discovery: an unsafe address")
        return address

    def discovered(self) -> dict[str, Any]:
        """The discovery document, empty where none is used."""
        found: dict[str, Any] = {} if self.knobs.discovery == "none" else self.kept.get()
        return found

    def got(self, address: str) -> dict[str, Any]:
        """The object at an address."""
        with bounded(requests.Session(), self.knobs.timeout) as session:
            return object_of(answered(lambda: session.get(address)).content)

    def _discover(self) -> dict[str, Any]:
        address = self.knobs.discovery or self.knobs.issuer.rstrip("/") + "/.well-known/openid-configuration"
        found = self.got(self.safe(address))
        if found.get("issuer") != self.knobs.issuer:
            raise Untrustworthy("discovery: another issuer")
        return found
