"""What every identity provider offers; how each speaks to its bank is in its own file."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, Protocol

from pb.identity.rules import Refusal, VerifiedPerson


@dataclass(frozen=True, slots=True)
class LoginRequest:
    """One login under way, as the provider needs it. `bank` is the chosen one where a provider is a hub of banks."""

    state: str
    nonce: str
    verifier: str
    return_url: str
    bank: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """One entry of the grid: the provider itself (`bank` empty) or one bank behind it."""

    bank: str
    title: str
    title_en: str = ""
    note: str = ""
    note_en: str = ""
    works: bool = True
    has_logo: bool = False


class NotProved(Exception):  # noqa: N818 - an answer to be shown, not an error of ours
    """No proof of a person. The message is for the log and holds no personal data."""

    refusal: ClassVar[Refusal]


class ProviderDown(NotProved):
    """The provider does not answer in time or says it is down."""

    refusal = Refusal.BANK_DOWN


class PersonRefused(NotProved):
    """The person said no at the provider."""

    refusal = Refusal.PERSON_REFUSED


class Untrustworthy(NotProved):
    """The answer fails a check."""

    refusal = Refusal.BANK_NONSENSE


class Misconfigured(NotProved):
    """The provider does not take us for a client: the settings of the two sides differ."""

    refusal = Refusal.NOT_SET_UP


class OtherBank(NotProved):
    """The person chose one bank and another one answered."""

    refusal = Refusal.OTHER_BANK


class TooWeak(NotProved):
    """The person was confirmed less surely, or longer ago, than is asked for."""

    refusal = Refusal.TOO_WEAK


class NumberMissing(NotProved):
    """The person is known, but without a number that tells people apart."""

    refusal = Refusal.NO_NUMBER


class NumberWrong(NotProved):
    """The number is none: its check digit is wrong."""

    refusal = Refusal.WRONG_NUMBER


class NotAPerson(NotProved):
    """An organisation signed in, not a person."""

    refusal = Refusal.LEGAL_PERSON


class Provider(Protocol):
    """One way to prove a person: a bank, a hub of banks, a national scheme."""

    code: str

    @property
    def answers_by_form(self) -> bool:
        """Whether it sends the person back by a form of its own instead of an address."""

    @property
    def is_for_tests(self) -> bool:
        """Whether it takes unsigned data for a proof; production refuses it."""

    @property
    def origins(self) -> tuple[str, ...]:
        """Origins to which the browser may be sent (content policy: form-action)."""

    def choices(self) -> tuple[Choice, ...]:
        """Entries of the grid; never raises: what does not answer is shown as not working."""

    def logo(self, bank: str) -> bytes | None:
        """A PNG for the grid, or None; `bank` is empty for the provider's own."""

    def unwrapped(self, answer: Mapping[str, str]) -> Mapping[str, str]:
        """The callback's parameters, taken out of a signed answer where the provider sends one."""

    def begin(self, request: LoginRequest) -> str:
        """The address to send the person to; NotProved when that makes no sense now."""

    def finish(self, request: LoginRequest, answer: Mapping[str, str]) -> VerifiedPerson:
        """The person proved by the provider's callback `answer`; raises NotProved."""
