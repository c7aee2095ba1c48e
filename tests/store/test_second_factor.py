"""The second factor: codes of a phone and codes to recover with, each good once, few tries, sealed at rest."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from pyotp import TOTP
from sqlalchemy import select

from store.access import Access
from store.half_open import Overtaken
from store.second_factor import RECOVERY_CODES, SecondFactors, Shown, second_factor
from tests.cast import MONDAY

ADA, BEN = UUID(int=1), UUID(int=2)
STEP = timedelta(seconds=30)
LATER = MONDAY + timedelta(minutes=5)


@pytest.fixture
def factors(vault) -> SecondFactors:
    return SecondFactors(vault)


@pytest.fixture
def phone(factors) -> TOTP:
    """The phone of Ada, who turned it on a while before LATER."""
    phone = TOTP(factors.offer(ADA, "today"))
    assert factors.turn_on(ADA, phone.secret, phone.at(MONDAY), MONDAY)
    return phone


def test_codes_are_those_of_the_rfc(factors):
    """RFC 6238, appendix B, the last six of eight digits."""
    secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
    assert factors.turn_on(ADA, secret, "287082", datetime.fromtimestamp(59, UTC))
    assert factors.check(ADA, "081804", datetime.fromtimestamp(1111111109, UTC)) == Shown.FITS
    assert factors.check(ADA, "353130", datetime.fromtimestamp(20000000000, UTC)) == Shown.FITS


def test_a_secret_is_offered_once_for_one_occasion(factors):
    offered = factors.offer(ADA, "today")
    assert (factors.offer(ADA, "today"), len(offered)) == (offered, 32)
    assert len({offered, factors.offer(ADA, "tomorrow"), factors.offer(BEN, "today")}) == 3


def test_it_is_on_only_when_its_code_was_shown(factors):
    secret = factors.offer(ADA, "today")
    assert factors.turn_on(ADA, secret, "000000", MONDAY) is None
    assert factors.since(ADA) is None
    assert factors.turn_on(ADA, secret, TOTP(secret).at(MONDAY), MONDAY) is not None
    assert (factors.since(ADA), factors.since(BEN)) == (MONDAY, None)


def test_of_many_who_turn_it_on_from_one_sign_in_at_once_one_is_shown_codes(vault, factors):
    access, secret = Access(vault), factors.offer(ADA, "today")
    token = access.start_session(ADA, MONDAY)

    def click(n):
        try:
            return factors.turn_on(ADA, secret, TOTP(secret).at(MONDAY), MONDAY, of=token, fresh=f"fresh {n}")
        except Overtaken:
            return []

    with ThreadPoolExecutor(4) as pool:
        shown = list(pool.map(click, range(4)))
    (codes,) = filter(None, shown)
    assert factors.check(ADA, codes[0], LATER) == Shown.RECOVERED
    assert [access.session(f"fresh {n}") is not None for n in range(4)] == [bool(codes) for codes in shown]


def test_a_sign_in_that_has_ended_is_told_so_whatever_code_it_shows(vault, factors):
    for code in ("000000", TOTP(factors.offer(ADA, "today")).at(MONDAY)):
        with pytest.raises(Overtaken):
            factors.turn_on(ADA, factors.offer(ADA, "today"), code, MONDAY, of="a session that has ended")


def test_the_code_that_turned_it_on_opens_nothing(factors, phone):
    assert factors.check(ADA, phone.at(MONDAY), MONDAY) == Shown.WRONG


def test_a_code_fits_in_any_writing(factors, phone):
    code = phone.at(LATER)
    assert factors.check(ADA, f" {code[:3]} {code[3:]} ", LATER) == Shown.FITS


@pytest.mark.parametrize(("away", "fits"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_a_code_may_be_one_step_early_or_late(factors, phone, away, fits):
    assert factors.check(ADA, phone.at(LATER + away * STEP), LATER).fits is fits


def test_no_code_is_accepted_twice_nor_one_from_before_it(factors, phone):
    before, now = phone.at(LATER - STEP), phone.at(LATER)
    assert factors.check(ADA, now, LATER) == Shown.FITS
    assert factors.check(ADA, now, LATER) == Shown.WRONG
    assert factors.check(ADA, before, LATER) == Shown.WRONG
    assert factors.check(ADA, phone.at(LATER + STEP), LATER) == Shown.FITS


def test_of_many_who_show_one_code_at_once_one_comes_in(factors, phone):
    with ThreadPoolExecutor(4) as pool:
        shown = list(pool.map(lambda _: factors.check(ADA, phone.at(LATER), LATER).fits, range(4)))
    assert sorted(shown) == [False] * 3 + [True]


def test_the_code_of_another_is_wrong(factors, phone):
    secret = factors.offer(BEN, "today")
    factors.turn_on(BEN, secret, TOTP(secret).at(MONDAY), MONDAY)
    assert factors.check(BEN, phone.at(LATER), LATER) == Shown.WRONG
    assert factors.check(UUID(int=3), phone.at(LATER), LATER) == Shown.WRONG


@pytest.mark.parametrize("code", ["", "1", "12345", "1234567", "é" * 6, "\u0661" * 6, "x" * 9_000, "\ud800", "\x00"])
def test_what_is_no_code_is_wrong(factors, phone, code):
    assert factors.check(ADA, code, LATER) == Shown.WRONG
    assert factors.turn_on(BEN, phone.secret, code, LATER) is None


def test_after_five_wrong_ones_even_the_right_one_has_to_wait(factors, phone):
    for _ in range(5):
        assert factors.check(ADA, "000000", LATER) == Shown.WRONG
    assert factors.check(ADA, phone.at(LATER), LATER) == Shown.TOO_OFTEN
    soon = LATER + timedelta(minutes=15)
    assert factors.check(ADA, phone.at(soon), soon) == Shown.FITS


def test_a_recovery_code_fits_all_the_same(factors):
    """Or whoever has the password could keep the owner out."""
    secret = factors.offer(ADA, "today")
    codes = factors.turn_on(ADA, secret, TOTP(secret).at(MONDAY), MONDAY)
    for _ in range(5):
        assert factors.check(ADA, "000000", LATER) == Shown.WRONG
    assert factors.check(ADA, "a" * 12, LATER) == Shown.WRONG
    assert factors.check(ADA, "000000", LATER) == Shown.TOO_OFTEN
    assert factors.check(ADA, codes[0], LATER) == Shown.RECOVERED


def test_a_right_one_forgives_the_wrong_ones(factors, phone):
    for turn in range(3):
        at = LATER + turn * STEP
        for _ in range(4):
            assert factors.check(ADA, "000000", at) == Shown.WRONG
        assert factors.check(ADA, phone.at(at), at) == Shown.FITS


def test_wrong_ones_are_counted_for_all_processes(factors, phone, open_vault):
    for _ in range(5):
        SecondFactors(open_vault()).check(ADA, "000000", LATER)
    assert factors.check(ADA, phone.at(LATER), LATER) == Shown.TOO_OFTEN


def test_each_recovery_code_works_once(factors):
    secret = factors.offer(ADA, "today")
    codes = factors.turn_on(ADA, secret, TOTP(secret).at(MONDAY), MONDAY)
    assert len(set(codes)) == RECOVERY_CODES == factors.codes_left(ADA)
    assert factors.check(ADA, codes[0].upper().replace("-", " "), LATER) == Shown.RECOVERED
    assert factors.check(ADA, codes[0], LATER) == Shown.WRONG
    assert factors.check(ADA, codes[1], LATER) == Shown.RECOVERED
    assert factors.codes_left(ADA) == RECOVERY_CODES - 2


def test_a_recovery_code_is_its_owner_s_alone(factors, phone):
    secret = factors.offer(BEN, "today")
    codes = factors.turn_on(BEN, secret, TOTP(secret).at(MONDAY), MONDAY)
    assert factors.check(ADA, codes[0], LATER) == Shown.WRONG
    assert factors.check(BEN, codes[0], LATER) == Shown.RECOVERED


def test_new_recovery_codes_end_the_old_ones(factors):
    secret = factors.offer(ADA, "today")
    old = factors.turn_on(ADA, secret, TOTP(secret).at(MONDAY), MONDAY)
    new = factors.new_codes(ADA, LATER)
    assert factors.check(ADA, old[0], LATER) == Shown.WRONG
    assert factors.check(ADA, new[0], LATER) == Shown.RECOVERED


def test_turning_it_off_takes_everything_away(factors, phone):
    assert factors.turn_off(ADA, LATER)
    assert (factors.since(ADA), factors.codes_left(ADA), factors.turn_off(ADA, LATER)) == (None, 0, False)
    assert factors.check(ADA, phone.at(LATER), LATER) == Shown.WRONG


def test_turning_it_on_anew_ends_the_old_phone(factors, phone):
    fresh = TOTP(factors.offer(ADA, "another day"))
    factors.turn_on(ADA, fresh.secret, fresh.at(LATER), LATER)
    soon = LATER + timedelta(minutes=5)
    assert factors.check(ADA, phone.at(soon), soon) == Shown.WRONG
    assert factors.check(ADA, fresh.at(soon), soon) == Shown.FITS


def test_it_goes_with_the_member_s_key(factors, phone, vault):
    vault.shred([ADA.hex], ADA, LATER)
    assert (factors.since(ADA), factors.codes_left(ADA)) == (None, 0)


def test_it_is_sealed_for_its_member(factors, phone, vault):
    with vault.database.read() as connection:
        (sealed,) = connection.execute(select(second_factor.c.sealed)).scalars()
    assert phone.secret.encode() not in bytes(sealed)
    assert vault.open((ADA.hex,), bytes(sealed), f"second factor|{ADA.hex}".encode()) == phone.secret.encode()


@pytest.mark.sqlite
def test_no_code_can_be_read_in_the_file(factors, phone, tmp_path):
    codes = factors.new_codes(ADA, LATER)
    kept = b"".join(file.read_bytes() for file in (tmp_path / "school").glob("vault.db*"))
    secrets = [phone.secret, *codes, *(code.replace("-", "") for code in codes)]
    assert [one for one in secrets if one.encode() in kept] == []
