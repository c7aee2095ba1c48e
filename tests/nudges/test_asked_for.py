"""A letter that was asked for goes to the member it concerns, once, with a link that works; to nobody else."""

import logging
import re
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from threading import Thread
from unittest.mock import Mock

import pytest

from bootstrap import open_services
from domain.act import OPERATOR
from nudges.asked_for import AGAIN_IN, send_asked_for
from nudges.channels import ChannelDown, ChannelError, Message, OutcomeUnknown
from nudges.channels.writing import written
from nudges.wordings import LETTERS
from projections.people import person
from projections.services import Services
from store.master_key import WrongKey
from store.outbox import KINDS, LEASE
from tests.cast import ADA, BEN, DORA, Player, School, there
from tests.nudges.nudged import Nudged

STRANGER = "nobody.here@example.org"


def token_in(message: Message) -> str:
    [link] = re.findall(r"https?://\S+", message.text)
    return str(link.rpartition("/")[2])


def ask(nudged: Nudged, kind: str = "sign_in", **whom: object) -> None:
    nudged.services.outbox.put(kind, nudged.clock(), **{"member_id": ADA.id, **whom})  # type: ignore[arg-type]


def send(nudged: Nudged) -> dict[str, int]:
    return send_asked_for(nudged.services, nudged.outbox)


def test_every_kind_of_letter_has_its_words() -> None:
    assert set(LETTERS) == set(KINDS)


@pytest.mark.parametrize("kind", [kind for kind, said in LETTERS.items() if said.link and kind != "new_address"])
def test_a_letter_holds_a_link_that_is_good_for_as_long_as_it_says(nudged: Nudged, kind: str) -> None:
    ask(nudged, kind)
    assert send(nudged) == {"sent": 1}
    [message], link = nudged.outbox.sent, LETTERS[kind].link
    assert link
    assert (message.to, message.way_out) == (ADA.address, "")
    assert "Hello Ada," in message.text
    token, last = token_in(message), nudged.clock() + link.good_for - timedelta(seconds=1)
    assert nudged.services.access.link(token, link.purpose, last) == (True, ADA.id)
    assert nudged.services.access.link(token, link.purpose, last + timedelta(seconds=1)) == (False, None)


def test_an_address_is_known_however_it_was_typed_and_the_letter_goes_to_the_one_on_record(nudged: Nudged) -> None:
    ask(nudged, member_id=None, address=f"  {ADA.address.upper()} ")
    send(nudged)
    assert [message.to for message in nudged.outbox.sent] == [ADA.address]


@pytest.mark.parametrize("typed", [STRANGER, "", "ada", f"{ADA.address}\r\nBcc: eve@example.org", "\x00", "ü" * 400])
def test_nothing_goes_to_an_address_that_is_nobodys(nudged: Nudged, typed: str) -> None:
    ask(nudged, member_id=None, address=typed)
    assert send(nudged) == {"dropped": 1}
    assert nudged.outbox.sent == []
    assert send(nudged) == {}


def test_each_letter_is_sent_once(nudged: Nudged) -> None:
    for _ in range(3):
        ask(nudged)
    assert send(nudged) == {"sent": 3}
    assert send(nudged) == {}


def test_a_scheduler_that_dies_between_sending_and_saying_so_sends_it_once_more(nudged: Nudged) -> None:
    ask(nudged)
    nudged.outbox.trouble_after = KeyboardInterrupt()
    for _ in range(2):
        with pytest.raises(KeyboardInterrupt):
            send(nudged)
        assert send(nudged) == {}
        nudged.clock.go(minutes=LEASE.total_seconds() / 60)
    assert send(nudged) == {}
    first, second = nudged.outbox.sent
    # A program that keeps one letter of each id would throw the one away whose link works.
    assert first.message_id != second.message_id
    good = [nudged.services.access.link(token_in(m), "sign_in", nudged.clock())[0] for m in (first, second)]
    assert good == [False, True]


def test_nobody_knows_whether_it_arrived_so_it_is_sent_once_more(nudged: Nudged) -> None:
    ask(nudged)
    nudged.outbox.trouble_after = OutcomeUnknown()
    for _ in range(5):
        send(nudged)
        nudged.clock.go(minutes=6)
    assert len(nudged.outbox.sent) == 2


def test_what_the_server_refuses_for_now_is_tried_again_until_it_is_worth_nothing(nudged: Nudged) -> None:
    ask(nudged)
    nudged.outbox.trouble = ChannelDown("unreachable")
    for _ in range(60):
        send(nudged)
        nudged.clock.set(nudged.clock() + AGAIN_IN)
    assert nudged.outbox.asked == KINDS["sign_in"] / AGAIN_IN
    nudged.outbox.trouble = None
    assert send(nudged) == {}


def test_a_server_that_is_down_is_not_asked_for_each_letter(nudged: Nudged) -> None:
    for _ in range(5):
        ask(nudged)
    nudged.outbox.trouble = ChannelDown("unreachable")
    assert send(nudged) == {"down": 1}
    nudged.outbox.trouble = None
    nudged.clock.set(nudged.clock() + AGAIN_IN)
    assert send(nudged) == {"sent": 5}


def test_what_the_server_refuses_for_good_is_given_up(nudged: Nudged) -> None:
    ask(nudged)
    nudged.outbox.trouble = ChannelError("smtp_550", permanent=True)
    assert send(nudged) == {"refused": 1}
    nudged.outbox.trouble = None
    nudged.clock.go(minutes=10)
    assert send(nudged) == {}


def test_one_letter_that_cannot_be_written_does_not_keep_the_others(nudged: Nudged, monkeypatch) -> None:
    ask(nudged, "reset")
    ask(nudged, "sign_in")
    monkeypatch.delitem(LETTERS, "reset")
    assert send(nudged) == {"broken": 1, "sent": 1}


def test_what_fails_before_a_letter_leaves_does_not_count(nudged: Nudged, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is tried again for as long as it is worth sending, and not given up as if it might have arrived."""
    ask(nudged, "password_changed")
    with monkeypatch.context() as broken:
        broken.setattr(nudged.views.catch_up, "run", lambda: 1 / 0)
        for _ in range(5):
            assert send(nudged) == {"broken": 1}
            nudged.clock.go(minutes=6)
    assert send(nudged) == {"sent": 1}


def test_a_machine_without_the_newest_key_leaves_a_letter_to_the_others(
    nudged: Nudged, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask(nudged, "password_changed")
    with monkeypatch.context() as elsewhere:
        elsewhere.setattr(nudged.services.vault, "open", Mock(side_effect=WrongKey))
        for _ in range(5):
            with pytest.raises(WrongKey):
                send(nudged)
            nudged.clock.set(nudged.clock() + LEASE)
    assert send(nudged) == {"sent": 1}


@pytest.mark.parametrize("what", ["trouble='KeyError'", "version=version+1"])
def test_while_nobody_knows_who_is_who_letters_wait(nudged: Nudged, what: str) -> None:
    ask(nudged)
    with nudged.views.database.write() as connection:
        connection.exec_driver_sql(f"UPDATE view_standing SET {what} WHERE view='people'")
    assert (send(nudged), nudged.outbox.asked) == ({"held": 1}, 0)


def test_who_was_erased_by_another_process_is_not_written_to(nudged: Nudged) -> None:
    """Their key may still be in this one's memory."""
    ask(nudged)
    assert there(person(nudged.views, ADA.id)).name.text == ADA.name
    with closing(open_services(nudged.services.settings, now=nudged.clock)) as other:
        other.vault.shred([ADA.id.hex], None, nudged.clock())
    assert (send(nudged), nudged.outbox.asked) == ({"dropped": 1}, 0)


def test_a_letter_to_somebody_erased_meanwhile_is_dropped(nudged: Nudged) -> None:
    ask(nudged)
    ask(nudged, member_id=None, address=ADA.address)
    nudged.services.vault.shred([ADA.id.hex], ADA.id, nudged.clock())
    assert send(nudged) == {"dropped": 1}
    assert nudged.outbox.sent == []


def test_nothing_goes_to_an_account_that_is_closed(nudged: Nudged) -> None:
    ask(nudged)
    ask(nudged, member_id=None, address=ADA.address)
    nudged.say(DORA, "close_account", ADA.id, reason="She left")
    assert send(nudged) == {"dropped": 2}


def test_the_letter_to_a_new_address_names_nobody_and_its_link_is_for_that_address_alone(nudged: Nudged) -> None:
    ask(nudged, "new_address", address=STRANGER)
    send(nudged)
    [message], wanted = nudged.outbox.sent, nudged.services.wanted_addresses
    assert message.to == STRANGER
    assert "Ada" not in message.text
    token, now = token_in(message), nudged.clock()
    assert nudged.services.access.link(token, wanted.purpose(STRANGER), now) == (True, ADA.id)
    assert nudged.services.access.link(token, wanted.purpose("other@example.org"), now) == (False, None)


def named(nudged: Nudged, school: str) -> None:
    """What the school calls itself where its letters come from."""
    settings = replace(nudged.services.settings, sender=f"{school} <school@example.org>")
    nudged.services = replace(nudged.services, settings=settings)


def invited(nudged: Nudged, by: Player | str = DORA) -> Message:
    nudged.say(by, "record_link", ADA.id)
    ask(nudged, "invitation")
    assert send(nudged) == {"sent": 1}
    return nudged.outbox.sent[-1]


def test_an_invitation_says_who_invites_and_to_what(nudged: Nudged) -> None:
    message = invited(nudged)
    assert message.subject == "Dora Weiss invites you to Accountabilibuddy"
    assert "Dora Weiss has made an account for you on Accountabilibuddy, in the cohort Autumn" in message.text
    named(nudged, "Makers Academy")
    message = invited(nudged)
    assert message.subject == "Dora Weiss of Makers Academy invites you to Accountabilibuddy"
    assert "Dora Weiss of Makers Academy has made" in message.text


def test_an_invitation_names_nobody_who_is_nobody_here_any_more(nudged: Nudged) -> None:
    assert invited(nudged, OPERATOR).subject == "Your school invites you to Accountabilibuddy"
    named(nudged, "Makers Academy")
    assert invited(nudged, OPERATOR).subject == "Makers Academy invites you to Accountabilibuddy"
    nudged.say(DORA, "record_link", ADA.id)
    nudged.services.vault.shred([DORA.id.hex], DORA.id, nudged.clock())
    ask(nudged, "invitation")
    send(nudged)
    last = nudged.outbox.sent[-1]
    assert "Makers Academy has made an account for you" in last.text
    assert "erased" not in last.subject + last.text


def test_names_in_a_letter_stay_names(nudged: Nudged) -> None:
    """However long they are, and whatever stands in them; nothing of them becomes a line or a blank to fill in."""
    nudged.say(DORA, "change_settings", name="Döra {url} %s " + "Weiß" * 40, zone="UTC", nudges=True)
    nudged.say(ADA, "change_settings", name="{url}", zone="UTC", nudges=True)
    named(nudged, "M" * 150)
    message = invited(nudged)
    assert message.text.count("http") == 1
    assert len(message.subject) < 220
    letter = written(message, nudged.services.settings.sender)
    assert letter["Subject"] == message.subject
    assert [line for line in bytes(letter).splitlines() if len(line) > 900] == []


@pytest.mark.parametrize("kind", ["sign_in", "reset", "confirm", "new_address"])
def test_a_letter_says_which_school_it_is_about(nudged: Nudged, kind: str) -> None:
    ask(nudged, kind, **({"address": STRANGER} if kind == "new_address" else {}))
    send(nudged)
    named(nudged, "Makers Academy")
    ask(nudged, kind, **({"address": STRANGER} if kind == "new_address" else {}))
    send(nudged)
    without, with_name = (message.text for message in nudged.outbox.sent)
    assert "on Accountabilibuddy" in without
    assert "on Accountabilibuddy at Makers Academy" in with_name


def test_nobody_is_asked_whether_they_want_to_give_up_their_address(nudged: Nudged) -> None:
    ask(nudged, "new_address", address=BEN.address.upper())
    assert send(nudged) == {"dropped": 1}


def test_the_old_address_hears_of_the_change_and_gets_no_link(nudged: Nudged) -> None:
    ask(nudged, "address_changed", address="ada.before@example.org")
    send(nudged)
    [message] = nudged.outbox.sent
    assert message.to == "ada.before@example.org"
    assert "http" not in message.text


def test_two_schedulers_at_once_send_it_once(nudged: Nudged) -> None:
    for _ in range(20):
        ask(nudged)

    def run(services: Services) -> None:
        send_asked_for(services, nudged.outbox)

    rivals = [Thread(target=run, args=[nudged.services]) for _ in range(2)]
    for rival in rivals:
        rival.start()
    for rival in rivals:
        rival.join()
    assert len(nudged.outbox.sent) == len({message.message_id for message in nudged.outbox.sent}) == 20


def test_nothing_of_it_is_logged(nudged: Nudged, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    ask(nudged)
    ask(nudged, member_id=None, address=STRANGER)
    nudged.outbox.trouble_after = RuntimeError(f"550 no mailbox of {ADA.address}")
    send(nudged)
    nudged.clock.go(hours=1)
    send(nudged)
    said = caplog.text
    assert "RuntimeError" in said
    secrets = [token_in(message) for message in nudged.outbox.sent]
    assert not [word for word in (ADA.address, STRANGER, *secrets) if word in said]


def test_an_erasure_takes_the_letters_along_whatever_address_they_went_to(school: School) -> None:
    """Without a mail server they lie in a folder."""
    from nudges.channels import channel_for
    from projections.erasing import carry_out_due

    school.services.outbox.put("address_changed", school.clock(), member_id=ADA.id, address=STRANGER)
    school.services.outbox.put("sign_in", school.clock(), member_id=BEN.id)
    assert send_asked_for(school.services, channel_for(school.settings)) == {"sent": 2}
    school.say(ADA, "request_member_erasure", ADA.id)
    school.clock.go(days=30)
    assert carry_out_due(school.services, by="operator", door="command line") == (1, 0)
    [left] = school.settings.letters.iterdir()
    assert BEN.address in left.read_text()
