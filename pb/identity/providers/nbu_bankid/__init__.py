"""Система BankID НБУ: one hub, all its banks; OAuth 2.0 without OpenID Connect."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pb.identity.providers.blocks import read_block
from pb.identity.providers.nbu_bankid.knobs import NbuKnobs
from pb.identity.providers.nbu_bankid.provider import NbuBankId

__all__ = ["NbuBankId", "NbuKnobs", "make"]


def make(code: str, block: Mapping[str, Any], folder: Path) -> NbuBankId:
    """The provider of one block."""
    return NbuBankId(code, read_block(NbuKnobs, code, block, folder))
