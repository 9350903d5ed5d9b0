"""The hub's list of banks: how the network grows without a release; logging in through them is beside."""

import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin

import requests

from pb.identity.providers.contract import ProviderDown, Untrustworthy
from pb.identity.providers.mapping import text
from pb.identity.providers.wire import Kept, answered, as_logo, bounded, json_of, origin_of

MOST_BANKS = 300
LOGO_LASTS = 86_400
LIST_TIMEOUT = 4  # seconds: the grid waits for it
_ID = re.compile(r"[A-Za-z0-9_.-]{1,64}")


@dataclass(frozen=True, slots=True)
class HubBank:
    """One bank of the hub; `member` is how its answers name it."""

    code: str
    name: str
    member: str
    works: bool
    logo: str


class BankList:
    """The list, kept for a while; while the hub fails, the old list stays."""

    def __init__(self, hub: str, seconds: int) -> None:
        self.hub = hub.rstrip("/")
        self.kept = Kept(self._fetch, seconds)
        self.logos: dict[str, Kept] = {}

    def all(self) -> tuple[HubBank, ...]:
        """Banks in the hub's order; ProviderDown or Untrustworthy when there never was a list."""
        found: tuple[HubBank, ...] = self.kept.get()
        return found

    def named(self, code: str) -> HubBank | None:
        """The bank the person chose."""
        return next((bank for bank in self.all() if bank.code == code), None)

    def member(self, member: str) -> HubBank | None:
        """The bank that answered."""
        return next((bank for bank in self.all() if bank.member == member), None)

    def logo(self, code: str) -> bytes | None:
        """The bank's picture, fetched once a day."""
        try:
            bank = self.named(code)
            if bank is None or not bank.logo:
                return None
            kept = self.logos.setdefault(code, Kept(lambda: self._picture(bank.logo), LOGO_LASTS, again=600))
            found: bytes | None = kept.get()
        except (ProviderDown, Untrustworthy):
            return None
        return found

    def _fetch(self) -> tuple[HubBank, ...]:
        told = json_of(self._got(f"{self.hub}/api/banks"))
        if not isinstance(told, list):
            raise Untrustworthy("banks: not a list")
        entries = [entry for entry in told[:MOST_BANKS] if isinstance(entry, dict)]
        ordered = sorted(entries, key=lambda entry: entry["order"] if type(entry.get("order")) is int else MOST_BANKS)
        banks = {bank.code: bank for entry in ordered if (bank := self._bank(entry))}
        return tuple(banks.values())

    def _bank(self, entry: dict[str, Any]) -> HubBank | None:
        code, name, member = (text(entry.get(key)) for key in ("id", "name", "memberId"))
        if not (_ID.fullmatch(code) and name and member):
            return None
        picture = urljoin(self.hub + "/", text(entry.get("logoUrl"), 300)) if entry.get("logoUrl") else ""
        is_hubs_own = origin_of(picture) == origin_of(self.hub)
        return HubBank(code, name, member, entry.get("workable") is True, picture if is_hubs_own else "")

    def _picture(self, address: str) -> bytes:
        drawn = as_logo(self._got(address))
        if drawn is None:
            raise Untrustworthy("logo: no picture")
        return drawn

    def _got(self, address: str) -> bytes:
        with bounded(requests.Session(), LIST_TIMEOUT) as session:
            return answered(lambda: session.get(address)).content
