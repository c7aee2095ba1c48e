"""Requests that no page of ours would send: each gets an answer, none breaks anything."""

from collections.abc import Callable

import pytest

from tests.cast import ADA, School
from tests.web.conftest import Visitor, words
from tests.web.test_api import Caller

Client = Callable[..., Visitor]


@pytest.fixture
def ada(app, school: School) -> Caller:
    return Caller(app, school, ADA)


@pytest.mark.parametrize(
    "as_of",
    ["0001-01-01T00:00:00%2B14:00", "9999-12-31T23:59:59-14:00", "2026-11-02", "2026-11-02T09:00:00", "then"],
)
def test_an_instant_that_cannot_be_used_is_refused(ada: Caller, as_of: str) -> None:
    assert ada("GET", f"/history?as_of={as_of}").status_code == 422


def test_a_number_of_thousands_of_digits_is_refused(ada: Caller) -> None:
    body = b'{"statement": "x", "measure": "conversations", "due": "2026-11-30", "target": ' + b"9" * 5000 + b"}"
    headers = ada.headers | {"Content-Type": "application/json"}
    assert ada.browser.post("/api/goals", data=body, headers=headers).status_code == 400


@pytest.mark.parametrize(("path", "name"), [("/goals", "template"), ("/outreach", "contact_id")])
def test_a_field_sent_twice_is_refused_and_not_stumbled_over(client: Client, path: str, name: str) -> None:
    visitor = client(ADA)
    answer = visitor.send(path, {"csrf_token": visitor.token(), name: ["one", "two"]})
    assert answer.status_code in (404, 422)


@pytest.mark.parametrize("path", ["/api", "/goals/"])
def test_no_redirect_is_made_from_what_a_request_says_of_itself(client: Client, path: str) -> None:
    answer = client(ADA).get(path, headers={"Host": "evil.example"})
    assert "evil.example" not in answer.headers.get("Location", "")


FORM = "application/x-www-form-urlencoded"


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ("&".join("a" * 1000), 400),
        ("&".join("a" * 1001), 413),
        ("a&" * 500_000, 413),
        ("a=" + "%41" * 150_000, 400),
        ("a=" + "%41" * 150_001, 413),
    ],
    ids=["fields", "too many fields", "a megabyte of fields", "escapes", "too many escapes"],
)
def test_a_form_that_would_keep_everybody_waiting_is_refused_unread(client: Client, body: str, status: int) -> None:
    answer = client().browser.post("/sign-in", data=body, content_type=FORM)
    assert (answer.status_code, "more than a form holds" in words(answer)) == (status, status == 413)


@pytest.mark.parametrize(("parts", "status"), [(1000, 400), (1001, 413)])
def test_so_is_one_of_very_many_parts(client: Client, parts: int, status: int) -> None:
    answer = client().browser.post("/sign-in", data={"a": ["b"] * parts}, content_type="multipart/form-data")
    assert answer.status_code == status
