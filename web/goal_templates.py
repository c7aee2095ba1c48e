"""Goals to choose from, in our words: what to promise, the steps, what to ask, and how many days it usually takes."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class GoalTemplate:
    """`why` is for choosing; the rest fills in the form. `days` from today make the due date that is suggested."""

    key: str
    title: str
    why: str
    statement: str
    measure: str
    target: int
    level: str
    days: int
    steps: tuple[str, ...]
    questions: tuple[str, ...]


TEMPLATES = (
    GoalTemplate(
        "mentor",
        "Talk with your mentor",
        "A friendly start: somebody who has already said yes to helping you.",
        "Have one real conversation with my mentor",
        "conversations",
        1,
        "I",
        14,
        (
            "Think of one thing you would like to understand better",
            "Write three lines: how it goes, what you would like to talk about, two times that suit you",
            "Send two or three questions ahead",
            "Talk, and write down what stayed with you",
            "Decide on the one thing you will follow up",
        ),
        (
            "What do you wish you had known in your first months?",
            "What does a good week look like for you, and a bad one?",
            "If you were in my place this month, what would you spend an hour on?",
            "Whom else should I meet?",
        ),
    ),
    GoalTemplate(
        "known",
        "Get back in touch with somebody you know",
        "Old classmates and colleagues are glad to hear from you more often than you think.",
        "Get back in touch with one person I already know, and hear how they work",
        "conversations",
        1,
        "II",
        14,
        (
            "Look through your contacts for somebody you liked and lost sight of",
            "Say what you are doing now and what made you think of them",
            "Ask for twenty minutes and offer two times",
            "Talk, and ask whom else you might meet",
            "Decide on the one thing you will follow up",
        ),
        (
            "What are you working on, and how did you get there?",
            "Which part of your work would surprise somebody outside?",
            "Who around you writes software, and what are they like to work with?",
            "Whom else should I meet?",
        ),
    ),
    GoalTemplate(
        "community",
        "Meet somebody from the community",
        "An alum, or a student a few months ahead, remembers exactly where you are now.",
        "Meet one new person from our community and hear about their way",
        "conversations",
        1,
        "II",
        14,
        (
            "Pick an alum or a student of another cohort whose path makes you curious",
            "Look them up, and note one thing you would like to ask just them",
            "Write: who you are, why them, two times that suit you",
            "Talk for half an hour",
            "Decide on the one thing you will follow up",
        ),
        (
            "What was hardest in the middle of the program, and what helped?",
            "How did you find your first job, step by step?",
            "What would you do differently about meeting people?",
            "Whom else should I meet?",
        ),
    ),
    GoalTemplate(
        "cold",
        "Write to somebody new",
        "The brave one. A short message that shows you looked them up is read more often than you fear.",
        "Have a conversation with one person I have never met, whose work I admire",
        "conversations",
        1,
        "III",
        21,
        (
            "Find somebody whose work you can name one thing about",
            "Say why you write to them in particular",
            "Ask one clear, small thing, and offer two times",
            "After a week without an answer, send one short second note",
            "Talk, say thank you, and decide on the one thing you will follow up",
        ),
        (
            "What drew you to this work, and what keeps you there?",
            "What do people new to your team find hard at first?",
            "Which skill would you practise if you were starting now?",
            "Whom else should I meet?",
        ),
    ),
    GoalTemplate(
        "two_people",
        "Reach out to two people",
        "Two messages, whoever they go to. Good when writing itself is the hurdle.",
        "Reach out to two people by the end of this module",
        "contacted",
        2,
        "",
        21,
        (
            "Write down five names without judging them",
            "Choose the two you feel easiest about",
            "Write the first message today and leave it for a night",
            "Send both",
        ),
        (
            "What are you curious about at the moment?",
            "What would you show somebody who joined your field this year?",
            "Whom else should I meet?",
        ),
    ),
    GoalTemplate(
        "follow_through",
        "Do what you took away",
        "For when you have talked to people, and good ideas lie around waiting.",
        "Follow up one thing that I decided after a conversation",
        "follow_through",
        1,
        "",
        10,
        (
            "Read through your notes and choose one thing",
            "Put it into the calendar with an hour around it",
            "Do it, and tell the person what came of it",
        ),
        (),
    ),
)
OWN_WORDS = GoalTemplate(
    "own", "In your own words", "You know already what you want.", "", "conversations", 1, "", 14, (), ()
)

_BY_KEY = {template.key: template for template in (*TEMPLATES, OWN_WORDS)}


def template_with(key: str) -> GoalTemplate | None:
    return _BY_KEY.get(key)
