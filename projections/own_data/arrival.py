"""Bringing an archive along to this school: looked over first, then written through the use cases, nothing twice.

What happened elsewhere is recorded as told, with its own dates, and counts toward nothing here: the record says when it
came, and whoever edits an archive gains nothing by it.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TypeVar
from uuid import UUID, uuid5

from domain.accountability.told import story_id
from domain.act import OPERATOR, Act
from domain.refusal import Refusal
from projections.own_data.plan import Plan, Promise
from projections.own_data.reading import NotAnArchive, listed, opened
from projections.own_data.rows import standing
from projections.own_data.sorting import Sorting
from projections.services import Services
from projections.tracker import marks_of

__all__ = ["NotAnArchive", "carry_out", "plan"]

SOURCE = "archive"
# Bytes once unpacked. A page is answered beside many others, and a few bytes of JSON take a hundred of memory; an
# operator waits for a command of their own.
LARGEST, LARGEST_BY_OPERATOR = 5 * 1024 * 1024, 50 * 1024 * 1024
# Rows of one list, whatever comes of them; and goals that would be promised here.
MOST_LISTED, MOST_OPEN = 2_000, 200
LISTS = ("contacts", "outreach", "takeaways", "goals", "goals_elsewhere")
# So many are written at once; what breaks off between two portions goes on there.
PORTION = 200

T = TypeVar("T")


def plan(services: Services, by: str, member_id: UUID, data: bytes) -> Plan:
    """Read an archive and compare it with what the member has here; changes nothing. Raises NotAnArchive.

    An operator (`by`) brings along any number, but promises nothing: a promise is made by whoever keeps it. What is too
    large or too many for a member is not looked at any further.
    """
    found = opened(data, LARGEST_BY_OPERATOR if by == OPERATOR else LARGEST)
    lists = {name: listed(found, name) for name in LISTS}
    promised = sum(standing(row) == "open" for row in lists["goals"])
    if by != OPERATOR and (max(map(len, lists.values())) > MOST_LISTED or promised > MOST_OPEN):
        raise NotAnArchive("too_many")
    sorting = Sorting(services, member_id, may_promise=by != OPERATOR)
    sorting.people(lists["contacts"])
    sorting.stories(lists["outreach"], lists["takeaways"])
    sorting.goals(lists["goals"], lists["goals_elsewhere"])
    return sorting.plan


def carry_out(services: Services, act: Act, member_id: UUID, planned: Plan) -> dict[str, int]:
    """Write what a plan says, in portions, and return how many of each kind came.

    Fewer come than were planned when a rival was first. Planned and said again, it goes on where it broke off.
    """
    whose = member_id if act.by == OPERATOR else None
    use, came = services.accountability, Counter(dict.fromkeys(planned.coming, 0))
    came["people"] = _people(services, act, member_id, planned)
    for some in _portions(planned.stories):
        brought = set(use.bring_stories(act, stories=some, member_id=whose))
        fresh = [story for story in some if story_id(member_id, story.first_id) in brought]
        came.update(stories=len(fresh), takeaways=sum(story.takeaway is not None for story in fresh))
    for over in _portions(planned.goals_over):
        came["goals"] += len(use.bring_goals(act, goals=over, member_id=whose))
    came["goals"] += sum(_is_promised(services, act, member_id, promise) for promise in planned.promises)
    return dict(came)


def _people(services: Services, act: Act, member_id: UUID, planned: Plan) -> int:
    added, whose = 0, member_id if act.by == OPERATOR else None
    for tie, cards in planned.people.items():
        for some in _portions(list(cards.values())):
            known = marks_of(services.views, member_id)
            added += len(
                services.accountability.import_contacts(
                    act,
                    cards=some,
                    tie=tie,
                    source=SOURCE,
                    known=known,
                    introducers=planned.introducers,
                    member_id=whose,
                )
            )
    return added


def _is_promised(services: Services, act: Act, member_id: UUID, promise: Promise) -> bool:
    """Under a command id made of its first id, so that it comes once, whatever became of it here; shown to nobody."""
    told = promise.told
    step = Act(act.by, act.door, act.at, uuid5(member_id, f"archive|{told.first_id}"))
    try:
        services.accountability.set_goal(
            step,
            statement=told.statement,
            measure=told.measure,
            target=told.target,
            due=told.due,
            level=told.level,
            steps=told.steps,
            template=promise.template,
            sharing="private",
        )
    except Refusal:
        return False  # midnight passed since it was looked over
    return True


def _portions(things: Sequence[T]) -> Iterator[Sequence[T]]:
    for start in range(0, len(things), PORTION):
        yield things[start : start + PORTION]
