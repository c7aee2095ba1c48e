"""An archive compared with what a member has here, row by row: what is new, what is here already, what stays behind."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from uuid import UUID

from domain.accountability.told import ENDINGS, GoalTold, goal_id, story_id, usable_goal, usable_story
from domain.dates import due_date, local_date
from domain.refusal import Unusable
from projections.own_data import rows
from projections.own_data.plan import LeftOut, Plan, Promise
from projections.own_data.reading import Row
from projections.people import person
from projections.progress.elsewhere import goals_elsewhere
from projections.progress.goals import goals
from projections.progress.outreach import stories
from projections.services import Services
from projections.tracker import contacts, erased_marks, owners_of_marks

# Whys of the domain that are told as such; any other is "unreadable".
_TOLD = ("too_long", "too_far", "in_the_future")


class Sorting:
    """One comparison on its way: what is here is asked once, and grows by what comes.

    People first, for stories are about them; `may_promise`: whether goals that are open are promised anew.
    """

    def __init__(self, services: Services, member_id: UUID, *, may_promise: bool) -> None:
        self.use, self.views, self.now = services.accountability, services.views, services.now()
        self.member_id, self.may_promise, self.plan = member_id, may_promise, Plan()
        # Ids of here by those of the archive: whom a story may be about; and what each of the archive's is called.
        self._whom: dict[str, UUID] = {}
        self._names: dict[str, str] = {}

    def people(self, told: list[Row]) -> None:
        self._owners = owners_of_marks(self.views, self.member_id)
        self._forgotten = erased_marks(self.views, self.member_id)
        self._removed = {card.contact_id for card in contacts(self.views, self.member_id, removed=True)}
        self._names = {str(row.get("contact_id")): rows.label(row) for row in told}
        self._sort("people", told, self._person)
        for row in told:
            who, by = (self._whom.get(str(row.get(name))) for name in ("contact_id", "introduced_by"))
            if who and by and who != by:
                self.plan.introducers[who] = by

    def stories(self, told: list[Row], decided: list[Row]) -> None:
        known = stories(self.views, self.member_id)
        self._told = {i for card in known for i in (card.outreach_id, card.first_id) if i}
        # Where the story of a takeaway is: its place among those that come, or None for one that is here already.
        self._places: dict[str, int | None] = {}
        self._sort("stories", told, self._story)
        self._sort("takeaways", decided, self._takeaway)

    def goals(self, told: list[Row], elsewhere: list[Row]) -> None:
        me = person(self.views, self.member_id)
        self._today = local_date(self.now, me.zone if me else "UTC")
        mine, over = goals(self.views, self.member_id, [], self.now), goals_elsewhere(self.views, self.member_id)
        self._goals = {card.goal_id for card in mine} | {i for card in over for i in (card.goal_id, card.first_id)}
        terms = ((card, card.terms) for card in mine)
        self._promised = {(str(c.statement), t.measure, t.target, t.promise.due.isoformat()) for c, t in terms}
        self._sort("goals", told, self._goal)
        self._sort("goals", elsewhere, self._goal_elsewhere)

    def _sort(self, kind: str, told: Iterable[Row], sort: Callable[[Row], str]) -> None:
        """`sort` says why a row stays behind, "here" for one that is here, or nothing for one that comes."""
        for row in told:
            try:
                why = sort(row)
            except Unusable as refusal:
                why = refusal.facts["why"] if refusal.facts["why"] in _TOLD else "unreadable"
            if why == "here":
                self.plan.here[kind] += 1
            elif why:
                self.plan.left_out.append(LeftOut(kind, self._called(row), why))

    def _called(self, row: Row) -> str:
        """Its own words, or whom it was with."""
        return rows.label(row) or self._names.get(str(row.get("contact_id")), "")

    def _person(self, row: Row) -> str:
        card, ref = rows.card(row), str(row.get("contact_id"))
        marks, sought = self.use.marks(card), self.use.sought(card)
        if not sought.isdisjoint(self._forgotten):
            return "forgotten"
        known = next((self._owners[mark] for mark in [*marks, *sorted(sought)] if mark in self._owners), None)
        if known is not None:
            if known not in self._removed:
                self._whom[ref] = known
            return "here"
        if row.get("removed"):
            return "removed"
        contact_id = self._whom[ref] = self.use.contact_id(self.member_id, card)
        self._owners |= dict.fromkeys(sought, contact_id)
        self.plan.people.setdefault(rows.tie(row), {})[contact_id] = card
        return ""

    def _story(self, row: Row) -> str:
        ref, first = str(row.get("outreach_id")), rows.first_id(row, "outreach_id")
        if ref in self._places:
            return "repeated"
        if not self._told.isdisjoint({first, story_id(self.member_id, first)}):
            self._places[ref] = None
            return "here"
        if row.get("stage") == "withdrawn":
            return "withdrawn"
        contact_id = self._whom.get(str(row.get("contact_id")))
        if contact_id is None:
            return "nobody"
        self.plan.stories.append(usable_story(rows.story(row, contact_id), self.now))
        self._told.add(first)
        self._places[ref] = len(self.plan.stories) - 1
        return ""

    def _takeaway(self, row: Row) -> str:
        ref = str(row.get("outreach_id"))
        place = self._places.get(ref)
        if place is None:
            return "here" if ref in self._places else "no_story"
        story = self.plan.stories[place]
        if story.takeaway is not None:
            return "repeated"
        told = rows.takeaway(row, self._whom.get(str(row.get("new_contact_id"))))
        self.plan.stories[place] = usable_story(replace(story, takeaway=told), self.now)
        return "" if self.plan.stories[place].takeaway else "no_story"

    def _goal(self, row: Row) -> str:
        standing, first = rows.standing(row), rows.first_id(row, "goal_id")
        if self._is_here(first):
            return "here"
        if standing == "open" and rows.goal_over(row, standing).due >= self._today.isoformat():
            return self._promise(row)
        return self._over(rows.goal_over(row, "overdue" if standing == "open" else standing))

    def _goal_elsewhere(self, row: Row) -> str:
        told = rows.goal_elsewhere(row)
        return "here" if self._is_here(told.first_id) else self._over(told)

    def _promise(self, row: Row) -> str:
        if not self.may_promise:
            return "promise"
        # As one that ended, it is checked as it will be when it is promised, but for how far ahead it may be due.
        told = usable_goal(rows.goal_over(row, ENDINGS[-1]), self.now)
        due_date(told.due, today=self._today)
        if (told.statement, told.measure, told.target, told.due) in self._promised:
            return "here"
        self._goals.add(told.first_id)
        self.plan.promises.append(Promise(told, rows.template(row)))
        return ""

    def _over(self, told: GoalTold) -> str:
        self.plan.goals_over.append(usable_goal(told, self.now))
        self._goals.add(told.first_id)
        return ""

    def _is_here(self, first: UUID) -> bool:
        return not self._goals.isdisjoint({first, goal_id(self.member_id, first)})
