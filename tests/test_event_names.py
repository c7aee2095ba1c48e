"""The names under which events stand in the record, written out: what was stored once can be read for ever."""

import json
import re

from domain.goal import Goal
from store.names import AGGREGATES, EVENTS, aggregate_of, event_named, name_of
from tests.cast import ADA, School

NAMES = re.findall(
    r"\S+",
    """
Member.Joined Member.Renamed Member.AddressChanged Member.Moved Member.NudgesSwitched
Member.CohortJoined Member.CohortLeft
Member.HistoryOpened Member.LinkMade Member.TokenMade Member.ProviderConnected Member.SecondFactorRemoved
Member.Closed Member.Reopened
Member.ErasureRequested Member.ErasureCancelled Member.Erased
Cohort.Opened Cohort.Renamed
Goal.Set Goal.BroughtAlong Goal.Reworded Goal.Rescheduled Goal.SharingChosen Goal.Closed Goal.Reopened
Contact.Added Contact.Edited Contact.TieChanged Contact.Removed Contact.Restored
Contact.ErasureRequested Contact.ErasureCancelled Contact.Erased
Outreach.Drafted Outreach.Revised Outreach.Sent Outreach.Logged Outreach.BroughtAlong
Outreach.Answered Outreach.Declined
Outreach.Postponed Outreach.LeftUnanswered Outreach.ConversationArranged Outreach.QuestionsChosen
Outreach.ConversationHeld Outreach.NotesWritten Outreach.CountedToward Outreach.TieCorrected Outreach.Withdrawn
Outreach.SharingChosen Outreach.ConfidentialityChosen
Takeaway.Decided Takeaway.BroughtAlong Takeaway.Reworded Takeaway.Rescheduled Takeaway.FollowedUp Takeaway.Dropped
Takeaway.PickedUpAgain
Partnership.Proposed Partnership.ProposedAgain Partnership.Accepted Partnership.Declined Partnership.Withdrawn
Partnership.Paused Partnership.Resumed Partnership.Ended Partnership.CheckedIn Partnership.Cheered
Nudge.Claimed Nudge.ClaimedAgain Nudge.Delivered Nudge.Suppressed Nudge.Refused Nudge.GivenUp Nudge.PutAway
""",
)


def test_every_event_has_its_name_for_ever():
    assert sorted(EVENTS) == sorted(NAMES)
    assert len(NAMES) == len(set(NAMES)) == 76


def test_a_name_and_its_class_find_each_other():
    assert [name_of(event_named(name)) for name in NAMES] == NAMES


def test_a_name_leads_to_its_aggregate():
    assert {aggregate_of(name) for name in NAMES} == set(AGGREGATES)
    assert aggregate_of("Goal.Set") is Goal


def test_the_record_holds_names_and_no_path_into_the_program(school: School):
    school.say(ADA, "close_goal", school.goal(), reason="x")
    stored = school.use_cases.recorder.select_notifications(1, 1_000)
    assert {one.topic for one in stored} <= set(NAMES)
    for one in stored:
        assert b"domain." not in one.state
        assert "originator_topic" not in json.loads(one.state)
