"""The page of one goal: its stories, what is missing, its beads, its end, and what the page costs."""

from collections.abc import Callable
from typing import Any

from tests.cast import ADA, School
from tests.web.conftest import Visitor, words

Client = Callable[..., Visitor]


def test_the_page_tells_the_stories_and_which_of_them_count(school: School, client: Client) -> None:
    goal_id = school.goal(target=2, level="II")
    school.takeaway(school.held(school.contact(name="Mira Solberg"), goal_id))
    school.clock.go(days=1)
    sent = school.sent(school.contact(name="Tom Reyes"), goal_id)
    school.held(school.contact(name="Somebody Else"))
    visitor = client(ADA)
    answer = visitor.get(f"/goals/{goal_id}")
    page = words(answer)
    assert page.index("Tom Reyes You wrote on") < page.index("Mira Solberg Talked on Monday 2 November, by call counts")
    assert "Read about queues Your takeaway, for" in page
    assert "One of two conversations held" in page
    assert "One conversation more, and the promise is kept." in page
    assert "Level II: somebody you know already is met, with Mira Solberg" in page
    assert "Somebody Else" not in page
    assert f'href="/outreach/{sent}"' in answer.text
    assert "1 of 2 conversations by 3 Nov; due 30 November 2026." in answer.text


def test_what_is_missing_for_the_level_is_said_step_by_step(school: School, client: Client) -> None:
    goal_id = school.goal(level="III")
    assert "It begins with a message to somebody you have not met" in client(ADA).see(f"/goals/{goal_id}")
    school.held(school.contact(name="Mira Solberg", tie="cold"), goal_id, notes="")
    assert (
        "With Mira Solberg: message sent or meeting arranged, said why this person in particular, conversation held;"
        " still missing: notes taken or questions chosen, one takeaway decided." in client(ADA).see(f"/goals/{goal_id}")
    )


def test_a_goal_without_a_level_speaks_of_none(school: School, client: Client) -> None:
    assert "Level" not in client(ADA).see(f"/goals/{school.goal()}").split("Changes")[0]


def test_the_beads_lead_to_what_they_stand_for(school: School, client: Client) -> None:
    contact_id, goal_id = school.contact(), school.goal()
    assert f'href="/outreach/new?goal={goal_id}"' in client(ADA).get(f"/goals/{goal_id}").text
    outreach_id = school.held(contact_id, goal_id)
    text = client(ADA).get(f"/goals/{goal_id}").text
    assert f'class="bead-label" href="/contacts/{contact_id}"' in text
    assert f'class="bead-label" href="/outreach/{outreach_id}"' in text
    assert f'class="bead-label" href="/outreach/{outreach_id}/takeaway"' in text
    takeaway_id = school.takeaway(outreach_id)
    assert f'class="bead-label" href="/takeaways/{takeaway_id}"' in client(ADA).get(f"/goals/{goal_id}").text


def test_after_one_of_two_the_thread_begins_again(school: School, client: Client) -> None:
    goal_id = school.goal(target=2)
    takeaway_id = school.takeaway(school.held(school.contact(), goal_id))
    school.say(ADA, "follow_up_takeaway", takeaway_id, what_came="Read it")
    page = client(ADA).see(f"/goals/{goal_id}")
    assert "Contact , next" in page
    assert "Choose whom to write to" in page


def test_a_goal_that_ended_leaves_the_choice(school: School, client: Client) -> None:
    goal_id = school.goal(due=school.days_ahead(4))
    school.clock.go(days=6)
    page = client(ADA).see(f"/goals/{goal_id}")
    assert (
        "This one ended on Friday 6 November. Keep it, move it, or let it go – each is fine, and each is kept." in page
    )
    assert "Move the date" in page


def test_a_kept_goal_says_so_in_time_or_later(school: School, client: Client) -> None:
    in_time, later = school.goal(), school.goal(due=school.days_ahead(1))
    school.held(school.contact(name="Mira Solberg"), in_time)
    school.clock.go(days=3)
    school.held(school.contact(name="Tom Reyes"), later)
    visitor = client(ADA)
    page = visitor.see(f"/goals/{in_time}")
    assert "Kept, in time. One conversation held, the last on Monday 2 November." in page
    assert "Move the date" not in page
    assert "After its date, and it counts all the same." in visitor.see(f"/goals/{later}")


def test_each_earlier_date_is_shown_with_its_reason(school: School, client: Client) -> None:
    goal_id = school.goal(due="2026-11-13")
    school.say(ADA, "reschedule_goal", goal_id, due="2026-11-20", reason="I was ill")
    school.say(ADA, "reschedule_goal", goal_id, due="2026-11-27", reason="Mira is away")
    page = client(ADA).see(f"/goals/{goal_id}")
    assert "Moved on 2 Nov from 13 Nov to 20 Nov: I was ill" in page
    assert "Moved on 2 Nov from 20 Nov to 27 Nov: Mira is away" in page
    assert "moved twice" in page


# what it costs


def test_the_pages_ask_few_questions_however_much_has_happened(
    school: School, client: Client, statements: Callable[[], Any]
) -> None:
    goal_id, visitor, asked = school.goal(target=50, level="II"), client(ADA), []
    for times in (1, 15):
        for time in range(times):
            school.takeaway(school.held(school.contact(name=f"Person {times} {time}"), goal_id))
            school.say(ADA, "reschedule_goal", goal_id, due=school.days_ahead(30 + times + time), reason="Later")
            school.goal()
        for path in ("/goals", f"/goals/{goal_id}", f"/goals/{goal_id}/edit", f"/goals/{goal_id}/sharing"):
            visitor.get(path)
            with statements() as told:
                assert visitor.get(path).status_code == 200
            asked.append(len(told))
    assert asked[:4] == asked[4:]
    assert max(asked) <= 15
