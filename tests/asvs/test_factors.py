"""8 to 11: showing who one is."""

import re
import subprocess
import sys

import pytest
from zxcvbn.frequency_lists import FREQUENCY_LISTS

from nudges.asked_for import send_asked_for
from scripts.school import ROOT
from tests.asvs.conftest import PASSWORD, SIGN_IN, Client, is_in
from tests.cast import ADA, DORA, Clock, School
from tests.nudges.nudged import Outbox
from tests.web.test_second_factor import CODE, SET_UP, set_up
from web import passwords
from web.passwords import LEAST, MOST, weakness


@pytest.mark.usefixtures("with_passwords")
def test_08_what_weighs_asks_who_it_is_once_more(school: School, client: Client, clock: Clock) -> None:
    contact, ada = school.contact(), client(ADA)
    clock.go(minutes=11)  # since signing in
    before, token = school.use_cases.end(), {"csrf_token": ada.token()}
    for path in ("/settings/address", "/settings/tokens", f"{SET_UP}/end", f"{SET_UP}/codes", "/settings/provider/end"):
        assert ada.send(path, token).location.startswith("/sign-in/again"), path
    for path in ("/settings/data/archive", "/settings/erasure", f"/contacts/{contact}/erasure", "/settings/password"):
        assert ada.send(path, {**token, "password": "a guess", "current": "a guess"}).status_code == 422, path
    assert school.use_cases.end() == before
    ada.submit("/sign-in/again", "/sign-in/again", password=PASSWORD)
    assert ada.submit("/settings/data", "/settings/data/archive").mimetype == "application/zip"


@pytest.mark.usefixtures("with_passwords")
def test_09_staff_need_a_second_factor_and_students_may_have_one(school: School, client: Client) -> None:
    dora, ada = client(), client()
    for visitor, who in ((dora, DORA), (ada, ADA)):
        visitor.submit(SIGN_IN, SIGN_IN, address=who.address, password=PASSWORD)
        assert is_in(visitor)
    assert dora.get("/staff").location == f"{SET_UP}?next=/staff"
    set_up(school, dora)
    assert dora.get("/staff").status_code == 200
    set_up(school, ada)
    later = client()
    assert later.submit(SIGN_IN, SIGN_IN, address=ADA.address, password=PASSWORD).location == CODE
    assert not is_in(later)


# Among the most common of all, in many lists that were leaked; and with what people add to them.
COMMON = (
    "1234567890 password12 qwertyuiop 1q2w3e4r5t sunshine2024 iloveyou!! football123 liverpool1 letmein2026 blingbling"
    " baseball99 princess123 trustno1trustno1 superman!! Passwort2026 accountabilibuddy manchester qwerty12345"
)


def test_10_passwords_are_long_enough_uncommon_and_kept_as_argon2id() -> None:
    assert LEAST >= 8
    assert MOST >= 64
    assert weakness("x7" * 3)
    assert not weakness("three quiet herons, four loud ones, and a fifth that nobody has heard of yet")
    assert [word for word in COMMON.split() if not weakness(word)] == []
    assert len(FREQUENCY_LISTS["passwords"]) >= 3_000
    # By the program as it is: in here tests have it hash for less.
    asked = f"from web.passwords import hashed; print(hashed({PASSWORD!r}))"
    kept = subprocess.run(
        [sys.executable, "-c", asked], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.strip()
    assert re.match(r"\$argon2id\$v=19\$m=19456,t=2,p=1\$", kept)
    assert (passwords.fits(kept, PASSWORD), passwords.fits(kept, PASSWORD.upper())) == (True, False)


@pytest.mark.usefixtures("with_passwords")
@pytest.mark.sqlite
def test_11_a_reset_works_once_for_half_an_hour_and_goes_around_nothing(
    school: School, client: Client, clock: Clock
) -> None:
    set_up(school, client(ADA))
    late, link = _reset(school, client), _reset(school, client)  # a newer one ends the older
    assert client().get(late).status_code == 410
    visitor, second = client(), client()
    form = second.form(link)
    assert visitor.submit(link, password="four loud herons").location.startswith(CODE)
    assert not is_in(visitor)
    assert second.send(link, form.filled({"password": "five loud herons"})).status_code == 410
    link = _reset(school, client)
    assert link.rpartition("/")[2].encode() not in (school.folder / "vault.db").read_bytes()
    clock.go(minutes=30)
    assert client().get(link).status_code == 410
    mail = Outbox()
    send_asked_for(school.services, mail)
    assert "Your password was changed" in [letter.subject for letter in mail.sent]


def _reset(school: School, client: Client) -> str:
    mail = Outbox()
    client().submit("/mailed/reset", address=ADA.address)
    send_asked_for(school.services, mail)
    [url] = re.findall(r"http\S+", mail.sent[0].text)
    return str(url.removeprefix(school.settings.url))
