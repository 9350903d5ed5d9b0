"""ІСЕІ (id.gov.ua): a signature key, MobileID, Дія or a bank through the state's own page; no OpenID Connect."""

import base64
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import requests

from pb.errors import BadSetting
from pb.identity.providers import mapping
from pb.identity.providers.blocks import Shown, knob, read_block
from pb.identity.providers.contract import (
    Choice,
    LoginRequest,
    Misconfigured,
    NotAPerson,
    NotProved,
    PersonRefused,
    ProviderDown,
    Untrustworthy,
)
from pb.identity.providers.envelopes import EnvelopeKnobs, OpenerKind, decoded, opener_of
from pb.identity.providers.wire import as_logo, asked, bounded, origin_of
from pb.identity.rules import VerifiedPerson

# `unzr` is not asked for: no bank tells it, so a person known by it alone could vote twice.
FIELDS = ("surname", "givenname", "middlename", "drfocode", "edrpoucode", "auth_type", "serial")
AUTH_TYPES = ("dig_sign", "bank_id", "mobile_id", "diia_id", "diia_oauth")


class TokenMethod(StrEnum):
    """How the token is asked for; a POST leaves no secret in anybody's log."""

    GET = "get"
    POST = "post"


@dataclass(frozen=True, kw_only=True)
class IdGovUaKnobs(Shown):
    """One block `kind = "id_gov_ua"`."""

    site: str = knob("address of the system; `https://test.id.gov.ua` is the test stand", "https://id.gov.ua")
    client_id: str = knob("the city's name there")
    client_secret: str = knob("its secret", secret=True)
    auth_types: tuple[str, ...] = knob("ways of logging in that are offered there", AUTH_TYPES)
    token_method: TokenMethod = knob("`post` or `get`", TokenMethod.POST)
    certificate: Path | None = knob("our encryption certificate; needed unless envelopes are plain", None)
    envelope: EnvelopeKnobs = knob("a table: who opens the envelopes, see below", EnvelopeKnobs())
    timeout: int = knob("seconds for one answer, 1 to 20", 8)

    def check(self, where: str) -> None:
        """BadSetting names knobs that do not go together."""
        unknown = not self.auth_types or not set(self.auth_types) <= set(AUTH_TYPES)
        problems = {
            "auth_types: out of " + ", ".join(AUTH_TYPES): unknown,
            "certificate is missing": self.envelope.kind is not OpenerKind.PLAIN and self.certificate is None,
            "timeout: from 1 to 20": not 1 <= self.timeout <= 20,
        }
        for problem, holds in problems.items():
            if holds:
                raise BadSetting(f"PB_PROVIDERS_FILE: [{where}] {problem}")


class IdGovUa:
    """One installation's contract with the system. It tells neither age nor address: those come from elsewhere."""

    answers_by_form = False

    def __init__(self, code: str, knobs: IdGovUaKnobs) -> None:
        knobs.check(code)
        self.code = code
        self.knobs = knobs
        self.site = knobs.site.rstrip("/")
        self.opener = opener_of(code, knobs.envelope)
        self.certificate = base64.b64encode(knobs.certificate.read_bytes()).decode() if knobs.certificate else ""
        self._logo = as_logo(knobs.logo.read_bytes()) if knobs.logo else None

    @property
    def is_for_tests(self) -> bool:
        """Plain answers are signed by nobody."""
        return self.knobs.envelope.kind is OpenerKind.PLAIN

    @property
    def origins(self) -> tuple[str, ...]:
        """The system's page."""
        return (origin_of(self.site),)

    def choices(self) -> tuple[Choice, ...]:
        """The system itself: how to log in is chosen there."""
        knobs = self.knobs
        return (Choice("", knobs.title, knobs.title_en, knobs.note, knobs.note_en, has_logo=self._logo is not None),)

    def logo(self, bank: str) -> bytes | None:
        """The picture of the block."""
        return None if bank else self._logo

    def unwrapped(self, answer: Mapping[str, str]) -> Mapping[str, str]:
        """The system sends plain parameters."""
        return answer

    def begin(self, request: LoginRequest) -> str:
        """The root of the site with what is asked for."""
        params = {
            "response_type": "code",
            "client_id": self.knobs.client_id,
            "auth_type": ",".join(self.knobs.auth_types),
            "state": request.state,
            "redirect_uri": request.return_url,
        }
        return f"{self.site}/?{urlencode(params)}"

    def finish(self, request: LoginRequest, answer: Mapping[str, str]) -> VerifiedPerson:  # noqa: ARG002 - no PKCE, no nonce
        """Code to token to data to person; the token is used once and dropped."""
        if error := answer.get("error"):
            raise _failure(error)
        if not answer.get("code"):
            raise Untrustworthy("callback: no code")
        with bounded(requests.Session(), self.knobs.timeout) as session:
            token = self._token(session, answer["code"])
            told = self._info(session, token)
        return self._person(told)

    def _token(self, session: Any, code: str) -> dict[str, str]:
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "client_id": self.knobs.client_id,
            "client_secret": self.knobs.client_secret,
        }
        address = f"{self.site}/get-access-token"
        if self.knobs.token_method is TokenMethod.GET:
            told = asked(lambda: session.get(address, params=form), _failure)
        else:
            told = asked(lambda: session.post(address, data=form), _failure)
        token = {name: mapping.text(told.get(name), 2000) for name in ("access_token", "user_id")}
        if not all(token.values()):
            raise Untrustworthy("token: none")
        return token

    def _info(self, session: Any, token: Mapping[str, str]) -> dict[str, Any]:
        form = {**token, "fields": ",".join(FIELDS)}
        if self.certificate:
            form["cert"] = self.certificate
        told = asked(lambda: session.post(f"{self.site}/get-user-info", data=form), _failure)
        if self.is_for_tests:
            return told
        return self.opener.open(decoded(told, "encryptedUserInfo"), b"").content

    def _person(self, told: Mapping[str, Any]) -> VerifiedPerson:
        owner, organisation = mapping.text(told.get("drfocode")), mapping.text(told.get("edrpoucode"))
        if organisation and organisation != owner:
            raise NotAPerson("edrpoucode: not the person's own")
        kind, number = mapping.number(owner)
        given, family = (mapping.text(told.get(name), mapping.LONGEST_NAME) for name in ("givenname", "surname"))
        family = family or mapping.text(told.get("lastname"), mapping.LONGEST_NAME)
        mapping.named(given, family)
        return VerifiedPerson(
            provider=self.code,
            bank=self.knobs.title,
            number_kind=kind,
            number=number,
            given_name=given,
            family_name=family,
            patronymic=mapping.text(told.get("middlename"), mapping.LONGEST_NAME),
            assurance=mapping.text(told.get("auth_type")),
            evidence_id=mapping.text(told.get("serial")),
        )


def _failure(error: Any) -> NotProved:
    """What an error of the system means for the person; its words do not reach the log."""
    match error:
        case "access_denied":
            return PersonRefused("id.gov.ua")
        case "temporarily_unavailable" | "server_error":
            return ProviderDown("id.gov.ua")
        case _:
            return Misconfigured("id.gov.ua: an error")


def make(code: str, block: Mapping[str, Any], folder: Path) -> IdGovUa:
    """The provider of one block."""
    return IdGovUa(code, read_block(IdGovUaKnobs, code, block, folder))
