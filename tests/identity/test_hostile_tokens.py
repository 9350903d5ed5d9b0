"""A bank that lies: every forged, foreign, stale or absurd answer lets nobody in and says why to the log only."""

import base64
import gzip
import hashlib
import hmac
import json
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Response, redirect
from joserfc import jwt
from joserfc.jwk import RSAKey

from pb.demo.bank.demands import Demands
from pb.identity.providers.contract import NotProved, NumberMissing, NumberWrong, ProviderDown, Untrustworthy
from tests.identity.sandbox import ASK, Demanding, confirmed, demanding, swapped, walked

pytestmark = pytest.mark.enable_socket
STRANGER = RSAKey.generate_key(2048, {"kid": "bystrytsia-1", "use": "sig"})


class Liar(Demanding):
    """A bank whose answers the test changes."""

    def lie(self, path: str, answer: Callable[[Any], Any]) -> None:
        """`answer` gets what the bank would have said and says something else."""
        views = self.app.view_functions
        original = views[f"bystrytsia.{path}"]
        views[f"bystrytsia.{path}"] = lambda **named: answer(original(**named))

    def forge(self, **lies: Any) -> None:
        """The next id_token says this; None takes a claim away."""
        self.sign(lambda claims: self.signed(swapped(claims, **lies)))

    def sign(self, sign: Callable[[dict[str, Any]], Any]) -> None:
        """The next id_token is what `sign` makes of the true claims."""

        def answer(told: Any) -> Any:
            token = told.get_json()
            body = token["id_token"].split(".")[1]
            claims = json.loads(base64.urlsafe_b64decode(body + "=="))
            return {**token, "id_token": sign(claims)}

        self.lie("token", answer)

    def signed(self, claims: dict[str, Any], **header: Any) -> str:
        told = {"alg": "RS256", "kid": self.bank.key.kid, **header}
        return jwt.encode(told, claims, self.bank.key, ["RS256"])


@pytest.fixture
def liar() -> Iterator[Liar]:
    with demanding(Demands()) as one:
        yield Liar(one.bank, one.url, one.app)


def refused(liar: Liar, folder: Path, failure: type[NotProved] = Untrustworthy) -> str:
    with pytest.raises(failure) as told:
        walked(liar.provider(folder, timeout=1))
    for personal in ("Придумана", "Оксана", "1987", "Івано"):
        assert personal not in str(told.value), "personal data would reach the log"
    return str(told.value)


def now(seconds: int) -> int:
    return int(time.time()) + seconds


CLAIMS = {
    "another issuer": {"iss": "http://127.0.0.1:1/bystrytsia"},
    "no issuer": {"iss": None},
    "another audience": {"aud": "village"},
    "no audience": {"aud": None},
    "several audiences without azp": {"aud": ["city", "village"]},
    "azp of another": {"azp": "village"},
    "another nonce": {"nonce": "nonce-of-yesterday"},
    "no nonce": {"nonce": None},
    "expired": {"exp": now(-3600)},
    "never expires": {"exp": None},
    "expiry in words": {"exp": "tomorrow"},
    "expiry true": {"exp": True},
    "from the future": {"iat": now(3600)},
    "no time": {"iat": None},
    "not yet": {"nbf": now(3600)},
    "no subject": {"sub": None},
    "empty subject": {"sub": ""},
    "subject a list": {"sub": ["bystrytsia-oksana"]},
    "giant subject": {"sub": "x" * 10_000},
    "hash of another access token": {"at_hash": "AAAAAAAAAAAAAAAAAAAAAA"},
}


@pytest.mark.parametrize("lie", CLAIMS)
def test_a_false_claim_of_the_token_is_refused(liar: Liar, tmp_path: Path, lie: str) -> None:
    liar.forge(**CLAIMS[lie])
    assert "token" in refused(liar, tmp_path)


def unsigned(claims: dict[str, Any], header: dict[str, Any], secret: bytes = b"") -> str:
    def part(told: dict[str, Any]) -> str:
        return base64.urlsafe_b64encode(json.dumps(told).encode()).rstrip(b"=").decode()

    body = f"{part(header)}.{part(claims)}"
    seal = hmac.digest(secret, body.encode(), hashlib.sha256) if secret else b""
    return f"{body}.{base64.urlsafe_b64encode(seal).rstrip(b'=').decode()}"


def signatures(liar: Liar) -> dict[str, Callable[[dict[str, Any]], Any]]:
    public = liar.bank.key.as_pem(private=False)
    kid = liar.bank.key.kid
    jwk = STRANGER.as_dict(private=False)
    return {
        "none": lambda claims: unsigned(claims, {"alg": "none"}),
        "None with kid": lambda claims: unsigned(claims, {"alg": "None", "kid": kid}),
        "HS256 with the public key": lambda claims: unsigned(claims, {"alg": "HS256", "kid": kid}, public),
        "another key of the same name": lambda claims: jwt.encode({"alg": "RS256", "kid": kid}, claims, STRANGER),
        "its own key inside": lambda claims: jwt.encode({"alg": "RS256", "kid": kid, "jwk": jwk}, claims, STRANGER),
        "unknown kid": lambda claims: jwt.encode({"alg": "RS256", "kid": "new"}, claims, STRANGER),
        "kid no text": lambda claims: unsigned(claims, {"alg": "RS256", "kid": {"a": 1}}),
        "no kid, another key": lambda claims: jwt.encode({"alg": "RS256"}, claims, STRANGER),
        "cut": lambda claims: liar.signed(claims)[:-5],
        "changed": lambda claims: liar.signed(claims).replace(".ey", ".eY", 1),
        "two parts": lambda claims: ".".join(liar.signed(claims).split(".")[:2]),
        "five parts": lambda claims: "a.b.c.d.e",
        "empty": lambda claims: "",
        "a number": lambda claims: 5,
        "a list": lambda claims: [liar.signed(claims)],
        "null": lambda claims: None,
        "garbage": lambda claims: "привіт",
        "claims no object": lambda claims: unsigned([], {"alg": "RS256", "kid": kid}),  # type: ignore[arg-type]
        "giant": lambda claims: liar.signed({**claims, "more": "x" * 300_000}),
        "critical header": lambda claims: unsigned(claims, {"alg": "RS256", "kid": kid, "crit": ["x"], "x": 1}),
    }


SIGNATURES = (
    "none", "None with kid", "HS256 with the public key", "another key of the same name", "its own key inside",
    "unknown kid", "kid no text", "no kid, another key", "cut", "changed", "two parts", "five parts", "empty",
    "a number", "a list", "null", "garbage", "claims no object", "giant", "critical header",
)  # fmt: skip


@pytest.mark.parametrize("lie", SIGNATURES)
def test_a_token_that_the_bank_did_not_sign_is_refused(liar: Liar, tmp_path: Path, lie: str) -> None:
    liar.sign(signatures(liar)[lie])
    refused(liar, tmp_path)


def test_a_key_rotated_by_a_bank_that_names_none_is_fetched(liar: Liar, tmp_path: Path) -> None:
    provider = liar.provider(tmp_path)
    liar.sign(lambda claims: jwt.encode({"alg": "RS256"}, claims, liar.bank.key))
    assert walked(provider)
    liar.bank.key = Demands().key("bystrytsia-2")
    assert walked(provider).family_name == "Придумана"


def test_a_rotated_key_is_fetched_and_a_storm_of_unknown_ones_is_not(liar: Liar, tmp_path: Path) -> None:
    provider = liar.provider(tmp_path)
    assert walked(provider)
    fetched: list[int] = []
    liar.lie("keys", lambda told: fetched.append(1) or told)
    liar.bank.key = Demands().key("bystrytsia-2")
    assert walked(provider).family_name == "Придумана"
    assert len(fetched) == 1
    for storm in range(5):
        liar.bank.key = Demands().key(f"storm-{storm}")
        with pytest.raises(Untrustworthy, match="no key"):
            walked(provider)
    assert len(fetched) == 1


def giant(_told: Any) -> Any:
    return {"sub": "bystrytsia-oksana", "more": "x" * 300_000}


def deep(_told: Any) -> Any:
    return Response("[" * 100_000, mimetype="application/json")


def dripping(_told: Any) -> Any:
    def drops() -> Iterator[bytes]:
        for _ in range(40):
            yield b" "
            time.sleep(0.2)

    return Response(drops(), mimetype="application/json")


def packed(_told: Any) -> Any:
    bomb = gzip.compress(b" " * 10_000_000)
    return Response(bomb, mimetype="application/json", headers={"Content-Encoding": "gzip"})


NONSENSE: dict[str, tuple[Callable[[Any], Any], type[NotProved]]] = {
    "500": (lambda told: ("", 500), ProviderDown),
    "503": (lambda told: ("down", 503), ProviderDown),
    "429": (lambda told: ("busy", 429), ProviderDown),
    "404": (lambda told: ("", 404), Untrustworthy),
    "HTML": (lambda told: "<html>welcome</html>", Untrustworthy),
    "empty": (lambda told: "", Untrustworthy),
    "a list": (lambda told: ["x"], Untrustworthy),
    "a number": (lambda told: Response("5", mimetype="application/json"), Untrustworthy),
    "null": (lambda told: Response("null", mimetype="application/json"), Untrustworthy),
    "not UTF-8": (lambda told: Response(b"\xff\xfe{", mimetype="application/json"), Untrustworthy),
    "giant": (giant, Untrustworthy),
    "deep": (deep, Untrustworthy),
    "dripping": (dripping, ProviderDown),
    "packed": (packed, Untrustworthy),
    "silent": (lambda told: time.sleep(3) or told, ProviderDown),
    "redirect to itself": (lambda told: redirect("?again"), Untrustworthy),
    "redirect elsewhere": (lambda told: redirect("http://127.0.0.1:1/keep-this-secret", 307), Untrustworthy),
}


@pytest.mark.parametrize("path", ["discovery", "token", "keys", "userinfo"])
@pytest.mark.parametrize("nonsense", NONSENSE)
def test_nonsense_at_any_address_lets_nobody_in(liar: Liar, tmp_path: Path, path: str, nonsense: str) -> None:
    answer, failure = NONSENSE[nonsense]
    liar.lie(path, answer)
    either = NotProved if path == "token" else failure  # the token's answer is read by Authlib, in its own words
    refused(liar, tmp_path, either)


@pytest.mark.parametrize(
    "lies",
    [
        {"issuer": "https://another.example"},
        {"authorization_endpoint": None},
        {"token_endpoint": None},
        {"token_endpoint": "http://169.254.169.254/latest"},
        {"token_endpoint": "file:///etc/passwd"},
        {"userinfo_endpoint": "http://internal.example/admin"},
        {"jwks_uri": ["x"]},
        {"jwks_uri": "gopher://127.0.0.1/"},
        {"authorization_endpoint": "javascript:alert(1)"},
    ],
)
def test_discovery_does_not_lead_us_astray(liar: Liar, tmp_path: Path, lies: dict[str, Any]) -> None:
    liar.lie("discovery", lambda told: swapped(told.get_json(), **lies))
    refused(liar, tmp_path, NotProved)


@pytest.mark.parametrize("keys", [{}, {"keys": []}, {"keys": "x"}, {"keys": [{"kty": "RSA"}]}, {"keys": [5]}])
def test_keys_that_are_none_verify_nothing(liar: Liar, tmp_path: Path, keys: Any) -> None:
    liar.lie("keys", lambda told: keys)
    refused(liar, tmp_path)


@pytest.mark.parametrize(
    ("lies", "failure"),
    [
        ({"sub": "bystrytsia-danylo"}, Untrustworthy),
        ({"sub": None}, Untrustworthy),
        ({"number": None}, NumberMissing),
        ({"number": ""}, NumberMissing),
        ({"number": []}, NumberMissing),
        ({"number": {"a": 1}}, NumberMissing),
        ({"number": True}, NumberMissing),
        ({"number": "3190112345 OR 1=1"}, NumberMissing),
        ({"number": "٣١٩٠١١٢٣٤٥"}, NumberWrong),
        ({"number": "1234567890"}, NumberWrong),
        ({"birthdate": "1987-13-45"}, Untrustworthy),
        ({"birthdate": "2187-07-14"}, Untrustworthy),
        ({"birthdate": "0001-01-01"}, Untrustworthy),
        ({"birthdate": "yesterday"}, Untrustworthy),
        ({"given_name": None, "family_name": None}, Untrustworthy),
        ({"given_name": " \x00 ", "family_name": "\u200b"}, Untrustworthy),
        ({"given_name": ["Оксана"], "family_name": {"a": 1}}, Untrustworthy),
    ],
)
def test_a_person_who_cannot_be_is_refused(liar: Liar, tmp_path: Path, lies: Any, failure: type[NotProved]) -> None:
    liar.lie("userinfo", lambda told: swapped(told.get_json(), **lies))
    refused(liar, tmp_path, failure)


@pytest.mark.parametrize("address", [None, 5, "Київ", [], [[]], {}, {"locality": {"a": []}}, {"locality": "x" * 9999}])
def test_addresses_of_any_shape_do_not_hurt(liar: Liar, tmp_path: Path, address: Any) -> None:
    liar.lie("userinfo", lambda told: {**told.get_json(), "address": address})
    home = walked(liar.provider(tmp_path)).registered
    assert home is None or len(home.city) <= 100


def test_names_are_cleaned_of_what_is_no_text(liar: Liar, tmp_path: Path) -> None:
    lies = {"given_name": "Окса\x00на\n\u202e", "family_name": "<b>Придумана</b>" + "а" * 500}
    liar.lie("userinfo", lambda told: {**told.get_json(), **lies})
    person = walked(liar.provider(tmp_path))
    assert person.given_name == "Окса на"
    assert len(person.family_name) == 60


def test_userinfo_cannot_raise_the_level_of_the_login(liar: Liar, tmp_path: Path) -> None:
    liar.lie("userinfo", lambda told: {**told.get_json(), "acr": "highest"})
    assert walked(liar.provider(tmp_path)).assurance == "sandbox"


def test_the_answer_of_another_issuer_or_of_nobody_is_refused(liar: Liar, tmp_path: Path) -> None:
    provider = liar.provider(tmp_path)
    _status, told = confirmed(provider.begin(ASK))
    for lies in ({"iss": "http://127.0.0.1:1/prut"}, {"iss": None}, {"code": None}, {"code": ""}):
        with pytest.raises(Untrustworthy, match="callback"):
            provider.finish(ASK, swapped(told, **lies))
    assert provider.finish(ASK, told)


def test_a_code_is_good_once_and_for_its_own_login_only(liar: Liar, tmp_path: Path) -> None:
    from dataclasses import replace

    provider = liar.provider(tmp_path)
    _status, told = confirmed(provider.begin(ASK))
    stolen = replace(ASK, verifier="w" * 60, nonce="another-nonce")
    with pytest.raises(Untrustworthy, match="invalid_grant"):
        provider.finish(stolen, told)
    again = replace(ASK, nonce="nonce-of-another-login")
    _status, told = confirmed(provider.begin(again))
    assert provider.finish(again, told)
    with pytest.raises(Untrustworthy, match="invalid_grant"):
        provider.finish(again, told)


def test_a_forged_signed_answer_is_refused(tmp_path: Path) -> None:
    with demanding(Demands(response_mode="query.jwt")) as one:
        provider = one.provider(tmp_path, response_mode="query.jwt")
        _status, told = confirmed(provider.begin(ASK))
        claims = {"iss": one.bank.issuer, "aud": "city", "exp": now(60), "code": "x", "state": ASK.state}
        lies: list[dict[str, Any]] = [
            {"iss": "https://other.example"}, {"aud": "village"}, {"exp": now(-600)}, {"exp": None}, {"aud": None},
        ]  # fmt: skip
        for lie in lies:
            token = jwt.encode({"alg": "RS256", "kid": one.bank.key.kid}, swapped(claims, **lie), one.bank.key)
            with pytest.raises(Untrustworthy, match="response"):
                provider.unwrapped({"response": token})
        forged = jwt.encode({"alg": "RS256", "kid": one.bank.key.kid}, claims, STRANGER)
        for answer in ({"response": forged}, {"response": "x"}, {}, {"code": "x", "state": ASK.state}):
            with pytest.raises(Untrustworthy):
                provider.unwrapped(answer)
        assert provider.finish(ASK, provider.unwrapped(told))
