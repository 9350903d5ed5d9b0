"""What Authlib's server keeps of the city as a client, of codes and of tokens; in memory, for one run."""

import secrets
import time
from dataclasses import dataclass, field
from typing import Any

from authlib.oauth2.rfc6749 import ClientMixin, TokenMixin
from joserfc.jwk import KeySet

from pb.demo.bank.people import Customer

ASSERTION = "client_assertion_jwt"  # Authlib's name for a signed proof, by a secret or by a key


@dataclass
class Client(ClientMixin):  # type: ignore[misc]
    """The one client of the sandbox: the city. `keys` are its public ones."""

    client_id: str
    client_secret: str
    redirect_prefix: str
    keys: KeySet | None = None

    def get_client_id(self) -> str:
        return self.client_id

    def get_default_redirect_uri(self) -> None:
        return None

    def get_allowed_scope(self, scope: str) -> str:
        return scope

    def check_redirect_uri(self, redirect_uri: str) -> bool:
        return redirect_uri.startswith(self.redirect_prefix)

    def check_client_secret(self, client_secret: str) -> bool:
        return secrets.compare_digest(client_secret, self.client_secret)

    def check_endpoint_auth_method(self, method: str, endpoint: str) -> bool:  # noqa: ARG002 - the interface's
        return True  # which method a bank demands is its grant's business

    def check_response_type(self, response_type: str) -> bool:
        return response_type == "code"

    def check_grant_type(self, grant_type: str) -> bool:
        return grant_type == "authorization_code"

    def key_for(self, use: str) -> Any:
        """The city's public key for «sig» or «enc»."""
        if self.keys is None:
            raise LookupError("this city published no keys")
        return next(key for key in self.keys.keys if key.as_dict().get("use") == use)


@dataclass
class Granted:
    """An authorisation code: good once, for two minutes."""

    code: str
    customer: Customer
    client_id: str
    redirect_uri: str
    scope: str
    nonce: str
    code_challenge: str
    code_challenge_method: str
    acr: str
    at: float = field(default_factory=time.time)

    def get_redirect_uri(self) -> str:
        return self.redirect_uri

    def get_scope(self) -> str:
        return self.scope

    def get_nonce(self) -> str:
        return self.nonce

    def get_auth_time(self) -> int:
        return int(self.at)

    def get_acr(self) -> str:
        return self.acr

    def get_amr(self) -> None:
        return None


@dataclass
class Token(TokenMixin):  # type: ignore[misc]
    """An access token for one customer's data."""

    value: str
    customer: Customer
    until: float

    def check_client(self, client: Client) -> bool:  # noqa: ARG002 - there is one client
        return True

    def get_scope(self) -> str:
        return "openid"

    def get_expires_in(self) -> int:
        return int(self.until - time.time())

    def is_expired(self) -> bool:
        return time.time() > self.until

    def is_revoked(self) -> bool:
        return False

    def get_user(self) -> Customer:
        return self.customer
