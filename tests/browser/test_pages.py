"""Every page, empty and full, on a phone and on a desk, light and dark: readable, nothing sideways, no complaint."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Page, ViewportSize
from pyotp import TOTP

from projections.nudge_words import unsubscribe_path
from tests.browser.conftest import Watch
from tests.browser.site import site_of
from tests.cast import ADA, AUTUMN, BEN, CLEO, DORA, Clock, Player, School
from tests.web.conftest import session_of

PHONE = ViewportSize(width=390, height=844)
DESK = ViewportSize(width=1280, height=900)
# In the dark only colours are others: all rules of axe, then those about colours.
COLOURS = ("color-contrast", "link-in-text-block")
SCHEMES: tuple[tuple[Literal["light", "dark"], tuple[str, ...]], ...] = (("light", ()), ("dark", COLOURS))
SAMPLE = Path(__file__).parents[1] / "samples" / "linkedin-Connections.csv"
LONG_ADDRESS = "maximiliane-konstantina.papadopoulou-fitzgerald@liechtenstein-wolkenstein.example.org"
LONG = "Maximiliane-Konstantina Papadopoulou-Fitzgerald von und zu Liechtenstein-Wolkenstein"


@pytest.fixture
def site(school: School) -> Iterator[str]:
    with site_of(school, members=()) as address:
        yield address


@pytest.fixture
def paths(school: School) -> dict[Player | None, list[str]]:
    """Where everybody of the cast looks: Ada has everything (and long names), Cleo has nothing yet."""
    goal = school.goal(statement="Talk with two people who do backend work before the project weeks begin")
    other = school.goal(measure="contacted", due=school.days_ahead(3))
    dana, long = (
        school.contact(name="Dana Whitfield", tie="mentor"),
        school.contact(name=LONG, company=LONG, tie="cold"),
    )
    drafted, waiting = school.draft(long, other), school.sent(long, goal)
    held = school.held(dana, goal)
    open_takeaway = school.takeaway(held)
    done = school.held(school.contact(name="مُنير لخم"), goal)
    school.say(ADA, "follow_up_takeaway", school.takeaway(done), what_came="It works")
    undecided = school.held(school.contact(name="拓真 田中"), goal)
    pair = school.partnership()
    school.say(BEN, "check_in", pair, confidence=4, moved="Wrote to one person", next_step="Ask one question")
    school.say(ADA, "reschedule_goal", goal, due=school.days_ahead(20), reason="I was ill for a week")
    closed = school.goal(statement="Something else")
    school.say(ADA, "close_goal", closed, reason="No longer mine")
    school.say(ADA, "choose_outreach_sharing", held, partnership_id=pair, parts=["name", "message", "notes"])
    school.say(ADA, "choose_outreach_sharing", waiting, partnership_id=pair, parts=["name"])
    school.say(ADA, "choose_confidentiality", undecided, confidential=True)
    late = school.goal(statement="Ended already", due=school.days_ahead(1))
    school.clock.go(days=2)
    nudge = school.say(
        "system:scheduler",
        "claim_nudge",
        member_id=ADA.id,
        rule="goal_overdue",
        thing_id=late,
        channel="inbox",
        slot="2026-11-04T08:00:00Z|over",
        facts={"about": "2026-11-03"},
    )
    school.say("system:scheduler", "record_delivery", nudge)
    school.say(DORA, "open_history", ADA.id, reason="A talk on Thursday")
    school.say(DORA, "record_link", ADA.id)
    empty = ["/", "/goals", "/contacts", "/takeaways", "/buddy", "/inbox", "/settings", "/contacts/import"]
    link = school.services.access.make_link("join", member_id=CLEO.id, expires_at=school.clock() + timedelta(days=1))
    school.services.wanted_addresses.want(ADA.id, LONG_ADDRESS, school.clock())
    purpose = school.services.wanted_addresses.purpose(LONG_ADDRESS)
    mailed = {
        kind: school.services.access.make_link(kind, member_id=ADA.id, expires_at=school.clock() + timedelta(days=1))
        for kind in ("sign_in", "reset", "confirm", purpose)
    }
    uploads = school.services.uploads
    export, imported = (uploads.keep(who.id, SAMPLE.read_bytes(), school.clock()) for who in (CLEO, ADA))
    uploads.settle(imported, ADA.id, {"added": 422, "known": 0, "repeated": 1, "skipped": 2})
    roster = f"name;e-mail\n{LONG};{LONG_ADDRESS}\nEve;nowhere\n".encode()
    lists = uploads.of(f"invitations to {AUTUMN.id} ").keep(DORA.id, roster, school.clock())
    return {
        None: [
            "/sign-in",
            f"/join/{link}",
            "/join/nonsense",
            *("/mailed/sign-in", "/mailed/reset", "/mailed/under-way"),
            *(f"/mailed/{page}/{mailed[purpose]}" for page, purpose in (("sign-in", "sign_in"), ("reset", "reset"))),
            unsubscribe_path(school.services.vault, ADA.id),
        ],
        CLEO: [
            f"/contacts/import/{export}",
            *empty,
            "/settings/security",
            "/goals/new",
            "/contacts/new",
            "/outreach/new",
            "/nothing-here",
        ],
        ADA: [
            *empty,
            "/goals/new?template=own",
            *(f"/goals/{g}" for g in (goal, other, late, closed)),
            *(f"/goals/{goal}/{change}" for change in ("edit", "rescheduling", "closure", "sharing")),
            f"/goals/{closed}/reopening",
            "/contacts?q=Dana",
            *(f"/contacts/{c}" for c in (dana, long)),
            f"/contacts/{dana}/edit",
            f"/outreach/new?contact={dana}",
            f"/outreach/new?contact={dana}&do=log",
            "/outreach/new",
            f"/contacts/import/{imported}",
            *(f"/outreach/{o}" for o in (drafted, waiting, held, undecided)),
            f"/outreach/{waiting}/outcome",
            f"/outreach/{waiting}/outcome?so=busy",
            f"/outreach/{waiting}/conversation",
            f"/outreach/{undecided}/takeaway",
            f"/takeaways/{open_takeaway}",
            f"/buddy/{pair}/check-in",
            *(f"/buddy/{pair}/stories/{o}" for o in (held, drafted)),
            "/settings/security",
            "/settings/second-factor",
            "/sign-in/again?next=/settings/data",
            *("/settings/address", f"/mailed/address/{mailed[purpose]}", "/mailed/address/nonsense"),
            f"/mailed/confirm/{mailed['confirm']}",
        ],
        BEN: ["/buddy", f"/buddy/{pair}/stories/{held}"],
        DORA: [
            "/staff",
            "/staff/members/new",
            f"/staff/cohorts/{AUTUMN.id}",
            *(f"/staff/cohorts/{AUTUMN.id}/invitations{token}" for token in ("", f"/{lists}", "/nonsense")),
            f"/staff/members/{ADA.id}/history",
            f"/staff/members/{BEN.id}/history",
        ],
    }


def test_pages_are_readable_by_all_and_fit_a_phone(
    open_page: Callable[..., Page],
    axe_violations: Callable[..., list[str]],
    paths: dict[Player | None, list[str]],
    site: str,
    school: School,
) -> None:
    found: list[str] = []
    for who, where in paths.items():
        # axe is injected, which the policy would refuse (the next test keeps it); colours must not be read in motion.
        page = open_page(bypass_csp=True, reduced_motion="reduce")
        if who is not None:
            token = session_of(school, who)
            page.context.add_cookies([{"name": "session", "value": token, "url": site}])
        for path in where:
            found += complaints_about(page, site + path, axe_violations)
    assert not found, "\n".join(found)


def test_the_page_that_opens_a_school_is_readable_by_all_and_fits_a_phone(
    open_page: Callable[..., Page], axe_violations: Callable[..., list[str]], tmp_path: Path, clock: Clock
) -> None:
    school = School(tmp_path / "new", clock)
    code = school.services.access.make_link("first_staff", member_id=None, expires_at=clock() + timedelta(hours=1))
    with site_of(school, members=()) as site:
        page = open_page(bypass_csp=True, reduced_motion="reduce")
        found = complaints_about(page, f"{site}/welcome/{code}", axe_violations)
    school.close()
    assert not found, "\n".join(found)


def test_the_pages_of_a_second_factor_are_readable_by_all_and_fit_a_phone(
    open_page: Callable[..., Page], axe_violations: Callable[..., list[str]], school: School
) -> None:
    with site_of(school, members=[ADA]) as site:
        page = open_page(bypass_csp=True, reduced_motion="reduce")
        page.context.add_cookies([{"name": "session", "value": session_of(school, ADA), "url": site}])
        page.goto(f"{site}/settings/second-factor")
        phone = TOTP(page.locator("#secret").inner_text().replace(" ", ""))
        page.get_by_label("The six digits").fill(phone.at(school.clock()))
        page.get_by_role("button", name="Turn it on").click()
        found = complaints_here(page, "recovery codes", axe_violations)
        for path in ("/settings/security", "/settings/second-factor", "/sign-in/again"):
            found += complaints_about(page, site + path, axe_violations)
        half = school.services.access.let_half_in(ADA.id, school.clock())
        page.context.add_cookies([{"name": "half", "value": half, "url": site}])
        found += complaints_about(page, f"{site}/sign-in/code", axe_violations)
    assert not found, "\n".join(found)


def test_a_name_without_any_gap_goes_nowhere_sideways(open_page: Callable[..., Page], school: School) -> None:
    contact = school.contact(name="Donaudampfschifffahrtselektrizitaetenhauptbetriebswerk")
    outreach, wide = school.sent(contact), "document.documentElement.scrollWidth"
    with site_of(school, members=()) as site:
        page = open_page(viewport=PHONE)
        page.context.add_cookies([{"name": "session", "value": session_of(school, ADA), "url": site}])
        seen = []
        for path in (f"/contacts/{contact}", f"/outreach/{outreach}", f"/outreach/new?contact={contact}"):
            page.goto(site + path)
            seen.append(page.evaluate(wide))
        page.goto(f"{site}/contacts/new")
        page.locator("[name=name]").fill("Rindfleischetikettierungsueberwachungsaufgabengesetz")
        page.locator("[name=tie][value=cold]").check()
        page.get_by_role("button", name="Add to your people").click()
        page.get_by_text("is in your list now").wait_for()
        seen.append(page.evaluate(wide))
    assert seen == [PHONE["width"]] * 4


def test_one_long_name_leaves_room_for_the_other_columns(open_page: Callable[..., Page], school: School) -> None:
    new = {"name": LONG, "address": LONG_ADDRESS, "role": "mentor", "zone": "Europe/Berlin", "cohort_id": None}
    school.say(DORA, "add_member", **new)
    with site_of(school, members=()) as site:
        page = open_page(viewport=DESK)
        page.context.add_cookies([{"name": "session", "value": session_of(school, DORA), "url": site}])
        page.goto(f"{site}/staff")
        shares = page.evaluate(
            "[...document.querySelectorAll('.stack')].map(t => t.querySelector('tbody th').offsetWidth / t.offsetWidth)"
        )
    assert max(shares) < 0.4


def test_the_thread_keeps_its_words_whole(open_page: Callable[..., Page], school: School) -> None:
    goal = school.goal()
    school.held(school.contact(), goal)
    found: list[str] = []
    with site_of(school, members=()) as site:
        page = open_page()
        page.context.add_cookies([{"name": "session", "value": session_of(school, ADA), "url": site}])
        for path in ("/", "/goals", f"/goals/{goal}"):
            page.goto(site + path)
            for width in range(600, DESK["width"] + 1, 40):
                page.set_viewport_size({"width": width, "height": 900})
                found += [f"{path} at {width}: {word}" for word in page.evaluate(BROKEN_OR_TOUCHING)]
    assert not found, "\n".join(found)


# The words of a thread that take two lines, or run into the one before.
BROKEN_OR_TOUCHING = """() => {
  const seen = [...document.querySelectorAll(".bead-words")].filter(words => words.offsetWidth > 1)
  const labels = seen.map(words => words.querySelector(".bead-label"))
  const boxes = labels.map(label => label.getBoundingClientRect())
  const wrong = (box, n) => box.height > 1.8 * parseFloat(getComputedStyle(labels[n]).fontSize)
    || (n > 0 && boxes[n - 1].top === box.top && boxes[n - 1].right > box.left)
  return labels.filter((label, n) => wrong(boxes[n], n)).map(label => label.textContent)
}"""


def complaints_about(page: Page, address: str, axe_violations: Callable[..., list[str]]) -> list[str]:
    """What is wrong with one page, on a desk and on a phone, light and dark."""
    page.set_viewport_size(DESK)
    page.goto(address)
    return complaints_here(page, address, axe_violations)


def complaints_here(page: Page, address: str, axe_violations: Callable[..., list[str]]) -> list[str]:
    """As `complaints_about`, of the page that is open."""
    found: list[str] = []
    for size in (DESK, PHONE):
        page.set_viewport_size(size)
        name = f"{address} at {size['width']}"
        wide = page.evaluate("document.documentElement.scrollWidth")
        if wide > size["width"]:
            found.append(f"{name}: {wide} px wide")
        for scheme, rules in SCHEMES:
            page.emulate_media(color_scheme=scheme)
            found += [f"{name}, {scheme}: {line}" for line in axe_violations(page, rules)]
    return found


@pytest.fixture(autouse=True)
def expected_complaints(watch: Watch) -> None:
    # A page that is not there, and a link that is over, are looked at on purpose.
    watch.allow("status of 4(04|10)")


def test_pages_keep_the_policy_and_ask_nobody_else(
    open_page: Callable[..., Page], paths: dict[Player | None, list[str]], site: str, school: School
) -> None:
    """Under the strict policy, with its console and every request watched."""
    for who, where in paths.items():
        page = open_page()
        if who is not None:
            token = session_of(school, who)
            page.context.add_cookies([{"name": "session", "value": token, "url": site}])
        for path in where:
            answer = page.goto(site + path)
            assert answer is not None
            assert answer.status in (200, 404, 410), path


def test_pages_work_without_scripts(
    open_page: Callable[..., Page], paths: dict[Player | None, list[str]], site: str, school: School
) -> None:
    page = open_page(java_script_enabled=False, viewport=PHONE)
    token = school.services.access.start_session(ADA.id, school.clock())
    page.context.add_cookies([{"name": "session", "value": token, "url": site}])
    page.goto(f"{site}/goals/new?template=own")
    page.locator("[name=statement]").fill("Without any script")
    page.locator("[name=due]").fill("2026-11-30")
    page.get_by_role("button", name="I promise").click()
    assert "Without any script" in page.locator("h1").inner_text()
