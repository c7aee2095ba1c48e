"""Letters that tell a member what was changed about how they sign in: what they say, and what they do not hold."""

import re
from collections.abc import Callable

import pytest

from nudges.asked_for import send_asked_for
from nudges.channels import Message
from tests.cast import ADA, DORA, Clock, School
from tests.nudges.nudged import Outbox
from tests.web.conftest import Visitor
from tests.web.test_second_factor import SET_UP, set_up
from web.passwords import hashed

SECRET, FRESH = "three quiet herons", "seven loud magpies"
SECURITY = "/settings/security"
Client = Callable[..., Visitor]


@pytest.fixture(autouse=True)
def with_password(school: School) -> None:
    school.services.access.set_password(ADA.id, hashed(SECRET))


def letter(school: School) -> Message:
    """The one that tells of what was done just now."""
    school.clock.go(minutes=1)
    mail = Outbox()
    send_asked_for(school.services, mail)
    [message] = mail.sent
    return message


def test_a_new_password_is_told_with_when_it_was_and_what_to_do(client: Client, school: School) -> None:
    client(ADA).submit(SECURITY, "/settings/password", current=SECRET, password=FRESH)
    told = letter(school)
    assert (told.to, told.subject, told.way_out) == (ADA.address, "Your password was changed", "")
    assert "Hello Ada," in told.text
    assert "On Monday 2 November at 10:00 a new password was set" in told.text  # on her clock, in Berlin
    assert "If not, choose a new password now: http://127.0.0.1:8000/mailed/reset\n" in told.text
    assert "tell the staff of your school today" in told.text
    assert [secret for secret in (SECRET, FRESH) if secret in told.text] == []
    for path in re.findall(r"http://127.0.0.1:8000(\S+)", told.text):
        assert client(ADA).get(path).status_code == 200


def test_a_reset_by_mail_is_told(client: Client, school: School) -> None:
    client().submit("/mailed/reset", address=ADA.address)
    mail = Outbox()
    send_asked_for(school.services, mail)
    [path] = re.findall(r"http://127.0.0.1:8000(\S+)", mail.sent[0].text)
    client().submit(path, password=FRESH)
    assert letter(school).subject == "Your password was changed"


def test_a_second_factor_and_its_codes_are_told_and_not_shown(client: Client, school: School) -> None:
    ada = client(ADA)
    phone, codes = set_up(school, ada)
    told = letter(school)
    assert told.subject == "Your second factor is on"
    assert [secret for secret in (phone.totp.secret, *codes) if secret in told.text] == []
    ada.submit(SECURITY, f"{SET_UP}/codes")
    assert letter(school).subject == "New recovery codes were made"
    ada.submit(SECURITY, f"{SET_UP}/end")
    assert letter(school).subject == "Your second factor is off"


def test_a_token_is_told_and_not_shown(client: Client, school: School) -> None:
    ada = client(ADA)
    made = ada.submit("/settings", "/settings/tokens", label="calendar")
    told = letter(school)
    assert told.subject == "A token for programs was made"
    [secret] = re.findall(r'<code id="fresh-token">([^<]+)<', made.text)
    assert secret not in told.text
    [kept] = school.services.access.api_tokens(ADA.id)
    ada.submit("/settings", f"/settings/tokens/{kept.token_id}/revocation")
    assert letter(school).subject == "A token for programs was revoked"


def test_an_account_that_is_closed_gets_no_such_letter(client: Client, school: School, clock: Clock) -> None:
    client(ADA).submit(SECURITY, "/settings/password", current=SECRET, password=FRESH)
    school.say(DORA, "close_account", ADA.id, reason="She left")
    clock.go(minutes=1)
    mail = Outbox()
    assert send_asked_for(school.services, mail) == {"dropped": 1}
