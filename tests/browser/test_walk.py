"""The whole job in a browser: promise, import, write, talk, decide, follow up; a buddy looks in; staff read it."""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from zipfile import ZipFile

import pytest
from playwright.sync_api import Page, expect
from pyotp import TOTP

from nudges.tick import tick
from tests.browser.conftest import Watch
from tests.browser.site import PASSWORD, site_of
from tests.cast import ADA, BEN, CLEO, DORA, Clock, Player, School
from tests.projections.test_arrival import lived

__all__ = ["lived"]

SAMPLE = Path(__file__).parents[1] / "samples" / "linkedin-Connections.csv"


@pytest.fixture
def site(school: School) -> Iterator[str]:
    with site_of(school) as address:
        yield address


@pytest.fixture
def signed_in(site: str, open_page: Callable[..., Page]) -> Callable[..., Page]:
    def enter(who: Player, *, to_code: bool = False) -> Page:
        page = open_page()
        page.goto(site)
        page.get_by_label("E-mail address").fill(who.address)
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Sign in").click()
        page.wait_for_url(re.compile("/sign-in/code") if to_code else lambda url: "/sign-in" not in url)
        return page

    return enter


def phone_of(page: Page, school: School) -> TOTP:
    """Turn the second factor on, on the page that asks for it, by the app of a phone; and go on."""
    secret = page.locator("#secret").inner_text().replace(" ", "")
    page.get_by_label("The six digits").fill(TOTP(secret).at(school.clock()))
    press(page, "Turn it on")
    expect(page.locator("#codes li")).to_have_count(10)
    page.get_by_role("link", name="I have kept them").click()
    return TOTP(secret)


def heading(page: Page, words: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_contain_text(re.compile(words))


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).first.click()


def test_the_whole_job(signed_in: Callable[..., Page], site: str, school: School) -> None:
    ada = signed_in(ADA)

    # A promise, from a template.
    ada.get_by_role("link", name="Goals").first.click()
    ada.goto(f"{site}/goals/new")
    ada.locator("main a[href*='template=']").first.click()
    ada.get_by_label("Your promise").fill("Talk with one developer who changed careers")
    ada.get_by_label("By", exact=True).fill("2026-11-27")
    ada.get_by_label("How many").fill("1")
    ada.locator("input[name=measure][value=follow_through]").check()
    press(ada, "I promise")
    heading(ada, "Talk with one developer")
    goal_url = ada.url

    # The real export as a tracker, after a look at what will happen.
    ada.goto(f"{site}/contacts/import")
    ada.get_by_label("Your Connections.csv").set_input_files(SAMPLE)
    press(ada, "Show me first")
    heading(ada, "This is what will happen")
    expect(ada.get_by_text("people will be added")).to_be_visible()
    press(ada, "Add 422 people")
    ada.goto(f"{site}/contacts")
    expect(ada.get_by_text("422").first).to_be_visible()

    # Write to one of them, for this goal.
    ada.goto(goal_url)
    ada.locator("main a[href*='/outreach/new']").first.click()
    ada.get_by_label("Find somebody").fill("Frédérique")
    press(ada, "Search")
    ada.locator("main a[href*='contact='][href*='goal=']").first.click()
    ada.get_by_label("Introduction").fill("Hello Frédérique, we met at the Lyon meetup; I retrain as a developer.")
    ada.get_by_label("Purpose").fill("I would like to learn how you got into DevOps.")
    ada.get_by_label(re.compile("^Why Fr")).fill("Your talk on on-call kindness stayed with me.")
    ada.get_by_label("Call to action").fill("Would twenty minutes next week suit you?")
    # Saved while she types: a reload loses nothing.
    expect(ada.locator("#draft-state")).to_contain_text("Saved", timeout=10_000)
    ada.locator("select[name=channel]").select_option("linkedin")
    press(ada, "I sent it")
    ada.wait_for_url(re.compile("/outreach/[0-9a-f-]{36}$"))
    story_url = ada.url

    # What happened, one question at a time.
    ada.goto(f"{story_url}/outcome")
    ada.get_by_role("link", name=re.compile("answered")).click()
    ada.locator("textarea[name=note]").fill("Yes, on Thursday")
    press(ada, "Note it down")
    ada.get_by_label("Day and time").fill("2026-11-05T10:00")
    press(ada, "Note the date")

    # The conversation, its one takeaway, and what came of it.
    school.clock.go(days=3, hours=2)
    ada.goto(f"{story_url}/conversation")
    ada.locator("input[name=chosen]:visible").first.check()
    ada.locator("textarea[name=notes]").fill("Start with one small pipeline of your own.")
    ada.get_by_label("How did you talk?").select_option("call")
    press(ada, "We talked")
    heading(ada, "Decide the one thing")
    ada.locator("input[name=kind][value=research]").check()
    ada.get_by_label("In your words").fill("Build one small pipeline")
    press(ada, "This is it")
    ada.goto(f"{site}/takeaways")
    ada.get_by_role("link", name="Build one small pipeline").click()
    ada.locator("textarea[name=what_came]").fill("It deploys my site now.")
    press(ada, "I followed up")

    # Nobody ticked anything off: the goal is achieved by what happened.
    ada.goto(goal_url)
    expect(ada.locator("main")).to_contain_text(re.compile("kept|achieved|reached|done", re.IGNORECASE))
    expect(ada.locator("main")).to_contain_text("Frédérique Lucas")


def test_two_become_buddies_and_one_sees_progress_without_names(
    signed_in: Callable[..., Page], site: str, school: School
) -> None:
    goal, mira = school.goal(), school.contact(name="Mira Solberg")
    school.held(mira, goal)
    ada, ben = signed_in(ADA), signed_in(BEN)

    ada.goto(f"{site}/buddy")
    ada.get_by_label(re.compile(r"^(Who|Somebody|Choose)")).first.select_option(label="Ben Okafor")
    ada.locator("form[action$='/buddy/proposals'] button[type=submit]").first.click()
    ben.goto(f"{site}/buddy")
    ben.locator("form[action$='/acceptance'] button[type=submit]").first.click()
    ben.get_by_role("link", name="Check in").first.click()
    ben.locator("input[name=confidence][value='4']").check(force=True)
    ben.get_by_label("In a sentence").fill("Wrote my first message")
    press(ben, "Check in")
    expect(ben.locator("main")).to_contain_text("Ada Lindqvist")
    expect(ben.locator("main")).not_to_contain_text("Mira")

    ada.goto(f"{site}/buddy")
    expect(ada.locator("main")).to_contain_text("Wrote my first message")
    ada.locator("form[action$='/cheers'] button[type=submit]").first.click()
    ben.goto(f"{site}/")
    expect(ben.locator("main")).to_contain_text("heer")


def test_a_nudge_arrives_in_the_inbox_and_by_mail(signed_in: Callable[..., Page], site: str, school: School) -> None:
    school.sent(school.contact(name="Mira Solberg"))
    school.clock.go(days=8)
    tick(school.services)
    ada = signed_in(ADA)
    ada.goto(f"{site}/inbox")
    expect(ada.locator("main")).to_contain_text("Mira")
    [letter] = (school.folder / "mail").glob("*.eml")
    assert "Mira" not in letter.read_text()
    ada.locator("form[action$='/put-away'] button[type=submit]").first.click()
    expect(ada.locator(".unread")).to_have_count(0)


def test_staff_read_who_did_what_and_when_and_the_member_sees_that_they_did(
    signed_in: Callable[..., Page], site: str, school: School
) -> None:
    school.goal()
    dora, ada = signed_in(DORA), signed_in(ADA)
    dora.goto(f"{site}/staff/members/{ADA.id}/history")
    phone = phone_of(dora, school)
    dora.wait_for_url(f"**/staff/members/{ADA.id}/history")
    dora.get_by_label("Your reason").fill("Preparing our talk on Thursday")
    dora.locator("main form button[type=submit]").first.click()
    expect(dora.locator("main")).to_contain_text("Ada Lindqvist")
    ada.goto(f"{site}/settings")
    expect(ada.locator("main")).to_contain_text("Dora Weiss")
    expect(ada.locator("main")).to_contain_text("Preparing our talk on Thursday")

    # The next time, a password is only half of the key.
    school.clock.go(minutes=2)
    again = signed_in(DORA, to_code=True)
    again.get_by_label("Code").fill(phone.at(school.clock()))
    press(again, "Come in")
    again.goto(f"{site}/staff")
    heading(again, "Your school")


def test_who_was_signed_out_in_another_tab_loses_no_word(
    signed_in: Callable[..., Page], site: str, school: School, watch: Watch
) -> None:
    watch.allow("status of 400")
    ada = signed_in(ADA)
    ada.goto(f"{site}/goals/new?template=own")
    ada.get_by_label("Your promise").fill("Words that took me a while")
    other = ada.context.new_page()
    other.goto(f"{site}/settings")
    other.locator(".side form[action$='/sign-out'] button").click()
    other.wait_for_url("**/sign-in*")
    press(ada, "I promise")
    heading(ada, "signed out meanwhile")
    ada.get_by_role("link", name="Sign in again").click()
    ada.get_by_label("E-mail address").fill(ADA.address)
    ada.get_by_label("Password").fill(PASSWORD)
    press(ada, "Sign in")
    expect(ada.get_by_label("Your promise")).to_have_value("Words that took me a while")


def test_a_goal_is_let_go_and_taken_up_again_and_a_reason_half_typed_is_not_lost(
    signed_in: Callable[..., Page], site: str, school: School
) -> None:
    ada, goal = signed_in(ADA), school.goal()
    ada.goto(f"{site}/goals/{goal}")
    ada.get_by_role("link", name="Let it go").click()
    ada.get_by_label("Why let it go?").fill("Too much")
    ada.get_by_role("link", name="Keep the goal").click()
    ada.get_by_role("link", name="Let it go").click()
    expect(ada.get_by_label("Why let it go?")).to_have_value("Too much")
    expect(ada.get_by_text("It is not saved yet")).to_be_visible()
    expect(ada.get_by_text("8 of 500")).to_be_visible()
    press(ada, "Close this goal")
    expect(ada.locator("main")).to_contain_text("Your reason: Too much")
    ada.get_by_role("link", name="Take it up again").click()
    ada.get_by_label("Why take it up again?").fill("There is room")
    press(ada, "Take it up again")
    expect(ada.locator("main")).to_contain_text("Open again")


def test_a_member_takes_everything_away_and_hears_that_it_is_under_way(
    signed_in: Callable[..., Page], site: str, tmp_path: Path
) -> None:
    page = signed_in(ADA)
    page.goto(f"{site}/settings/data")
    with page.expect_download() as under_way:
        page.get_by_role("button", name="Download everything").click()
    expect(page.get_by_role("status")).to_have_text(re.compile("begins by itself"))
    under_way.value.save_as(tmp_path / "archive.zip")
    assert {"data.json", "contacts.vcf"} <= set(ZipFile(tmp_path / "archive.zip").namelist())


@pytest.mark.parametrize("scripts", [True, False])
def test_an_archive_of_elsewhere_is_looked_over_and_brought_along(
    open_page: Callable[..., Page],
    axe_violations: Callable[[Page], list[str]],
    site: str,
    lived: bytes,
    tmp_path: Path,
    scripts: bool,
) -> None:
    (tmp_path / "ada.zip").write_bytes(lived)
    cleo = open_page(viewport={"width": 390, "height": 844}, java_script_enabled=scripts)
    cleo.goto(f"{site}/sign-in?next=/settings/data")
    cleo.get_by_label("E-mail address").fill(CLEO.address)
    cleo.get_by_label("Password").fill(PASSWORD)
    press(cleo, "Sign in")
    cleo.get_by_label("Your archive").set_input_files(tmp_path / "ada.zip")
    press(cleo, "Show me first")
    heading(cleo, "what would come along")
    assert not scripts or axe_violations(cleo) == []
    press(cleo, "Bring it along")
    heading(cleo, "It is here")
    assert not scripts or axe_violations(cleo) == []
    cleo.get_by_role("link", name="See your people").click()
    cleo.get_by_role("link", name="Mira Solberg").first.click()
    expect(cleo.locator("main")).to_contain_text("brought along")
    expect(cleo.locator("main")).to_contain_text("Queues everywhere")


def test_a_first_person_opens_the_school_and_hands_out_a_link(
    open_page: Callable[..., Page], tmp_path: Path, clock: Clock
) -> None:
    school = School(tmp_path / "new", clock)
    code = school.services.access.make_link(
        "first_staff", member_id=None, expires_at=school.clock() + timedelta(hours=24)
    )
    with site_of(school, members=()) as site:
        staff = open_page()
        staff.goto(f"{site}/welcome/{code}")
        staff.get_by_label("Your name").fill("Dora Weiss")
        staff.get_by_label("Your e-mail address").fill("dora@example.org")
        staff.get_by_label("Your time zone").fill("Europe/Berlin")
        staff.get_by_label("Password").fill(PASSWORD)
        press(staff, "Open the school")
        phone_of(staff, school)
        heading(staff, "Your school")
        staff.goto(f"{site}/staff/members/new")
        staff.get_by_label("Name", exact=True).fill("Ada Lindqvist")
        staff.get_by_label("E-mail address").fill("ada@example.org")
        staff.get_by_label("Time zone").fill("Europe/Berlin")
        press(staff, "Add and show the link")
        link = re.search(r"http://\S+/join/[\w-]+", staff.locator("main").inner_html())
        assert link is not None
        ada = open_page()
        ada.goto(link[0].split('"')[0])
        heading(ada, "Ada")
        ada.get_by_label("New password").fill("copper lantern orchard")
        press(ada, "Save and sign in")
        expect(ada.get_by_role("heading", level=1)).to_contain_text("Ada")
    school.close()
