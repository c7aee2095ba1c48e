"""The gentle self-check of a draft: what a reader might stumble over, why, and a kinder way; it never blocks anything.

Pure functions over plain text, for English. Every pattern is a plain alternation without nested repetition, so that
checking takes one pass, whatever was pasted.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from domain.accountability.outreach import Draft

PARTS = ("introduction", "purpose", "why_you", "call_to_action")
MOST_WORDS = 200
LEAST_PURPOSE = 4  # words


@dataclass(frozen=True, slots=True)
class Finding:
    """`code` names the advice (in ADVICE), `where` the part of the draft ("" for the whole), `words` what was found."""

    code: str
    where: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class Advice:
    """`why` it deserves a second look, and what to do `instead`."""

    why: str
    instead: str


ADVICE = {
    "asks_for_job": Advice(
        "A first message that asks for a job often closes the door that a question would open.",
        "Ask about their work or their path. If there is an opening, they will think of you by themselves.",
    ),
    "asks_for_referral": Advice(
        "A referral puts somebody's good name on the line, and they do not know your work yet.",
        "Ask for twenty minutes and one piece of advice. A referral is easier to offer than to be asked for.",
    ),
    "sends_cv": Advice(
        "A CV in a first message reads as an application, and it is a lot to open.",
        "One sentence about what you are learning is enough. Leave the CV until somebody asks for it.",
    ),
    "placeholder": Advice(
        "Something from a template is still in there.",
        "Put in the real word, or take it out. It is the first thing a reader notices.",
    ),
    "form_greeting": Advice(
        "This greeting is meant for nobody in particular.",
        "Use their name, as they write it themselves.",
    ),
    "template_phrase": Advice(
        "This phrase opens thousands of messages, so the eye skips it.",
        "Begin with what connects you: where you met, what you read, what you noticed.",
    ),
    "pick_your_brain": Advice(
        "It asks for everything at once, so it is hard to say yes to.",
        "Name the one thing you want to ask about.",
    ),
    "no_introduction": Advice(
        "They may not know who is writing, or what is new with you.",
        "One or two sentences: who you are, how you know of them, what is new.",
    ),
    "no_purpose": Advice(
        "It is not clear yet what you would like to learn.",
        "Finish this sentence: “I would like to understand how …”",
    ),
    "no_why_you": Advice(
        "Nothing says yet why you write to this person and not to somebody else.",
        "Mention one thing you saw, read or heard about them.",
    ),
    "no_why_you_cold": Advice(
        "You have not met, so this is what makes the difference. Level III asks for it, too.",
        "Look them up for five minutes and name one thing that caught your eye.",
    ),
    "no_question": Advice(
        "There is no question in it, so there is nothing to answer.",
        "End on one question that can be answered in a sentence.",
    ),
    "no_times": Advice(
        "Without a time in it, a yes needs three more messages.",
        "Offer a couple of times, and say that others are fine.",
    ),
    "too_long": Advice(
        "This takes more than a minute to read. Long messages are put aside for later.",
        "Keep what they need to say yes. The rest is for the conversation.",
    ),
}

_I = re.IGNORECASE
_PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "asks_for_job",
        re.compile(
            r"\b(?:(?:any|open|current|suitable) (?:openings|vacancies|positions|jobs|roles|internships)"
            r"|(?:job|career|employment) (?:openings?|opportunit(?:y|ies)|vacanc(?:y|ies))"
            r"|(?:are|is) (?:you|your company|your team) (?:currently )?hiring"
            r"|i(?: am|['’]m) (?:currently |actively )?(?:looking|searching) for"
            r" (?:a |an |my |any )?(?:new |first |full-time |junior )?(?:job|position|role|internship)s?"
            r"|(?:get|find|give|offer|land) me (?:a|an|my) (?:new |first |junior )?(?:job|position|role|internship)"
            r"|help me (?:to )?(?:get|find|land) (?:a|an|my) (?:new |first |junior )?(?:job|position|role|internship)"
            r"|hire me|(?:a )?job for me|(?:(?:may|can|could|should) i|(?:want|like) to) apply)\b",
            _I,
        ),
    ),
    (
        "asks_for_referral",
        re.compile(
            r"\b(?:refer me|referral|recommend me|(?:put|throw) in a (?:good )?word"
            r"|pass (?:on |along )?my (?:cv|r[eé]sum[eé]|name|application))\b",
            _I,
        ),
    ),
    ("sends_cv", re.compile(r"\b(?:my|attached|the) (?:cv|r[eé]sum[eé]|curriculum vitae|cover letter)\b", _I)),
    (
        "placeholder",
        re.compile(
            r"\{\{[^{}\n]{0,60}\}\}|\{[a-z_ ]{1,40}\}|<(?:name|company|role|title|topic)>|\bX{3,}\b"
            r"|\[(?:your |their |the |first |last |contact |company |insert )?"
            r"(?:name|company|role|title|position|topic|date|time|field|school|link)\]|\[insert[^\]\n]{0,60}\]",
            _I,
        ),
    ),
    (
        "form_greeting",
        re.compile(
            r"\b(?:dear (?:sir|madam|sirs|hiring manager|recruiter|team|all)(?: (?:or|and|/) (?:sir|madam))?"
            r"|to whom(?:soever)? it may concern)\b",
            _I,
        ),
    ),
    (
        "template_phrase",
        re.compile(
            r"\b(?:i )?hope (?:this|my) (?:e-?mail |message |note |letter )?finds you(?: well)?\b"
            r"|\bi hope you(?: are|['’]re) doing well\b|\bi came across your profile\b"
            r"|\bi am writing to (?:you to )?(?:express|inquire|enquire)\b"
            r"|\b(?:expand|grow)(?:ing)? my (?:professional )?network\b"
            r"|\bi would like to add you to my\b",
            _I,
        ),
    ),
    ("pick_your_brain", re.compile(r"\bpick(?:ing)? your brains?\b", _I)),
)
_TIME_IN_WORDS = re.compile(
    r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b|\b\d{1,2}:\d{2}\b|\b\d{1,2} ?(?:am|pm|o['’]clock)\b|\btomorrow\b",
    _I,
)


def findings(draft: Draft, *, tie: str, times: int = 0) -> list[Finding]:
    """What is worth a second look, in the order of the message; an untouched draft has nothing to look at.

    `times` is how many times are offered beside the text; `tie` is how the student knows the contact.
    """
    if not words_in(draft):
        return []
    return [*_phrases(draft), *_gaps(draft, tie, times)]


def words_in(draft: Draft) -> int:
    """How many words the whole message has."""
    return sum(len(getattr(draft, part).split()) for part in PARTS)


def answered(draft: Draft, *, times: int = 0) -> dict[str, bool]:
    """The questions to ask oneself before sending, and whether the draft answers each already."""
    return {
        "who": bool(draft.introduction.strip()),
        "why_you": bool(draft.why_you.strip()),
        "clear": len(draft.purpose.split()) >= LEAST_PURPOSE and _asks(draft),
        "next": _offers_times(draft, times),
        "bring": False,
    }


def _phrases(draft: Draft) -> list[Finding]:
    found, seen = [], set()
    for part in PARTS:
        text = getattr(draft, part)
        for code, pattern in _PATTERNS:
            for match in pattern.finditer(text):
                phrase = match.group().strip()
                if (code, phrase.casefold()) not in seen:
                    seen.add((code, phrase.casefold()))
                    found.append(Finding(code, part, phrase))
    return found


def _gaps(draft: Draft, tie: str, times: int) -> list[Finding]:
    gaps: Sequence[tuple[bool, Finding]] = (
        (not draft.introduction.strip(), Finding("no_introduction", "introduction")),
        (len(draft.purpose.split()) < LEAST_PURPOSE, Finding("no_purpose", "purpose")),
        (not draft.why_you.strip(), Finding("no_why_you_cold" if tie == "cold" else "no_why_you", "why_you")),
        (not _asks(draft), Finding("no_question", "call_to_action")),
        (not _offers_times(draft, times), Finding("no_times", "call_to_action")),
        (words_in(draft) > MOST_WORDS, Finding("too_long", "", str(words_in(draft)))),
    )
    return [finding for missing, finding in gaps if missing]


def _asks(draft: Draft) -> bool:
    return any(mark in getattr(draft, part) for part in PARTS for mark in "?？؟")


def _offers_times(draft: Draft, times: int) -> bool:
    return times > 0 or _TIME_IN_WORDS.search(draft.call_to_action) is not None
