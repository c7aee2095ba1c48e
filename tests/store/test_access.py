"""Who may come in: passwords, sessions, links that work once, API tokens; and what the file does not tell."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy.exc import DBAPIError

from store.access import Access
from store.half_open import Overtaken
from store.vault import Vault
from tests.cast import MONDAY

ADA, BEN = UUID(int=1), UUID(int=2)
SOON, LATER = MONDAY + timedelta(minutes=5), MONDAY + timedelta(hours=1)


@pytest.fixture
def access(vault: Vault) -> Access:
    return Access(vault)


def test_a_new_password_ends_the_links_that_still_wait(access):
    mine = access.make_link("join", member_id=ADA, expires_at=LATER)
    bens = access.make_link("join", member_id=BEN, expires_at=LATER)
    access.set_password(ADA, "hash")
    assert [access.link(code, "join", SOON)[0] for code in (mine, bens)] == [False, True]


def test_a_password_is_kept_as_it_was_hashed(access):
    access.set_password(ADA, "hash one")
    access.set_password(ADA, "hash two")
    assert (access.password_of(ADA), access.password_of(BEN)) == ("hash two", None)


def test_a_session_says_whose_it_is_and_since_when(access):
    session = access.session(access.start_session(ADA, MONDAY))
    assert (session.member_id, session.started_at, session.seen_at) == (ADA, MONDAY, MONDAY)


def test_being_seen_is_remembered(access):
    token = access.start_session(ADA, MONDAY)
    access.seen(token, SOON)
    assert (access.session(token).started_at, access.session(token).seen_at) == (MONDAY, SOON)


def test_an_ended_session_is_gone(access):
    token = access.start_session(ADA, MONDAY)
    access.end_session(token)
    assert access.session(token) is None


@pytest.mark.parametrize("token", ["", "nonsense", "\ud800"])
def test_a_token_that_was_never_given_is_nobodys(access, token):
    assert access.session(token) is None
    assert access.member_of_api_token(token) is None
    assert access.link(token, "sign in", MONDAY) == (False, None)


def test_a_new_password_ends_every_session_of_that_member_only(access):
    old, other = access.start_session(ADA, MONDAY), access.start_session(BEN, MONDAY)
    access.set_password(ADA, "hash")
    assert (access.session(old), access.session(other).member_id) == (None, BEN)


def test_a_link_works_once(access):
    token = access.make_link("sign in", member_id=ADA, expires_at=LATER)
    assert access.use_link(token, "sign in", MONDAY, ADA, "hash")
    assert not access.use_link(token, "sign in", MONDAY, ADA, "hash")


def test_a_link_is_kept_when_the_password_could_not_be(access):
    token = access.make_link("sign in", member_id=ADA, expires_at=LATER)
    with pytest.raises(DBAPIError):
        access.use_link(token, "sign in", MONDAY, ADA, None)  # NOT NULL
    assert access.link(token, "sign in", MONDAY) == (True, ADA)
    assert access.use_link(token, "sign in", MONDAY, ADA, "hash")
    assert access.password_of(ADA) == "hash"


def test_looking_at_a_link_does_not_use_it_up(access):
    token = access.make_link("sign in", member_id=ADA, expires_at=LATER)
    assert [access.link(token, "sign in", MONDAY) for _ in range(3)] == [(True, ADA)] * 3


def test_a_link_may_be_for_nobody_yet(access):
    token = access.make_link("first", member_id=None, expires_at=LATER)
    assert access.use_link(token, "first", MONDAY, ADA, "hash")


def test_a_link_is_good_for_its_purpose_only(access):
    token = access.make_link("sign in", member_id=ADA, expires_at=LATER)
    assert not access.use_link(token, "unsubscribe", MONDAY, ADA, "hash")
    assert access.use_link(token, "sign in", MONDAY, ADA, "hash")


def test_a_link_is_good_until_just_before_it_expires(access):
    token = access.make_link("sign in", member_id=ADA, expires_at=LATER)
    assert access.link(token, "sign in", LATER - timedelta(microseconds=1)) == (True, ADA)
    assert not access.use_link(token, "sign in", LATER, ADA, "hash")


def test_a_newer_link_ends_the_older_ones_of_that_purpose_and_member(access):
    old = access.make_link("sign in", member_id=ADA, expires_at=LATER)
    bens = access.make_link("sign in", member_id=BEN, expires_at=LATER)
    new = access.make_link("sign in", member_id=ADA, expires_at=LATER)
    assert [access.link(token, "sign in", MONDAY)[0] for token in (old, bens, new)] == [False, True, True]


def test_a_newer_first_code_ends_the_older_one(access):
    old = access.make_link("first", member_id=None, expires_at=LATER)
    access.make_link("first", member_id=None, expires_at=LATER)
    assert access.link(old, "first", MONDAY) == (False, None)


def test_of_many_who_use_a_link_at_once_one_comes_in(access):
    token = access.make_link("sign in", member_id=ADA, expires_at=LATER)
    with ThreadPoolExecutor(8) as pool:
        used = list(pool.map(lambda n: access.use_link(token, "sign in", MONDAY, ADA, f"hash {n}"), range(8)))
    assert sorted(standing is not None for standing in used) == [False] * 7 + [True]


def test_who_has_just_used_a_link_is_known_for_a_moment_and_nothing_opens_by_that(access):
    token = access.make_link("join", member_id=ADA, expires_at=LATER)
    assert access.just_used(token, "join", MONDAY) is None
    access.use_link(token, "join", MONDAY, ADA, "hash")
    assert access.link(token, "join", MONDAY) == (False, None)
    assert (access.just_used(token, "join", MONDAY), access.just_used(token, "reset", MONDAY)) == (ADA, None)
    assert access.use_link(token, "join", MONDAY, ADA, "other") is None
    assert access.spend_link(token, "join", MONDAY) is None
    assert access.just_used(token, "join", MONDAY + timedelta(minutes=2)) is None
    assert access.just_used(token, "join", MONDAY) == ADA


def test_that_ends_with_the_password_that_was_set(access):
    token = access.make_link("join", member_id=ADA, expires_at=LATER)
    access.use_link(token, "join", MONDAY, ADA, "hash")
    access.set_password(ADA, "other")
    assert access.just_used(token, "join", MONDAY) is None


def test_an_api_token_says_whose_it_is(access):
    assert access.member_of_api_token(access.make_api_token(ADA, "laptop", MONDAY)) == ADA


def test_api_tokens_are_listed_without_being_shown(access):
    tokens = [access.make_api_token(ADA, "laptop", MONDAY), access.make_api_token(ADA, "phone", SOON)]
    listed = access.api_tokens(ADA)
    assert [(one.label, one.made_at) for one in listed] == [("laptop", MONDAY), ("phone", SOON)]
    assert not {one.token_id for one in listed} & set(tokens)


def test_a_revoked_api_token_is_nobodys(access):
    token = access.make_api_token(ADA, "laptop", MONDAY)
    assert access.revoke_api_token(ADA, access.api_tokens(ADA)[0].token_id, SOON) is True
    assert (access.member_of_api_token(token), access.api_tokens(ADA)) == (None, [])


def test_nobody_revokes_the_token_of_another(access):
    token = access.make_api_token(ADA, "laptop", MONDAY)
    assert access.revoke_api_token(BEN, access.api_tokens(ADA)[0].token_id, SOON) is False
    assert access.member_of_api_token(token) == ADA


@pytest.mark.sqlite
def test_no_token_can_be_read_in_the_file(access, tmp_path):
    tokens = [
        access.start_session(ADA, MONDAY),
        access.make_link("sign in", member_id=ADA, expires_at=LATER),
        access.make_api_token(ADA, "laptop", MONDAY),
    ]
    kept = b"".join(file.read_bytes() for file in (tmp_path / "school").glob("vault.db*"))
    assert str(ADA).encode() in kept
    assert [token for token in tokens if token.encode() in kept] == []


def test_tokens_do_not_repeat(access):
    assert len({access.start_session(ADA, MONDAY) for _ in range(20)}) == 20


# sessions, as many as there are


def test_a_session_tells_its_device_and_its_factors(access):
    plain = access.session(access.start_session(ADA, MONDAY))
    shown = access.session(access.start_session(ADA, MONDAY, device="Firefox on Android", second_factor_at=MONDAY))
    assert (plain.device, plain.second_factor_at) == ("", None)
    assert (shown.device, shown.second_factor_at) == ("Firefox on Android", MONDAY)


def test_sessions_are_listed_the_latest_first_and_only_ones_own(access):
    phone = access.session(access.start_session(ADA, MONDAY, device="Firefox on Android"))
    token = access.start_session(ADA, MONDAY, device="Safari on macOS")
    access.start_session(BEN, MONDAY)
    access.seen(token, SOON)
    listed = access.sessions_of(ADA, "student", SOON)
    assert [one.device for one in listed] == ["Safari on macOS", "Firefox on Android"]
    assert listed[1] == phone
    assert token not in {one.name for one in listed}


def test_a_session_that_is_over_is_not_listed(access):
    access.start_session(ADA, MONDAY)
    assert len(access.sessions_of(ADA, "staff", MONDAY + timedelta(minutes=30))) == 1
    assert access.sessions_of(ADA, "staff", MONDAY + timedelta(minutes=31)) == []


def test_signing_in_clears_away_what_is_over_for_everybody(access):
    unused, used, bens = (access.start_session(who, MONDAY) for who in (ADA, ADA, BEN))
    fortnight = MONDAY + timedelta(days=14, seconds=1)
    access.seen(used, fortnight)
    access.start_session(ADA, fortnight)
    assert [access.session(token) is None for token in (unused, used, bens)] == [True, False, False]
    access.seen(used, MONDAY + timedelta(days=60))
    access.start_session(ADA, MONDAY + timedelta(days=60, seconds=1))
    assert access.session(used) is None


def test_one_session_is_ended_by_its_name_and_only_by_whose_it_is(access):
    one, other = access.start_session(ADA, MONDAY), access.start_session(ADA, MONDAY)
    name = access.session(one).name
    assert not access.end_session_named(BEN, name)
    assert access.end_session_named(ADA, name)
    assert not access.end_session_named(ADA, name)
    assert (access.session(one), access.session(other) is None) == (None, False)


def test_all_sessions_end_but_the_one_that_asks(access):
    here, there, bens = (access.start_session(who, MONDAY) for who in (ADA, ADA, BEN))
    access.end_sessions(ADA, but=here)
    assert [access.session(token) is None for token in (here, there, bens)] == [False, True, False]
    access.end_sessions(ADA)
    assert access.session(here) is None


def test_a_renewed_session_has_another_token_and_the_same_end(access):
    old = access.start_session(ADA, MONDAY, device="Firefox on Android")
    new = access.session(access.renew(old, SOON))
    assert access.session(old) is None
    assert (new.started_at, new.confirmed_at, new.second_factor_at, new.device) == (
        MONDAY,
        SOON,
        None,
        "Firefox on Android",
    )
    assert access.session(access.renew(access.start_session(ADA, MONDAY), SOON, second_factor=True)).second_factor_at


def test_a_session_that_has_ended_is_not_renewed(access):
    old = access.start_session(ADA, MONDAY)
    access.end_session(old)
    with pytest.raises(Overtaken):
        access.renew(old, SOON)


# half in the door


def test_who_is_half_in_has_no_session(access):
    token = access.let_half_in(ADA, MONDAY)
    assert access.half_in(token, MONDAY) == ADA
    assert access.session(token) is None
    assert access.half_in(access.start_session(ADA, MONDAY), MONDAY) is None


def test_a_half_open_door_shuts_by_itself(access):
    token = access.let_half_in(ADA, MONDAY)
    assert access.half_in(token, MONDAY + timedelta(minutes=9)) == ADA
    assert access.half_in(token, MONDAY + timedelta(minutes=10)) is None


def test_a_half_open_door_shuts_with_the_sessions_and_with_the_password(access):
    for shut in (lambda: access.end_sessions(ADA), lambda: access.set_password(ADA, "hash")):
        token, bens = access.let_half_in(ADA, MONDAY), access.let_half_in(BEN, MONDAY)
        shut()
        assert (access.half_in(token, MONDAY), access.half_in(bens, MONDAY)) == (None, BEN)


def test_a_half_open_door_is_shut_behind_whoever_came_in(access):
    token = access.let_half_in(ADA, MONDAY)
    assert access.session(access.start_session(ADA, MONDAY, through=token))
    assert access.half_in(token, MONDAY) is None
    with pytest.raises(Overtaken):
        access.start_session(ADA, MONDAY, through=token)
