"""Erasing: nothing of a person can be read afterwards, numbers stay, and a crash at any step is made good."""

from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import func, select

import bootstrap
from domain.accountability.contacts import Card
from domain.accountability.erasing import ErasureUnderWay
from domain.act import OPERATOR
from domain.contact import ContactForgotten
from domain.refusal import Refusal
from nudges.asked_for import send_asked_for
from nudges.channels import Message
from nudges.channels.mailbox import Mailbox
from nudges.sweeping import sweep
from nudges.tick import tick
from projections import buddy, erasing, history, inbox, people, tracker
from projections.erasing import carry_out, carry_out_again, carry_out_due
from projections.erasures import erasure_of, erasures_ahead, erasures_done, erasures_due
from projections.imports import carry_out as import_all
from projections.imports import plan_linkedin
from projections.invitations import invite
from projections.progress.goals import goals
from projections.progress.outreach import stories
from store.copying import open_all
from store.keys import SubjectErased
from store.snapshots import snapshot
from tests.cast import ADA, BEN, CLEO, DORA, Player, School, there

CARD = Card("Mira Solberg", "A meetup", "Nordlys", "Engineer", "mira@example.org", "https://example.org/mira")
EXPORT = b"""First Name,Last Name,URL,Email Address,Company,Position,Connected On
Mira,Solberg,,mira@example.org,Polaris,Lead,01 Nov 2026
Noor,Haddad,,,Atlas,Engineer,01 Nov 2026
"""
DUE = timedelta(days=8)


class Killed(BaseException):
    """The process is gone."""


def with_history(school: School, who: Player = ADA) -> tuple[UUID, UUID, UUID]:
    """(goal, contact, outreach): a conversation held, a takeaway, and a buddy."""
    goal = school.goal(who)
    contact = school.contact(who, **vars_of(CARD))
    outreach = school.held(contact, goal, who, notes="About queues")
    school.takeaway(outreach, who)
    return goal, contact, outreach


def vars_of(card: Card) -> dict[str, str]:
    return {name: getattr(card, name) for name in ("name", "how_known", "company", "role", "email", "link")}


def numbers(school: School, who: Player = ADA) -> object:
    """All that is counted of somebody: dates, counts and levels."""
    told = stories(school.views, who.id)
    return (
        [(g.progress.count, g.progress.standing, g.terms) for g in goals(school.views, who.id, told, school.clock())],
        [(s.outreach_id, s.stage, s.tie, s.touched_at, s.takeaway.state if s.takeaway else "") for s in told],
        tracker.ids_of(school.views, who.id),
    )


def forget(school: School) -> tuple[int, int]:
    return carry_out_due(school.services, by=OPERATOR, door="command line")


def forget_contact(school: School, contact: UUID) -> None:
    school.say(OPERATOR, "request_contact_erasure", contact, at_once=True)
    assert forget(school) == (1, 0)


def forget_ada(school: School) -> None:
    school.say(ADA, "request_member_erasure", ADA.id)
    school.clock.go(days=8)
    assert forget(school) == (1, 0)


def test_nothing_happens_before_its_time_or_after_it_was_called_off(school: School) -> None:
    _, contact, _ = with_history(school)
    school.say(ADA, "request_member_erasure", ADA.id)
    school.say(ADA, "request_contact_erasure", contact)
    assert [e.kind for e in erasures_ahead(school.views)] == ["contact", "member"]
    assert forget(school) == (0, 0)
    school.say(ADA, "cancel_member_erasure", ADA.id)
    school.say(ADA, "cancel_contact_erasure", contact)
    school.clock.go(days=30)
    assert (forget(school), erasures_ahead(school.views)) == ((0, 0), [])
    assert str(there(people.person(school.views, ADA.id)).name) == ADA.name


@pytest.mark.parametrize("kind", ["member", "contact"])
def test_when_the_time_to_think_is_over_only_the_operator_stops_it(school: School, kind: str) -> None:
    _, contact, _ = with_history(school)
    subject = _id(kind, contact)
    school.say(ADA, f"request_{kind}_erasure", subject)
    (erasure,) = erasures_ahead(school.views)
    school.clock.set(erasure.erase_from)
    with pytest.raises(ErasureUnderWay):
        school.say(ADA, f"cancel_{kind}_erasure", subject)
    school.say(OPERATOR, f"cancel_{kind}_erasure", subject)
    assert (forget(school), erasures_ahead(school.views)) == ((0, 0), [])


@pytest.mark.parametrize("then", ["called off", "put off", "asked for again"])
def test_what_is_called_off_while_another_is_carried_out_is_not_done(
    school: School, monkeypatch: pytest.MonkeyPatch, then: str
) -> None:
    for who in (ADA, BEN):
        school.say(who, "request_member_erasure", who.id)
    school.clock.go(days=8)
    first, second = (one.member_id for one in erasures_due(school.views, school.clock()))

    def meanwhile(work: erasing.Work) -> None:
        if work.erasure.member_id == first and then != "asked for again":
            school.say(OPERATOR, "cancel_member_erasure", second)
        if then != "called off":
            school.say(OPERATOR, "request_member_erasure", second)

    monkeypatch.setitem(erasing.STEPS, "files", meanwhile)
    stays = then != "asked for again"
    assert forget(school) == (1 if stays else 2, 0)
    assert there(people.person(school.views, second)).name.erased is not stays


def test_of_a_contact_nothing_can_be_read_and_all_numbers_stay(school: School) -> None:
    _, contact, _ = with_history(school)
    before = numbers(school)
    forget_contact(school, contact)
    assert numbers(school) == before
    card = there(tracker.contact_with(school.views, ADA.id, contact))
    assert (str(card.name), str(card.email), card.company.text, card.erased) == ("[erased]", "", "", True)
    story = there(stories(school.views, ADA.id)[0])
    assert (story.notes.erased, str(story.notes)) == (True, "[erased]")
    assert there(story.takeaway).text.erased
    assert tracker.contacts(school.views, ADA.id) == tracker.contacts(school.views, ADA.id, removed=True) == []
    assert [done.subject_id for done in erasures_done(school.views)] == [contact]


def test_of_a_member_and_their_contacts_nothing_can_be_read_and_all_numbers_stay(school: School) -> None:
    with_history(school)
    kept = school.contact(BEN, "Somebody of Ben's")
    before = numbers(school)
    forget_ada(school)
    assert numbers(school)[1:] == before[1:]  # type: ignore[index]
    assert {c.name.erased for c in tracker.contacts(school.views, ADA.id)} == {True}
    assert str(there(people.person(school.views, ADA.id)).name) == "[erased]"
    assert str(there(tracker.contact_with(school.views, BEN.id, kept)).name) == "Somebody of Ben's"
    texts = open_all(school.use_cases)
    assert 0 < texts.erased < texts.sealed
    for entry in history.history(school.views, ADA.id, limit=500):
        assert not any(getattr(v, "text", "") for v in vars(entry.event).values() if hasattr(v, "subjects"))


def test_how_it_ended_is_recorded_with_how_many_it_was(school: School) -> None:
    with_history(school)
    school.contact(ADA, "Noor")
    forget_ada(school)
    done = history.history(school.views, ADA.id, limit=1)[0]
    assert (done.name, done.event.contacts, done.event.by) == ("Member.Erased", 2, OPERATOR)  # type: ignore[attr-defined]


def test_partnerships_end_and_nudges_on_their_way_are_settled(school: School) -> None:
    pair, claimed = school.partnership(), {"rule": "goal_due_soon", "slot": "x|week", "facts": {"about": "2026-12-01"}}
    asked = school.say(CLEO, "propose_partnership", partner_id=ADA.id)
    school.say("system:scheduler", "claim_nudge", member_id=ADA.id, thing_id=ADA.id, channel="email", **claimed)
    forget_ada(school)
    assert there(buddy.one_partnership(school.views, BEN.id, pair)).state == "ended"
    assert school.use_cases.repository.get(asked).state == "declined"
    assert inbox.unsettled(school.views) == []


def test_letters_to_the_member_are_destroyed_and_no_others(school: School) -> None:
    folder = school.settings.letters
    folder.mkdir(exist_ok=True)
    for number, address in enumerate((ADA.address.upper(), BEN.address, ADA.address)):
        (folder / f"{number}.eml").write_bytes(f"From: a@b.example\r\nTo: {address}\r\n\r\nHello".encode())
    forget_ada(school)
    assert [letter.name for letter in folder.iterdir()] == ["1.eml"]


def test_letters_in_which_they_invite_somebody_are_destroyed(school: School) -> None:
    """A stranger is told who invites them, so the host's name stands in a letter to another."""
    mailbox = Mailbox(school.settings.letters, school.settings.sender)
    for who in (ADA, BEN):
        invite(school.services, school.act(DORA if who is ADA else OPERATOR), who.id)
    assert send_asked_for(school.services, mailbox) == {"sent": 2}
    assert [DORA.name in letter.read_text() for letter in sorted(school.settings.letters.iterdir())].count(True) == 1
    school.say(OPERATOR, "request_member_erasure", DORA.id, at_once=True)
    assert forget(school) == (1, 0)
    (left,) = school.settings.letters.iterdir()
    assert (left.stem.endswith(BEN.id.hex), DORA.name in left.read_text()) == (True, False)


def test_a_letter_that_was_on_its_way_meanwhile_is_swept_out(school: School) -> None:
    mailbox = Mailbox(school.settings.letters, school.settings.sender)

    class Slow:
        def send(self, message: Message) -> None:
            if message.member_id == ADA.id:
                school.say(OPERATOR, "request_member_erasure", ADA.id, at_once=True)
                assert forget(school) == (1, 0)
            mailbox.send(message)

    for who in (ADA, BEN):
        school.services.outbox.put("password_changed", school.clock(), member_id=who.id)
    assert send_asked_for(school.services, Slow()) == {"sent": 2}
    assert len(list(school.settings.letters.iterdir())) == 2
    sweep(school.services)
    (left,) = school.settings.letters.iterdir()
    assert left.stem.endswith(BEN.id.hex)


def test_the_address_may_come_back_as_somebody_new(school: School) -> None:
    forget_ada(school)
    joined = school.say(OPERATOR, "add_member", name="Ada", address=ADA.address, role="student", zone="UTC")
    assert joined != ADA.id
    assert str(there(people.person(school.views, joined)).name) == "Ada"


def test_a_forgotten_contact_is_not_brought_back_by_an_import_nor_by_hand(school: School) -> None:
    _, contact, _ = with_history(school)
    forget_contact(school, contact)
    plan = plan_linkedin(school.views, school.use_cases, ADA.id, EXPORT)
    assert [(s.row, s.why) for s in plan.skipped] == [(2, "forgotten")]
    assert import_all(school.views, school.use_cases, school.act(), plan) == 1
    known = tracker.owners_of_marks(school.views, ADA.id)
    with pytest.raises(ContactForgotten):
        school.say(ADA, "add_contact", card=Card("M. S.", email="mira@example.org"), tie="weak", known=known)


def test_nothing_new_is_written_about_who_was_forgotten(school: School) -> None:
    _, contact, outreach = with_history(school)
    forget_contact(school, contact)
    end = school.use_cases.end()
    with pytest.raises(SubjectErased) as refused:
        school.say(ADA, "write_notes", outreach, notes="Once more")
    assert isinstance(refused.value, Refusal)
    assert school.use_cases.end() == end


def test_the_views_can_be_built_anew_and_are_the_same(school: School) -> None:
    _, contact, _ = with_history(school)
    forget_contact(school, contact)
    forget_ada(school)
    assert {d.different for d in school.views.catch_up.rebuild(compare=True)} == {0}


def test_a_file_that_waits_to_be_looked_over_goes_too_for_it_may_name_them(school: School) -> None:
    uploads, (_, contact, _) = school.services.uploads, with_history(school)
    waiting, others = (uploads.keep(who.id, b"Mira Kovar", school.clock()) for who in (ADA, BEN))
    assert uploads.look(waiting, ADA.id, school.clock())
    forget_contact(school, contact)
    assert uploads.look(waiting, ADA.id, school.clock()) is None
    assert uploads.look(others, BEN.id, school.clock())


def test_snapshots_of_what_concerned_them_are_dropped(school: School, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("store.snapshots.STEP", 1)
    with_history(school)
    school.say(ADA, "choose_goal_sharing", school.goal(), sharing="words")

    def kept() -> int:
        with school.views.database.read() as connection:
            return connection.execute(select(func.count()).select_from(snapshot)).scalar() or 0

    assert kept()
    monkeypatch.setattr("store.snapshots.STEP", 1_000)
    forget_ada(school)
    assert kept() == 0


@pytest.mark.parametrize("step", erasing.STEPS)
@pytest.mark.parametrize("kind", ["member", "contact"])
def test_killed_after_any_step_it_is_completed_by_the_next(school: School, kind: str, step: str) -> None:
    _, contact, _ = with_history(school)
    pair = school.partnership()
    school.say(ADA, "request_member_erasure" if kind == "member" else "request_contact_erasure", _id(kind, contact))
    school.clock.go(days=8)
    (erasure,) = erasures_due(school.views, school.clock())

    def killed(done: str) -> None:
        if done == step:
            raise Killed

    with pytest.raises(Killed):
        carry_out(school.services, erasure, by=OPERATOR, door="command line", told=killed)
    again = bootstrap.open_services(school.settings, now=school.clock)
    try:
        assert carry_out_due(again, by=OPERATOR, door="command line") == (int(step != "recorded"), 0)
        assert erasures_ahead(again.views) == []
        assert there(tracker.contact_with(again.views, ADA.id, contact)).name.erased
        assert there(people.person(again.views, ADA.id)).name.erased is (kind == "member")
        state = there(buddy.one_partnership(again.views, BEN.id, pair)).state
        assert state == ("ended" if kind == "member" else "active")
        assert again.vault.member_with(ADA.address) == (None if kind == "member" else ADA.id)
    finally:
        again.close()
    names = [e.name for e in history.history(school.views, ADA.id, limit=500)]
    assert names.count("Member.Erased" if kind == "member" else "Contact.Erased") == 1


def _id(kind: str, contact: UUID) -> UUID:
    return ADA.id if kind == "member" else contact


def test_the_scheduler_carries_out_what_is_due(school: School) -> None:
    school.say(ADA, "request_member_erasure", ADA.id)
    assert tick(school.services)["erased"] == 0
    school.clock.go(days=8)
    report = tick(school.services)
    assert (report["erased"], report["not_erased"], tick(school.services)["erased"]) == (1, 0, 0)


def test_a_contact_is_found_in_every_tracker_by_the_mark_of_an_address(school: School) -> None:
    mine = school.contact(ADA, **vars_of(CARD))
    bens = school.contact(BEN, "Mira", email="MIRA@example.org")
    school.contact(CLEO, "Somebody Else", email="else@example.org")
    marks = school.use_cases.marks_of_contact("mira@example.org")
    assert set(tracker.with_marks(school.views, marks)) == {(mine, ADA.id), (bens, BEN.id)}


def test_an_old_vault_that_was_put_back_is_noticed(school: School, monkeypatch: pytest.MonkeyPatch) -> None:
    forget_ada(school)
    assert carry_out_again(school.services, by=OPERATOR, door="command line") == 0
    monkeypatch.setattr(school.services.vault, "is_shredded", lambda subject: False)
    assert carry_out_again(school.services, by=OPERATOR, door="command line") == 1


@pytest.mark.parametrize("what", ["trouble='KeyError'", "version=version+1"])
def test_nothing_is_erased_by_halves_while_a_view_stands_still(school: School, what: str) -> None:
    """Or is a newer program's to move: what this one reads there is frozen."""
    school.say(OPERATOR, "request_member_erasure", ADA.id, at_once=True)
    with school.views.database.write() as connection:
        connection.exec_driver_sql(f"UPDATE view_standing SET {what} WHERE view='tracker'")
    assert forget(school) == (0, 1)
    assert str(there(people.person(school.views, ADA.id)).name) == ADA.name
    assert there(erasure_of(school.views, ADA.id)).kind == "member"
