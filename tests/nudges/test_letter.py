"""A letter names nobody but its reader, quotes nothing, and shows the way out."""

from email import message_from_bytes
from email.policy import SMTP

from nudges.tick import tick
from projections.nudge_words import is_unsubscribe_token
from tests.cast import ADA, BEN, DORA, School
from tests.nudges.nudged import Nudged
from tests.nudges.test_tick import on


def everything_due(school: School) -> None:
    """One nudge of each rule for Ada at the same hour."""
    school.goal(statement="Talk to two people at Initech", due="2026-11-09")
    school.goal(statement="Write to Marcus Bell", due="2026-11-10")
    school.sent(school.contact(name="Dana Reyes"))
    school.held(school.contact(name="Tomás Vega"))
    school.takeaway(school.held(school.contact(name="Mira Solberg")), days=7)
    school.partnership(ADA, BEN)
    school.clock.set(on(10, 15))


def test_a_letter_names_nobody_and_quotes_no_goal(nudged: Nudged) -> None:
    everything_due(nudged)
    nudged.tick()
    text = next(m for m in nudged.outbox.sent if m.to == ADA.address).text
    assert text.startswith("Hello Ada,\n")
    private = ["Lindqvist", "Initech", "Marcus", "Dana", "Tomás", "Mira", "Ben", "Talk to", "queues", ADA.address]
    assert [word for word in private if word in text] == []
    assert text.count("http://127.0.0.1:8000/") == 6 + 2
    assert "!" not in text


def test_several_things_share_a_subject_and_one_keeps_its_own(nudged: Nudged) -> None:
    nudged.goal(due="2026-11-09")
    nudged.clock.set(on(7))
    nudged.tick()
    nudged.goal(due="2026-11-16")
    nudged.clock.set(on(9))
    nudged.tick()
    assert [m.subject for m in nudged.outbox.sent] == ["A goal ends in two days", "Two small things for today"]


def test_the_way_out_is_signed_for_this_member_only(nudged: Nudged) -> None:
    nudged.goal(due="2026-11-09")
    nudged.clock.set(on(7))
    nudged.tick()
    [message] = nudged.outbox.sent
    *_, path, member_id, digest = message.way_out.split("/")
    assert (path, member_id) == ("unsubscribe", str(ADA.id))
    vault = nudged.services.vault
    assert is_unsubscribe_token(vault, ADA.id, digest)
    assert not is_unsubscribe_token(vault, BEN.id, digest)
    assert not is_unsubscribe_token(vault, ADA.id, "é\ud800")
    assert message.way_out in message.text


def test_without_a_mail_server_the_letter_lies_in_the_data_folder(school: School) -> None:
    school.goal(DORA, due="2026-11-09")
    school.clock.set(on(7, 9))
    assert tick(school.services)["mailed"] == 1
    [file] = school.services.settings.letters.iterdir()
    letter = message_from_bytes(file.read_bytes(), policy=SMTP)
    assert letter["To"] == DORA.address
    assert letter.get_content().startswith("Hello Dora,")
