"""Everybody in the demo school and what they did, told as stories; `scripts.demo.school` lets them happen."""

from scripts.demo.stories import (
    ada_and_noor,
    beginnings,
    buddies,
    corrections,
    keeping_up,
    slipping,
    staff_and_mentors,
    ways,
)
from scripts.demo.story import Story

STORIES: tuple[Story, ...] = (
    *ada_and_noor.STORIES,
    *beginnings.STORIES,
    *keeping_up.STORIES,
    *slipping.STORIES,
    *buddies.STORIES,
    *ways.STORIES,
    *corrections.STORIES,
    *staff_and_mentors.STORIES,
)
