"""The forms in which a sandbox bank tells of a person and sends them back: plain, signed, encrypted."""

import json
import time
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from flask import Response, jsonify, redirect, render_template
from joserfc import jwe, jwt
from joserfc.jwk import Key

from pb.demo.bank.clients import Client
from pb.demo.bank.demands import Demands

PACKING = {"RSA": "RSA-OAEP-256", "EC": "ECDH-ES+A256KW"}


def signed(claims: dict[str, Any], key: Key, algorithm: str) -> str:
    """A JWT of the bank."""
    return jwt.encode({"alg": algorithm, "kid": key.kid}, claims, key, [algorithm])


def encrypted(content: str, client: Client, issuer: str) -> str:
    """Content that only the city can read; like real banks it repeats issuer and audience in the header."""
    key = client.key_for("enc")
    packing = PACKING[key.key_type]
    header = {"alg": packing, "enc": "A256GCM", "kid": key.kid, "cty": "JWT", "iss": issuer, "aud": client.client_id}
    registry = jwe.JWERegistry(algorithms=[packing, "A256GCM"], strict_check_header=False)
    return jwe.encrypt_compact(header, content, key, registry=registry)


def in_shape(claims: dict[str, Any], shape: str) -> dict[str, Any]:
    """The claims as the bank arranges them."""
    if shape == "flat":
        return claims
    told = dict(claims)
    home = told.pop("address")
    listed = {"type": "PERMANENT_RESIDENCE", "country": home["country"], "city": home["locality"]}
    listed |= {"state": home["region"], "street": home["street_address"]}
    told["addresses"] = [{"type": "MAILING", "city": "Деінде"}, listed]
    subject = told.pop("sub")
    return {"sub": subject, "verified_claims": {"verification": {"trust_framework": "sandbox"}, "claims": told}}


def about_person(claims: dict[str, Any], demands: Demands, key: Key, client: Client, issuer: str) -> Response:
    """The userinfo answer in the demanded form."""
    told = in_shape(claims, demands.shape)
    if demands.userinfo == "json":
        return jsonify(told)
    body = json.dumps(told)
    if "jws" in demands.userinfo:
        body = signed({**told, "iss": issuer, "aud": client.client_id}, key, demands.algorithm)
    if "jwe" in demands.userinfo:
        body = encrypted(body, client, issuer)
    return Response(body, mimetype="application/jwt")


def sent_back(answer: Any, demands: Demands, key: Key, client: Client, issuer: str) -> Any:
    """The redirect of Authlib's server in the response mode the bank was asked for."""
    parts = urlsplit(answer.headers.get("Location", ""))
    if demands.response_mode == "query" or not parts.query:
        return answer
    told: dict[str, Any] = dict(parse_qsl(parts.query))
    target = f"{parts.scheme}://{parts.netloc}{parts.path}"
    if demands.response_mode.endswith("jwt"):
        packed = {**told, "iss": issuer, "aud": client.client_id, "exp": int(time.time()) + 60}
        told = {"response": signed(packed, key, demands.algorithm)}
    if demands.response_mode.startswith("form_post"):
        return render_template("bank/back.html", target=target, told=told)
    return redirect(f"{target}?response={told['response']}")
