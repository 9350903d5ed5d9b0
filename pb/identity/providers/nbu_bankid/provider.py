"""The way through the hub to a bank and back; its list of banks is beside, envelopes are opened elsewhere."""

import base64
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

import requests

from pb.identity.providers import mapping
from pb.identity.providers.contract import (
    Choice,
    LoginRequest,
    Misconfigured,
    NotAPerson,
    NotProved,
    OtherBank,
    PersonRefused,
    ProviderDown,
    Untrustworthy,
)
from pb.identity.providers.envelopes import OpenerKind, decoded, opener_of
from pb.identity.providers.nbu_bankid.banks import BankList, HubBank
from pb.identity.providers.nbu_bankid.knobs import Api, NbuKnobs
from pb.identity.providers.wire import as_logo, asked, bounded, origin_of
from pb.identity.rules import Address, VerifiedPerson

# The least that tells one person, the age and the place; nothing of money, documents, phones.
FIELDS = ("lastName", "firstName", "middleName", "inn", "birthDay")
ADDRESS_FIELDS = ("country", "state", "area", "city", "street", "houseNo", "flatNo")
ADDRESS_KINDS = ("juridical", "factual")
OURS = {"invalid_request", "invalid_cert", "invalid_data", "unauthorized_client", "invalid_token", "invalid_grant"}


class NbuBankId:
    """One installation's contract with the hub."""

    answers_by_form = False

    def __init__(self, code: str, knobs: NbuKnobs) -> None:
        knobs.check(code)
        self.code = code
        self.knobs = knobs
        self.hub = knobs.hub.rstrip("/")
        self.opener = opener_of(code, knobs.envelope)
        self.banks = BankList(knobs.hub, knobs.list_lasts)
        certificate = knobs.certificate.read_bytes() if knobs.certificate else b""
        self.certificate = base64.b64encode(certificate).decode()
        self._logo = as_logo(knobs.logo.read_bytes()) if knobs.logo else None

    @property
    def is_for_tests(self) -> bool:
        """Plain envelopes are signed by nobody."""
        return self.knobs.envelope.kind is OpenerKind.PLAIN

    @property
    def origins(self) -> tuple[str, ...]:
        """The hub; it shows the bank's page by itself."""
        return (origin_of(self.hub),)

    def choices(self) -> tuple[Choice, ...]:
        """Every bank of the hub; the hub itself, as not working, while there is no list."""
        try:
            banks = self.banks.all()
        except NotProved:
            banks = ()
        knobs = self.knobs
        if not banks:
            has_logo = self._logo is not None
            return (Choice("", knobs.title, knobs.title_en, knobs.note, knobs.note_en, works=False, has_logo=has_logo),)
        return tuple(
            Choice(bank.code, bank.name, "", knobs.note, knobs.note_en, bank.works, bool(bank.logo)) for bank in banks
        )

    def logo(self, bank: str) -> bytes | None:
        """The bank's picture from the hub, or the block's own."""
        return self.banks.logo(bank) if bank else self._logo

    def unwrapped(self, answer: Mapping[str, str]) -> Mapping[str, str]:
        """The hub sends plain parameters."""
        return answer

    def begin(self, request: LoginRequest) -> str:
        """The hub's page, with the bank chosen already."""
        chosen = self._chosen(request)
        if chosen is not None and not chosen.works:
            raise ProviderDown("bank: not workable")
        params = {"response_type": "code", "client_id": self.knobs.client_id, "state": request.state}
        if self.knobs.send_redirect_uri:
            params["redirect_uri"] = request.return_url
        if chosen is not None:
            params["bank_id"] = chosen.code
        if self.knobs.api is Api.V2:
            params["dataset"] = self.knobs.dataset
        return f"{self.hub}/v1/bank/oauth2/authorize?{urlencode(params)}"

    def finish(self, request: LoginRequest, answer: Mapping[str, str]) -> VerifiedPerson:
        """Code to token to envelope to person; the token is used once and dropped."""
        if error := answer.get("error"):
            raise _failure(error)
        if not answer.get("code"):
            raise Untrustworthy("callback: no code")
        chosen = self._chosen(request)
        with bounded(requests.Session(), self.knobs.timeout) as session:
            told = self._resource(session, self._token(session, request, answer["code"]))
        bank = self.banks.member(mapping.text(told.get("memberId")))
        if bank is None:
            raise Untrustworthy("memberId: unknown")
        if chosen is not None and bank.member != chosen.member:
            raise OtherBank("memberId: not the chosen bank")
        return self._person(bank, told)

    def _chosen(self, request: LoginRequest) -> HubBank | None:
        if not request.bank:
            return None
        found = self.banks.named(request.bank)
        if found is None:
            raise ProviderDown("bank: left the hub")
        return found

    def _token(self, session: Any, request: LoginRequest, code: str) -> str:
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "client_id": self.knobs.client_id,
            "client_secret": self.knobs.client_secret,
        }
        if self.knobs.send_redirect_uri:
            form["redirect_uri"] = request.return_url
        told = asked(lambda: session.post(f"{self.hub}/v1/bank/oauth2/token", data=form), _failure)
        token = told.get("access_token")
        if not isinstance(token, str) or not token.isprintable() or not token.isascii():
            raise Untrustworthy("token: none")
        return token

    def _resource(self, session: Any, token: str) -> dict[str, Any]:
        body: dict[str, Any] = {"cert": self.certificate}
        if self.knobs.api is Api.V1:
            addresses = [{"type": kind, "fields": list(ADDRESS_FIELDS)} for kind in ADDRESS_KINDS]
            body |= {"type": "physical", "fields": list(FIELDS), "addresses": addresses}
        headers = {"Authorization": f"Bearer {token}"}
        address = f"{self.hub}/v1/bank/resource/client"
        told = asked(lambda: session.post(address, json=body, headers=headers), _failure)
        if told.get("state") != "ok":
            raise Untrustworthy("resource: state")
        return told

    def _person(self, bank: HubBank, told: Mapping[str, Any]) -> VerifiedPerson:
        opened = self.opener.open(decoded(told, "customerCrypto"), decoded(told, "cert"))
        if self.knobs.signers and self.knobs.signers.get(bank.member) != opened.signer:
            raise Untrustworthy("envelope: signed by another organisation")
        inside = opened.content.get("customer", opened.content)
        content = inside if isinstance(inside, dict) else {}
        if content.get("type", "physical") != "physical":
            raise NotAPerson("resource: type")
        kind, number = mapping.number(content.get("inn"))
        given, family = (mapping.text(content.get(name), mapping.LONGEST_NAME) for name in ("firstName", "lastName"))
        mapping.named(given, family)
        return VerifiedPerson(
            provider=self.code,
            bank=bank.name,
            number_kind=kind,
            number=number,
            given_name=given,
            family_name=family,
            patronymic=mapping.text(content.get("middleName"), mapping.LONGEST_NAME),
            birth_date=mapping.birth_date(content.get("birthDay"), ("%d.%m.%Y",)),
            addresses=_addresses(content.get("addresses")),
            assurance="bankid",
            evidence_id=mapping.text(told.get("sidBi")),
        )


def _addresses(told: Any) -> tuple[Address, ...]:
    entries = told if isinstance(told, list) else []
    return tuple(
        Address(
            kind=entry["type"],
            country=mapping.text(entry.get("country"), 60) or "UA",
            region=mapping.text(entry.get("state")),
            city=mapping.text(entry.get("city")),
            street=mapping.text(entry.get("street")),
            house=mapping.text(entry.get("houseNo")),
            flat=mapping.text(entry.get("flatNo")),
        )
        for entry in entries
        if isinstance(entry, dict) and entry.get("type") in ADDRESS_KINDS
    )


def _failure(error: Any) -> NotProved:
    """What an error of the hub means for the person. Only known words of it reach the log."""
    match error:
        case "access_denied":
            return PersonRefused("hub")
        case "temporarily_unavailable":
            return ProviderDown("hub: temporarily_unavailable")
        case str() if error in OURS:
            return Misconfigured(f"hub: {error}")
        case _:
            return Misconfigured("hub: an unknown error")
