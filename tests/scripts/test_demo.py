"""The demo school keeps what it promises: every story is there, told through the use cases, whatever day today is."""

import sqlite3
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

import bootstrap
from domain.dates import local_date
from domain.evidence import days_left
from domain.levels import levels
from domain.same_person import is_address
from projections.buddy import CheckIn, PartnershipCard, partnership, partnerships
from projections.history import history, looks_at
from projections.inbox import failed, inbox, nudge, unsettled
from projections.people import everybody, groups
from projections.progress.goals import GoalCard, goals, goals_of
from projections.progress.outreach import OutreachCard, stories
from projections.tracker import ContactCard, contacts
from scripts import demo
from scripts.demo.calendar import Calendar
from scripts.demo.school import script
from scripts.demo.stories import STORIES

TODAY = datetime(2026, 11, 19, 9, 30, tzinfo=UTC)
SAMPLE = Path(__file__).parent.parent / "samples" / "linkedin-Connections.csv"
EXPORT = Path(demo.__file__).parent / "linkedin-Connections.csv"


@dataclass(frozen=True)
class DemoSchool:
    """The finished school, opened on the day to which it was built."""

    demo: demo.Demo
    services: bootstrap.Services
    hashed: list[str]

    def __getitem__(self, key: str) -> UUID:
        """A member's id by the local part of their address."""
        address = next(p.address for p in self.demo.people if p.address.startswith(f"{key}@"))
        member_id = self.services.vault.member_with(address)
        assert member_id is not None
        return member_id

    def told(self, key: str) -> list[OutreachCard]:
        return stories(self.services.views, self[key])

    def goals(self, key: str) -> list[GoalCard]:
        return goals(self.services.views, self[key], self.told(key), TODAY)

    def contacts(self, key: str) -> list[ContactCard]:
        return contacts(self.services.views, self[key])

    def buddies(self, key: str) -> list[PartnershipCard]:
        return partnerships(self.services.views, self[key])

    def all_told(self) -> list[OutreachCard]:
        views = self.services.views
        return [told for person in everybody(views) for told in stories(views, person.member_id)]

    def all_goals(self) -> list[GoalCard]:
        of = goals_of(self.services.views, [p.member_id for p in everybody(self.services.views)], TODAY)
        return [goal for some in of.values() for goal in some]


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DemoSchool]:
    """One build for all: it takes its time."""
    hashed: list[str] = []

    def hash_password(word: str) -> str:
        hashed.append(word)
        return f"hash of {len(word)} letters"

    made = demo.build(tmp_path_factory.mktemp("demo") / "school", today=TODAY, hash_password=hash_password)
    services = bootstrap.open_services(bootstrap.Settings(folder=made.folder), now=lambda: TODAY)
    yield DemoSchool(made, services, hashed)
    services.close()


# -- building --------------------------------------------------------------------------------------------------------


def test_a_finished_school_is_told_from_an_empty_folder(built: DemoSchool, tmp_path: Path) -> None:
    assert (demo.is_built(built.demo.folder), demo.is_built(tmp_path)) == (True, False)


def test_a_build_that_breaks_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def breaks(*_: object) -> dict[str, UUID]:
        raise RuntimeError

    monkeypatch.setattr("scripts.demo.play", breaks)
    with pytest.raises(RuntimeError):
        demo.build(tmp_path / "school", today=TODAY, hash_password=str)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_in_which_something_lives_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("mine")
    with pytest.raises(FileExistsError):
        demo.build(tmp_path, today=TODAY, hash_password=str)
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]


def test_everybody_may_sign_in_by_one_password_that_is_hashed_once(built: DemoSchool) -> None:
    hashes = {built.services.access.password_of(built[p.address.partition("@")[0]]) for p in built.demo.people}
    assert (built.hashed, len(hashes), None in hashes) == ([demo.PASSWORD], 1, False)
    assert len(demo.PASSWORD) >= 12


def test_those_to_point_out_come_first_and_everybody_has_a_line(built: DemoSchool) -> None:
    people = built.demo.people
    assert people[0].address == "ada@example.org"
    assert [p.first for p in people] == sorted((p.first for p in people), reverse=True)
    assert all(p.story.endswith(".") and len(p.story) < 140 for p in people)


def test_addresses_lead_nowhere(built: DemoSchool) -> None:
    ends = {p.address.rpartition("@")[2] for p in built.demo.people}
    assert all(end.endswith(("example.org", "example.com", "example.net")) for end in ends)
    assert all(is_address(p.address) for p in built.demo.people)


def test_the_export_that_is_shipped_is_the_sample_byte_for_byte() -> None:
    assert EXPORT.read_bytes() == SAMPLE.read_bytes()


def test_a_rebuild_of_the_views_equals_the_living_ones(built: DemoSchool) -> None:
    views, before = built.services.views, rows(built)
    assert {trouble for _, trouble in views.catch_up.standings().values()} == {""}
    views.catch_up.rebuild()
    assert rows(built) == before


def rows(built: DemoSchool) -> dict[str, list[tuple[object, ...]]]:
    connection = sqlite3.connect(f"file:{built.demo.folder / 'views.db'}?mode=ro", uri=True)
    try:
        tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {t: sorted(connection.execute(f"SELECT * FROM {t}").fetchall(), key=repr) for t in tables}
    finally:
        connection.close()


@pytest.mark.parametrize("words", ["Lindgren", "ada@example.org", "Henrike Vos", "Forty chairs", "a wombat", "美玲"])
def test_nothing_about_a_person_is_readable_in_the_stored_bytes(built: DemoSchool, words: str) -> None:
    stored = b"".join(path.read_bytes() for path in built.demo.folder.glob("*.db*"))
    assert words.encode() not in stored


# -- time ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("hours", range(0, 7 * 24, 11))
def test_every_story_runs_forward_whatever_day_and_hour_it_is(hours: int) -> None:
    today = TODAY + timedelta(hours=hours)
    assert all(at < today for at, _ in script(Calendar(today)))


def test_people_act_when_they_are_awake_and_rest_on_most_weekends() -> None:
    local = [at.astimezone(ZoneInfo(beat.zone)) for at, beat in script(Calendar(TODAY)) if "joins" not in beat.who]
    assert {at.hour for at in local} <= set(range(7, 23))
    days = Counter(at.weekday() for at in local)
    assert days[5] + days[6] < len(local) / 7


def test_it_is_the_last_eight_weeks_and_every_act_came_through_the_door_of_the_demo(built: DemoSchool) -> None:
    recorded = built.services.accountability.after(0, 10_000)
    assert timedelta(days=56) <= TODAY - recorded[0].event.timestamp < timedelta(days=63)
    assert recorded[-1].event.timestamp <= TODAY
    assert [r.event.timestamp for r in recorded] == sorted(r.event.timestamp for r in recorded)
    assert {r.event.door for r in recorded} == {"demo", "scheduler"}


# -- the school ------------------------------------------------------------------------------------------------------


def test_two_cohorts_with_staff_and_mentors_and_a_history_for_everybody(built: DemoSchool) -> None:
    views = built.services.views
    people = everybody(views)
    assert len(people) == len(STORIES) >= 40
    assert Counter(p.role for p in people) == {"student": len(people) - 4, "mentor": 2, "staff": 2}
    assert [group.size >= 12 for group in groups(views) if group.cohort_id] == [True, True]
    assert [p.name.text for p in people if not history(views, p.member_id, limit=1)] == []


def test_goals_of_every_standing(built: DemoSchool) -> None:
    found = built.all_goals()
    standings = Counter(g.progress.standing for g in found)
    assert standings["open"] >= 15
    assert standings["achieved"] >= 15
    assert standings["overdue"] >= 4
    assert standings["closed"] >= 1
    assert Counter(g.progress.on_time for g in found)[False] >= 1
    assert {g.terms.measure for g in found} == {"contacted", "conversations", "follow_through"}
    assert {g.sharing for g in found} == {"private", "progress", "words"}


def test_partnerships_in_every_state(built: DemoSchool) -> None:
    states = Counter(r["state"] for r in built.services.views.fetch(select(partnership.table.c.state)))
    assert set(states) == {"proposed", "active", "paused", "declined", "withdrawn", "ended"}
    assert states["active"] >= 8


def test_outreach_in_every_stage(built: DemoSchool) -> None:
    stages = Counter(o.stage for o in built.all_told())
    expected = {"drafted", "sent", "answered", "declined", "postponed", "unanswered", "arranged", "held", "withdrawn"}
    assert set(stages) == expected
    assert stages["held"] >= 40
    assert {o.takeaway.state for o in built.all_told() if o.takeaway} == {"open", "followed_up", "dropped"}


def test_nobody_says_what_somebody_else_has_said(built: DemoSchool) -> None:
    told = built.all_told()
    for part in ("introduction", "purpose", "why_you", "notes", "whom_next", "answer_note"):
        said = Counter(text for o in told if (text := getattr(o, part).text))
        assert [text for text, times in said.items() if times > 1] == []


def test_nudges_were_said_and_none_is_left_over(built: DemoSchool) -> None:
    views = built.services.views
    assert (failed(views), unsettled(views)) == ([], [])
    table = nudge.table
    said = {r["rule"] for r in views.fetch(select(table.c.rule).where(table.c.state == "delivered"))}
    assert said == {
        "goal_due_soon",
        "goal_overdue",
        "outreach_unanswered",
        "takeaway_undecided",
        "takeaway_due",
        "check_in_due",
    }


def test_only_the_latest_letters_lie_in_the_mail_folder(built: DemoSchool) -> None:
    letters = list((built.demo.folder / "mail").glob("*.eml"))
    written = [datetime.strptime(p.name[:15], "%Y%m%dT%H%M%S").replace(tzinfo=UTC) for p in letters]
    assert written
    assert min(written) >= TODAY - timedelta(days=2)


# -- Ada -------------------------------------------------------------------------------------------------------------


def test_ada_is_half_way_to_a_goal_that_is_due_in_nine_days(built: DemoSchool) -> None:
    current = built.goals("ada")[0]
    assert (current.progress.count, current.progress.target, current.progress.standing) == (1, 2, "open")
    assert days_left(current.terms.promise.due, current.terms.promise.zone, TODAY) == 9


def test_ada_has_imported_the_whole_export(built: DemoSchool) -> None:
    """And removed again what is a formula and nobody's name."""
    assert Counter(c.source for c in built.contacts("ada"))["linkedin"] == 421


def test_ada_has_waited_eight_days_for_an_answer(built: DemoSchool) -> None:
    waiting = [o for o in built.told("ada") if o.stage == "sent"]
    assert [ago(o.sent_at) for o in waiting] == [8]


def test_ada_talked_yesterday_and_has_not_decided_what_to_take_from_it(built: DemoSchool) -> None:
    undecided = [o for o in built.told("ada") if o.stage == "held" and o.takeaway is None]
    assert [ago(o.held_at) for o in undecided] == [1]


def test_ada_has_a_takeaway_for_tomorrow(built: DemoSchool) -> None:
    open_ones = [o.takeaway for o in built.told("ada") if o.takeaway and o.takeaway.state == "open"]
    assert [t.due for t in open_ones] == [date(2026, 11, 20)]


def test_ada_has_a_buddy_who_told_her_how_it_goes(built: DemoSchool) -> None:
    (card,) = built.buddies("ada")
    assert (card.state, card.partner_id) == ("active", built["noor"])
    assert card.theirs is not None
    assert (ago(card.theirs.at), bool(card.theirs.moved)) == (2, True)


def test_ada_finds_three_nudges_and_one_for_what_is_due_tomorrow(built: DemoSchool) -> None:
    waiting = Counter(n.rule for n in inbox(built.services.views, built["ada"]) if n.state == "delivered")
    assert waiting == {"outreach_unanswered": 2, "check_in_due": 1, "takeaway_due": 1}


# -- the others ------------------------------------------------------------------------------------------------------


def test_wren_has_just_come_and_has_nothing(built: DemoSchool) -> None:
    assert (built.goals("wren"), built.told("wren"), built.contacts("wren"), built.buddies("wren")) == ([], [], [], [])
    assert inbox(built.services.views, built["wren"]) == []


def test_names_come_in_every_length_and_script() -> None:
    name = {s.key.partition(".")[0]: s.name for s in STORIES}
    assert len(name["maximiliane-konstantina"]) > 90
    assert "\u0600" < name["yousef"][0] < "\u06ff"
    assert "\u4e00" < name["meiling"][0] < "\u9fff"


def test_caleb_fell_silent_in_the_first_week(built: DemoSchool) -> None:
    views = built.services.views
    own = [e for e in history(views, built["caleb"]) if e.event.by == str(built["caleb"])]
    assert ago(own[0].at) > 49
    assert [g.progress.standing for g in built.goals("caleb")] == ["overdue"]
    assert len(looks_at(views, built["caleb"])) == 2


def test_priya_came_late_and_is_told_so(built: DemoSchool) -> None:
    assert any(g.progress.on_time is False for g in built.goals("priya"))


def test_lucia_moved_one_goal_twice_and_said_why(built: DemoSchool) -> None:
    (goal,) = built.goals("lucia")
    assert [bool(move.reason.text) for move in goal.moves] == [True, True]


def test_sams_buddy_went_quiet(built: DemoSchool) -> None:
    (card,) = built.buddies("sam")
    assert card.state == "active"
    assert last(card.theirs) - last(card.mine) > 14


def test_a_pause_is_seen_from_both_sides(built: DemoSchool) -> None:
    (hers,), (his,) = built.buddies("marta"), built.buddies("oluwaseun")
    assert (hers.state, his.state, hers.paused_until) == ("paused", "paused", date(2026, 11, 29))


def test_leo_has_a_proposal_to_answer(built: DemoSchool) -> None:
    (card,) = built.buddies("leo")
    assert (card.state, card.asked_by_me, card.partner_id) == ("proposed", False, built["hana"])


def test_helena_is_buddy_to_two(built: DemoSchool) -> None:
    assert {c.partner_id for c in built.buddies("helena")} == {built["tomek"], built["priya"]}


def test_elif_does_everything_by_mail(built: DemoSchool) -> None:
    told = built.told("elif")
    assert {o.channel for o in told} == {o.medium for o in told} == {"email"}
    assert all(o.takeaway and o.takeaway.state == "followed_up" for o in told)


def test_marcus_was_declined_and_wrote_to_the_next(built: DemoSchool) -> None:
    by_stage = {o.stage: o for o in built.told("marcus")}
    declined, held = by_stage["declined"].answered_at, by_stage["held"].sent_at
    assert declined is not None
    assert held is not None
    assert timedelta() < held - declined < timedelta(days=2)


def test_sofias_contact_is_busy_and_somebody_else_was_not(built: DemoSchool) -> None:
    by_stage = {o.stage: o for o in built.told("sofia")}
    assert by_stage["postponed"].postponed_until == date(2026, 11, 22)
    assert by_stage["held"].whom_next.text


def test_gus_talked_and_took_nothing_along(built: DemoSchool) -> None:
    assert Counter(o.takeaway is None for o in built.told("gus") if o.held_at) == {True: 2, False: 1}


def test_nadia_let_one_takeaway_go_and_took_one_up_again(built: DemoSchool) -> None:
    assert sorted(o.takeaway.state for o in built.told("nadia") if o.takeaway) == ["dropped", "followed_up"]


def test_theos_introductions_are_a_chain_of_conversations(built: DemoSchool) -> None:
    by = {c.contact_id: c.introduced_by for c in built.contacts("theo")}
    held = {o.contact_id for o in built.told("theo") if o.stage == "held"}
    assert max(generation(who, by) for who in by) == 3
    assert max(generation(who, by) for who in held) == 2


def generation(contact_id: UUID, by: dict[UUID, UUID | None]) -> int:
    through = by[contact_id]
    return 0 if through is None else 1 + generation(through, by)


@pytest.mark.parametrize(
    ("key", "met"),
    [("farah", ["I", "II", "III"]), ("ada", ["I", "II"]), ("yuki", ["I"]), ("elif", ["II"]), ("marcus", ["III"])],
)
def test_levels_are_met_in_different_ways(built: DemoSchool, key: str, met: list[str]) -> None:
    assert [level.level for level in levels(o.story for o in built.told(key)) if not level.missing] == met


def test_patricia_goes_through_old_ties(built: DemoSchool) -> None:
    assert {c.tie for c in built.contacts("patricia")} == {"dormant"}


@pytest.mark.parametrize("key", ["meiling", "farah"])
def test_a_pause_that_was_ended_early(built: DemoSchool, key: str) -> None:
    assert [c.state for c in built.buddies(key)] == ["active"]


def ago(at: datetime | None, zone: str = "Europe/Berlin") -> int:
    """Calendar days since then, where Ada lives."""
    assert at is not None
    return (local_date(TODAY, zone) - local_date(at, zone)).days


def last(said: CheckIn | None) -> int:
    return ago(said.at if said else None)
