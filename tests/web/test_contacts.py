"""The list of one's people and the page of each: who is shown, what is refused in words, and what nobody else sees."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from werkzeug.test import TestResponse

from projections import tracker
from projections.imports import carry_out, plan_linkedin
from tests.cast import ADA, BEN, DORA, Player, School
from tests.projections.test_imports import SAMPLE
from tests.web.conftest import Visitor, events_of, plain, words

Client = Callable[..., Visitor]

MIRA = {"name": "Mira Solberg", "tie": "mentor", "company": "Looms", "role": "Weaver"}


def import_sample(school: School, who: Player = ADA) -> None:
    plan = plan_linkedin(school.views, school.use_cases, who.id, SAMPLE)
    carry_out(school.views, school.use_cases, school.act(who), plan)


def add(visitor: Visitor, **typed: Any) -> TestResponse:
    return visitor.submit("/contacts/new", **{**MIRA, **typed})


def path(answer: TestResponse) -> str:
    assert answer.status_code == 303, words(answer)
    assert answer.location is not None
    return answer.location


# The list


def test_an_empty_list_says_what_to_do_first(client: Client) -> None:
    page = client(ADA).get("/contacts")
    assert "You know more people than you think" in words(page)
    assert 'href="/contacts/import"' in page.text
    assert 'href="/contacts/new"' in page.text


def test_the_list_names_people_with_their_tie_their_work_and_the_last_touch(school: School, client: Client) -> None:
    mira = school.contact(ADA, "Mira Solberg", tie="mentor", company="Looms", role="Weaver")
    school.contact(ADA, "Noor Haddad", tie="cold")
    school.sent(mira)
    school.clock.go(days=36)
    seen = client(ADA).see("/contacts")
    in_order = [
        "Mira Solberg",
        "Weaver, Looms",
        "mentor",
        "last touch five weeks ago",
        "Noor Haddad",
        "new to you",
        "not",
    ]
    places = [seen.index(word, seen.index("Mira Solberg")) for word in in_order]
    assert places == sorted(places)


def test_names_are_sorted_without_regard_to_case_when_asked(school: School, client: Client) -> None:
    for name in ("zoë", "Adam", "Émile"):
        school.contact(ADA, name)
    seen = client(ADA).see("/contacts?sort=name")
    assert seen.index("Adam") < seen.index("zoë")


def test_the_newest_come_first_when_asked(school: School, client: Client) -> None:
    school.contact(ADA, "Adam")
    school.clock.go(days=1)
    school.contact(ADA, "Zoë")
    seen = client(ADA).see("/contacts?sort=added")
    assert seen.index("Zoë") < seen.index("Adam")


@pytest.mark.parametrize("asked", ["tomas", "TOMÁS", "ferr tom", "hospital", "analyst"])
def test_searching_finds_by_name_company_and_role_whatever_case_and_accents(
    school: School, client: Client, asked: str
) -> None:
    school.contact(ADA, "Tomás Ferreira", company="Hospital", role="Analyst")
    school.contact(ADA, "Noor Haddad")
    seen = client(ADA).see(f"/contacts?q={asked}")
    assert "Tomás" in seen
    assert "Noor" not in seen


def test_a_search_that_finds_nobody_offers_to_add_them(school: School, client: Client) -> None:
    school.contact(ADA, "Noor Haddad")
    visitor = client(ADA)
    page = visitor.get("/contacts?q=Zoë <b>")
    assert "Nobody here has that" in words(page)
    assert "<b>" not in page.text
    assert visitor.form("/contacts/new?name=Zo%C3%AB", "/contacts").fields["name"] == ["Zoë"]


@pytest.mark.parametrize(
    ("asked", "shown"),
    [
        ("tie=cold", {"Cold"}),
        ("show=never", {"Cold", "Drafted"}),
        ("show=waiting", {"Sent", "Busy"}),
        ("show=turn", {"Answered", "Held", "Decided"}),
        ("show=removed", {"Gone"}),
        ("show=nonsense&tie=nonsense&sort=nonsense&page=nonsense", {"Cold", "Drafted", "Sent", "Busy", "Answered"}),
    ],
)
def test_chips_narrow_the_list(school: School, client: Client, asked: str, shown: set[str]) -> None:
    school.contact(ADA, "Cold", tie="cold")
    school.draft(school.contact(ADA, "Drafted"))
    school.sent(school.contact(ADA, "Sent"))
    busy = school.sent(school.contact(ADA, "Busy"))
    school.say(ADA, "postpone_outreach", busy, until=school.days_ahead(7))
    answered = school.sent(school.contact(ADA, "Answered"))
    school.say(ADA, "record_answer", answered)
    school.held(school.contact(ADA, "Held"))
    school.takeaway(school.held(school.contact(ADA, "Decided")))
    school.say(ADA, "remove_contact", school.contact(ADA, "Gone"))
    page = client(ADA).get(f"/contacts?{asked}").text
    everybody = {"Cold", "Drafted", "Sent", "Busy", "Answered", "Held", "Decided", "Gone"}
    on_page = {name for name in everybody if f"<bdi>{name}</bdi>" in page}
    assert on_page >= shown
    assert "nonsense" in asked or on_page == shown


def test_a_busy_person_is_mine_again_when_the_day_has_come(school: School, client: Client) -> None:
    busy = school.sent(school.contact(ADA, "Busy"))
    school.say(ADA, "postpone_outreach", busy, until=school.days_ahead(7))
    school.clock.go(days=7)
    assert "Busy" in client(ADA).see("/contacts?show=turn")


def test_a_full_list_comes_fifty_at_a_time_in_few_statements(school: School, client: Client, statements: Any) -> None:
    import_sample(school)
    visitor = client(ADA)
    with statements() as asked:
        page = visitor.get("/contacts")
    assert "1 to 50 of 422" in words(page)
    assert page.text.count('class="person-name"') == 50
    assert len(asked) <= 15
    assert "401 to 422 of 422" in visitor.see("/contacts?page=9")
    assert "401 to 422 of 422" in visitor.see("/contacts?page=999")


def test_statements_do_not_grow_with_the_stories(school: School, client: Client, statements: Any) -> None:
    contact_id = school.contact(ADA)
    school.held(contact_id)
    visitor = client(ADA)
    counted = []
    for more in (0, 20):
        for _ in range(more):
            school.held(contact_id)
        for page in ("/contacts", f"/contacts/{contact_id}"):
            with statements() as asked:
                visitor.see(page)
            counted.append(len(asked))
    assert counted[:2] == counted[2:]
    assert max(counted) <= 15


def test_htmx_gets_the_list_alone_and_a_plain_browser_the_page(school: School, client: Client) -> None:
    school.contact(ADA, "Noor Haddad")
    visitor = client(ADA)
    part = visitor.get("/contacts?q=noor&sort=", headers={"HX-Request": "true"})
    assert part.text.lstrip().startswith('<div id="people">')
    assert part.headers["HX-Replace-Url"] == "/contacts?q=noor"
    assert "<!doctype html>" in visitor.get("/contacts?q=noor").text


def test_nobody_sees_the_people_of_somebody_else(school: School, client: Client) -> None:
    school.contact(ADA, "Noor Haddad")
    assert "Noor" not in client(BEN).see("/contacts")
    assert client(BEN).see("/contacts?q=noor")


def test_names_that_look_like_markup_stay_text(school: School, client: Client) -> None:
    name = '<script>alert("1")</script>'
    contact_id = school.contact(ADA, name, company="<b>", role='" onclick="x')
    visitor = client(ADA)
    for page in ("/contacts", f"/contacts/{contact_id}", f"/contacts/{contact_id}/edit", "/contacts?q=<script>"):
        answer = visitor.get(page)
        assert answer.status_code == 200
        assert "<script>alert" not in answer.text
        assert '" onclick="x' not in answer.text


# Adding


def test_a_person_is_added_with_everything_that_was_typed(school: School, client: Client) -> None:
    visitor = client(ADA)
    typed = {"email": "mira@example.org", "link": "https://example.org/mira", "how_known": "One\r\ntwo"}
    here = path(add(visitor, **typed))
    page = visitor.get(here)
    assert "Mira Solberg is in your list now." in words(page)
    assert "Weaver, Looms" in words(page)
    assert 'href="mailto:mira@example.org"' in page.text
    assert 'href="https://example.org/mira"' in page.text


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"name": ""}, "A name is needed."),
        ({"name": " "}, "A name is needed."),
        ({"name": "a" * 201}, "longer than 200 characters"),
        ({"name": "Mira\u202eSolberg"}, "invisible characters"),
        ({"name": "Mira\0"}, "invisible characters"),
        ({"tie": None}, "Please choose how you know them."),
        ({"tie": "enemy"}, "Please choose how you know them."),
        ({"email": "mira at example"}, "does not look like an e-mail address"),
        ({"link": "javascript:alert(1)"}, "should begin with https://"),
        ({"how_known": "a" * 1001}, "longer than 1000 characters"),
        ({"introduced_by": "nobody"}, "not there any more"),
    ],
)
def test_what_cannot_be_used_is_told_and_what_was_typed_stays(
    school: School, client: Client, typed: dict[str, Any], said: str
) -> None:
    visitor = client(ADA)
    answer = add(visitor, **typed)
    assert answer.status_code == 422
    assert said in words(answer)
    kept = visitor.form(answer).fields
    assert (kept["company"], kept["role"]) == (["Looms"], ["Weaver"])
    assert tracker.contacts(school.views, ADA.id) == []


def test_a_name_and_a_tie_that_are_missing_are_told_at_once(client: Client) -> None:
    told = words(add(client(ADA), name="", tie=None))
    assert "Name: A name is needed." in told
    assert "How do you know them: Please choose how you know them." in told


def test_a_second_click_adds_nobody_twice(school: School, client: Client) -> None:
    visitor = client(ADA)
    fields = visitor.form("/contacts/new", "/contacts").filled(MIRA)
    first, second = visitor.send("/contacts", fields), visitor.send("/contacts", fields)
    assert path(first) == path(second)
    assert len(tracker.contacts(school.views, ADA.id)) == 1


@pytest.mark.parametrize("again", [{}, {"name": "M. Solberg", "email": "MIRA@example.org", "company": ""}])
def test_somebody_who_is_there_already_is_named_by_a_link(
    school: School, client: Client, again: dict[str, str]
) -> None:
    there = school.contact(ADA, "Mira Solberg", company="Looms", email="mira@example.org", link="https://example.org/m")
    answer = add(client(ADA), email="mira@example.org", **{k: v for k, v in again.items() if k != "email"})
    assert answer.status_code == 409
    assert "in your contacts already" in words(answer)
    assert f'href="/contacts/{there}"' in answer.text


def test_another_person_of_that_name_may_be_added_with_what_tells_them_apart(school: School, client: Client) -> None:
    school.contact(ADA, "Mira Solberg", email="mira@example.org")
    path(add(client(ADA), email="another.mira@example.org"))
    assert len(tracker.contacts(school.views, ADA.id)) == 2


def test_an_introduction_is_told_on_both_pages(school: School, client: Client) -> None:
    mira = school.contact(ADA, "Mira Solberg")
    school.held(mira)
    visitor = client(ADA)
    here = path(add(visitor, name="Jonas Weber", introduced_by=str(mira)))
    assert f'<dt>Introduced by</dt><dd><a href="/contacts/{mira}">' in visitor.get(here).text
    assert f'<dt>Led you to</dt><dd><a href="{here}">' in visitor.get(f"/contacts/{mira}").text


def test_an_introduction_by_somebody_elses_contact_is_not_found(school: School, client: Client) -> None:
    theirs = school.contact(BEN, "Mira Solberg")
    assert add(client(ADA), introduced_by=str(theirs)).status_code == 404


# One person


def test_a_person_never_written_to_has_one_main_action(school: School, client: Client) -> None:
    contact_id = school.contact(ADA, "Mira Solberg")
    page = client(ADA).get(f"/contacts/{contact_id}")
    assert f'href="/outreach/new?contact={contact_id}"' in page.text
    assert f"/outreach/new?contact={contact_id}&amp;do=log" in page.text
    assert page.text.count("btn-primary") == 1
    assert "Write to Mira" in words(page)


def test_the_story_is_told_with_its_thread_and_its_takeaway(school: School, client: Client) -> None:
    contact_id = school.contact(ADA, "Mira Solberg")
    outreach_id = school.held(contact_id, notes="Read one good codebase")
    takeaway_id = school.takeaway(outreach_id)
    page = client(ADA).get(f"/contacts/{contact_id}")
    assert "Read one good codebase" in words(page)
    assert f'href="/outreach/{outreach_id}"' in page.text
    assert f'href="/takeaways/{takeaway_id}"' in page.text
    assert "Next: follow-up" in words(page)


@pytest.mark.parametrize(
    ("verb", "how", "days", "said"),
    [
        (None, {}, 0, "Has anything come back?"),
        ("record_silence", {}, 0, "Has anything come back?"),
        ("record_answer", {"note": "Yes"}, 0, "Find a time to talk."),
        ("postpone_outreach", {"until": "2026-11-09"}, 0, "is busy for now. Try again on Monday 9 November."),
        ("postpone_outreach", {"until": "2026-11-09"}, 8, "You wanted to try again yesterday."),
        ("arrange_conversation", {"starts_at": "2026-11-03T10:00+01:00"}, 0, "on Tuesday 3 November, 10:00."),
        ("arrange_conversation", {"starts_at": "2026-11-03T10:00+01:00"}, 2, "How did it go?"),
        ("record_conversation", {"medium": "call"}, 0, "Decide the one thing you will follow up."),
        ("record_decline", {}, 0, "Take it up again?"),
        ("withdraw_outreach", {"reason": "Never went out"}, 0, "A first message can be three sentences."),
    ],
)
def test_the_next_small_thing_follows_from_what_happened(
    school: School, client: Client, verb: str | None, how: dict[str, str], days: int, said: str
) -> None:
    contact_id = school.contact(ADA, "Mira Solberg")
    outreach_id = school.sent(contact_id)
    if verb:
        school.say(ADA, verb, outreach_id, **how)
    school.clock.go(days=days)
    assert said in client(ADA).see(f"/contacts/{contact_id}")


@pytest.mark.parametrize(
    ("link", "leads_to"),
    [
        ("http://www.linkedin.com/in/mira/?x=1", "https://www.linkedin.com/in/mira"),
        ("https://mira.example.org/me", "https://mira.example.org/me"),
    ],
)
def test_a_page_is_reached_by_https_only(school: School, client: Client, link: str, leads_to: str) -> None:
    contact_id = school.contact(ADA, "Mira Solberg", link=link)
    assert f'<a href="{leads_to}" rel="noreferrer noopener"' in client(ADA).get(f"/contacts/{contact_id}").text


@pytest.mark.parametrize("who", [BEN, DORA])
@pytest.mark.parametrize("what", ["", "/edit"])
def test_anothers_contact_is_not_there(school: School, client: Client, who: Player, what: str) -> None:
    contact_id = school.contact(ADA, "Mira Solberg")
    theirs, unknown = (client(who).get(f"/contacts/{one}{what}") for one in (contact_id, uuid4()))
    assert theirs.status_code == unknown.status_code == 404
    assert plain(theirs) == plain(unknown)


@pytest.mark.parametrize("what", ["", "/removal", "/restoration"])
def test_anothers_contact_cannot_be_changed(school: School, client: Client, what: str) -> None:
    contact_id = school.contact(ADA, "Mira Solberg")
    visitor = client(BEN)
    fields = {**MIRA, **visitor.form("/contacts/new", "/contacts").fields}
    theirs, unknown = (visitor.send(f"/contacts/{one}{what}", fields) for one in (contact_id, uuid4()))
    assert theirs.status_code == unknown.status_code == 404
    assert plain(theirs) == plain(unknown)
    assert events_of(school, contact_id) == ["Added"]


# Correcting, removing, bringing back


def test_an_edit_is_saved_once(school: School, client: Client) -> None:
    contact_id = school.contact(ADA, "Mira Solberg", company="Looms")
    visitor = client(ADA)
    fields = visitor.form(f"/contacts/{contact_id}/edit", f"/contacts/{contact_id}").filled({"tie": "mentor"})
    fields["company"] = "Engines"
    for _ in range(2):
        assert path(visitor.send(f"/contacts/{contact_id}", fields)) == f"/contacts/{contact_id}"
    assert "Engines" in visitor.see(f"/contacts/{contact_id}")
    assert events_of(school, contact_id) == ["Added", "Edited", "TieChanged"]


def test_an_edit_on_a_stale_page_is_told_and_nothing_typed_is_lost(school: School, client: Client) -> None:
    contact_id = school.contact(ADA, "Mira Solberg", company="Looms")
    visitor, here = client(ADA), f"/contacts/{contact_id}"
    late = visitor.form(f"{here}/edit", here)
    path(visitor.submit(f"{here}/edit", here, company="Engines"))
    answer = visitor.send(here, late.filled({"role": "Weaver"}))
    assert answer.status_code == 409
    assert "changed after you opened the page" in words(answer)
    assert "How it stands now" in words(answer)
    assert "Engines" in words(answer)
    assert visitor.form(answer, here).fields["role"] == ["Weaver"]
    path(visitor.submit(answer, here))
    assert "Weaver, Looms" in visitor.see(here)


def test_a_bad_edit_is_told_and_nothing_typed_is_lost(school: School, client: Client) -> None:
    contact_id = school.contact(ADA, "Mira Solberg")
    visitor, here = client(ADA), f"/contacts/{contact_id}"
    answer = visitor.submit(f"{here}/edit", here, email="mira at example", role="Weaver")
    assert answer.status_code == 422
    assert visitor.form(answer, here).fields["role"] == ["Weaver"]
    assert events_of(school, contact_id) == ["Added"]


def test_removing_and_bringing_back(school: School, client: Client) -> None:
    contact_id = school.contact(ADA, "Mira Solberg")
    school.held(contact_id, notes="Read one good codebase")
    visitor, here = client(ADA), f"/contacts/{contact_id}"
    path(visitor.submit(here, f"{here}/removal"))
    seen = visitor.see(here)
    assert "Mira Solberg is out of your list. What happened between you is kept." in seen
    assert "Read one good codebase" in seen
    assert "Mira" not in visitor.see("/contacts")
    assert path(visitor.get(f"{here}/edit")) == here
    path(visitor.submit(here, f"{here}/restoration"))
    assert "Mira Solberg is back in your list." in visitor.see(here)
    assert events_of(school, contact_id) == ["Added", "Removed", "Restored"]


def test_removing_twice_is_told_in_words(school: School, client: Client) -> None:
    contact_id = school.contact(ADA, "Mira Solberg")
    visitor, here = client(ADA), f"/contacts/{contact_id}"
    one, other = visitor.form(here, f"{here}/removal"), visitor.form(here, f"{here}/removal")
    path(visitor.send(f"{here}/removal", one.filled({})))
    path(visitor.send(f"{here}/removal", other.filled({})))
    assert "You removed this contact." in visitor.see(here)


def test_editing_somebody_removed_meanwhile_is_told(school: School, client: Client) -> None:
    contact_id = school.contact(ADA, "Mira Solberg")
    visitor, here = client(ADA), f"/contacts/{contact_id}"
    form = visitor.form(f"{here}/edit", here)
    school.say(ADA, "remove_contact", contact_id)
    answer = visitor.send(here, form.filled({"role": "Weaver", "version": ["2"]}))
    assert answer.status_code == 409
    assert "Bring them back first" in words(answer)


@pytest.mark.parametrize("page", ["/contacts", "/contacts/new", "/contacts/import"])
def test_a_stranger_is_asked_to_sign_in(client: Client, page: str) -> None:
    assert path(client().get(page)).startswith("/sign-in?next=")
