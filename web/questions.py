"""Questions worth bringing to a conversation, by whom you meet; in our own words, for the conversation page."""

import re
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Bank:
    """Questions for one kind of person: (code, question). Codes travel in forms and never change meaning."""

    key: str
    title: str
    questions: tuple[tuple[str, str], ...]


BANKS = (
    Bank(
        "mentor",
        "A mentor",
        (
            ("mentor-changed-mind", "What did you change your mind about in your first years of this work?"),
            ("mentor-learn-next", "Where I am now: what would you learn next, and what would you leave for later?"),
            ("mentor-stuck", "When you are stuck on something, what do you do first, and when do you ask?"),
            ("mentor-strengths", "What do I bring from my earlier work that I undersell?"),
            ("mentor-week", "What does a good week look like for you, and what drains one?"),
            ("mentor-contact", "How would you like me to keep in touch: how often, and about what?"),
        ),
    ),
    Bank(
        "known",
        "Somebody you know",
        (
            ("known-up-to", "What are you working on these days, and what do you enjoy about it?"),
            ("known-turn", "What turn did your path take since we last spoke, and how did you decide on it?"),
            ("known-see-me", "You have seen me at work before. Where could you picture me?"),
            ("known-company", "How do new people learn the ropes where you are?"),
            ("known-advice", "I am in the middle of retraining. What would you pay attention to in my place?"),
            ("known-for-you", "Is there something I could help you with, even something small?"),
        ),
    ),
    Bank(
        "community",
        "Somebody from the community",
        (
            ("community-way-in", "How did you find your way into this community?"),
            ("community-places", "Which meetups, channels or newsletters are worth a tired evening?"),
            ("community-contribute", "Where could a newcomer be useful without knowing everything yet?"),
            ("community-trends", "What is everybody talking about at the moment, and what do you make of it?"),
            ("community-first-event", "What helped you on your first evening among strangers?"),
        ),
    ),
    Bank(
        "junior",
        "A junior developer",
        (
            ("junior-first-months", "What surprised you in your first months on the job?"),
            ("junior-search", "How did you look for your first role, and what turned out to be wasted time?"),
            ("junior-interview", "What were your interviews really about?"),
            ("junior-gap", "What did your training leave out that you needed at once?"),
            ("junior-day", "What does an ordinary Tuesday look like for you?"),
            ("junior-again", "What would you do differently if you began again today?"),
        ),
    ),
    Bank(
        "senior",
        "A senior developer or hiring manager",
        (
            ("senior-notice", "When you meet somebody new to the field, what tells you that they will do well?"),
            ("senior-portfolio", "What do you look at first in somebody's work, and what do you skip?"),
            ("senior-team", "How does your team bring newcomers along?"),
            ("senior-skills", "Which skill is rarer than job descriptions make it look?"),
            ("senior-background", "Have you worked with people from other professions? What did they do well?"),
            ("senior-field", "What will matter more in this field in three years than it does today?"),
        ),
    ),
)
CLOSING = ("closing-whom", "Whom else should I meet, and may I say that you sent me?")

_ALL = dict([question for bank in BANKS for question in bank.questions] + [CLOSING])
_SENIOR = re.compile(
    r"\b(?:senior|lead|principal|staff|head|manager|director|founder|cto|ceo|vp|talent|recruit(?:er|ing|ment))\b", re.I
)
_JUNIOR = re.compile(r"\b(?:junior|graduate|trainee|apprentice|intern)\b", re.I)
_BY_TIE = {"mentor": "mentor", "cold": "community"}


def bank_for(tie: str, role: str) -> str:
    """Which bank fits best: a mentor is a mentor; then the role decides for those you hardly know; else the tie."""
    if tie in ("cold", "weak", "alum"):
        if _JUNIOR.search(role):
            return "junior"
        if _SENIOR.search(role):
            return "senior"
    return _BY_TIE.get(tie, "known")


def picked(lines: str) -> tuple[list[str], str]:
    """What `worded` made, taken apart again: the codes of our questions, and one's own, a line each."""
    codes = {question: code for code, question in _ALL.items()}
    asked = lines.splitlines()
    return [codes[line] for line in asked if line in codes], "\n".join(line for line in asked if line not in codes)


def worded(codes: Iterable[str], own: str = "") -> str:
    """The chosen questions and one's own, a line each; codes nobody knows are left out."""
    chosen = [_ALL[code] for code in dict.fromkeys(codes) if code in _ALL]
    mine = [line.strip() for line in own.splitlines() if line.strip()]
    return "\n".join([*chosen, *mine])
