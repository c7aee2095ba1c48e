"""A small school whose students are signed in, and what each of them asks of it; for bench_http."""

import re
from dataclasses import dataclass
from datetime import UTC
from statistics import median
from typing import NamedTuple
from urllib.parse import urlencode
from uuid import UUID, uuid4

from flask import Flask
from flask.testing import FlaskClient

from bootstrap import Services, wall_clock_now
from projections import tracker
from projections.people import everybody
from projections.progress.goals import goals
from projections.progress.outreach import stories
from scripts.bench_http_clients import FRESH
from scripts.crowd import Plan, fill
from web import create_app

WEEKS, EVENTS_OF_ONE = 8, 60
FORM, TOKEN, PAGE = "write, by form", "write, by token", "progress page"
STEPS = "Ask Ada who she would talk to\nWrite to the first two on Friday"


class Student(NamedTuple):
    """Somebody who has promised something, with the stories that belong to it, and knows people."""

    member_id: UUID
    goal_id: UUID
    contact_id: UUID


@dataclass(frozen=True)
class Work:
    """One kind of question. `requests`: each client's, as sent, with FRESH where it changes; `size`: of the answers."""

    name: str
    requests: list[str]
    status: int
    size: int

    @property
    def bare_path(self) -> str:
        return "/" + re.sub(r"\W+", "-", self.name)

    def to_the_bare_page(self) -> list[str]:
        """The same requests with all they carry, for a page that does not look at it."""
        return [re.sub(r"^(\w+) \S+", rf"\1 {self.bare_path}", request) for request in self.requests]


def settle(services: Services, clients: int) -> None:
    """Some weeks in the life of somewhat more members than there are clients."""
    members = clients + 6
    fill(services, Plan(members, WEEKS, members * EVENTS_OF_ONE, wall_clock_now().astimezone(UTC).date()))


def work_for(services: Services, clients: int) -> list[Work]:
    """What as many students ask, each signed in as themselves, about a promise and a contact of their own."""
    app, students = create_app(services), _students(services)[:clients]
    assert len(students) == clients, "some of them have nothing to ask for"
    kinds = {FORM: (_by_form, 303), TOKEN: (_by_token, 200), PAGE: (_page, 200)}
    return [_work(app, name, [ask(app, s) for s in students], status) for name, (ask, status) in kinds.items()]


def _students(services: Services) -> list[Student]:
    """Those with the most stories for one promise come first."""
    found = list[tuple[int, Student]]()
    for person in everybody(services.views):
        told, known = stories(services.views, person.member_id), tracker.contacts(services.views, person.member_id)
        kept = [g for g in goals(services.views, person.member_id, told, services.now()) if not g.closed_at]
        if kept and known:
            count, goal_id = max((sum(s.goal_id == g.goal_id for s in told), g.goal_id) for g in kept)
            found.append((count, Student(person.member_id, goal_id, known[0].contact_id)))
    return [student for _, student in sorted(found, reverse=True)]


def _by_form(app: Flask, student: Student) -> str:
    """New words for a promise, as the form on its page sends them."""
    path = f"/goals/{student.goal_id}"
    page, cookies = _visited(app, student, f"{path}/edit")
    shown = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert shown
    typed = {"csrf_token": shown[1], "statement": "Two talks about testing", "steps": STEPS}
    body = f"{urlencode(typed)}+{FRESH}&command_id={FRESH}"
    return _request("POST", path, cookies, "Content-Type: application/x-www-form-urlencoded", body=body)


def _by_token(app: Flask, student: Student) -> str:
    """What is known about a contact, as a program sends it."""
    services: Services = app.extensions["services"]
    token = services.access.make_api_token(student.member_id, "bench", services.now())
    body = f'{{"name": "Ines Kovar", "tie": "weak", "how_known": "From a talk, see {FRESH}", "role": "Tester"}}'
    path = f"/api/contacts/{student.contact_id}"
    return _request("PUT", path, f"Authorization: Bearer {token}", "Content-Type: application/json", body=body)


def _page(app: Flask, student: Student) -> str:
    """The page of a promise: how far it has come, the picture, the stories."""
    path = f"/goals/{student.goal_id}"
    return _request("GET", path, _visited(app, student, path)[1])


def _visited(app: Flask, student: Student, path: str) -> tuple[str, str]:
    """A page as it was shown to a student who has just signed in, and the cookies with which their browser goes on."""
    services: Services = app.extensions["services"]
    session, client = services.access.start_session(student.member_id, services.now()), app.test_client()
    client.set_cookie("session", session)
    shown, form = client.get(path).text, client.get_cookie("form")
    assert form
    return shown, f"Cookie: session={session}; form={form.value}"


def _request(method: str, path: str, *headers: str, body: str = "") -> str:
    length = [f"Content-Length: {len(body.encode())}"] if body else []
    return "\r\n".join([f"{method} {path} HTTP/1.1", "Host: 127.0.0.1", *headers, *length, "", body])


def _work(app: Flask, name: str, requests: list[str], status: int) -> Work:
    """Asked once of everybody, to know how long the answers are, and that they are the right ones."""
    client = app.test_client(use_cookies=False)
    sizes = [_size(client, request.replace(FRESH, str(uuid4())), status) for request in requests]
    return Work(name, requests, status, round(median(sizes)))


def _size(client: FlaskClient, request: str, status: int) -> int:
    head, _, body = request.partition("\r\n\r\n")
    first, *headers = head.split("\r\n")
    method, path, _ = first.split(" ")
    answer = client.open(path, method=method, headers=[tuple(h.split(": ", 1)) for h in headers], data=body)
    assert answer.status_code == status, answer.text[:1_000]
    return len(answer.data)
