"""Outreach: one attempt to start one conversation with one contact."""

from domain.outreach.attempt import WAITING, Outreach
from domain.outreach.refusals import (
    AlreadyDeclined,
    AlreadyHeld,
    AlreadySent,
    NothingToCorrect,
    NotWaiting,
    NotYetHeld,
    NotYetSent,
    OutreachWithdrawn,
)

CHANNELS = ("email", "linkedin", "call", "slack", "in_person", "social")
MOST_TIMES = 5

__all__ = [
    "CHANNELS",
    "MOST_TIMES",
    "WAITING",
    "AlreadyDeclined",
    "AlreadyHeld",
    "AlreadySent",
    "NotWaiting",
    "NotYetHeld",
    "NotYetSent",
    "NothingToCorrect",
    "Outreach",
    "OutreachWithdrawn",
]
