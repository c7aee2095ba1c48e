"""What archives of elsewhere tell, as the use cases take it: a conversation, a takeaway, a goal that was kept."""

from typing import Any
from uuid import UUID, uuid4

from domain.accountability.told import GoalTold, StoryTold, TakeawayTold

TAKEAWAY = TakeawayTold(
    text="Read about queues",
    kind="research",
    due="2026-11-20",
    zone="Europe/Berlin",
    state="open",
    decided_at="2026-10-07T09:00:00+00:00",
    settled_at="2026-10-09T09:00:00+00:00",
    outcome="A reading list",
)


def story_told(contact_id: UUID, **changes: Any) -> StoryTold:
    """A conversation in October, with notes and a takeaway that is still open."""
    held: dict[str, Any] = {
        "reached": "held",
        "tie": "cold",
        "channel": "email",
        "medium": "call",
        "sent_at": "2026-10-01T09:00:00+00:00",
        "answered_at": "2026-10-03T09:00:00+00:00",
        "starts_at": "2026-10-06T09:00:00+00:00",
        "held_at": "2026-10-06T09:30:00+00:00",
        "introduction": "I retrain for software",
        "purpose": "To learn how you test",
        "why_you": "Your talk on queues",
        "call_to_action": "Twenty minutes?",
        "answer_note": "Gladly",
        "questions": "What surprised you?",
        "notes": "Queues everywhere",
        "whom_next": "Noor",
        "confidential": True,
        "takeaway": TAKEAWAY,
    }
    return StoryTold(first_id=uuid4(), contact_id=contact_id, **(held | changes))


def goal_told(**changes: Any) -> GoalTold:
    """Kept in October, on time."""
    kept: dict[str, Any] = {
        "statement": "Talk to two people",
        "steps": "One\nTwo",
        "measure": "conversations",
        "target": 2,
        "due": "2026-10-20",
        "zone": "Europe/Berlin",
        "level": "II",
        "set_at": "2026-09-20T09:00:00+00:00",
        "standing": "achieved",
        "ended_at": "2026-10-06T09:30:00+00:00",
        "on_time": True,
        "reached": 2,
    }
    return GoalTold(first_id=uuid4(), **(kept | changes))
