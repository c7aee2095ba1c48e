"""One request for every address of the site, by anybody and about anybody's things; generated from its URL map."""

from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any
from uuid import UUID, uuid4
from zipfile import ZipFile

from flask import Flask
from werkzeug.test import TestResponse

from tests.authorization.canaries import Things
from tests.cast import Player, School
from tests.web.conftest import Visitor
from web.rights import RIGHT_AT, Right

# What fits wherever a field of this name is asked for.
FITTING: dict[str, Any] = {
    "statement": "Talk to somebody",
    "measure": "conversations",
    "target": 1,
    "due": "2026-12-01",
    "until": "2026-12-01",
    "reason": "It changed",
    "sharing": "words",
    "name": "Somebody New",
    "tie": "weak",
    "channel": "email",
    "medium": "call",
    "starts_at": "2026-11-20T10:00:00+01:00",
    "text": "Read about queues",
    "kind": "research",
    "notes": "Some notes",
    "confidence": 3,
    "goal_id": None,
    "parts": ["name"],
    "confidential": True,
}


@dataclass(frozen=True)
class Address:
    """A rule of the site and one of its methods; `names` are the ids that stand in it."""

    endpoint: str
    method: str
    rule: str
    names: tuple[str, ...]

    @property
    def right(self) -> Right:
        return RIGHT_AT[self.endpoint]

    @property
    def for_programs(self) -> bool:
        return self.rule.startswith("/api/")

    def path(self, ids: dict[str, str]) -> str:
        path = self.rule
        for name in self.names:
            path = path.replace(f"<uuid:{name}>", ids[name]).replace(f"<{name}>", ids[name])
            path = path.replace(f"<path:{name}>", ids[name])
        return path


def addresses(app: Flask) -> list[Address]:
    """Every address, those that end something last, so that the others find it as it was."""
    found = [
        Address(rule.endpoint, method, rule.rule, tuple(sorted(rule.arguments)))
        for rule in app.url_map.iter_rules()
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})
    ]
    return sorted(found, key=lambda a: (a.rule.endswith(("/end", "/sign-out")), a.rule, a.method))


def ids_in(address: Address, things: Things, of: Player, pair: UUID) -> dict[str, str]:
    """What stands for each name in an address, so that it means the things of this member."""
    noun = address.rule.removeprefix("/api/").split("/")[0]
    by_noun = {
        "goals": things.goal,
        "contacts": things.contact,
        "outreach": things.outreach,
        "takeaways": things.takeaway,
        "nudges": things.nudge,
        "partnerships": pair,
    }
    known = {
        "goal_id": things.goal,
        "contact_id": things.contact,
        "outreach_id": things.outreach,
        "takeaway_id": things.takeaway,
        "nudge_id": things.nudge,
        "partnership_id": pair,
        "member_id": of.id,
        "cohort_id": of.cohort.id if of.cohort else uuid4(),
        "thing_id": by_noun.get(noun, pair),
    }
    return _others() | {name: str(value) for name, value in known.items()}


def nobodys(address: Address) -> dict[str, str]:
    """Ids of nothing at all."""
    return _others() | {name: str(uuid4()) for name in address.names if name.endswith("_id")}


def _others() -> dict[str, str]:
    return {
        "token": "nonsense",
        "digest": "nonsense",
        "name": "none",
        "filename": "none",
        "token_id": "f" * 32,
        "session_id": "f" * 32,
    }


class Asker:
    """Somebody who asks for any address: pages by a session, the API by a token; fields are filled in as they fit."""

    def __init__(self, app: Flask, school: School, who: Player | None) -> None:
        self.visitor, self.who = Visitor(app, school, who), who
        self.csrf = self.visitor.token()
        self.headers: dict[str, str] = {}
        if who is not None:
            token = school.services.access.make_api_token(who.id, "tests", school.clock())
            self.headers["Authorization"] = f"Bearer {token}"
        self.bodies = bodies(app)

    def __call__(self, address: Address, ids: dict[str, str], **fields: Any) -> TestResponse:
        path, browser = address.path(ids), self.visitor.browser
        if address.for_programs:
            sent = self.bodies.get((address.method, address.rule))
            asked = None if sent is None else sent.filled | {n: v for n, v in fields.items() if n in sent.names}
            match = {} if address.method == "GET" else {"If-Match": "*"}
            return browser.open(path, method=address.method, json=asked, headers=self.headers | match)
        if address.method == "GET":
            return self.visitor.get(path)
        typed = {name: value for name, value in {**FITTING, **fields}.items() if value is not None}
        return self.visitor.send(path, {"csrf_token": self.csrf, **typed})


def said(answer: TestResponse) -> str:
    """All that an answer holds: of an archive the files in it, since nothing can be seen from outside."""
    if answer.mimetype != "application/zip":
        return answer.text
    with ZipFile(BytesIO(answer.data)) as archive:
        return "\n".join(archive.read(name).decode() for name in archive.namelist())


@dataclass(frozen=True)
class Body:
    """What an operation may be sent, and what it has to be sent with something fitting in it."""

    names: frozenset[str]
    filled: dict[str, Any]


def bodies(app: Flask) -> dict[tuple[str, str], Body]:
    """A body that fits each operation of the API, by (method, rule), as its description asks for it."""
    described = app.test_client().get("/api/openapi.json").get_json()
    schemas = described["components"]["schemas"]
    return {key: _filled(schema, schemas) for key, schema in _asked_for(app, described)}


def _asked_for(app: Flask, described: Any) -> Iterator[tuple[tuple[str, str], Any]]:
    for rule in app.url_map.iter_rules():
        for method in rule.methods or ():
            path = rule.rule.replace("<uuid:", "{").replace(">", "}")
            operation = described["paths"].get(path, {}).get(method.lower(), {})
            content = operation.get("requestBody", {}).get("content", {})
            if "application/json" in content:
                yield (method, rule.rule), content["application/json"]["schema"]


def _filled(schema: Any, schemas: Any) -> Body:
    if "$ref" in schema:
        schema = schemas[schema["$ref"].rpartition("/")[2]]
    needed = schema.get("required", ())
    return Body(frozenset(schema["properties"]), {name: FITTING.get(name, str(uuid4())) for name in needed})
