"""Outreach: one attempt to start one conversation with one contact."""

from domain.outreach.attempt import SHAREABLE, WAITING, Outreach
from domain.outreach.refusals import (
    AlreadyDeclined,
    AlreadyHeld,
    AlreadySent,
    NotesConfidential,
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
    "SHAREABLE",
    "WAITING",
    "AlreadyDeclined",
    "AlreadyHeld",
    "AlreadySent",
    "NotWaiting",
    "NotYetHeld",
    "NotYetSent",
    "NotesConfidential",
    "NothingToCorrect",
    "Outreach",
    "OutreachWithdrawn",
]
