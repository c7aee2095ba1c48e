"""Everybody in the demo school and what they did, told as stories; `scripts.demo.school` lets them happen."""

from scripts.demo.stories import (
    ada,
    around_a_no,
    beginnings,
    corrections,
    finding_a_buddy,
    in_their_own_way,
    levels,
    moving,
    names,
    noor,
    onward,
    quiet_and_paused,
    silent,
    slipping,
    staff_and_mentors,
    steady,
    taking_along,
)
from scripts.demo.story import Story

# One file for each kind of story; who belongs to it stands in its STORIES.
_FILES = (
    ada,
    around_a_no,
    beginnings,
    corrections,
    finding_a_buddy,
    in_their_own_way,
    levels,
    moving,
    names,
    noor,
    onward,
    quiet_and_paused,
    silent,
    slipping,
    staff_and_mentors,
    steady,
    taking_along,
)
STORIES: tuple[Story, ...] = tuple(story for file in _FILES for story in file.STORIES)
