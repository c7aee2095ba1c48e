"""What the people of an invented school are called, and what they write: put together by chance, nobody's own words."""

from random import Random

from domain.accountability.contacts import Card
from domain.accountability.outreach import Draft

FIRST = (
    *("Ada", "Amir", "Anouk", "Bea", "Boris", "Carla", "Chidi", "Dana", "Dele", "Edda", "Emil", "Fatou", "Finn"),
    *("Greta", "Hana", "Hugo", "Ines", "Ivo", "Jana", "Jonas", "Kaja", "Kofi", "Lena", "Luis", "Maja", "Milan"),
    *("Nadia", "Nils", "Olga", "Omar", "Paula", "Piet", "Rana", "Rui", "Sanna", "Selim", "Tara", "Uma", "Zeno"),
)
LAST = (
    *("Abel", "Adeyemi", "Almeida", "Berg", "Bianchi", "Castro", "Dahl", "Diallo", "Engel", "Farkas", "Gruber", "Haas"),
    *("Ibrahim", "Jansen", "Kaya", "Kovar", "Lange", "Lindqvist", "Mensah", "Moreau", "Novak", "Okafor", "Olsen"),
    *("Pereira", "Quist", "Rossi", "Sato", "Silva", "Sorensen", "Tanaka", "Ulrich", "Vega", "Weiss", "Yilmaz"),
)
COMPANIES = ("Nordwind", "Solkraft", "Papierwerk", "Atelier Claro", "Hafen IT", "Kastanie", "Rotes Rad", "Blaupause")
ROLES = ("Developer", "Data engineer", "Team lead", "Tester", "Designer", "Product owner", "Hiring manager")
SUBJECTS = ("testing", "queues", "accessible pages", "code review", "databases", "a first job", "mapping", "releases")
MEETINGS = ("the autumn meetup", "my former work", "a talk on video", "our neighbourhood", "a course", "a friend")
LEARNT = ("starts with the error", "asks before building", "writes it down the same day", "keeps changes small")


def name(random: Random) -> str:
    return f"{random.choice(FIRST)} {random.choice(LAST)}"


def card(random: Random, number: int) -> Card:
    """Somebody for a tracker; `number` makes them another person than all the others there."""
    who = name(random)
    return Card(
        who,
        how_known=f"From {random.choice(MEETINGS)}." if random.random() < 0.4 else "",
        company=random.choice(COMPANIES),
        role=random.choice(ROLES),
        email=f"{who.replace(' ', '.').lower()}.{number}@example.net",
    )


def statement(random: Random, target: int) -> str:
    return f"Talk to {target} people about {random.choice(SUBJECTS)}, and take one thing along from each"


def draft(random: Random) -> Draft:
    subject = random.choice(SUBJECTS)
    return Draft(
        introduction="Hello, I am learning to build software after some years in another trade.",
        purpose=f"I would like to understand how {subject} is done where it is somebody's daily work.",
        why_you=f"What you said about {subject} at {random.choice(MEETINGS)} has stayed with me.",
        call_to_action="Would you have twenty minutes for a call? Either of these two times suits me well.",
    )


def questions(random: Random) -> str:
    return (
        f"How did you come to {random.choice(SUBJECTS)}?\nWhat would you learn first today?\nWhom else should I meet?"
    )


def notes(random: Random) -> str:
    return (
        f"We spoke about {random.choice(SUBJECTS)}. The one thing: whoever is good at it {random.choice(LEARNT)}. "
        f"I was nervous for five minutes and curious for twenty. Next I want to try it in my own project."
    )


def takeaway(random: Random) -> str:
    return f"Read up on {random.choice(SUBJECTS)} and try it once in my project"


def moved(random: Random) -> str:
    return f"Wrote to somebody about {random.choice(SUBJECTS)}."


def reason(random: Random) -> str:
    return f"A week went to {random.choice(SUBJECTS)}, and that was right."
