"""The interface described in OpenAPI 3.1, made from the same fields that make the answers."""

from typing import Any

from pb.overview.api.told import CYCLE, KINDS, PROJECT, RESULT, WORKS, Field, Kind

MOST, USUAL = 200, 50
PATHS: tuple[tuple[str, str, Kind, bool], ...] = (
    ("/cycles", "Announced cycles.", CYCLE, True),
    ("/cycles/{cycle}", "One cycle.", CYCLE, False),
    ("/projects", "Public projects, by code; `cycle` narrows.", PROJECT, True),
    ("/projects/{code}", "One public project.", PROJECT, False),
    ("/results/{cycle}", "Published results of a cycle; 404 before publication.", RESULT, True),
    ("/implementation", "Works on winners, by code of the project.", WORKS, True),
)
FAILURES = {"429": "Too many requests", "500": "A fault of ours, with its number", "503": "Try again in a minute"}


def openapi(address: str, title: str) -> dict[str, Any]:
    """The whole document; `address`: of the interface."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": title,
            "version": "1.0.0",
            "description": "Read-only. Money is in kopecks. Lists go on at `next`. Answers carry an ETag.",
            "license": {"name": "CC BY 4.0", "url": "https://creativecommons.org/licenses/by/4.0/"},
        },
        "servers": [{"url": address}],
        "paths": {path: {"get": _operation(path, says, kind, is_list)} for path, says, kind, is_list in PATHS},
        "components": {"schemas": {kind.name: _schema(kind) for kind in KINDS}},
    }


def _operation(path: str, says: str, kind: Kind, is_list: bool) -> dict[str, Any]:
    one = {"$ref": f"#/components/schemas/{kind.name}"}
    page = {
        "type": "object",
        "required": ["items", "next"],
        "properties": {"items": {"type": "array", "items": one}, "next": {"type": ["string", "null"]}},
    }
    found = {"description": "OK", "content": {"application/json": {"schema": page if is_list else one}}}
    answers = {"200": found, "304": {"description": "Not modified"}}
    answers |= {status: _problem(why) for status, why in FAILURES.items()}
    if "{" in path:
        answers["404"] = _problem("Not there, or not public yet")
    return {
        "operationId": path.strip("/").replace("/", "_").replace("{", "").replace("}", ""),
        "summary": says,
        "parameters": list(_parameters(path, is_list)),
        "responses": answers,
    }


def _problem(says: str) -> dict[str, Any]:
    text, number = {"type": "string"}, {"type": "integer"}
    told = {"type": "object", "properties": {"title": text, "detail": text, "status": number}}
    return {"description": says, "content": {"application/problem+json": {"schema": told}}}


def _parameters(path: str, is_list: bool) -> list[dict[str, Any]]:
    text = {"type": "string"}
    names = [part[1:-1] for part in path.split("/") if part.startswith("{")]
    found: list[dict[str, Any]] = [{"name": name, "in": "path", "required": True, "schema": text} for name in names]
    if is_list:
        whole = {"type": "integer", "minimum": 1, "maximum": MOST, "default": USUAL}
        found += [{"name": "limit", "in": "query", "schema": whole}, {"name": "after", "in": "query", "schema": text}]
    if path == "/projects":
        found.append({"name": "cycle", "in": "query", "schema": text})
    return found


def _schema(kind: Kind) -> dict[str, Any]:
    return {
        "type": "object",
        "required": [field.name for field in kind.fields],
        "additionalProperties": False,
        "properties": {field.name: _property(field) for field in kind.fields},
    }


def _property(field: Field) -> dict[str, Any]:
    return {"type": [field.type, "null"] if field.optional else field.type, "description": field.meaning}
