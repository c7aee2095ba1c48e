"""Coming in by the school's own provider: a real one, in a process of its own, that behaves and that does not."""

import json
import logging
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from html import unescape
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.parse import parse_qs, urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

import pytest
from flask import Flask
from pyotp import TOTP
from werkzeug.test import TestResponse

from tests.cast import ADA, BEN, DORA, Player, School
from tests.oidc_provider import CLIENT, SECRET
from tests.web.conftest import Visitor, events_of, words
from web import fetching, provider
from web.pages.provider.visit import provider_at

BACK = "/sign-in/provider/back"
PROGRAM = Path(__file__).parents[1] / "oidc_provider.py"


class _Stay(HTTPRedirectHandler):
    def redirect_request(self, *_: Any) -> None:
        return None


@dataclass
class There:
    """The provider as tests use it; `now` is the school's clock."""

    url: str
    now: Callable[[], Any]

    def switch(self, who: Player = ADA, trouble: str = "", **claims: Any) -> list[dict[str, str]]:
        """Who is signed in there, and what goes wrong; answers the forms that were sent for tokens until now."""
        now = int(self.now().timestamp())
        told = {"sub": f"{who.name} there", "email": who.address, "email_verified": True, "iat": now, "exp": now + 300}
        wanted = {name: value for name, value in {**told, **claims}.items() if value is not None}
        switched = {"claims": wanted, "trouble": trouble, "back": f"http://127.0.0.1:8000{BACK}"}
        heard: list[dict[str, str]] = json.loads(self._ask("/switch", json.dumps(switched).encode()).read())
        return heard

    def sign_in(self, where: str) -> str:
        """What a browser does there: it is sent back."""
        return str(self._ask(where.removeprefix(self.url)).headers["Location"])

    def _ask(self, path: str, body: bytes | None = None) -> Any:
        try:
            return build_opener(_Stay).open(
                Request(self.url + path, body, {"Content-Type": "application/json"}), timeout=10
            )
        except HTTPError as answer:
            return answer


@pytest.fixture(scope="module")
def process() -> Iterator[str]:
    with subprocess.Popen([sys.executable, "-P", PROGRAM], stdout=subprocess.PIPE, text=True) as running:
        assert running.stdout
        yield running.stdout.readline().strip()
        running.kill()


@pytest.fixture
def there(process: str, school: School, monkeypatch: pytest.MonkeyPatch) -> Iterator[There]:
    """The provider, behaving, and the school told of it."""
    settings = replace(
        school.settings, oidc_issuer=process, oidc_client_id=CLIENT, oidc_client_secret=SECRET, oidc_name="Campus ID"
    )
    monkeypatch.setattr(school, "services", replace(school.services, settings=settings))
    provider_at.cache_clear()
    there = There(process, school.clock)
    there.switch()
    yield there
    there.switch()


@pytest.fixture
def nobody(there: There, client: Callable[..., Visitor]) -> Visitor:
    return client()


def way_back(visitor: Visitor, there: There, wanted: str = "") -> str:
    """Out and back again: the path under which the browser comes home, not opened yet."""
    out = visitor.get(f"/sign-in/provider{wanted}")
    assert out.status_code == 303, words(out)
    home = urlsplit(there.sign_in(out.headers["Location"]))
    return f"{home.path}?{home.query}"


def come_in(visitor: Visitor, there: There) -> TestResponse:
    return visitor.get(way_back(visitor, there))


def is_in(visitor: Visitor) -> bool:
    return visitor.get("/").status_code == 200


# A provider that behaves


def test_the_button_stands_where_a_provider_is_set_up(nobody: Visitor, app: Flask) -> None:
    assert "Sign in with Campus ID" in nobody.see("/sign-in")


def test_without_one_there_is_neither_button_nor_way(client: Callable[..., Visitor]) -> None:
    visitor = client()
    assert "Sign in with" not in visitor.see("/sign-in")
    assert visitor.get("/sign-in/provider").status_code == 404
    assert visitor.get(BACK).status_code == 404


def test_an_invited_member_comes_in(nobody: Visitor, there: There) -> None:
    answer = come_in(nobody, there)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/")
    assert ADA.name.split()[0] in nobody.see("/")


def test_they_come_back_to_the_page_they_wanted(nobody: Visitor, there: There) -> None:
    asked = nobody.get("/contacts")
    assert "next=/contacts" in nobody.get(asked.headers["Location"]).text
    assert nobody.get(way_back(nobody, there, "?next=/contacts")).headers["Location"] == "/contacts"


@pytest.mark.parametrize("elsewhere", ["//evil.example", "https://evil.example", "/%2f%2fevil.example"])
def test_nobody_is_sent_elsewhere_afterwards(nobody: Visitor, there: There, elsewhere: str) -> None:
    assert nobody.get(way_back(nobody, there, f"?next={elsewhere}")).headers["Location"] == "/"


def test_what_is_asked_there_is_what_the_standard_asks_for(nobody: Visitor, there: There) -> None:
    where = urlsplit(nobody.get("/sign-in/provider").headers["Location"])
    asked = {name: found for name, (found,) in parse_qs(where.query).items()}
    assert asked["response_type"] == "code"
    assert asked["code_challenge_method"] == "S256"
    assert asked["redirect_uri"] == f"http://127.0.0.1:8000{BACK}"
    assert min(len(asked[name]) for name in ("state", "nonce", "code_challenge")) >= 43
    assert asked["scope"].split() == ["openid", "email"]


def test_that_it_was_connected_stands_in_the_record_once(nobody: Visitor, there: There, school: School) -> None:
    come_in(nobody, there)
    come_in(nobody, there)
    assert events_of(school, ADA.id).count("ProviderConnected") == 1


def test_afterwards_it_is_the_person_that_counts_and_no_address(
    nobody: Visitor, there: There, client: Callable[..., Visitor]
) -> None:
    come_in(nobody, there)
    there.switch(ADA, email=None, email_verified=None)
    assert come_in(client(), there).status_code == 303
    there.switch(ADA, email=BEN.address)
    again = client()
    come_in(again, there)
    assert ADA.name.split()[0] in again.see("/")


def test_an_entra_that_vouches_for_the_domain_is_believed(nobody: Visitor, there: There) -> None:
    there.switch(email_verified=None, xms_edov=True)
    come_in(nobody, there)
    assert is_in(nobody)


def test_a_client_without_a_secret_is_known_by_what_it_proves(nobody: Visitor, there: There, school: School) -> None:
    settings = replace(school.services.settings, oidc_client_secret="")
    nobody.app.extensions["services"] = replace(school.services, settings=settings)
    there.switch(trouble="public")
    come_in(nobody, there)
    assert is_in(nobody)
    assert SECRET not in str(there.switch()[-1])


def test_a_secret_goes_into_the_form_where_the_provider_takes_it_there(nobody: Visitor, there: There) -> None:
    there.switch(trouble="by form")
    come_in(nobody, there)
    assert is_in(nobody)
    assert there.switch()[-1]["client_secret"] == SECRET


def test_the_secret_never_goes_the_way_of_the_browser(nobody: Visitor, there: There) -> None:
    assert SECRET not in nobody.get("/sign-in/provider").headers["Location"]


def test_a_provider_may_change_its_keys(nobody: Visitor, there: There, client: Callable[..., Visitor]) -> None:
    come_in(nobody, there)
    there.switch(trouble="new key")
    again = client()
    come_in(again, there)
    assert is_in(again)


# What is not believed


def refused(visitor: Visitor, there: There, school: School, said: str, status: int = 422) -> None:
    """A page that helps, nobody signed in, nothing recorded, nothing bound."""
    home = way_back(visitor, there)
    refused_at(home, visitor, there, school, said, status)


def refused_at(home: str, visitor: Visitor, there: There, school: School, said: str, status: int) -> None:
    before = school.use_cases.end()
    answer = visitor.get(home)
    assert answer.status_code == status
    assert said in words(answer)
    assert "nothing was changed" in words(answer)
    assert not is_in(visitor)
    assert school.use_cases.end() == before
    assert school.services.provider_identities.bound_at(there.url, ADA.id) is None


UNTRUE = {
    "another nonce": {"nonce": "another"},
    "no nonce": {"nonce": ""},
    "another issuer": {"iss": "https://elsewhere.example"},
    "for another site": {"aud": ["somebody else"]},
    "for several, among them us, on behalf of another": {"aud": [CLIENT, "else"], "azp": "else"},
    "for several, on nobody's behalf": {"aud": [CLIENT, "else"]},
    "on behalf of another": {"azp": "else"},
    "without a person": {"sub": ""},
    "a number for a person": {"sub": 7},
    "from the future": {"iat": 4_000_000_000},
    "never over": {"exp": "never"},
}


@pytest.mark.parametrize("claims", UNTRUE.values(), ids=UNTRUE)
def test_what_the_token_says_has_to_fit(nobody: Visitor, there: There, school: School, claims: dict[str, Any]) -> None:
    there.switch(**claims)
    refused(nobody, there, school, "could not be trusted")


def test_a_token_that_is_over_is_not_believed(nobody: Visitor, there: There, school: School) -> None:
    now = int(school.clock().timestamp())
    there.switch(iat=now - 900, exp=now - 61)
    refused(nobody, there, school, "could not be trusted")


@pytest.mark.parametrize(
    "trouble", ["forged", "unsigned", "signed by the secret", "unknown key", "token empty"], ids=str
)
def test_only_what_the_provider_signed_is_believed(nobody: Visitor, there: There, school: School, trouble: str) -> None:
    there.switch(trouble=trouble)
    refused(nobody, there, school, "could not be trusted")


@pytest.mark.parametrize("claims", [{"email_verified": False}, {"email_verified": None}, {"email": None}], ids=str)
def test_an_address_that_nobody_confirmed_opens_nothing(
    nobody: Visitor, there: There, school: School, claims: dict[str, Any]
) -> None:
    there.switch(**claims)
    refused(nobody, there, school, "connect Campus ID in your settings")


def test_who_was_not_invited_does_not_come_in(nobody: Visitor, there: There, school: School) -> None:
    there.switch(email="stranger@example.org")
    refused(nobody, there, school, "Ask the staff of your school")


def test_an_address_that_went_on_to_another_person_takes_no_account_along(
    nobody: Visitor, there: There, school: School, client: Callable[..., Visitor]
) -> None:
    come_in(nobody, there)
    there.switch(ADA, sub="whoever has the address now")
    other, before = client(), school.use_cases.end()
    assert "Ask the staff of your school" in words(come_in(other, there))
    assert not is_in(other)
    assert school.use_cases.end() == before


def test_a_closed_account_stays_closed(
    nobody: Visitor, there: There, school: School, client: Callable[..., Visitor]
) -> None:
    school.say(DORA, "close_account", ADA.id, reason="Left")
    refused(nobody, there, school, "Ask the staff of your school")
    school.say(DORA, "reopen_account", ADA.id)
    come_in(nobody, there)
    school.say(DORA, "close_account", ADA.id, reason="Left")
    again = client()
    assert come_in(again, there).status_code == 422
    assert not is_in(again)
    assert not is_in(nobody)


# A provider that does not answer, or not as it should


@pytest.mark.parametrize(
    "trouble",
    [
        *(f"description {how}" for how in ("silent", "slowly", "large", "no JSON", "a list", "broken", "elsewhere")),
        "another issuer",
    ],
)
def test_who_cannot_be_asked_leads_nowhere(
    nobody: Visitor, there: There, trouble: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetching, "PATIENCE", 0.3)
    there.switch(trouble=trouble)
    answer = nobody.get("/sign-in/provider")
    assert answer.status_code == 503
    assert "Try again in a minute" in words(answer)
    assert answer.headers["Retry-After"]


@pytest.mark.parametrize("how", ["silent", "slowly", "large", "no JSON", "broken"])
def test_a_provider_that_fails_on_the_way_back_lets_nobody_in(
    nobody: Visitor, there: There, school: School, how: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    there.switch(trouble=f"token {how}")
    home = way_back(nobody, there)
    monkeypatch.setattr(fetching, "PATIENCE", 0.3)
    refused_at(home, nobody, there, school, "Try again in a minute", 503)


def test_a_redirect_is_not_followed(nobody: Visitor, there: There, school: School) -> None:
    there.switch(trouble="token elsewhere")
    refused(nobody, there, school, "Try again in a minute", 503)
    assert {"followed": "yes"} not in there.switch()


def test_a_provider_that_refuses_is_told_without_its_words(
    nobody: Visitor, there: There, school: School, caplog: pytest.LogCaptureFixture
) -> None:
    there.switch(trouble="token refused")
    with caplog.at_level(logging.WARNING):
        refused(nobody, there, school, "Perhaps you called it off")
    facts = [vars(record)["facts"] for record in caplog.records if "facts" in vars(record)]
    assert {"why": "declined", "detail": "invalid_client"} in facts
    assert "secret of somebody" not in str(facts) + caplog.text


def test_who_says_no_there_is_not_let_in(nobody: Visitor, there: There, school: School) -> None:
    there.switch(trouble="denied")
    refused(nobody, there, school, "Perhaps you called it off")


def test_it_sends_nobody_to_an_address_inside(nobody: Visitor, there: There, school: School) -> None:
    there.switch(trouble="inside")
    refused(nobody, there, school, "Try again in a minute", 503)


def test_a_provider_that_is_down_leaves_the_other_doors_open(nobody: Visitor, there: There, school: School) -> None:
    settings = replace(school.services.settings, oidc_issuer="http://127.0.0.1:9")
    nobody.app.extensions["services"] = replace(school.services, settings=settings)
    assert nobody.get("/sign-in/provider").status_code == 503
    assert "Password" in nobody.see("/sign-in")


def test_a_slow_provider_does_not_take_all_threads(
    nobody: Visitor, there: There, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(provider, "TURN", 0.0)
    asked = provider_at(there.url, CLIENT, SECRET)
    for _ in range(provider.AT_ONCE):
        asked._turns.acquire()
    assert nobody.get("/sign-in/provider").status_code == 503


# One way there and back


def test_a_way_back_is_good_once(nobody: Visitor, there: There) -> None:
    home = way_back(nobody, there)
    nobody.get(home)
    again = nobody.get(home)
    assert again.status_code == 422
    assert "It works once" in words(again)


def test_a_way_back_that_was_refused_is_over_as_well(nobody: Visitor, there: There) -> None:
    home = way_back(nobody, there)
    assert nobody.get(f"{home}&error=access_denied").status_code == 422
    assert "It works once" in words(nobody.get(home))


def test_a_browser_that_kept_its_old_cookie_does_not_come_in_by_it_again(
    nobody: Visitor, there: There, client: Callable[..., Visitor]
) -> None:
    """Even where a provider takes a code twice: it is not asked."""
    home = way_back(nobody, there)
    cookie = nobody.browser.get_cookie("form")
    assert cookie is not None
    nobody.get(home)
    asked = len(there.switch())
    other = client()
    other.browser.set_cookie("form", cookie.value)
    assert "It works once" in words(other.get(home))
    assert not is_in(other)
    assert len(there.switch()) == asked


def test_another_browser_does_not_come_in_by_it(nobody: Visitor, there: There, client: Callable[..., Visitor]) -> None:
    home, victim = way_back(nobody, there), client()
    assert victim.get(home).status_code == 422
    way_back(victim, there)
    asked = len(there.switch())
    assert "It works once" in words(victim.get(home))
    assert not is_in(victim)
    assert len(there.switch()) == asked


def test_a_way_back_is_over_after_ten_minutes(nobody: Visitor, there: There, school: School) -> None:
    home = way_back(nobody, there)
    school.clock.go(minutes=10, seconds=1)
    there.switch()
    assert "within ten minutes" in words(nobody.get(home))


def test_a_code_of_somebody_s_own_making_opens_nothing(nobody: Visitor, there: There) -> None:
    home = urlsplit(way_back(nobody, there))
    state = parse_qs(home.query)["state"][0]
    assert nobody.get(f"{BACK}?code=nonsense&state={state}").status_code == 422
    assert not is_in(nobody)


def test_an_answer_in_the_name_of_another_provider_is_not_taken(nobody: Visitor, there: There) -> None:
    home = way_back(nobody, there)
    assert "could not be trusted" in words(nobody.get(f"{home}&iss=https://elsewhere.example"))


def test_the_code_is_asked_about_with_what_only_this_browser_s_visit_knows(nobody: Visitor, there: There) -> None:
    come_in(nobody, there)
    sent = there.switch()[-1]
    assert len(sent["code_verifier"]) >= 43
    assert sent["redirect_uri"] == f"http://127.0.0.1:8000{BACK}"
    assert "client_secret" not in sent


def test_nothing_secret_stands_in_the_log(nobody: Visitor, there: There, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        home = way_back(nobody, there)
        nobody.get(home)
        nobody.get(home)
    told = caplog.text + str([vars(record).get("facts") for record in caplog.records])
    code, state = (parse_qs(urlsplit(home).query)[name][0] for name in ("code", "state"))
    assert not [word for word in (code, state, SECRET, ADA.address) if word in told]


def test_coming_in_begins_a_new_session(nobody: Visitor, there: There) -> None:
    come_in(nobody, there)
    first = nobody.browser.get_cookie("session")
    come_in(nobody, there)
    second = nobody.browser.get_cookie("session")
    assert first is not None
    assert second is not None
    assert first.value != second.value


# Connecting it with an account that one is in


@pytest.fixture
def ada(there: There, client: Callable[..., Visitor]) -> Visitor:
    return client(ADA)


def connect(visitor: Visitor, there: There) -> TestResponse:
    """Out by the link on the page, and back."""
    page = visitor.get("/settings/provider").text
    (link,) = [href for href in re.findall(r'href="([^"]+)"', page) if href.startswith(there.url)]
    assert "prompt=select_account" in link
    home = urlsplit(there.sign_in(unescape(link)))
    return visitor.get(f"{home.path}?{home.query}")


def test_a_member_connects_it_whatever_their_address_is_there(
    ada: Visitor, there: There, client: Callable[..., Visitor]
) -> None:
    there.switch(email=None, email_verified=None)
    assert connect(ada, there).headers["Location"] == "/settings/provider"
    assert "Since" in ada.see("/settings/provider")
    assert "connected the school’s own sign-in" in ada.see("/settings/security")
    again = client()
    come_in(again, there)
    assert ADA.name.split()[0] in again.see("/")


def test_and_disconnects_it(ada: Visitor, there: There, school: School, client: Callable[..., Visitor]) -> None:
    there.switch(email_verified=False)
    assert "It is not connected" in ada.see("/settings/security")
    assert "You disconnected it" not in ada.see("/settings/provider")
    connect(ada, there)
    assert "your account there opens this one" in ada.see("/settings/security")
    ada.submit("/settings/provider", "/settings/provider/end")
    said = ada.see("/settings/provider")
    assert "You disconnected it, so it does not let you in." in said
    assert f"You sign in by a link that we mail to {ADA.address}." in said
    assert school.services.provider_identities.bound_at(there.url, ADA.id) is None
    assert come_in(client(), there).status_code == 422


def test_what_was_disconnected_no_address_connects_again_but_the_settings_do(
    ada: Visitor, there: There, client: Callable[..., Visitor]
) -> None:
    come_in(client(), there)
    ada.submit("/settings/provider", "/settings/provider/end")
    again = client()
    turned_away = come_in(again, there)
    assert "This way in was disconnected" in words(turned_away)
    assert '<a class="btn btn-primary" href="/mailed/sign-in">Mail me a link</a>' in turned_away.text
    assert not is_in(again)
    there.switch(ADA, sub="another person there")
    assert come_in(again, there).status_code == 422
    there.switch()
    connect(ada, there)
    come_in(again, there)
    assert is_in(again)


def test_a_person_who_comes_into_one_account_is_not_connected_with_another(
    ada: Visitor, there: There, school: School, client: Callable[..., Visitor]
) -> None:
    there.switch(BEN)
    come_in(client(), there)
    answer = connect(ada, there)
    assert answer.status_code == 422
    assert "Back to your settings" in words(answer)
    assert school.services.provider_identities.bound_at(there.url, ADA.id) is None


def test_who_was_signed_out_or_is_another_meanwhile_connects_nothing(
    ada: Visitor, there: There, school: School, client: Callable[..., Visitor]
) -> None:
    page = ada.get("/settings/provider").text
    home = urlsplit(there.sign_in(unescape(re.findall(r'href="(http://127[^"]+)"', page)[0])))
    ben = client(BEN)
    for name in ("session", "form"):
        held = (ben if name == "session" else ada).browser.get_cookie(name)
        assert held is not None
        ada.browser.set_cookie(name, held.value)
    assert ada.get(f"{home.path}?{home.query}").status_code == 422
    for who in (ADA, BEN):
        assert school.services.provider_identities.bound_at(there.url, who.id) is None


def test_it_is_asked_once_more_who_they_are_before(ada: Visitor, school: School) -> None:
    school.clock.go(minutes=11)
    assert ada.get("/settings/provider").headers["Location"].startswith("/sign-in/again")


def test_a_provider_that_is_away_is_said_to_be(ada: Visitor, there: There) -> None:
    there.switch(trouble="description broken")
    assert "does not answer just now" in ada.see("/settings/provider")


def test_staff_still_show_their_second_factor(there: There, school: School, client: Callable[..., Visitor]) -> None:
    """The provider is the first factor: whoever has a second one here is asked for it all the same."""
    there.switch(DORA)
    dora = client()
    come_in(dora, there)
    assert dora.get("/staff").headers["Location"].startswith("/settings/second-factor")
    factors, now = school.services.second_factors, school.clock()
    secret = factors.offer(DORA.id, "a test")
    assert factors.turn_on(DORA.id, secret, TOTP(secret).at(now), now)
    again = client()
    assert come_in(again, there).headers["Location"].startswith("/sign-in/code")
    assert not is_in(again)
