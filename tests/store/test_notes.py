"""Whoever can come in another way than before is told by a letter, which is asked for with the change or not at all."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from pyotp import TOTP
from sqlalchemy import delete, select

from store.half_open import Overtaken
from store.outbox import outbox
from store.sessions import came_in
from tests.cast import ADA, BEN, School, there

ISSUER = "https://id.example.org"
Change = Callable[[School], object]


def told(school: School) -> list[str]:
    """Of which changes Ada is to be told; they are forgotten by that."""
    with school.services.vault.database.write() as connection:
        asked = select(outbox.c.kind).where(outbox.c.member_id == str(ADA.id)).order_by(outbox.c.kind)
        found = list(connection.execute(asked).scalars())
        connection.execute(delete(outbox))
    return found


def phone(school: School) -> None:
    factors, now = school.services.second_factors, school.clock()
    secret = factors.offer(ADA.id, "today")
    assert factors.turn_on(ADA.id, secret, TOTP(secret).at(now), now)


def link_used(school: School, purpose: str = "reset") -> None:
    access, now = school.services.access, school.clock()
    token = access.make_link(purpose, member_id=ADA.id, expires_at=now + timedelta(minutes=30))
    assert access.use_link(token, purpose, now, ADA.id, "hash") is not None


def new_password(school: School) -> None:
    access, now = school.services.access, school.clock()
    access.change_password(ADA.id, "hash", now, of=access.start_session(ADA.id, now))


def phone_gone(school: School) -> None:
    assert school.services.second_factors.turn_off(ADA.id, school.clock())


def token_gone(school: School) -> None:
    [token] = school.services.access.api_tokens(ADA.id)
    assert school.services.access.revoke_api_token(ADA.id, token.token_id, school.clock())


CHANGES: list[tuple[str, Change]] = [
    ("password_changed", new_password),
    ("password_changed", link_used),
    ("second_factor_on", phone),
    ("recovery_codes", lambda s: s.services.second_factors.new_codes(ADA.id, s.clock())),
    ("second_factor_off", phone_gone),
    ("provider_connected", lambda s: s.services.provider_identities.bind(ISSUER, "ada", ADA.id, s.clock())),
    ("provider_ended", lambda s: s.services.provider_identities.release(ISSUER, ADA.id, s.clock())),
    ("token_made", lambda s: s.services.access.make_api_token(ADA.id, "laptop", s.clock())),
    ("token_revoked", token_gone),
]


def test_each_change_is_told_once(school: School) -> None:
    school.services.access.start_session(ADA.id, school.clock())
    for kind, change in CHANGES:
        change(school)
        assert told(school) == [kind]
        school.clock.go(minutes=2)


def test_what_did_not_come_about_is_not_told(school: School) -> None:
    access, factors, identities, now = (
        school.services.access,
        school.services.second_factors,
        school.services.provider_identities,
        school.clock(),
    )
    identities.bind(ISSUER, "ben", BEN.id, now)
    access.make_api_token(BEN.id, "his", now)
    with pytest.raises(Overtaken):
        access.change_password(ADA.id, "hash", now, of="a session that has ended")
    secret = factors.offer(ADA.id, "today")
    with pytest.raises(Overtaken):
        factors.turn_on(ADA.id, secret, TOTP(secret).at(now), now, of="a session that has ended")
    assert factors.turn_on(ADA.id, "A" * 32, "000000", now) is None
    assert not factors.turn_off(ADA.id, now)
    assert not identities.bind(ISSUER, "ben", ADA.id, now)
    identities.release(ISSUER, ADA.id, now)
    assert access.use_link("nonsense", "reset", now, ADA.id, "hash") is None
    assert not access.revoke_api_token(ADA.id, access.api_tokens(BEN.id)[0].token_id, now)
    assert told(school) == []


def test_whoever_comes_in_for_the_first_time_has_changed_nothing(school: School) -> None:
    link_used(school, "join")
    assert told(school) == []
    link_used(school, "join")  # made by staff for who forgot the password
    assert told(school) == ["password_changed"]


def test_whoever_came_in_without_a_password_is_told_of_their_first(school: School) -> None:
    school.services.access.start_session(ADA.id, school.clock())
    with school.services.vault.database.read() as connection:
        assert connection.execute(select(came_in.c.member_id)).scalars().all() == [str(ADA.id)]
    link_used(school, "join")
    assert told(school) == ["password_changed"]


@pytest.mark.parametrize("trace", ["session", "provider"])
def test_whoever_was_here_before_that_was_noted_is_told_too(school: School, trace: str) -> None:
    if trace == "provider":
        school.services.provider_identities.bind(ISSUER, "ada", ADA.id, school.clock())
    else:
        school.services.access.start_session(ADA.id, school.clock())
    told(school)
    with school.services.vault.database.write() as connection:
        connection.execute(delete(came_in))
    link_used(school, "join")
    assert told(school) == ["password_changed"]


def test_what_happens_over_and_over_within_a_minute_is_told_once_when_it_is_over(school: School) -> None:
    letters, now = school.services.outbox, school.clock()
    for seconds in (0, 20, 59):
        school.clock.set(now + timedelta(seconds=seconds))
        school.services.access.make_api_token(ADA.id, "laptop", school.clock())
        assert letters.claim(school.clock()) is None
    school.clock.set(now + timedelta(minutes=1))
    letters.done(there(letters.claim(school.clock())), school.clock())
    assert letters.claim(school.clock()) is None
    school.services.access.make_api_token(ADA.id, "laptop", school.clock())
    school.clock.go(minutes=1)
    assert there(letters.claim(school.clock())).kind == "token_made"


def test_closing_an_account_writes_to_nobody(school: School) -> None:
    school.services.access.make_api_token(ADA.id, "laptop", school.clock())
    told(school)
    school.services.access.end_api_tokens(ADA.id)
    assert told(school) == []
