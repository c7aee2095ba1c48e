"""The self-check of a draft: what it notices, what it leaves alone, and that it stays quick whatever is pasted."""

from time import perf_counter

import pytest

from domain.accountability.outreach import Draft
from web.self_check import ADVICE, MOST_WORDS, answered, findings, words_in

GOOD = Draft(
    introduction="Hi Dana, we met at the spring meetup. I am retraining as a developer.",
    purpose="I would like to understand how you found your first project.",
    why_you="You moved from teaching to platform work, which is the step I am in.",
    call_to_action="Could we talk for twenty minutes?",
)


def codes(draft: Draft, *, tie: str = "weak", times: int = 2) -> set[str]:
    return {finding.code for finding in findings(draft, tie=tie, times=times)}


def saying(text: str) -> Draft:
    return Draft(GOOD.introduction, f"{GOOD.purpose} {text}", GOOD.why_you, GOOD.call_to_action)


def test_a_good_draft_has_nothing_to_reconsider():
    assert codes(GOOD) == set()


def test_an_untouched_draft_is_left_in_peace():
    assert findings(Draft(), tie="cold") == []
    assert findings(Draft(introduction=" \n "), tie="cold") == []


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Are there any openings at Northlight?", "asks_for_job"),
        ("Do you know of any JOBS?", "asks_for_job"),
        ("Are you currently hiring?", "asks_for_job"),
        ("Is your team hiring?", "asks_for_job"),
        ("I am looking for a job.", "asks_for_job"),
        ("I’m actively searching for my first role.", "asks_for_job"),
        ("Could you help me find a job?", "asks_for_job"),
        ("Would you hire me?", "asks_for_job"),
        ("Can I apply at your place?", "asks_for_job"),
        ("Please tell me about job opportunities.", "asks_for_job"),
        ("Would you refer me?", "asks_for_referral"),
        ("Could I get a referral?", "asks_for_referral"),
        ("Perhaps you can put in a good word.", "asks_for_referral"),
        ("Please pass on my résumé.", "asks_for_referral"),
        ("My CV is attached.", "sends_cv"),
        ("I attached my resume.", "sends_cv"),
        ("Hi {{name}},", "placeholder"),
        ("Hi {first_name},", "placeholder"),
        ("Hi [Name],", "placeholder"),
        ("I admire [Company].", "placeholder"),
        ("at [insert company here]", "placeholder"),
        ("Hi <name>,", "placeholder"),
        ("I work at XXX.", "placeholder"),
        ("Dear Sir or Madam,", "form_greeting"),
        ("To whom it may concern,", "form_greeting"),
        ("Dear Hiring Manager,", "form_greeting"),
        ("I hope this finds you well.", "template_phrase"),
        ("Hope this email finds you", "template_phrase"),
        ("I came across your profile.", "template_phrase"),
        ("I am expanding my professional network.", "template_phrase"),
        ("Could I pick your brain?", "pick_your_brain"),
    ],
)
def test_a_phrase_to_reconsider_is_noticed_where_it_stands(text: str, code: str):
    found = [finding for finding in findings(saying(text), tie="weak", times=2) if finding.code == code]
    assert found, codes(saying(text))
    assert found[0].where == "purpose"
    assert found[0].words.casefold() in text.casefold()


@pytest.mark.parametrize(
    "text",
    [
        "How did you land your first job?",
        "When you were looking for a job, what helped?",
        "What does a good job look like to you?",
        "Is there any opportunity to learn this on the side?",
        "I work as a job coach at the moment.",
        "What was your first role like?",
        "I resumed my studies in spring.",
        "Do you prefer references in footnotes?",
        "How do you refer to people in your team?",
        "My name is Ada [she/her].",
        "We use {} in f-strings.",
        "Array [1, 2] confuses me.",
        "I hope you found the way home well.",
        "Your madam-president speech stayed with me.",
        "Whom does this concern most?",
        "The XX chromosome project",
        "Your brain teaser made me think.",
    ],
)
def test_harmless_words_are_left_alone(text: str):
    assert codes(saying(text)) == set()


@pytest.mark.parametrize(
    ("draft", "tie", "times", "code"),
    [
        (Draft("", GOOD.purpose, GOOD.why_you, GOOD.call_to_action), "weak", 1, "no_introduction"),
        (Draft(GOOD.introduction, "Some advice", GOOD.why_you, GOOD.call_to_action), "weak", 1, "no_purpose"),
        (Draft(GOOD.introduction, GOOD.purpose, "", GOOD.call_to_action), "weak", 1, "no_why_you"),
        (Draft(GOOD.introduction, GOOD.purpose, " ", GOOD.call_to_action), "cold", 1, "no_why_you_cold"),
        (Draft(GOOD.introduction, GOOD.purpose, GOOD.why_you, "Let us talk."), "weak", 1, "no_question"),
        (GOOD, "weak", 0, "no_times"),
        (Draft(GOOD.introduction + " word" * MOST_WORDS, GOOD.purpose, GOOD.why_you, GOOD.call_to_action), "weak", 1,
         "too_long"),
    ],
)  # fmt: skip
def test_what_is_missing_is_noticed_and_nothing_else(draft: Draft, tie: str, times: int, code: str):
    assert codes(draft, tie=tie, times=times) == {code}


@pytest.mark.parametrize("ask", ["Would Thursday at noon suit you?", "Is 14:30 good?", "How about 3 pm?", "Tomorrow?"])
def test_a_time_in_the_text_counts_as_a_time(ask: str):
    assert codes(Draft(GOOD.introduction, GOOD.purpose, GOOD.why_you, ask), times=0) == set()


def test_a_question_may_be_asked_in_other_scripts():
    assert codes(Draft(GOOD.introduction, GOOD.purpose, GOOD.why_you, "二十分お話しできますか？")) == set()


def test_the_same_phrase_is_said_once():
    twice = saying("Any openings? Really, any openings?")
    assert [f.code for f in findings(twice, tie="weak", times=1)] == ["asks_for_job"]


def test_everything_that_can_be_found_has_a_reason_and_a_kinder_way():
    every = {"asks_for_job", "asks_for_referral", "sends_cv", "placeholder", "form_greeting", "template_phrase"}
    every |= {"pick_your_brain", "no_introduction", "no_purpose", "no_why_you", "no_why_you_cold", "no_question"}
    assert set(ADVICE) == every | {"no_times", "too_long"}
    assert all(advice.why and advice.instead for advice in ADVICE.values())


def test_the_questions_to_ask_oneself_follow_the_draft():
    assert answered(GOOD, times=2) == {"who": True, "why_you": True, "clear": True, "next": True, "bring": False}
    assert set(answered(Draft(), times=0).values()) == {False}


def test_words_are_counted_over_all_parts():
    assert words_in(Draft("one two", "three", "", "four\nfive")) == 5


@pytest.mark.parametrize("piece", ["{{", "[insert ", "i am looking for a ", "dear ", "hope this ", "X", "a ", "i'm "])
def test_checking_takes_one_pass_whatever_is_pasted(piece: str):
    long = Draft(introduction=piece * (200_000 // len(piece)))
    began = perf_counter()
    findings(long, tie="weak")
    assert perf_counter() - began < 2
