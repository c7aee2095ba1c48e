"""What a person meets when an address is wrong or a form cannot be taken: one of our pages, with a way on."""

from collections.abc import Callable

import pytest

from tests.cast import ADA, School
from tests.web.conftest import Visitor, words

Client = Callable[..., Visitor]


@pytest.mark.parametrize(
    ("path", "status"), [("/nonsense", 404), ("/outreach/xyz", 404), ("/settings/tokens", 405), ("/staff/members", 405)]
)
def test_a_wrong_address_gets_a_page_of_ours(client: Client, path: str, status: int) -> None:
    answer = client(ADA).get(path)
    assert answer.status_code == status
    assert "Back to Today" in words(answer)
    assert ("Allow" in answer.headers) == (status == 405)


def test_a_form_sent_after_the_sign_in_ended_says_so_and_leads_back_to_it(client: Client) -> None:
    visitor = client(ADA)
    form = visitor.form("/goals/new?template=own")
    visitor.submit("/settings", "/sign-out")
    here = {"Referer": "http://localhost/goals/new?template=own"}
    answer = visitor.browser.post("/goals", data=form.filled({"statement": "My words"}), headers=here)
    assert answer.status_code == 400
    assert "You were signed out meanwhile" in words(answer)
    assert "/sign-in?next=/goals/new?template%3Down" in answer.text.replace("&amp;", "&")


def test_nobody_is_led_elsewhere_by_what_a_request_claims(client: Client, school: School) -> None:
    visitor = client()
    answer = visitor.browser.post("/goals", data={"x": "y"}, headers={"Referer": "https://evil.example//evil"})
    assert "evil.example" not in answer.text


def test_errors_of_the_api_have_a_code_to_rely_on(client: Client) -> None:
    answer = client().get("/api/nothing")
    assert answer.get_json()["code"] == "unauthorized"
