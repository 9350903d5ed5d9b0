"""Opening the encrypted and signed envelopes of state systems outside of this process; no DSTU cryptography in it."""

import base64
import binascii
import json
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Protocol

import requests

from pb.errors import BadSetting
from pb.identity.providers.blocks import knob
from pb.identity.providers.contract import ProviderDown, Untrustworthy
from pb.identity.providers.wire import LARGEST_ANSWER, answered, bounded, is_safe, object_of

REFUSED = 1  # the side-car's exit code and, over HTTP, status 422: the envelope is not to be trusted
LOCAL = "http://127.0.0.1"


class OpenerKind(StrEnum):
    """Who opens an envelope."""

    PLAIN = "plain"
    HTTP = "http"
    COMMAND = "command"


@dataclass(frozen=True, kw_only=True)
class EnvelopeKnobs:
    """The table `envelope` of a block."""

    kind: OpenerKind = knob(
        "`plain` (sandbox and test stands, never in production), `http` or `command` (a side-car)", OpenerKind.PLAIN
    )
    url: str = knob("where the side-car listens; https or loopback", "")
    command: tuple[str, ...] = knob("the side-car's program and arguments", ())
    timeout: int = knob("seconds for one envelope, 1 to 20", 8)

    def check(self, where: str) -> None:
        """BadSetting names what does not go together."""
        problems = {
            "envelope needs url": self.kind is OpenerKind.HTTP and not is_safe(self.url, beside=LOCAL),
            "envelope needs command": self.kind is OpenerKind.COMMAND and not self.command,
            "envelope timeout: from 1 to 20": not 1 <= self.timeout <= 20,
        }
        for problem, holds in problems.items():
            if holds:
                raise BadSetting(f"PB_PROVIDERS_FILE: [{where}] {problem}")


@dataclass(frozen=True, slots=True)
class Opened:
    """What was inside, and the code (ЄДРПОУ) of the organisation whose signature is valid; empty when unsigned."""

    content: dict[str, Any]
    signer: str


class EnvelopeOpener(Protocol):
    """Opens one envelope."""

    def open(self, envelope: bytes, sender: bytes) -> Opened:
        """The content; Untrustworthy for a forged one, ProviderDown when nobody can open it now."""


class PlainOpener:
    """For the sandbox and test stands: the envelope is the content itself, signed by nobody."""

    def open(self, envelope: bytes, sender: bytes) -> Opened:  # noqa: ARG002 - the interface's
        """The content as it lies."""
        return Opened(object_of(envelope), "")


@dataclass(frozen=True, slots=True)
class HttpOpener:
    """A side-car that gets {envelope, certificate} (base64) and answers {content, signer}; 422 refuses."""

    url: str
    timeout: int

    def open(self, envelope: bytes, sender: bytes) -> Opened:
        """Ask the side-car."""

        def ask() -> requests.Response:
            found: requests.Response = session.post(self.url, json=_question(envelope, sender))
            if found.status_code == 422:
                raise Untrustworthy("envelope: refused")
            return found

        with bounded(requests.Session(), self.timeout) as session:
            return _opened(answered(ask).content)


@dataclass(frozen=True, slots=True)
class CommandOpener:
    """The same by a program: question on its input, answer on its output, exit code 1 refuses."""

    command: tuple[str, ...]
    timeout: int

    def open(self, envelope: bytes, sender: bytes) -> Opened:
        """Run the side-car."""
        question = json.dumps(_question(envelope, sender)).encode()
        try:
            # The command is the operator's, the stranger's envelope only reaches its input.
            done = subprocess.run(  # noqa: S603
                self.command, input=question, capture_output=True, timeout=self.timeout, check=False
            )
        except (OSError, subprocess.TimeoutExpired) as failed:
            raise ProviderDown(f"envelope: {type(failed).__name__}") from failed
        if done.returncode == REFUSED:
            raise Untrustworthy("envelope: refused")
        if done.returncode:
            raise ProviderDown(f"envelope: exit code {done.returncode}")
        return _opened(done.stdout[: LARGEST_ANSWER + 1])


def _question(envelope: bytes, sender: bytes) -> dict[str, str]:
    return {"envelope": base64.b64encode(envelope).decode(), "certificate": base64.b64encode(sender).decode()}


def _opened(answer: bytes) -> Opened:
    if len(answer) > LARGEST_ANSWER:
        raise Untrustworthy("envelope: size")
    told = object_of(answer)
    content, signer = told.get("content"), told.get("signer")
    if not isinstance(content, dict) or not isinstance(signer, str) or not signer:
        raise Untrustworthy("envelope: not signed")
    return Opened(content, signer)


def opener_of(where: str, knobs: EnvelopeKnobs) -> EnvelopeOpener:
    """The opener a block asks for."""
    knobs.check(where)
    if knobs.kind is OpenerKind.HTTP:
        return HttpOpener(knobs.url, knobs.timeout)
    if knobs.kind is OpenerKind.COMMAND:
        return CommandOpener(knobs.command, knobs.timeout)
    return PlainOpener()


def decoded(told: Mapping[str, Any], name: str) -> bytes:
    """A base64 field of an answer; Untrustworthy when it is none."""
    try:
        return base64.b64decode(str(told.get(name) or ""), validate=True)
    except (binascii.Error, ValueError) as wrong:
        raise Untrustworthy(f"{name}: not base64") from wrong
