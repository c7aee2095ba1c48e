"""Takeaways: deciding the one thing, the list, following up, moving, rewording, letting go and picking up again."""

from uuid import uuid4

import pytest

from projections.progress.takeaways import one_takeaway
from projections.tracker import contacts
from tests.cast import ADA, CLEO
from tests.web.conftest import events_of, plain, words


@pytest.fixture
def ada(client):
    return client(ADA)


@pytest.fixture
def held(school):
    return school.held(school.contact(name="Dana Whitfield"), school.goal())


def card_of(school, takeaway_id):
    found = one_takeaway(school.views, ADA.id, takeaway_id)
    assert found
    return found


# Deciding


def test_the_one_thing_is_due_in_a_week_unless_told_otherwise(school, ada, held):
    answer = ada.submit(f"/outreach/{held}/takeaway", text="Read about queues")
    page = ada.see(answer.location)
    assert "Read about queues" in page
    assert "due Monday 9 November" in page


def test_the_same_click_twice_decides_once_and_a_second_thing_is_refused_with_the_text_kept(school, ada, held):
    form = ada.form(f"/outreach/{held}/takeaway")
    first, again = (ada.send(form.action, form.filled({"text": "Read"})) for _ in range(2))
    assert first.location == again.location
    second = ada.send(form.action, form.filled({"text": "Another", "command_id": str(uuid4())}))
    assert second.status_code == 409
    assert "has its one takeaway" in words(second)
    assert ada.form(second).fields["text"] == ["Another"]
    assert ada.get(f"/outreach/{held}/takeaway").location == first.location


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"text": ""}, "This one is needed"),
        ({"text": "x" * 501}, "longer than 500"),
        ({"text": "t", "kind": ""}, "choose one of the options"),
        ({"text": "t", "due": ""}, "not a date we can read"),
        ({"text": "t", "due": "2026-11-01"}, "has passed already"),
    ],
)
def test_what_cannot_be_decided_is_said_and_kept(school, ada, held, typed, said):
    answer = ada.submit(f"/outreach/{held}/takeaway", **typed)
    assert answer.status_code == 422
    assert said in words(answer)
    kept = ada.form(answer).fields
    assert all(kept.get(name, [""]) == [value] for name, value in typed.items())


def test_a_takeaway_before_the_conversation_is_refused_in_words(school, ada):
    outreach_id = school.sent(school.contact())
    fields = {"csrf_token": ada.token(), "text": "Read", "kind": "research", "due": "2026-11-09"}
    answer = ada.send(f"/outreach/{outreach_id}/takeaway", fields)
    assert answer.status_code == 409
    assert "comes from a conversation" in words(answer)
    assert "Read" in answer.text


# The list


def test_an_empty_list_says_what_it_is_for(ada):
    assert "Nothing to follow up yet" in ada.see("/takeaways")


def test_the_list_shows_what_is_open_by_date_what_is_settled_and_what_is_undecided(school, ada, held, clock):
    for name, days in (("Later", 9), ("Sooner", 2)):
        outreach_id = school.held(school.contact(name=f"{name} Person"))
        due = school.days_ahead(days)
        school.say(ADA, "decide_takeaway", outreach_id, text=f"{name} thing", kind="research", due=due)
    settled = school.takeaway(school.held(school.contact(name="Settled Person")))
    school.say(ADA, "drop_takeaway", settled, reason="Not needed")
    clock.go(days=4)
    page = ada.see("/takeaways")
    assert page.index("Not decided yet") < page.index("Sooner thing") < page.index("Later thing")
    assert page.index("Later thing") < page.index("Settled Person")
    assert "was due two days ago" in page
    assert "let go" in page


def test_the_list_and_a_page_ask_few_questions(school, ada, statements):
    taken = [school.takeaway(school.held(school.contact(name=f"Somebody {number}"))) for number in range(20)]
    for path in ("/takeaways", f"/takeaways/{taken[0]}"):
        with statements() as asked:
            ada.see(path)
        assert len(asked) <= 15, (path, len(asked))


# Following up


def test_following_up_says_what_came_of_it(school, ada, held):
    taken = school.takeaway(held)
    path = f"/takeaways/{taken}"
    form = ada.form(path, f"{path}/follow-up")
    for _ in range(2):
        assert ada.send(form.action, form.filled({"what_came": "Understood queues"})).status_code == 303
    assert events_of(school, taken) == ["Decided", "FollowedUp"]
    assert "Understood queues" in ada.see(path)
    assert "The whole thread, done" in ada.see(f"/outreach/{held}")


def test_it_can_lead_to_somebody_new(school, ada, held):
    taken = school.takeaway(held)
    path = f"/takeaways/{taken}"
    somebody = {"name": "Nova Stern", "email": "nova@example.org", "how_known": "Dana wrote to both of us"}
    ada.submit(path, f"{path}/follow-up", what_came="Met her", tie="cold", **somebody)
    nova = next(c for c in contacts(school.views, ADA.id) if c.name.text == "Nova Stern")
    assert nova.introduced_by == card_of(school, taken).contact_id
    assert nova.tie == "cold"
    assert "Nova Stern" in ada.see(path)


@pytest.mark.parametrize(
    ("typed", "status", "said"),
    [
        ({"name": "", "email": "nova@example.org"}, 422, "This one is needed"),
        ({"name": "Nova", "email": "not an address"}, 422, "does not look like an e-mail address"),
        ({"name": "Nova", "link": "javascript:alert(1)"}, 422, "not a web address"),
        ({"name": "Nova", "tie": "enemy"}, 422, "choose one of the options"),
        ({"name": "Dana Whitfield"}, 409, "in your contacts already"),
        ({"what_came": "x" * 4_001}, 422, "longer than 4000"),
    ],
)
def test_a_follow_up_that_does_not_work_is_said_and_nothing_half_happens(school, ada, held, typed, status, said):
    taken = school.takeaway(held)
    path = f"/takeaways/{taken}"
    fields = {"what_came": "Words to keep", **typed}
    answer = ada.submit(path, f"{path}/follow-up", **fields)
    assert answer.status_code == status
    assert said in words(answer)
    kept = ada.form(answer, f"{path}/follow-up").fields
    assert all(kept[name] == [value] for name, value in fields.items() if name != "tie")
    assert events_of(school, taken) == ["Decided"]
    assert len(contacts(school.views, ADA.id)) == 1


# Changing it


def test_the_date_moves_with_a_reason(school, ada, held):
    taken = school.takeaway(held)
    path = f"/takeaways/{taken}"
    ada.submit(path, f"{path}/rescheduling", due="2026-11-20", reason="She is away")
    assert card_of(school, taken).due.isoformat() == "2026-11-20"


@pytest.mark.parametrize(
    ("name", "typed", "said"),
    [
        ("rescheduling", {"due": "2026-11-20", "reason": ""}, "This one is needed"),
        ("rescheduling", {"due": "2026-10-20", "reason": "r"}, "has passed already"),
        ("rescheduling", {"due": "2026-11-09", "reason": "r"}, "the date it has now"),
        ("rewording", {"text": ""}, "This one is needed"),
        ("dropping", {"reason": ""}, "This one is needed"),
    ],
)
def test_a_change_that_does_not_work_is_said_and_kept(school, ada, held, name, typed, said):
    taken = school.takeaway(held)
    path = f"/takeaways/{taken}"
    answer = ada.submit(path, f"{path}/{name}", **typed)
    assert answer.status_code in (409, 422)
    assert said in words(answer)
    kept = ada.form(answer, f"{path}/{name}").fields
    assert all(kept[field] == [value] for field, value in typed.items())
    assert events_of(school, taken) == ["Decided"]


@pytest.mark.parametrize("name", ["rewording", "rescheduling"])
def test_a_change_on_a_stale_page_is_told_and_can_be_said_again(school, ada, held, name):
    taken = school.takeaway(held)
    path = f"/takeaways/{taken}"
    form = ada.form(path, f"{path}/{name}")
    school.say(ADA, "reword_takeaway", taken, text="Newer words")
    typed = {"text": "My words", "due": "2026-11-20", "reason": "r"}
    answer = ada.send(form.action, form.filled({field: typed[field] for field in form.fields if field in typed}))
    assert answer.status_code == 409
    assert "changed after you opened the page" in words(answer)
    assert "Newer words" in words(answer)
    assert ada.submit(answer, f"{path}/{name}").status_code == 303


def test_it_can_be_let_go_and_picked_up_again(school, ada, held):
    taken = school.takeaway(held)
    path = f"/takeaways/{taken}"
    ada.submit(path, f"{path}/dropping", reason="The course covers it")
    assert "The course covers it" in ada.see(path)
    form = ada.form(path, f"{path}/picking-up")
    for _ in range(2):
        assert ada.send(form.action, form.filled({})).status_code == 303
    assert events_of(school, taken) == ["Decided", "Dropped", "PickedUpAgain"]


def test_what_is_settled_is_not_settled_again(school, ada, held):
    taken = school.takeaway(held)
    path = f"/takeaways/{taken}"
    form = ada.form(path, f"{path}/follow-up")
    school.say(ADA, "drop_takeaway", taken, reason="r")
    answer = ada.send(form.action, form.filled({"what_came": "Words to keep"}))
    assert answer.status_code == 409
    assert "settled" in words(answer)
    assert ada.form(answer, f"{path}/follow-up").fields["what_came"] == ["Words to keep"]
    school.say(ADA, "pick_up_takeaway", taken)
    answer = ada.send(f"{path}/picking-up", {"csrf_token": ada.token()})
    assert answer.status_code == 409
    assert "Only a takeaway that you dropped" in words(answer)


def test_others_and_unknown_takeaways_answer_with_the_same_bytes(school, client, held):
    taken, nobody, cleo = school.takeaway(held), uuid4(), client(CLEO)
    assert plain(cleo.get(f"/takeaways/{taken}")) == plain(cleo.get(f"/takeaways/{nobody}"))
    fields = {"csrf_token": cleo.token(), "reason": "r", "due": "2026-12-01", "text": "t", "what_came": "w"}
    for name in ("follow-up", "dropping", "rescheduling", "rewording", "picking-up"):
        theirs = cleo.send(f"/takeaways/{taken}/{name}", fields)
        assert theirs.status_code == 404
        assert plain(theirs) == plain(cleo.send(f"/takeaways/{nobody}/{name}", fields))
    assert events_of(school, taken) == ["Decided"]
