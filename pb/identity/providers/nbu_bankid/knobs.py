"""The knobs of the BankID НБУ provider; what they do is beside."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from pb.errors import BadSetting
from pb.identity.providers.blocks import Shown, knob
from pb.identity.providers.envelopes import EnvelopeKnobs, OpenerKind


class Api(StrEnum):
    """Two ways of asking for a person: by lists of fields, or by the number of an agreed data set."""

    V1 = "v1"
    V2 = "v2"


@dataclass(frozen=True, kw_only=True)
class NbuKnobs(Shown):
    """One block `kind = "nbu_bankid"`."""

    hub: str = knob("address of the hub; `https://testid.bank.gov.ua` is the test stand", "https://id.bank.gov.ua")
    client_id: str = knob("the city's name at the hub")
    client_secret: str = knob("its secret, sent as it is", secret=True)
    api: Api = knob("`v1` asks for fields by name, `v2` for a data set", Api.V1)
    dataset: str = knob("number of the agreed data set; `v2` needs it", "")
    send_redirect_uri: bool = knob("off where the hub insists on the registered address alone", True)
    certificate: Path | None = knob("our encryption certificate; needed unless envelopes are plain", None)
    envelope: EnvelopeKnobs = knob("a table: who opens the envelopes, see below", EnvelopeKnobs())
    signers: Mapping[str, str] = knob("a table: `memberId` → code (ЄДРПОУ) whose signature its envelopes must bear", {})
    list_lasts: int = knob("seconds between two looks at the list of banks, 60 to 86400", 300)
    timeout: int = knob("seconds for one answer of the hub, 1 to 20", 8)

    def check(self, where: str) -> None:
        """BadSetting names knobs that do not go together."""
        problems = {
            "v2 needs dataset": self.api is Api.V2 and not self.dataset,
            "certificate is missing": self.envelope.kind is not OpenerKind.PLAIN and self.certificate is None,
            "list_lasts: from 60 to 86400": not 60 <= self.list_lasts <= 86_400,
            "timeout: from 1 to 20": not 1 <= self.timeout <= 20,
        }
        for problem, holds in problems.items():
            if holds:
                raise BadSetting(f"PB_PROVIDERS_FILE: [{where}] {problem}")
