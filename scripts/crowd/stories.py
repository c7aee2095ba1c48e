"""One outreach of an invented student, from the draft to the takeaway: which step comes next, and when."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from uuid import UUID

from domain.accountability import Accountability
from domain.act import Act
from scripts.crowd import words

CHANNELS = ("email", "linkedin", "call", "slack", "in_person", "social")
OVER = "over"


@dataclass
class Story:
    """`ready_at`: before that there is nothing to do; `stage` is what the next step depends on, OVER for no more."""

    outreach_id: UUID
    goal_id: UUID | None
    stage: str
    ready_at: datetime
    takeaway_id: UUID | None = None


def next_step(school: Accountability, act: Act, story: Story, random: Random) -> None:
    """Let one thing happen, with the chances of a patient person; raises nothing, for it knows what is allowed."""
    _STEPS[story.stage](school, act, story, random)


def _day(act: Act, days: int) -> str:
    return (act.at + timedelta(days=days)).date().isoformat()


def _wait(story: Story, act: Act, stage: str, days: float) -> None:
    story.stage, story.ready_at = stage, act.at + timedelta(days=days)


def _drafted(school: Accountability, act: Act, story: Story, random: Random) -> None:
    chance = random.random()
    if chance < 0.03:
        school.withdraw_outreach(act, story.outreach_id, reason=words.reason(random))
        return _wait(story, act, OVER, 0)
    if chance < 0.35:
        school.revise_draft(act, story.outreach_id, draft=words.draft(random))
        return _wait(story, act, "drafted", 0.5)
    times = [(act.at + timedelta(days=d, hours=1)).isoformat() for d in (3, 5)] if chance < 0.8 else []
    school.send_outreach(act, story.outreach_id, channel=random.choice(CHANNELS), times_offered=times)
    return _wait(story, act, "sent", random.uniform(1, 8))


def _sent(school: Accountability, act: Act, story: Story, random: Random) -> None:
    chance = random.random()
    if chance < 0.6:
        school.record_answer(act, story.outreach_id, note="Gladly, and soon." if chance < 0.4 else "")
        _wait(story, act, "answered", 0)
    elif chance < 0.7:
        school.record_decline(act, story.outreach_id, note="Too much to do this season.")
        _wait(story, act, OVER, 0)
    elif chance < 0.8:
        school.postpone_outreach(act, story.outreach_id, until=_day(act, 10))
        _wait(story, act, "sent", 11)
    else:
        school.record_silence(act, story.outreach_id)
        _wait(story, act, "unanswered", 5)


def _unanswered(school: Accountability, act: Act, story: Story, random: Random) -> None:
    if random.random() < 0.4:
        school.record_answer(act, story.outreach_id, note="Sorry for the silence!")
        return _wait(story, act, "answered", 0)
    return _wait(story, act, OVER, 0)


def _answered(school: Accountability, act: Act, story: Story, random: Random) -> None:
    days = random.randint(1, 6)
    school.arrange_conversation(act, story.outreach_id, starts_at=(act.at + timedelta(days=days)).isoformat())
    if random.random() < 0.5:
        _wait(story, act, "preparing", 0)
    else:
        _wait(story, act, "arranged", days)


def _preparing(school: Accountability, act: Act, story: Story, random: Random) -> None:
    school.choose_questions(act, story.outreach_id, questions=words.questions(random))
    _wait(story, act, "arranged", 6)


def _arranged(school: Accountability, act: Act, story: Story, random: Random) -> None:
    noted = random.random() < 0.7
    school.record_conversation(
        act, story.outreach_id, medium=random.choice(CHANNELS), notes=words.notes(random) if noted else ""
    )
    _wait(story, act, "noting" if not noted else "held", 0)


def _noting(school: Accountability, act: Act, story: Story, random: Random) -> None:
    school.write_notes(act, story.outreach_id, notes=words.notes(random))
    _wait(story, act, "held", 0)


def _held(school: Accountability, act: Act, story: Story, random: Random) -> None:
    chance = random.random()
    if chance < 0.03 and story.goal_id is not None:
        story.goal_id = None
        school.count_outreach_toward(act, story.outreach_id, goal_id=None, reason=words.reason(random))
        return _wait(story, act, "held", 0)
    if chance < 0.15:
        return _wait(story, act, OVER, 0)
    story.takeaway_id = school.decide_takeaway(
        act, story.outreach_id, text=words.takeaway(random), kind="research", due=_day(act, random.randint(3, 14))
    )
    return _wait(story, act, "decided", random.uniform(2, 16))


def _decided(school: Accountability, act: Act, story: Story, random: Random) -> None:
    assert story.takeaway_id is not None
    chance = random.random()
    if chance < 0.1:
        school.reschedule_takeaway(act, story.takeaway_id, due=_day(act, 20), reason=words.reason(random))
        return _wait(story, act, "decided", 9)
    if chance < 0.25:
        school.drop_takeaway(act, story.takeaway_id, reason=words.reason(random))
        return _wait(story, act, "dropped" if chance < 0.13 else OVER, 6)
    school.follow_up_takeaway(act, story.takeaway_id, what_came=words.notes(random))
    return _wait(story, act, OVER, 0)


def _dropped(school: Accountability, act: Act, story: Story, _: Random) -> None:
    assert story.takeaway_id is not None
    school.pick_up_takeaway(act, story.takeaway_id)
    _wait(story, act, "decided", 3)


_STEPS: dict[str, Callable[[Accountability, Act, Story, Random], None]] = {
    "drafted": _drafted,
    "sent": _sent,
    "unanswered": _unanswered,
    "answered": _answered,
    "preparing": _preparing,
    "arranged": _arranged,
    "noting": _noting,
    "held": _held,
    "decided": _decided,
    "dropped": _dropped,
}
